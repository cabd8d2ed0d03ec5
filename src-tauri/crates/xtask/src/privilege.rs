//! Becoming root for one command, the way this machine allows it.

use std::io::IsTerminal;

use crate::command::{Task, answer};
use crate::failure::Failure;

/// The command, as root: directly, by a sudo that asks nothing, or by one that asks on the terminal.
pub(crate) fn as_root(step: &'static str, words: &[&str], by_hand: &str) -> Result<Task, Failure> {
    let (program, rest) = words.split_first().unwrap_or((&"true", &[]));
    if answer("id", &["-u"]).as_deref() == Some("0") {
        return Ok(Task::new(step, program).args(rest));
    }
    if answer("sudo", &["--version"]).is_some() {
        // sudo empties the environment; env(1) carries this one variable across.
        let words = ["env", "DEBIAN_FRONTEND=noninteractive"].iter().chain(words);
        if answer("sudo", &["-n", "true"]).is_some() {
            return Ok(Task::new(step, "sudo").args(["-n"]).args(words));
        }
        if std::io::stdin().is_terminal() {
            println!("      sudo asks for your password");
            return Ok(Task::new(step, "sudo").args(words));
        }
    }
    Err(Failure::Missing {
        what: "the right to install packages (not root, and sudo would ask)".into(),
        remedy: by_hand.into(),
    })
}
