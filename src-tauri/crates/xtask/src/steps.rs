//! Progress a person can follow: each step by number and name, and how long it took.

use std::time::{Duration, Instant};

use crate::failure::Failure;

/// The steps of one task.
pub(crate) struct Steps {
    begun: Instant,
    number: u32,
    total: u32,
}

/// What a step did.
pub(crate) enum Done {
    /// It did its work.
    Worked,
    /// Nothing was to do, and why.
    Nothing(String),
}

impl Steps {
    /// A task of this many steps.
    pub(crate) fn new(total: u32) -> Self {
        Self {
            begun: Instant::now(),
            number: 0,
            total,
        }
    }

    /// Does a step; tells its name before and its time after.
    pub(crate) fn step(&mut self, name: &str, work: impl FnOnce() -> Result<Done, Failure>) -> Result<(), Failure> {
        self.number += 1;
        println!("[{}/{}] {name}", self.number, self.total);
        let begun = Instant::now();
        match work()? {
            Done::Worked => println!("      done in {}", time(begun.elapsed())),
            Done::Nothing(why) => println!("      {why}"),
        }
        Ok(())
    }

    /// How long the task has taken.
    pub(crate) fn elapsed(&self) -> String {
        time(self.begun.elapsed())
    }
}

fn time(span: Duration) -> String {
    let seconds = span.as_secs();
    if seconds < 60 {
        format!("{:.1} s", span.as_secs_f64())
    } else {
        format!("{} min {:02} s", seconds / 60, seconds % 60)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_short() {
        assert_eq!(time(Duration::from_millis(1240)), "1.2 s");
        assert_eq!(time(Duration::from_secs(65)), "1 min 05 s");
    }
}
