//! Somebody else's server as a process on loopback, as the tests of this workspace carry it: it prints where it listens, and ends with whoever
//! started it, even if that one is killed.

use std::fs::{self, File};
use std::io::{self, BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};

/// A running server; it stops when dropped.
pub(crate) struct FixtureServer {
    child: Child,
    // Closing it ends the server.
    lifeline: Option<ChildStdin>,
    address: String,
    state: tempfile::TempDir,
}

impl FixtureServer {
    /// Starts a program, with a folder for its state in `FIXTURE_STATE`.
    ///
    /// # Errors
    /// The program can't be started, or ends before it listens; then its log is told.
    pub(crate) fn start(name: &str, mut command: Command) -> io::Result<Self> {
        let state = tempfile::Builder::new()
            .prefix(&format!("gatehouse-{name}-"))
            .tempdir()?;
        let mut child = command
            .env("FIXTURE_STATE", state.path())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(File::create(state.path().join("server.log"))?)
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
            let words = server.log_text();
            return Err(io::Error::other(format!("the {name} fixture did not start:\n{words}")));
        }
        Ok(server)
    }

    pub(crate) fn address(&self) -> &str {
        &self.address
    }

    /// A file or folder of its state.
    pub(crate) fn kept(&self, name: &str) -> PathBuf {
        self.state.path().join(name)
    }

    /// What it has complained about so far.
    pub(crate) fn log_text(&self) -> String {
        fs::read_to_string(self.kept("server.log")).unwrap_or_default()
    }
}

impl Drop for FixtureServer {
    fn drop(&mut self) {
        self.lifeline = None;
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// How such a server is told yes and no.
pub(crate) fn switch(on: bool) -> &'static str {
    if on { "on" } else { "off" }
}

/// The first line a server prints: where it listens.
pub(crate) fn first_line(child: &mut Child) -> Option<String> {
    let mut line = String::new();
    BufReader::new(child.stdout.take()?).read_line(&mut line).ok()?;
    Some(line.trim().to_owned())
}
