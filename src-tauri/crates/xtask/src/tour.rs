//! `cargo xtask tour`: a picture of every screen of the real app.

use crate::checks;
use crate::command::Task;
use crate::distribution;
use crate::failure::Failure;
use crate::packages::Set;
use crate::steps::{Done, Steps};
use crate::{ui, workspace};

const STEP: &str = "Pictures";

/// Builds the app and takes the pictures.
pub(crate) fn tour(filter: Option<&str>) -> Result<(), Failure> {
    if !distribution::is_debian() {
        return Err(Failure::Missing {
            what: "Debian".into(),
            remedy: "the tour needs the tools of the journeys; run it there".into(),
        });
    }
    let mut steps = Steps::new(5);
    steps.step("System packages", || {
        distribution::provide(&[Set::Build, Set::Headless, Set::Test])
    })?;
    steps.step("The web UI's packages", ui::install)?;
    steps.step("The web UI's build", ui::build)?;
    steps.step("The build of the programs", build)?;
    steps.step(STEP, || take(filter))?;
    println!("The pictures are in {}.", workspace::target().join("tour").display());
    Ok(())
}

/// Every program of the workspace, as the journeys use them.
pub(crate) fn build() -> Result<Done, Failure> {
    Task::cargo("The build of the programs")
        .args(["build"])
        .args(checks::workspace())
        .args(["--bins"])
        .run()?;
    Ok(Done::Worked)
}

fn take(filter: Option<&str>) -> Result<Done, Failure> {
    Task::new(STEP, workspace::binary("debug", "tour"))
        .args(filter)
        .env("GATEHOUSE_DESKTOP_BIN", workspace::binary("debug", "gatehouse-desktop"))
        .remedy("the line above names the screen; what was on it is in target/journeys")
        .run()?;
    Ok(Done::Worked)
}
