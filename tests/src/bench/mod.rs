//! Start-up and memory, the app's beside a peer's.

mod entries;
mod gatehouse;
mod keepassxc;

use std::time::Duration;

use crate::desk::{Desk, DeskOptions, Outcome, memory_of};

/// How many entries both programs show.
const ENTRIES: usize = 10;
/// How long a program rests before its memory is read.
const REST: Duration = Duration::from_secs(2);
/// How long a program may take to show its codes.
const LIMIT: Duration = Duration::from_secs(30);

/// One start of one program.
#[derive(Clone, Copy, Debug)]
struct Measure {
    /// From process start to the first code (the app), or to the window with the opened database (the peer).
    shown: Duration,
    /// Proportional memory of every process of the program, in KiB.
    memory: u64,
}

/// Measures both programs this often; the report is ready to print.
///
/// # Errors
/// A program did not start, or never showed its codes.
pub async fn startup(runs: u32) -> Outcome<String> {
    let desk = Desk::start(DeskOptions {
        label: "bench-startup".into(),
        ..DeskOptions::default()
    })?;
    gatehouse::prepare(&desk).await?;
    let database = keepassxc::prepare(&desk)?;
    let (mut ours, mut peers) = (Vec::new(), Vec::new());
    // The first start of each warms the disk's cache and is not counted. They take turns, so that noise meets both.
    for run in 0..=runs {
        let (our, peer) = (gatehouse::measure(&desk)?, keepassxc::measure(&desk, &database)?);
        if run > 0 {
            ours.push(our);
            peers.push(peer);
        }
    }
    Ok(report(&ours, &peers))
}

fn report(ours: &[Measure], peers: &[Measure]) -> String {
    let time = |all: &[Measure]| median(all.iter().map(|one| one.shown.as_secs_f64() * 1000.0));
    #[allow(clippy::cast_precision_loss)] // memory in KiB is far below 2^52
    let memory = |all: &[Measure]| median(all.iter().map(|one| one.memory as f64 / 1024.0));
    let line = |what: &str, our: f64, peer: f64| format!("{what:<42}{our:>10.0}{peer:>12.0}{:>9.2}", our / peer);
    [
        format!("{:<42}{:>10}{:>12}{:>9}", "median", "Gatehouse", "KeePassXC", "ratio"),
        line("start to first code readable, ms", time(ours), time(peers)),
        line("memory of all processes (PSS), MiB", memory(ours), memory(peers)),
        format!(
            "{} starts each, {ENTRIES} entries; KeePassXC's time ends when its window shows the database",
            ours.len()
        ),
    ]
    .join("\n")
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// The memory of what a program started, once it rests: every process that was not there before.
fn memory_since(desk: &Desk, before: &[(u32, String)]) -> u64 {
    std::thread::sleep(REST);
    let new = desk
        .processes()
        .into_iter()
        .map(|(pid, _)| pid)
        .filter(|pid| !before.iter().any(|(known, _)| known == pid));
    memory_of(&new.collect::<Vec<_>>())
}
