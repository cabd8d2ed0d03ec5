//! The fence around the web view and around the files: nothing is loaded, sent or opened from a page that was tampered with, no
//! command but the listed ones answers, no debugger gets in, nobody else reads the files.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, app_program, css};
use gatehouse_tests::walk::{add_address, first_vault};
use gatehouse_tests::walk_account::go;
use serde_json::{Value, json};

/// What an injected script would try, each with the directive that stops it. `base` is the canary's address.
const TRIES: &str = r#"
const [base] = arguments, seen = (window.seen = []);
document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
const add = (tag, set) => { const e = document.createElement(tag); set(e); document.body.append(e); return e; };
const tried = (work) => { try { const r = work(); if (r && r.catch) r.catch(() => {}); } catch {} };
add('script', (e) => (e.textContent = 'window.injected = "inline"'));
add('script', (e) => (e.src = base + '/script.js'));
add('div', (e) => e.setAttribute('onclick', 'window.injected = "handler"')).click();
add('a', (e) => (e.href = 'javascript:window.injected="link"')).click();
add('img', (e) => (e.src = base + '/picture.png'));
add('link', (e) => { e.rel = 'stylesheet'; e.href = base + '/style.css'; });
add('link', (e) => { e.rel = 'prefetch'; e.href = base + '/prefetch'; });
add('iframe', (e) => (e.src = base + '/frame'));
add('object', (e) => (e.data = base + '/object'));
add('video', (e) => (e.src = base + '/video'));
const form = add('form', (e) => { e.action = base + '/form'; e.method = 'post'; });
tried(() => form.submit());
tried(() => fetch(base + '/fetch'));
tried(() => navigator.sendBeacon(base + '/beacon', 'x'));
tried(() => { const x = new XMLHttpRequest(); x.open('GET', base + '/xhr'); x.send(); });
tried(() => new WebSocket(base.replace('http', 'ws') + '/socket'));
tried(() => new EventSource(base + '/events'));
tried(() => new Worker(base + '/worker.js'));
tried(() => new FontFace('x', `url(${base}/font)`).load());
tried(() => window.open(base + '/window'));
"#;

/// The directives that must have stopped something, as the page was told.
const STOPPED: [&str; 8] = [
    "script-src-elem",
    "script-src-attr",
    "img-src",
    "style-src-elem",
    "connect-src",
    "frame-src",
    "form-action",
    "media-src",
];

/// A server on loopback that counts who comes.
struct CanaryServer {
    address: String,
    visitors: Arc<AtomicUsize>,
}

impl CanaryServer {
    fn start() -> Outcome<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let visitors = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&visitors);
        std::thread::spawn(move || {
            for _ in listener.incoming().flatten() {
                count.fetch_add(1, Ordering::SeqCst);
            }
        });
        Ok(Self { address, visitors })
    }

    fn visitors(&self) -> usize {
        self.visitors.load(Ordering::SeqCst)
    }
}

#[tokio::test]
async fn an_injected_script_gets_nowhere() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let canary = CanaryServer::start()?;
    let app = desk.launch(&[]).await?;
    app.find(&css("main")).await?;
    let here = app.script("return location.href", vec![]).await?;

    app.script(TRIES, vec![json!(canary.address)]).await?;
    app.until("the policy has stopped every kind", || async {
        let seen = app.script("return window.seen", vec![]).await?;
        let seen: Vec<&str> = seen
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let missing: Vec<_> = STOPPED.iter().filter(|kind| !seen.contains(kind)).collect();
        if missing.is_empty() {
            return Ok(true);
        }
        Err(gatehouse_tests::desk::Failure::new(format!(
            "not stopped: {missing:?}, stopped: {seen:?}"
        )))
    })
    .await?;
    for way in [
        "location.href = base",
        "location.replace(base)",
        "location.assign(base + '/x')",
    ] {
        let script = format!("const [base] = arguments; {way}");
        app.script(&script, vec![json!(canary.address)]).await?;
        app.find(&css("main")).await?;
    }

    let found = app
        .script("return [window.injected ?? null, location.href, frames.length]", vec![])
        .await?;
    assert_eq!(found[0], Value::Null, "an injected script ran");
    assert_eq!(found[1], here, "the page was left");
    assert_eq!(app.client().windows().await?.len(), 1, "a window was opened");
    assert_eq!(canary.visitors(), 0, "something left the window");
    // The canary does count.
    let _ = TcpStream::connect(canary.address.trim_start_matches("http://"))?;
    app.until("a visitor is counted", || async { Ok(canary.visitors() == 1) })
        .await?;
    app.close().await
}

