//! The desk itself, before the app stands on it: screen, keyring in its three states, clipboard, keys and drops, with
//! WebKitGTK's own small browser in the app's place.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Failure, KEYRING_PASSWORD, Keyring, Outcome, css, role, text};

const PAGE: &str = "<!doctype html><meta charset=utf-8><title>desk</title><body style='margin:0'>
<h1>A page</h1>
<label>Name <input id=name></label> <label>Other <input id=other></label>
<button aria-label='Say hello' onclick='said.textContent = \"Hello, \" + document.querySelector(\"#name\").value'>x</button>
<button hidden>Not here</button>
<p id=said></p>
<div id=drop style='height:400px;background:#def'>drop here</div>
<script>
const zone = document.querySelector('#drop');
zone.ondragover = (event) => event.preventDefault();
zone.ondrop = (event) => { event.preventDefault(); said.textContent = 'something was dropped'; };
</script>";

fn browser() -> PathBuf {
    let folders = std::fs::read_dir("/usr/lib")
        .unwrap()
        .flatten()
        .map(|entry| entry.path());
    let mut found = folders
        .map(|folder| folder.join("webkit2gtk-4.1/MiniBrowser"))
        .filter(|file| file.is_file());
    found.next().expect("WebKitGTK's MiniBrowser comes with its package")
}

async fn open(desk: &Desk) -> Outcome<App<'_>> {
    let app = desk.launch_program(&browser(), &["--automation"]).await?;
    let file = desk.folder().join("page.html");
    std::fs::write(&file, PAGE)?;
    app.client().goto(&format!("file://{}", file.display())).await?;
    app.find(&role("heading", "A page")).await?;
    Ok(app)
}

#[tokio::test]
async fn a_page_is_read_and_used_as_a_person_would() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = open(&desk).await?;
    app.fill(&role("textbox", "Name"), "Ada").await?;
    app.click(&role("button", "Say hello")).await?;
    app.find(&text("Hello, Ada")).await?;
    assert!(app.find_all(&role("button", "Not here")).await?.is_empty());

    app.find(&css("#name")).await?.click().await?;
    app.press(&["End"])?;
    app.type_keys(" L.")?;
    app.until("typed", || async { Ok(app.value_of(&css("#name")).await? == "Ada L.") })
        .await?;

    let _owner = desk.put_on_clipboard("pasted text")?;
    app.press(&["Tab", "ctrl+v"])?;
    app.until("pasted", || async {
        Ok(app.value_of(&css("#other")).await? == "pasted text")
    })
    .await?;
    app.press(&["ctrl+a", "ctrl+x"])?;
    app.until("cut", || async { Ok(app.value_of(&css("#other")).await?.is_empty()) })
        .await?;
    assert_eq!(desk.clipboard()?.as_deref(), Some("pasted text"));

    let picture = desk.folder().join("page.png");
    desk.photograph(&picture)?;
    assert!(std::fs::read(&picture)?.starts_with(b"\x89PNG"));
    app.close().await
}

#[tokio::test]
async fn a_missing_part_is_named_with_a_picture() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = open(&desk).await?;
    let failure = app
        .find_within(&role("button", "Nobody"), std::time::Duration::from_millis(200))
        .await
        .err();
    let words = failure.map(|failure| failure.to_string()).unwrap_or_default();
    assert!(words.contains("no button “Nobody”"), "{words}");
    assert!(words.contains("A page"), "{words}");
    let picture = words.rsplit(' ').next().map(PathBuf::from).unwrap_or_default();
    assert!(picture.is_file(), "{words}");
    Ok(())
}

#[tokio::test]
async fn a_killed_program_can_be_started_again() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = open(&desk).await?;
    let pid = app.pid();
    assert!(desk.processes().iter().any(|(known, _)| *known == pid));
    app.kill();
    assert!(!desk.processes().iter().any(|(known, _)| *known == pid));
    open(&desk).await?.close().await
}

#[tokio::test]
async fn a_file_is_dropped_onto_the_page() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = open(&desk).await?;
    let file = desk.folder().join("a picture.png");
    std::fs::write(&file, b"x")?;
    desk.drag_file_onto_part(&app, &file, &css("#drop")).await?;
    app.find(&text("something was dropped")).await?;
    Ok(())
}

