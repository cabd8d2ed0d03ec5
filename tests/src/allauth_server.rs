//! A genuine django-allauth server on loopback, out of `tests/allauth`, in a Python environment of its own under the
//! build folder. It ends with whoever started it, even if that one is killed.

use std::io;
use std::path::Path;
use std::process::Command;
use std::time::Duration;

use crate::fixture_server::{FixtureServer, switch};
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
pub struct AllauthServer(FixtureServer);

impl AllauthServer {
    /// Starts a server, and first makes its Python environment if that is missing.
    ///
    /// # Errors
    /// Names the step that failed: `python3 -m venv`, `pip install`, or the server itself with its log.
    pub fn start(options: AllauthOptions) -> io::Result<Self> {
        let python = python::environment("allauth")?;
        FixtureServer::start("django-allauth", command(&python, &options)).map(Self)
    }

    /// Its address, such as `http://127.0.0.1:41234`.
    #[must_use]
    pub fn address(&self) -> &str {
        self.0.address()
    }

    /// The mails and texts it sent.
    #[must_use]
    pub fn inbox(&self) -> Inbox {
        Inbox::new(self.0.kept("mail")).with_texts(self.0.kept("texts.jsonl"))
    }

    /// What it has complained about so far.
    #[must_use]
    pub fn log_text(&self) -> String {
        self.0.log_text()
    }
}

fn command(python: &Path, options: &AllauthOptions) -> Command {
    let mut command = Command::new(python);
    command
        .arg("serve.py")
        .current_dir(python::project("allauth"))
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("FIXTURE_RATE_LIMITS", switch(options.rate_limits))
        .env("FIXTURE_REAUTH_TIMEOUT", options.reauth_timeout.as_secs().to_string())
        .env("FIXTURE_SIX_DIGITS", switch(options.six_digits))
        .env("FIXTURE_CODE_AFTER_PASSWORD", switch(options.code_after_password))
        .env("FIXTURE_BARE", switch(options.bare));
    command
}
