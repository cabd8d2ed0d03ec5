//! A program a desk started: in a process group of its own, so that ending it ends its children too.

use std::fs::OpenOptions;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process_group};

use super::{Failure, Outcome};

/// A running program; dropping it kills its whole process group.
pub struct Running {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Starts the program with its output appended to `log`.
    pub(super) fn spawn(name: &str, mut command: Command, log: &Path) -> Outcome<Self> {
        let out = OpenOptions::new().create(true).append(true).open(log)?;
        command.stdout(out.try_clone()?).stderr(out);
        Self::spawn_as_is(name, command, log)
    }

    /// Starts the program with its standard output readable by the caller.
    pub(super) fn spawn_piped(name: &str, mut command: Command, log: &Path) -> Outcome<Self> {
        let err = OpenOptions::new().create(true).append(true).open(log)?;
        command.stdout(Stdio::piped()).stderr(err);
        Self::spawn_as_is(name, command, log)
    }

    /// Starts the program with the pipes the command names.
    pub(super) fn spawn_as_is(name: &str, mut command: Command, log: &Path) -> Outcome<Self> {
        command.process_group(0);
        let child = command.spawn().map_err(|error| {
            Failure::new(format!(
                "{name}: {:?} did not start: {error} (`cargo xtask test` installs it)",
                command.get_program()
            ))
        })?;
        Ok(Self {
            name: name.to_owned(),
            child,
            log: log.to_owned(),
        })
    }

    /// The process id.
    #[must_use]
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// The child itself, for its pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// How it ended, if it has.
    pub fn ended(&mut self) -> Option<ExitStatus> {
        self.child.try_wait().ok().flatten()
    }

    /// Waits until `ready` says so; the program ending first, or the time, is a failure that quotes its log.
    ///
    /// # Errors
    /// The program ended or the time ran out.
    pub fn wait_until(&mut self, limit: Duration, mut ready: impl FnMut() -> bool) -> Outcome {
        let deadline = Instant::now() + limit;
        while !ready() {
            if let Some(status) = self.ended() {
                // It may have become ready with its last breath.
                return if ready() {
                    Ok(())
                } else {
                    Err(self.failure(&format!("ended too early ({status})")))
                };
            }
            if Instant::now() > deadline {
                return Err(self.failure(&format!("was not ready within {limit:?}")));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        Ok(())
    }

    /// Waits for its end.
    ///
    /// # Errors
    /// It still runs when the time is over.
    pub fn wait(&mut self, limit: Duration) -> Outcome<ExitStatus> {
        let deadline = Instant::now() + limit;
        loop {
            if let Some(status) = self.ended() {
                return Ok(status);
            }
            if Instant::now() > deadline {
                return Err(self.failure(&format!("still ran after {limit:?}")));
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }

    /// Kills the whole process group and waits for its head.
    pub fn kill(&mut self) {
        if let Some(pid) = i32::try_from(self.child.id()).ok().and_then(Pid::from_raw) {
            let _ = kill_process_group(pid, Signal::KILL);
        }
        let _ = self.child.wait();
    }

    fn failure(&self, what: &str) -> Failure {
        let log = std::fs::read(&self.log).unwrap_or_default();
        let log = String::from_utf8_lossy(&log);
        Failure::new(format!(
            "{} {what}. Its last words:\n{}",
            self.name,
            super::tools::last_lines(&log, 15)
        ))
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.kill();
    }
}
