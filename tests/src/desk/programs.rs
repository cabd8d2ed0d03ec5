//! The desk's own small programs, in `tests/tools`: other programs of a person's session.

use std::path::{Path, PathBuf};
use std::time::Duration;

use super::{App, Desk, Outcome, Running};

/// Debian's own Python: another one on the `PATH` would not know its GTK.
const PYTHON: &str = "/usr/bin/python3";
const START_LIMIT: Duration = Duration::from_secs(20);

impl Desk {
    /// Starts a tool that stays, and waits until it says that it is ready. Its words are in the log of its name.
    ///
    /// # Errors
    /// It did not start.
    pub fn start_tool(&self, name: &str, words: &[&str]) -> Outcome<Running> {
        let ready = || self.log_text(name).lines().filter(|line| *line == "ready").count();
        let before = ready();
        let mut command = self.command(PYTHON);
        command.arg(script(name)).args(words);
        let mut program = self.spawn(name, command)?;
        program.wait_until(START_LIMIT, || ready() > before)?;
        Ok(program)
    }

    /// Runs a tool to its end and gives what it printed.
    ///
    /// # Errors
    /// It failed.
    pub fn run_tool(&self, name: &str, words: &[&str]) -> Outcome<String> {
        let script = script(name).display().to_string();
        self.run(PYTHON, std::iter::once(script.as_str()).chain(words.iter().copied()))
    }
}

impl App<'_> {
    /// Asks the app's window to close, as a window manager does when the person presses its cross.
    ///
    /// # Errors
    /// The app shows no window.
    pub fn close_window(&self) -> Outcome {
        let window = self.window()?.id;
        self.desk().run_tool("close_window", &[&window]).map(|_| ())
    }
}

fn script(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tools/{name}.py"))
}
