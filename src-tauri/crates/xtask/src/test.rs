//! `cargo xtask test`: everything that has to hold, stopping at the first step that does not.

use crate::checks;
use crate::command::Task;
use crate::distribution;
use crate::failure::Failure;
use crate::packages::Set;
use crate::steps::{Done, Steps};
use crate::tally::Tally;
use crate::{rust, ui, workspace};

/// Names of tests that start a foreign program: the genuine servers out of PyPI and npm, the fuzzer of the OpenAPI document.
const FOREIGN: [&str; 4] = ["genuine", "shapes::", "better_auth::", "schemathesis"];

/// The word in the names of tests over other apps' own files, which are not part of the project.
const CORPUS: &str = "corpus_";

/// Up to so many failed journeys may be a busy machine's; more are the app's.
const UNSTEADY: usize = 3;

/// What this run includes.
struct Plan<'a> {
    filter: Option<&'a str>,
    /// Linters, the web UI's checks and documentation tests: everything a filter can't choose from.
    checks: bool,
    /// Tests with foreign programs: a genuine server, a fuzzer.
    foreign: bool,
    /// Journeys in the real window.
    journeys: bool,
}

/// Installs, checks, builds, tests; the last line printed is the summary.
pub(crate) fn test(fast: bool, filter: Option<&str>) -> Result<(), Failure> {
    let here = distribution::is_debian();
    if !here {
        println!(
            "Left out here, because they need Debian's tools: the journeys in the window, the genuine foreign servers, the fuzzer of \
             the OpenAPI document."
        );
    }
    let whole = here && !fast;
    let plan = Plan {
        filter,
        checks: filter.is_none(),
        foreign: whole,
        journeys: whole,
    };
    let mut tally = Tally::default();
    let ended = perform(&plan, &mut tally);
    let Err(failure) = ended else {
        println!("{tally}");
        return Ok(());
    };
    eprintln!("\n{failure}\n");
    // A step that failed without a failed test, like a lint, is one failure.
    tally.failed = tally.failed.max(1);
    println!("{tally}");
    Err(Failure::Told)
}

fn perform(plan: &Plan<'_>, tally: &mut Tally) -> Result<(), Failure> {
    let count = 5 + if plan.checks { 5 } else { 0 } + u32::from(plan.journeys);
    let mut steps = Steps::new(count);
    steps.step("System packages", || {
        distribution::provide(&[Set::Build, Set::Headless, Set::Test])
    })?;
    steps.step("The web UI's packages", ui::install)?;
    if plan.checks {
        steps.step("Rust's components", rust::provide_linters)?;
        steps.step("Rust's format", checks::format)?;
        steps.step("The web UI's checks and tests", || checks::web_ui(tally))?;
    }
    steps.step("The web UI's build", ui::build)?;
    if plan.checks {
        steps.step("Rust's lints", checks::lints)?;
    }
    steps.step("The build of programs and tests", build)?;
    steps.step("Tests without a window", || windowless(plan, tally))?;
    if plan.checks {
        steps.step("The documentation's examples", || examples(tally))?;
    }
    if plan.journeys {
        steps.step("Journeys in the real window", || journeys(plan, tally))?;
    }
    if let (Some(filter), 0) = (plan.filter, tally.passed + tally.failed) {
        return Err(Failure::NoSuchTest { filter: filter.into() });
    }
    println!("All steps took {}.", steps.elapsed());
    Ok(())
}

fn build() -> Result<Done, Failure> {
    Task::cargo("The build of programs and tests")
        .args(["build"])
        .args(checks::workspace())
        .args(["--all-targets"])
        .remedy("the compiler's first error above is the one to read")
        .run()?;
    Ok(Done::Worked)
}

fn windowless(plan: &Plan<'_>, tally: &mut Tally) -> Result<Done, Failure> {
    // Journeys are the test targets whose names begin with a j.
    let mut words = vec!["--lib", "--bins", "--test", "[!j]*"];
    words.extend(plan.filter);
    words.push("--");
    if std::env::var_os("IMPORT_CORPUS").is_none() {
        println!("Other apps' own files: not run, because IMPORT_CORPUS names no folder of them.");
        words.extend(["--skip", CORPUS]);
    }
    if !plan.foreign {
        words.extend(FOREIGN.iter().flat_map(|name| ["--skip", name]));
    }
    cargo_test("Tests without a window", &words, tally)
}

fn examples(tally: &mut Tally) -> Result<Done, Failure> {
    cargo_test("The documentation's examples", &["--doc"], tally)
}

fn journeys(plan: &Plan<'_>, tally: &mut Tally) -> Result<Done, Failure> {
    // Each journey has a screen, a keyring and a browser engine of its own.
    let at_once = std::thread::available_parallelism()
        .map_or(2, usize::from)
        .clamp(1, 4)
        .to_string();
    let mut words = vec!["--test", "j*"];
    words.extend(plan.filter);
    words.extend(["--", "--test-threads", &at_once]);
    let (before, known) = (tally.failed, tally.names.len());
    let walked = cargo_test("Journeys in the real window", &words, tally);
    let failed = tally.names.split_off(known);
    match walked {
        Err(Failure::Tests { .. }) if (1..=UNSTEADY).contains(&failed.len()) => again(&failed, before, tally),
        walked => walked,
    }
}

/// Walks these journeys once more, one at a time: a busy machine can make a real window late. What fails twice has failed, and
/// what fails once is named, to be looked into.
fn again(names: &[String], before: u64, tally: &mut Tally) -> Result<Done, Failure> {
    println!("\nOnce more, alone: {}", names.join(", "));
    let mut words = vec!["--test", "j*", "--", "--test-threads", "1", "--exact"];
    words.extend(names.iter().map(String::as_str));
    tally.failed = before;
    let done = cargo_test("Journeys in the real window", &words, tally)?;
    println!("Unsteady: {} failed beside others and held alone.", names.join(", "));
    Ok(done)
}

fn cargo_test(step: &'static str, words: &[&str], tally: &mut Tally) -> Result<Done, Failure> {
    let before = tally.failed;
    let good = Task::cargo(step)
        .args(["test", "--no-fail-fast"])
        .args(checks::workspace())
        .args(words)
        .env("GATEHOUSE_DESKTOP_BIN", workspace::binary("debug", "gatehouse-desktop"))
        .env("GATEHOUSE_SERVICE_BIN", workspace::binary("debug", "gatehouse-service"))
        .listen(|line| tally.hear(line))?;
    match tally.failed - before {
        0 if good => Ok(Done::Worked),
        0 => Err(Task::failed(
            step,
            &format!("cargo test {}", words.join(" ")),
            "the lines above are the test runner's own",
        )),
        failed => Err(Failure::Tests {
            failed,
            journeys: workspace::target().join("journeys"),
        }),
    }
}
