//! The stopwatch: medians, with an end to the patience for slow steps.

use std::time::{Duration, Instant};

/// No new run of a step is begun after this long; its first always is.
const PATIENCE: Duration = Duration::from_secs(20);

/// The median time of a step, and of how many runs.
#[derive(Clone, Copy)]
pub(crate) struct Median {
    pub(crate) time: Duration,
    pub(crate) runs: usize,
}

impl Median {
    /// In milliseconds.
    pub(crate) fn milliseconds(self) -> f64 {
        self.time.as_secs_f64() * 1e3
    }
}

/// The median of `runs` times of `step`, or of fewer when it is slow; each run with what `prepare` makes of its number.
/// What the step answers is dropped after its time is taken.
pub(crate) fn median<Given, Made>(
    runs: usize,
    mut prepare: impl FnMut(usize) -> Given,
    mut step: impl FnMut(Given) -> Made,
) -> Median {
    let begun = Instant::now();
    let mut times = Vec::with_capacity(runs);
    while times.len() < runs && (times.is_empty() || begun.elapsed() < PATIENCE) {
        let given = prepare(times.len());
        let begun = Instant::now();
        let made = step(given);
        times.push(begun.elapsed());
        drop(made);
    }
    times.sort();
    Median {
        time: times[times.len() / 2],
        runs: times.len(),
    }
}
