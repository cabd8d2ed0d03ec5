//! The parts of Rust and Node a task needs.

use crate::command::{Task, answer};
use crate::failure::Failure;
use crate::steps::Done;

/// The oldest Node the web UI's tools run on.
const NODE: (u32, u32) = (20, 19);

/// rustfmt and clippy, which a minimal rustup leaves out.
pub(crate) fn provide_linters() -> Result<Done, Failure> {
    let missing: Vec<&str> = [("fmt", "rustfmt"), ("clippy", "clippy")]
        .into_iter()
        .filter(|(command, _)| answer("cargo", &[command, "--version"]).is_none())
        .map(|(_, component)| component)
        .collect();
    if missing.is_empty() {
        return Ok(Done::Nothing("rustfmt and clippy are there".into()));
    }
    Task::new("Rust's components", "rustup")
        .args(["component", "add"])
        .args(&missing)
        .remedy(format!(
            "install {} for your Rust and start again",
            missing.join(" and ")
        ))
        .run()?;
    Ok(Done::Worked)
}

/// Whether Node is there and new enough.
pub(crate) fn look_for_node() -> Result<(), Failure> {
    let found = answer("node", &["--version"]);
    let version = found.as_deref().and_then(version);
    if version.is_some_and(|version| version >= NODE) {
        return Ok(());
    }
    let what = found.map_or("Node".into(), |found| format!("a newer Node (this one is {found})"));
    let remedy = format!(
        "install Node {}.{} or newer from https://nodejs.org and start again",
        NODE.0, NODE.1
    );
    Err(Failure::Missing { what, remedy })
}

/// `v20.19.2` → (20, 19).
fn version(text: &str) -> Option<(u32, u32)> {
    let mut numbers = text.trim().trim_start_matches('v').split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn node_versions_are_read_and_compared() {
        assert_eq!(version("v20.19.2\n"), Some((20, 19)));
        assert_eq!(version("nonsense"), None);
        assert!(version("v22.3.0") >= Some(NODE));
        assert!(version("v20.9.0") < Some(NODE));
    }
}
