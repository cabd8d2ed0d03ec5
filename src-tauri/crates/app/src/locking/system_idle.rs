//! How long the person has left the computer alone, by what the system counts. A count is believed once it was seen to move:
//! some systems answer the question with a zero that never changes, and the vault would stay open for ever.

use std::time::{Duration, Instant};

/// Two readings closer than this say nothing of the count's unit.
const APART: Duration = Duration::from_secs(1);

/// A count of the system, and what has been learnt of it.
#[derive(Debug)]
pub struct SystemIdle {
    per_second: Option<u64>,
    moved: bool,
    last: Option<(Instant, u64)>,
}

impl SystemIdle {
    /// A count in milliseconds.
    #[must_use]
    pub fn of_milliseconds() -> Self {
        Self {
            per_second: Some(1000),
            moved: false,
            last: None,
        }
    }

    /// A count in seconds or milliseconds, as the desktops disagree about `org.freedesktop.ScreenSaver`: it is learnt from
    /// how fast the count grows.
    #[must_use]
    pub fn of_either() -> Self {
        Self {
            per_second: None,
            moved: false,
            last: None,
        }
    }

    /// Takes a reading; the time, once it can be believed.
    pub fn reading(&mut self, at: Instant, count: u64) -> Option<Duration> {
        self.moved |= count > 0;
        if self.per_second.is_none() {
            self.per_second = self.last.and_then(|last| unit(last, (at, count)));
            self.last = Some((at, count));
        }
        let per_second = self.per_second.filter(|_| self.moved)?;
        Some(Duration::from_millis(count.saturating_mul(1000 / per_second)))
    }
}

/// How many of the count make a second, if it grew between the readings as a count of seconds or milliseconds does.
fn unit((from, less): (Instant, u64), (until, more): (Instant, u64)) -> Option<u64> {
    let passed = until.saturating_duration_since(from);
    let grown = more.checked_sub(less).filter(|grown| *grown > 0)?;
    let milliseconds = u64::try_from(passed.as_millis()).ok().filter(|_| passed >= APART)?;
    let near = |expected: u64| (expected / 2..=expected * 2).contains(&grown);
    [(1000, milliseconds), (1, milliseconds.div_ceil(1000))]
        .into_iter()
        .find_map(|(unit, expected)| near(expected).then_some(unit))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn after(seconds: u64) -> Duration {
        Duration::from_secs(seconds)
    }

    #[test]
    fn a_count_that_never_moves_is_not_believed() {
        let (now, mut idle) = (Instant::now(), SystemIdle::of_milliseconds());
        for seconds in 0..100 {
            assert_eq!(idle.reading(now + after(seconds), 0), None);
        }
        assert_eq!(idle.reading(now + after(100), 30), Some(Duration::from_millis(30)));
        assert_eq!(
            idle.reading(now + after(101), 0),
            Some(Duration::ZERO),
            "then a zero is an input"
        );
    }

    #[test]
    fn seconds_and_milliseconds_are_told_apart_by_their_growth() {
        let now = Instant::now();
        let mut seconds = SystemIdle::of_either();
        assert_eq!(seconds.reading(now, 7), None);
        assert_eq!(seconds.reading(now + after(5), 12), Some(after(12)));
        let mut milliseconds = SystemIdle::of_either();
        assert_eq!(milliseconds.reading(now, 7000), None);
        assert_eq!(
            milliseconds.reading(now + after(5), 12_010),
            Some(Duration::from_millis(12_010))
        );
        let mut odd = SystemIdle::of_either();
        odd.reading(now, 7);
        assert_eq!(odd.reading(now + after(5), 90), None, "neither");
        assert_eq!(odd.reading(now + after(10), 2), None, "used meanwhile");
    }
}
