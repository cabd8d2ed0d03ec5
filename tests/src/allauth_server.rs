//! A genuine django-allauth server on loopback, out of `tests/allauth`, in a Python environment of its own under the
//! build folder. It ends with whoever started it, even if that one is killed.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::time::Duration;

use crate::inbox::Inbox;
use crate::python;

/// How the server behaves; see `tests/allauth/README.md`.
#[derive(Clone, Copy, Debug)]
pub struct AllauthOptions {
    /// Whether requests are counted and refused with 429.
    pub rate_limits: bool,
    /// How long a step-up lasts.
    pub reauth_timeout: Duration,
    /// Mailed codes of six digits instead of `XXXX-XXXX` letters.
    pub six_digits: bool,
    /// Every sign-in by password also wants a mailed code.
    pub code_after_password: bool,
    /// No second factors, no list of sessions, no phones.
    pub bare: bool,
}

impl Default for AllauthOptions {
    fn default() -> Self {
        Self {
            rate_limits: false,
            reauth_timeout: Duration::from_secs(300),
            six_digits: false,
            code_after_password: false,
            bare: false,
        }
    }
}

/// A running server; it stops when dropped.
pub struct AllauthServer {
    child: Child,
    // Closing it ends the server.
    lifeline: Option<ChildStdin>,
    address: String,
    state: tempfile::TempDir,
}

impl AllauthServer {
    /// Starts a server, and first makes its Python environment if that is missing.
    ///
    /// # Errors
    /// Names the step that failed: `python3 -m venv`, `pip install`, or the server itself with its log.
    pub fn start(options: AllauthOptions) -> io::Result<Self> {
        let python = python::environment("allauth")?;
        let state = tempfile::Builder::new().prefix("gatehouse-allauth-").tempdir()?;
        let log = state.path().join("server.log");
        let mut child = command(&python, &options, state.path())
            .stderr(File::create(&log)?)
            .spawn()?;
        let lifeline = child.stdin.take();
        let address = first_line(&mut child).filter(|line| line.starts_with("http://127.0.0.1:"));
        let server = Self {
            child,
            lifeline,
            address: address.unwrap_or_default(),
            state,
        };
        if server.address.is_empty() {
            let words = fs::read_to_string(&log).unwrap_or_default();
            return Err(io::Error::other(format!(
                "the django-allauth fixture did not start:\n{words}"
            )));
        }
        Ok(server)
    }

    /// Its address, such as `http://127.0.0.1:41234`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The mails and texts it sent.
    #[must_use]
    pub fn inbox(&self) -> Inbox {
        Inbox::new(self.state.path().join("mail")).with_texts(self.state.path().join("texts.jsonl"))
    }

    /// What it has complained about so far.
    #[must_use]
    pub fn log_text(&self) -> String {
        fs::read_to_string(self.state.path().join("server.log")).unwrap_or_default()
    }
}

impl Drop for AllauthServer {
    fn drop(&mut self) {
        self.lifeline = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn command(python: &Path, options: &AllauthOptions, state: &Path) -> Command {
    let switch = |on: bool| if on { "on" } else { "off" };
    let mut command = Command::new(python);
    command
        .arg("serve.py")
        .current_dir(python::project("allauth"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("FIXTURE_STATE", state)
        .env("FIXTURE_RATE_LIMITS", switch(options.rate_limits))
        .env("FIXTURE_REAUTH_TIMEOUT", options.reauth_timeout.as_secs().to_string())
        .env("FIXTURE_SIX_DIGITS", switch(options.six_digits))
        .env("FIXTURE_CODE_AFTER_PASSWORD", switch(options.code_after_password))
        .env("FIXTURE_BARE", switch(options.bare))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped());
    command
}

/// The first line a server prints: where it listens.
pub(crate) fn first_line(child: &mut Child) -> Option<String> {
    let mut line = String::new();
    BufReader::new(child.stdout.take()?).read_line(&mut line).ok()?;
    Some(line.trim().to_owned())
}
