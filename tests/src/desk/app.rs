//! The app in its real window, driven through the system's own `WebKitWebDriver`.

use std::future::Future;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::json;

use super::{Desk, Failure, Outcome, Running, tree};

/// How long a journey waits for a part of the screen, unless it says otherwise.
pub(super) const PATIENCE: Duration = Duration::from_secs(15);
/// How long the app may take to open its window.
const START_LIMIT: Duration = Duration::from_secs(60);

/// The running app. Dropping it kills it; `close` lets it end by itself.
pub struct App<'desk> {
    desk: &'desk Desk,
    driver: Running,
    client: Client,
    pid: u32,
}

impl Desk {
    /// Starts the app (`GATEHOUSE_DESKTOP_BIN`, or the debug build) with these arguments and waits for its page.
    ///
    /// # Errors
    /// The app or the driver did not start; the failure quotes the log.
    pub async fn launch(&self, arguments: &[&str]) -> Outcome<App<'_>> {
        self.launch_program(&app_program()?, arguments).await
    }

    /// Starts another WebKitGTK program that knows automation.
    ///
    /// # Errors
    /// As `launch`.
    pub async fn launch_program(&self, program: &Path, arguments: &[&str]) -> Outcome<App<'_>> {
        let program = program
            .canonicalize()
            .map_err(|error| Failure::new(format!("{}: {error}", program.display())))?;
        let (driver, port) = self.start_driver()?;
        let wanted = json!({ "webkitgtk:browserOptions": { "binary": program, "args": arguments } });
        let capabilities = wanted.as_object().cloned().unwrap_or_default();
        let mut builder = ClientBuilder::new(HttpConnector::new());
        builder.capabilities(capabilities);
        let address = format!("http://127.0.0.1:{port}");
        let connected = tokio::time::timeout(START_LIMIT, builder.connect(&address)).await;
        let said = || super::tools::last_lines(&self.log_text("app"), 15);
        let client = match connected {
            Ok(Ok(client)) => client,
            Ok(Err(error)) => return Err(self.told(format!("the app did not start: {error}\n{}", said()))),
            Err(_) => return Err(self.told(format!("the app opened no page within {START_LIMIT:?}\n{}", said()))),
        };
        let pid = self
            .pid_of(&program)
            .ok_or_else(|| self.told("the app ended as soon as it started".into()))?;
        Ok(App {
            desk: self,
            driver,
            client,
            pid,
        })
    }

    fn start_driver(&self) -> Outcome<(Running, u16)> {
        // Another program may take the port between the question and the start: then the next one.
        let mut last = Failure::new("no free port");
        for _ in 0..5 {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let mut command = self.command("WebKitWebDriver");
            command
                .arg(format!("--port={port}"))
                .env("TAURI_WEBVIEW_AUTOMATION", "true");
            let mut driver = self.spawn("app", command)?;
            match driver.wait_until(Duration::from_secs(20), || {
                TcpStream::connect(("127.0.0.1", port)).is_ok()
            }) {
                Ok(()) => return Ok((driver, port)),
                Err(failure) => last = failure,
            }
        }
        Err(last)
    }

    fn pid_of(&self, program: &Path) -> Option<u32> {
        self.processes()
            .into_iter()
            .map(|(pid, _)| pid)
            .find(|pid| tree::program(*pid).as_deref() == Some(program))
    }

    /// The failure with these words, with a picture of the screen taken now.
    pub(super) fn told(&self, words: String) -> Failure {
        let picture = self.keep_evidence(&words);
        Failure::new(format!("{words}\n{picture}"))
    }
}

/// The app to test: `GATEHOUSE_DESKTOP_BIN`, or the debug build.
///
/// # Errors
/// It is not built.
pub fn app_program() -> Outcome<PathBuf> {
    let built = || super::failure::target_folder().join("debug/gatehouse-desktop");
    let program = std::env::var_os("GATEHOUSE_DESKTOP_BIN").map_or_else(built, PathBuf::from);
    if program.is_file() {
        return Ok(program);
    }
    Err(Failure::new(format!(
        "{} is not built: `cargo xtask test` builds it and sets GATEHOUSE_DESKTOP_BIN",
        program.display()
    )))
}

impl<'desk> App<'desk> {
    /// The desk it runs on.
    #[must_use]
    pub fn desk(&self) -> &'desk Desk {
        self.desk
    }

    /// The process id of the app itself.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.pid
    }

    /// The WebDriver session, for what has no method here.
    #[must_use]
    pub fn client(&self) -> &Client {
        &self.client
    }

    /// Whether the app's process is there.
    #[must_use]
    pub fn lives(&self) -> bool {
        tree::lives(self.pid)
    }

    /// Kills the app at once, as a power cut would, and everything it started.
    pub fn kill(mut self) {
        tree::kill(self.pid);
        self.driver.kill();
        // A process is not gone at once; one that starts meanwhile would still find its name on the bus.
        let deadline = Instant::now() + PATIENCE;
        while self.lives() && Instant::now() < deadline {
            std::thread::sleep(Duration::from_millis(5));
        }
    }

    /// Asks the app to end and waits until it has.
    ///
    /// # Errors
    /// It is still there after a while.
    pub async fn close(self) -> Outcome {
        let _ = self.client.clone().close().await;
        let deadline = Instant::now() + PATIENCE;
        while self.lives() {
            if Instant::now() > deadline {
                return Err(self.desk.told(format!("the app did not end within {PATIENCE:?}")));
            }
            tokio::time::sleep(Duration::from_millis(30)).await;
        }
        Ok(())
    }

    /// Waits until `ready` is true.
    ///
    /// # Errors
    /// It was not within the time; the failure says `what` was awaited and shows the screen.
    pub async fn until<F: Future<Output = Outcome<bool>>>(&self, what: &str, mut ready: impl FnMut() -> F) -> Outcome {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let last = ready().await;
            if matches!(last, Ok(true)) {
                return Ok(());
            }
            if Instant::now() > deadline {
                let why = last.err().map(|failure| format!(" ({failure})")).unwrap_or_default();
                return Err(self.desk.told(format!("{what}: not within {PATIENCE:?}{why}")));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}
