//! `cargo xtask bindings`: the TypeScript the web view calls the app by, written from the Rust commands.

use crate::checks;
use crate::command::Task;
use crate::distribution;
use crate::failure::Failure;
use crate::packages::Set;
use crate::steps::{Done, Steps};
use crate::{ui, workspace};

const FILE: &str = "src/lib/backend/bindings.ts";

/// Runs the desktop crate's tests that compare the file, told to write it instead.
pub(crate) fn write() -> Result<(), Failure> {
    let mut steps = Steps::new(3);
    steps.step("System packages", || distribution::provide(&[Set::Build]))?;
    steps.step("The web UI's folder", stand_in)?;
    steps.step("Bindings", || {
        Task::cargo("Bindings")
            // The whole workspace, so that it shares the tests' build.
            .args(["test"])
            .args(checks::workspace())
            .args(["--lib", "bindings"])
            .env("UPDATE_BINDINGS", "1")
            .remedy("the compiler's first error above is the one to read")
            .run()?;
        Ok(Done::Worked)
    })?;
    println!("{} is up to date.", workspace::ui().join(FILE).display());
    Ok(())
}

/// The desktop crate embeds `ui/dist`, which may not build before its bindings are written: an empty folder will do.
fn stand_in() -> Result<Done, Failure> {
    let dist = workspace::ui().join("dist");
    if dist.is_dir() {
        return Ok(Done::Nothing("ui/dist is there".into()));
    }
    std::fs::create_dir_all(&dist).map_err(Failure::file(&dist))?;
    match ui::install().and_then(|_| ui::build()) {
        Ok(done) => Ok(done),
        Err(_) => Ok(Done::Nothing(
            "the web UI does not build yet; an empty one stands in".into(),
        )),
    }
}
