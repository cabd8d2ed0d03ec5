//! `cargo xtask bench`: the app's figures, beside a peer's in the same place.

use crate::command::Task;
use crate::distribution;
use crate::failure::Failure;
use crate::packages::Set;
use crate::steps::{Done, Steps};
use crate::{run, tour, workspace};

const STEP: &str = "Measuring";

/// Start-up and memory of the release build.
pub(crate) fn startup(runs: u32) -> Result<(), Failure> {
    on_debian()?;
    let mut steps = Steps::new(6);
    steps.step("System packages", || {
        distribution::provide(&[Set::Build, Set::Headless, Set::Test, Set::Bench])
    })?;
    run::prepare_release(&mut steps)?;
    // The release is measured; a debug build, which lets a driver in, fills the vault for it.
    steps.step("The build of the stopwatch", tour::build)?;
    steps.step(STEP, || {
        Task::new(STEP, workspace::binary("debug", "bench-startup"))
            .args([runs.to_string()])
            .env("GATEHOUSE_DESKTOP_BIN", workspace::binary("debug", "gatehouse-desktop"))
            .env(
                "GATEHOUSE_RELEASE_BIN",
                workspace::binary("release", "gatehouse-desktop"),
            )
            .run()?;
        Ok(Done::Worked)
    })
}

/// One of the members' bench targets, or a part of it.
pub(crate) fn target(package: &str, name: &str, part: Option<&str>) -> Result<(), Failure> {
    on_debian()?;
    let mut steps = Steps::new(2);
    steps.step("System packages", || {
        distribution::provide(&[Set::Build, Set::Test, Set::Bench])
    })?;
    steps.step(STEP, || {
        Task::cargo(STEP)
            .args(["bench", "--package", package, "--bench", name, "--"])
            .args(part)
            .run()?;
        Ok(Done::Worked)
    })
}

fn on_debian() -> Result<(), Failure> {
    if distribution::is_debian() {
        return Ok(());
    }
    Err(Failure::Missing {
        what: "Debian".into(),
        remedy: "the peers measured beside the app are Debian's; run it there".into(),
    })
}
