//! Talking to a program that asks: wait for its words, answer, and read on.

use std::io::{Read as _, Write as _};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

/// A running program and what it said that was not read yet.
pub(crate) struct Dialog {
    child: Child,
    /// Kept open to the end: a program may read its end as a wish to leave.
    input: ChildStdin,
    output: ChildStdout,
    unread: Vec<u8>,
}

/// What a program said before it ended without the words that were waited for.
#[derive(Debug)]
pub(crate) struct Ended(pub(crate) String);

impl Dialog {
    /// Starts it, speaking English.
    pub(crate) fn begin(command: &mut Command) -> Self {
        let mut child = command
            .env("LC_ALL", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("cargo xtask bench installs what this needs: {command:?}: {error}"));
        Self {
            input: child.stdin.take().unwrap(),
            output: child.stdout.take().unwrap(),
            child,
            unread: Vec::new(),
        }
    }

    /// Everything up to and with these words.
    pub(crate) fn until(&mut self, words: &str) -> Result<String, Ended> {
        loop {
            let place = self
                .unread
                .windows(words.len())
                .position(|window| window == words.as_bytes());
            if let Some(place) = place {
                let rest = self.unread.split_off(place + words.len());
                return Ok(text(&std::mem::replace(&mut self.unread, rest)));
            }
            if !self.hear() {
                return Err(Ended(text(&self.unread)));
            }
        }
    }

    /// Gives it lines, in one piece: a terminal that throws its input away then throws away all or nothing. One that has
    /// ended already takes none; that shows in what is read next.
    pub(crate) fn say(&mut self, lines: &str) {
        let _ = self.input.write_all(format!("{lines}\n").as_bytes());
    }

    /// Waits for its end; the rest of what it said, also when it failed.
    pub(crate) fn end(mut self) -> Result<String, Ended> {
        while self.hear() {}
        let success = self.child.wait().unwrap().success();
        let rest = text(&self.unread);
        if success { Ok(rest) } else { Err(Ended(rest)) }
    }

    /// Reads more; false at the end. A closed terminal answers with an error.
    fn hear(&mut self) -> bool {
        let mut part = [0; 1 << 16];
        let read = self.output.read(&mut part).unwrap_or(0);
        self.unread.extend_from_slice(&part[..read]);
        read > 0
    }
}

impl Drop for Dialog {
    /// One that was left in the middle is waited for by nobody else.
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}