#[tokio::test]
async fn only_the_listed_commands_answer() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.find(&css("main")).await?;
    let global = app.script("return typeof window.__TAURI__", vec![]).await?;
    assert_eq!(global, "undefined");
    assert!(
        call(&app, "about").await?.get("ok").is_some(),
        "a listed command answers"
    );
    for name in [
        "plugin:dialog|open",
        "plugin:dialog|save",
        "plugin:window|close",
        "plugin:window|set_title",
        "plugin:webview|create_webview_window",
        "plugin:event|emit",
        "plugin:path|resolve_directory",
        "plugin:app|version",
        "plugin:shell|open",
        "plugin:fs|read_file",
        "vault_key",
        "",
    ] {
        let answer = call(&app, name).await?;
        assert!(answer.get("failed").is_some(), "“{name}” answered {answer}");
    }
    app.close().await
}

async fn call(app: &App<'_>, name: &str) -> Outcome<Value> {
    let script = "const [name, done] = arguments;
        window.__TAURI_INTERNALS__.invoke(name, {}).then((ok) => done({ ok }), (failed) => done({ failed: String(failed) }));";
    Ok(app.client().execute_async(script, vec![json!(name)]).await?)
}

#[test]
fn no_debugger_gets_in_and_no_core_is_dumped() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    // Two ports that were free a moment ago.
    let ports = [(); 2].map(|()| {
        TcpListener::bind("127.0.0.1:0")
            .and_then(|port| port.local_addr())
            .unwrap()
    });
    let mut command = desk.command(app_program()?);
    command
        .env("WEBKIT_INSPECTOR_SERVER", ports[0].to_string())
        .env("WEBKIT_INSPECTOR_HTTP_SERVER", ports[1].to_string());
    let mut app = desk.spawn("gatehouse", command)?;
    let pid = app.pid();
    app.wait_until(Duration::from_secs(60), || {
        desk.windows_of(pid).is_ok_and(|all| !all.is_empty())
    })?;

    for port in ports {
        assert!(TcpStream::connect(port).is_err(), "something listens on {port}");
    }
    let processes = desk.processes();
    let web: Vec<_> = processes
        .iter()
        .filter(|(_, name)| name.starts_with("WebKit"))
        .collect();
    assert!(!web.is_empty(), "{processes:?}");
    for (pid, name) in web {
        let environment = fs::read(format!("/proc/{pid}/environ"))?;
        let environment = String::from_utf8_lossy(&environment);
        assert!(!environment.contains("WEBKIT_INSPECTOR"), "{name} was told to listen");
        assert!(no_core(*pid)?, "{name} may dump core");
    }
    assert!(no_core(pid)?, "the app may dump core");
    app.kill();
    Ok(())
}

/// Whether the system keeps nothing of the process when it crashes.
fn no_core(pid: u32) -> Outcome<bool> {
    let limits = fs::read_to_string(format!("/proc/{pid}/limits"))?;
    let line = limits
        .lines()
        .find(|line| line.starts_with("Max core file size"))
        .unwrap_or_default();
    Ok(line.split_whitespace().skip(4).take(2).eq(["0", "0"]))
}

#[tokio::test]
async fn nobody_else_reads_the_files() -> Outcome {
    // As a session whose files are open to everybody.
    rustix::process::umask(rustix::fs::Mode::empty());
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(
        &app,
        "otpauth://totp/Fence:mina?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Fence",
    )
    .await?;
    go(&app, "Practice server", "Practice server").await?;
    app.find(&css("section.card .card-foot .btn-primary")).await?;
    app.close().await?;

    let mut open = Vec::new();
    let mut files = 0;
    look(&desk.gatehouse_home(), &mut |path, mode| {
        files += 1;
        if mode & 0o077 != 0 {
            open.push(format!("{} {mode:o}", path.display()));
        }
    });
    assert!(files > 6, "{files} files are there");
    assert!(open.is_empty(), "open to others: {open:#?}");
    Ok(())
}

fn look(folder: &Path, each: &mut dyn FnMut(&Path, u32)) {
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let about = entry.metadata().unwrap();
        each(&entry.path(), about.permissions().mode() & 0o777);
        if about.is_dir() {
            look(&entry.path(), each);
        }
    }
}
