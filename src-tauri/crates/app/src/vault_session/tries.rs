//! Wrong passphrases make the next try wait: longer each time, and never for good. The count lives here, so that a web view
//! that begins anew begins no new count.

use std::time::{Duration, Instant};

/// Slips of the finger that cost nothing.
const FREE: u32 = 2;
/// The longest wait. Whoever has the vault's file can guess without Gatehouse; the person must not be kept out.
const LONGEST: Duration = Duration::from_secs(60);

/// The wrong tries in a row.
#[derive(Debug, Default)]
pub(super) struct Tries {
    failed: u32,
    until: Option<Instant>,
}

impl Tries {
    /// How long the next try has to wait.
    pub(super) fn wait(&self, now: Instant) -> Option<Duration> {
        let left = self.until?.saturating_duration_since(now);
        (!left.is_zero()).then_some(left)
    }

    /// Another one was wrong: two seconds after the third, then twice as long each time.
    pub(super) fn failed(&mut self, now: Instant) {
        self.failed = self.failed.saturating_add(1);
        let beyond = self.failed.saturating_sub(FREE);
        let wait = Duration::from_secs(2_u64.saturating_pow(beyond)).min(LONGEST);
        self.until = (beyond > 0).then(|| now + wait);
    }

    /// One was right.
    pub(super) fn succeeded(&mut self) {
        *self = Self::default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_a_minute_and_end_with_the_right_passphrase() {
        let now = Instant::now();
        let mut tries = Tries::default();
        let waits: Vec<u64> = (0..12)
            .map(|_| {
                tries.failed(now);
                tries.wait(now).map_or(0, |wait| wait.as_secs())
            })
            .collect();
        assert_eq!(waits, [0, 0, 2, 4, 8, 16, 32, 60, 60, 60, 60, 60]);
        assert_eq!(tries.wait(now + LONGEST), None, "the wait is over");
        for _ in 0..100 {
            tries.failed(now);
        }
        assert_eq!(tries.wait(now), Some(LONGEST), "never for good");
        tries.succeeded();
        tries.failed(now);
        assert_eq!(tries.wait(now), None);
    }
}