#[test]
fn a_file_is_dropped_onto_another_program() -> Outcome {
    let desk = Desk::start(DeskOptions::with_keyring(Keyring::Absent))?;
    let file = desk.folder().join("codes.png");
    std::fs::write(&file, b"x")?;
    let mut command = desk.command("/usr/bin/python3");
    command.arg(concat!(env!("CARGO_MANIFEST_DIR"), "/tools/drop_target.py"));
    let mut target = desk.spawn("drop-target", command)?;
    let limit = std::time::Duration::from_secs(20);
    target.wait_until(limit, || desk.log_text("drop-target").contains("ready"))?;
    desk.drag_file_to(&file, (200, 150))?;
    target.wait_until(limit, || desk.log_text("drop-target").contains("/codes.png"))
}

#[test]
fn the_keyring_is_open_locked_or_absent() -> Outcome {
    let service = [("service", "desk"), ("username", "one")];
    let store = [
        "-c",
        "printf %s kept | secret-tool store --label=desk service desk username one",
    ];

    let open = Desk::start(DeskOptions::default())?;
    open.run("sh", store)?;
    assert_eq!(open.secret_tool(&service)?.as_deref(), Some("kept"));

    let absent = Desk::start(DeskOptions {
        label: "keyring_absent".into(),
        ..DeskOptions::with_keyring(Keyring::Absent)
    })?;
    let refused = absent.run("sh", store).expect_err("nobody keeps it");
    assert!(refused.to_string().contains("org.freedesktop.secrets"), "{refused}");

    let locked = Desk::start(DeskOptions {
        label: "keyring_locked".into(),
        ..DeskOptions::with_keyring(Keyring::Locked)
    })?;
    let mut asking = locked.command("secret-tool");
    asking
        .args(["store", "--label=desk", "service", "desk", "username", "one"])
        .stdin(std::process::Stdio::piped());
    let mut asking = locked.spawn("secret-tool", asking)?;
    std::io::Write::write_all(
        &mut asking.child().stdin.take().ok_or(Failure::new("no pipe"))?,
        b"kept",
    )?;
    locked.answer_keyring_prompt(KEYRING_PASSWORD)?;
    let status = asking.wait(std::time::Duration::from_secs(20))?;
    assert!(status.success(), "{status}");
    assert_eq!(locked.secret_tool(&service)?.as_deref(), Some("kept"));
    Ok(())
}

#[test]
fn two_desks_know_nothing_of_each_other() -> Outcome {
    let one = Desk::start(DeskOptions::default())?;
    let other = Desk::start(DeskOptions {
        label: "the_other_desk".into(),
        ..DeskOptions::default()
    })?;
    assert_ne!(one.display(), other.display());
    let _owner = one.put_on_clipboard("mine")?;
    assert_eq!(one.clipboard()?.as_deref(), Some("mine"));
    assert_eq!(other.clipboard()?, None);
    let mark = one.processes();
    drop(one);
    assert!(
        mark.iter()
            .all(|(pid, _)| !other.processes().iter().any(|(known, _)| known == pid))
    );
    Ok(())
}

#[tokio::test]
async fn a_secret_in_memory_or_in_a_file_is_found() -> Outcome {
    let desk = Desk::start(DeskOptions::with_keyring(Keyring::Absent))?;
    let app = open(&desk).await?;
    // Put together here, so that no file of this test's own holds it whole.
    let canary = ["canary", "in", "the", "mine"].join("-");
    let holders = |pids: Vec<u32>| -> Outcome<usize> {
        Ok(pids
            .into_iter()
            .map(|pid| desk.found_in_memory(pid, &canary))
            .collect::<Outcome<Vec<_>>>()?
            .iter()
            .sum())
    };
    let pages = || {
        let all = desk.processes().into_iter();
        all.filter(|(_, name)| name.starts_with("WebKitWebProc"))
            .map(|(pid, _)| pid)
            .collect::<Vec<_>>()
    };
    assert!(!pages().is_empty(), "{:?}", desk.processes());
    assert_eq!(holders(pages())?, 0);
    app.fill(&css("#name"), &canary).await?;
    assert!(holders(pages())? > 0);

    assert!(desk.found_in_files(&canary).is_empty());
    std::fs::write(desk.folder().join("data/leak"), format!("x{canary}y"))?;
    assert_eq!(desk.found_in_files(&canary), [desk.folder().join("data/leak")]);
    Ok(())
}
