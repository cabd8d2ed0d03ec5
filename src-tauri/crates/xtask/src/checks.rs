//! What is checked without running the product: format, lints, types, and the web UI's own tests.

use crate::command::Task;
use crate::failure::Failure;
use crate::steps::Done;
use crate::tally::Tally;

/// Features that make the desktop crate embed the web UI instead of asking a development server for it.
pub(crate) const FEATURES: [&str; 2] = ["--features", "gatehouse-desktop/custom-protocol"];

/// The whole workspace, as every Cargo command of `test` names it, so that all of them share one build.
pub(crate) fn workspace() -> Vec<&'static str> {
    let mut words = vec!["--workspace"];
    words.extend(FEATURES);
    if cfg!(windows) {
        // Windows can't replace a program that runs, and this one does.
        words.extend(["--exclude", "xtask"]);
    }
    words
}

/// rustfmt changes nothing.
pub(crate) fn format() -> Result<Done, Failure> {
    Task::cargo("Rust's format")
        .args(["fmt", "--all", "--check"])
        .remedy("run `cargo fmt --all`")
        .run()?;
    Ok(Done::Worked)
}

/// clippy says nothing.
pub(crate) fn lints() -> Result<Done, Failure> {
    Task::cargo("Rust's lints")
        .args(["clippy"])
        .args(workspace())
        .args(["--all-targets", "--", "-D", "warnings"])
        .remedy("each finding above names its file, line and reason")
        .run()?;
    Ok(Done::Worked)
}

/// prettier, eslint, svelte-check and vitest.
pub(crate) fn web_ui(tally: &mut Tally) -> Result<Done, Failure> {
    const STEP: &str = "The web UI's checks and tests";
    let good = Task::npm(STEP).args(["run", "check"]).listen(|line| tally.hear(line))?;
    let remedy = "prettier's findings go away with `npm run format --prefix ui`; the others name their file and line";
    if good {
        Ok(Done::Worked)
    } else {
        Err(Task::failed(STEP, "npm run check --prefix ui", remedy))
    }
}
