//! What is printed: text for people, JSON for programs. A reader that has read enough ends the command without a fuss.

use std::io::{ErrorKind, Write};

use serde::Serialize;

use crate::failure::Failure;

/// Prints a line.
pub(crate) fn line(text: &str) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    written(out.write_all(text.as_bytes()).and_then(|()| out.write_all(b"\n")))
}

/// Prints a value as JSON.
pub(crate) fn json<T: Serialize>(value: &T) -> Result<(), Failure> {
    let mut out = std::io::stdout().lock();
    let printed = serde_json::to_writer_pretty(&mut out, value).map_err(std::io::Error::from);
    written(printed.and_then(|()| out.write_all(b"\n")))
}

/// Prints what was done: in words, or for programs.
pub(crate) fn done<T: Serialize>(as_json: bool, value: &T, words: &str) -> Result<(), Failure> {
    if as_json { json(value) } else { line(words) }
}

fn written(outcome: std::io::Result<()>) -> Result<(), Failure> {
    outcome.map_err(|error| match error.kind() {
        ErrorKind::BrokenPipe => Failure::Pipe,
        _ => Failure::File {
            path: "standard output".to_owned(),
            error,
        },
    })
}

/// A name as a terminal may show it: no control characters, so that no entry's name moves the cursor or hides another.
pub(crate) fn shown(text: &str) -> String {
    text.chars()
        .map(|c| if c.is_control() { '\u{fffd}' } else { c })
        .collect()
}
