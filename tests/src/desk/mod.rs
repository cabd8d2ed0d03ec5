//! A desk is everything a person's session has, made for one test: a screen, a bus, a keyring, a home folder. The app runs
//! on it as it would for a person, and nothing of it is shared, so several desks stand side by side without disturbing each
//! other or the session of whoever runs the tests.
//!
//! When a test fails, the desk leaves a picture of its screen and its logs in `target/journeys/<test>/`.

mod app;
mod bus;
mod drag;
mod failure;
mod file_dialog;
mod janitor;
mod keys;
mod locate;
mod needles;
mod options;
mod page;
mod process;
mod programs;
mod screen;
mod search;
mod tools;
mod tree;

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;

pub use app::{App, app_program};
pub use failure::{Failure, Outcome, target_folder};
pub use keys::Window;
pub use locate::{By, css, heading, role, shown, text, xpath};
pub use options::{DeskOptions, KEYRING_PASSWORD, Keyring};
pub use process::Running;
pub use tree::memory_of;

use failure::Evidence;

/// The environment variable every process of a desk carries; its value is the desk's own.
const MARK: &str = "GATEHOUSE_DESK";

/// One test's session. Everything it started ends when it is dropped.
pub struct Desk {
    options: DeskOptions,
    mark: String,
    environment: Vec<(OsString, OsString)>,
    evidence: Arc<Evidence>,
    // Ended in this order, before the folder goes.
    keyring: Option<Running>,
    bus: Option<Running>,
    screen: Option<Running>,
    _janitor: janitor::Janitor,
    folder: tempfile::TempDir,
}

impl Desk {
    /// Starts screen, bus and keyring, each ready for use when this returns.
    ///
    /// # Errors
    /// Names the tool that is missing or did not start.
    pub fn start(options: DeskOptions) -> Outcome<Self> {
        let folder = tempfile::Builder::new().prefix("gatehouse-desk-").tempdir()?;
        let evidence = Evidence::new(&options.name());
        let mark = folder.path().to_string_lossy().into_owned();
        let janitor = janitor::Janitor::start(&mark)?;
        let mut desk = Self {
            options,
            folder,
            mark,
            environment: Vec::new(),
            evidence,
            keyring: None,
            bus: None,
            screen: None,
            _janitor: janitor,
        };
        desk.make_home()?;
        desk.start_screen()?;
        desk.start_bus()?;
        desk.start_keyring()?;
        Ok(desk)
    }

    /// The folder everything of this desk lives in.
    #[must_use]
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// The folder the app keeps its files in (`GATEHOUSE_HOME`).
    #[must_use]
    pub fn gatehouse_home(&self) -> PathBuf {
        self.folder().join("gatehouse")
    }

    /// A variable for every process started from now on.
    pub fn set(&mut self, name: impl AsRef<OsStr>, value: impl AsRef<OsStr>) {
        let name = name.as_ref().to_owned();
        self.environment.retain(|(known, _)| *known != name);
        self.environment.push((name, value.as_ref().to_owned()));
    }

    /// A command that runs on this desk, with none of the caller's environment but `PATH`.
    #[must_use]
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command
            .env_clear()
            .envs(self.environment.iter().cloned())
            .current_dir(self.folder())
            .stdin(Stdio::null());
        command
    }

    /// Starts a program that stays until the desk goes or it is dropped; its output goes to `logs/<name>.log`.
    ///
    /// # Errors
    /// The program could not be started.
    pub fn spawn(&self, name: &str, command: Command) -> Outcome<Running> {
        Running::spawn(name, command, &self.log(name))
    }

    /// Starts a program whose pipes the command itself names.
    ///
    /// # Errors
    /// The program could not be started.
    pub fn spawn_with_pipes(&self, name: &str, command: Command) -> Outcome<Running> {
        Running::spawn_as_is(name, command, &self.log(name))
    }

    /// Every process of this desk, found by the mark in its environment.
    #[must_use]
    pub fn processes(&self) -> Vec<(u32, String)> {
        tree::marked(MARK, &self.mark)
    }

    /// What a program of this desk has written so far.
    #[must_use]
    pub fn log_text(&self, name: &str) -> String {
        std::fs::read(self.log(name))
            .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
            .unwrap_or_default()
    }

    fn log(&self, name: &str) -> PathBuf {
        self.folder().join("logs").join(format!("{name}.log"))
    }

    fn make_home(&mut self) -> Outcome {
        use std::os::unix::fs::DirBuilderExt;
        let folder = self.folder().to_owned();
        for name in ["home", "run", "data", "config", "cache", "state", "gatehouse", "logs"] {
            std::fs::DirBuilder::new().mode(0o700).create(folder.join(name))?;
        }
        for (variable, place) in [
            ("HOME", "home"),
            ("XDG_RUNTIME_DIR", "run"),
            ("XDG_DATA_HOME", "data"),
            ("XDG_CONFIG_HOME", "config"),
            ("XDG_CACHE_HOME", "cache"),
            ("XDG_STATE_HOME", "state"),
            ("GATEHOUSE_HOME", "gatehouse"),
        ] {
            self.set(variable, folder.join(place));
        }
        self.set(MARK, self.mark.clone());
        self.set(
            "PATH",
            std::env::var_os("PATH").unwrap_or_else(|| "/usr/bin:/bin".into()),
        );
        self.set("LANG", self.options.locale.clone());
        self.set("GDK_BACKEND", "x11");
        // Settings stay in memory; no accessibility bus is looked for.
        self.set("GSETTINGS_BACKEND", "memory");
        self.set("NO_AT_BRIDGE", "1");
        Ok(())
    }
}

impl Drop for Desk {
    fn drop(&mut self) {
        if std::thread::panicking() {
            self.keep_evidence("the test panicked");
        }
        self.keyring = None;
        for (pid, _) in self.processes() {
            tree::kill(pid);
        }
        self.bus = None;
        self.screen = None;
        if self.evidence.wanted() {
            self.evidence.keep_logs(&self.folder().join("logs"));
        }
    }
}
