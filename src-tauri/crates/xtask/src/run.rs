//! `cargo xtask run`: from a fresh machine to the open window.

use crate::command::Task;
use crate::distribution;
use crate::failure::Failure;
use crate::headless;
use crate::packages::Set;
use crate::steps::{Done, Steps};
use crate::{ui, workspace};

/// Installs, builds, opens.
pub(crate) fn run(headless: bool, arguments: &[String]) -> Result<(), Failure> {
    if !headless && !has_display() {
        return Err(Failure::NoDisplay);
    }
    let sets: &[Set] = if headless {
        &[Set::Build, Set::Headless]
    } else {
        &[Set::Build]
    };
    let mut steps = Steps::new(5);
    steps.step("System packages", || distribution::provide(sets))?;
    prepare_release(&mut steps)?;
    let app = workspace::binary("release", "gatehouse-desktop");
    println!(
        "[5/5] Gatehouse opens (ready after {}); closing its window ends this",
        steps.elapsed()
    );
    if headless {
        return headless::open(&app, arguments);
    }
    Task::new("Gatehouse", app)
        .args(arguments)
        .remedy("start it again with RUST_LOG=debug and read what it says")
        .run()
}

/// Three steps: the web UI's packages, its build, the app's release build.
pub(crate) fn prepare_release(steps: &mut Steps) -> Result<(), Failure> {
    steps.step("The web UI's packages", ui::install)?;
    steps.step("The web UI's build", ui::build)?;
    steps.step("The app's release build (some minutes the first time)", || {
        Task::cargo("The app's release build")
            .args([
                "build",
                "--release",
                "--package",
                "gatehouse-desktop",
                "--features",
                "custom-protocol",
            ])
            .remedy(
                "the compiler's first error above is the one to read; a missing library is a missing system package",
            )
            .run()?;
        Ok(Done::Worked)
    })
}

fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
