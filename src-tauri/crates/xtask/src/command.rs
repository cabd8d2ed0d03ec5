//! Commands that belong to a step: on failure they name it, themselves and the remedy.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};

use crate::failure::Failure;
use crate::workspace;

/// A command of a step.
pub(crate) struct Task {
    step: &'static str,
    remedy: String,
    command: Command,
}

impl Task {
    /// The program, run in the workspace's root.
    pub(crate) fn new(step: &'static str, program: impl AsRef<OsStr>) -> Self {
        let mut command = Command::new(program);
        command.current_dir(workspace::root());
        Self {
            step,
            remedy: "read the lines above; they are the program's own".into(),
            command,
        }
    }

    /// Cargo, the one that runs this program.
    pub(crate) fn cargo(step: &'static str) -> Self {
        Self::new(step, std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
    }

    /// npm, in the web UI's folder.
    pub(crate) fn npm(step: &'static str) -> Self {
        Self::new(step, if cfg!(windows) { "npm.cmd" } else { "npm" }).within(&workspace::ui())
    }

    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.command.current_dir(folder);
        self
    }

    pub(crate) fn args<A: AsRef<OsStr>>(mut self, arguments: impl IntoIterator<Item = A>) -> Self {
        self.command.args(arguments);
        self
    }

    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Self {
        self.command.env(name, value);
        self
    }

    /// What a person does when it fails.
    pub(crate) fn remedy(mut self, words: impl Into<String>) -> Self {
        self.remedy = words.into();
        self
    }

    /// Runs it with its output on the terminal.
    pub(crate) fn run(mut self) -> Result<(), Failure> {
        let ended = self.command.status();
        self.judge(ended)
    }

    /// Runs it, handing each line of its standard output to `hear` after printing it; tells whether it succeeded.
    pub(crate) fn listen(mut self, mut hear: impl FnMut(&str)) -> Result<bool, Failure> {
        self.command.stdout(Stdio::piped());
        let mut child = match self.command.spawn() {
            Ok(child) => child,
            Err(error) => return self.judge(Err(error)).map(|()| true),
        };
        for line in child
            .stdout
            .take()
            .into_iter()
            .flat_map(|pipe| BufReader::new(pipe).split(b'\n'))
        {
            let line = line
                .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
                .unwrap_or_default();
            println!("{line}");
            hear(&line);
        }
        let ended = child.wait();
        match ended {
            Ok(status) => Ok(status.success()),
            Err(error) => self.judge(Err(error)).map(|()| true),
        }
    }

    /// The failure of this command, when it ran but did not succeed.
    pub(crate) fn failed(step: &'static str, command: &str, remedy: &str) -> Failure {
        Failure::Command {
            step: step.into(),
            command: command.into(),
            how: "did not succeed".into(),
            remedy: remedy.into(),
        }
    }

    fn judge(&self, ended: std::io::Result<ExitStatus>) -> Result<(), Failure> {
        let how = match ended {
            Ok(status) if status.success() => return Ok(()),
            Ok(status) => format!("ended with {status}"),
            Err(error) => format!("could not start: {error}"),
        };
        Err(Failure::Command {
            step: self.step.into(),
            command: typed(&self.command),
            how,
            remedy: self.remedy.clone(),
        })
    }
}

/// What a program prints, or `None` when it is missing or fails.
pub(crate) fn answer(program: &str, arguments: &[&str]) -> Option<String> {
    let output = Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .stderr(Stdio::null())
        .output()
        .ok()?;
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The command as a person would type it.
fn typed(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
