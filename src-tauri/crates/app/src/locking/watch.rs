//! The watch on idleness and sleep: asked from time to time, it says whether to lock, or when to ask again.

use std::time::{Duration, Instant, SystemTime};

use super::Trigger;
use crate::settings::Settings;
use crate::vault_session::LockReason;

/// The longest time between two looks.
const STEP: Duration = Duration::from_secs(5);
/// The shortest.
const LEAST: Duration = Duration::from_millis(500);
/// A look that comes this much later than planned comes after a sleep: no busy machine is that late.
const LATE: Duration = Duration::from_secs(30);

/// A moment by both clocks. The steady one stands still while some systems sleep; the wall clock does not.
#[derive(Debug, Clone, Copy)]
pub struct Moment {
    /// The clock that never jumps.
    pub steady: Instant,
    /// The clock of the day.
    pub wall: SystemTime,
}

impl Moment {
    /// This moment.
    #[must_use]
    pub fn now() -> Self {
        Self {
            steady: Instant::now(),
            wall: SystemTime::now(),
        }
    }

    /// The time from an earlier moment, sleep included. A wall clock set back says nothing.
    fn since(self, earlier: Self) -> Duration {
        let steady = self.steady.saturating_duration_since(earlier.steady);
        self.wall.duration_since(earlier.wall).unwrap_or_default().max(steady)
    }
}

/// What a look finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// Lock now.
    Lock(LockReason),
    /// Look again after this time.
    LookAgain(Duration),
}

/// What is known of the person's presence.
#[derive(Debug)]
pub struct Watch {
    input: Moment,
    looked: Moment,
    planned: Duration,
}

impl Watch {
    /// A watch that begins now.
    #[must_use]
    pub fn new(now: Moment) -> Self {
        Self {
            input: now,
            looked: now,
            planned: Duration::ZERO,
        }
    }

    /// The person did something in a window of ours.
    pub fn input(&mut self, now: Moment) {
        self.input = now;
    }

    /// The vault was opened: what was before does not count any more.
    pub fn opened(&mut self, now: Moment) {
        (self.input, self.looked) = (now, now);
    }

    /// Looks. `system_idle` is how long the person has left the whole computer alone, where the system tells. They are away
    /// only when they used neither our windows nor anything else.
    pub fn look(&mut self, now: Moment, system_idle: Option<Duration>, settings: &Settings) -> Verdict {
        let passed = now.since(self.looked);
        let slept = passed.saturating_sub(self.planned) > LATE;
        self.looked = now;
        if slept && let Some(reason) = Trigger::Sleep.reason(settings) {
            return self.lock(reason);
        }
        if settings.lock_after == 0 {
            return self.again(STEP);
        }
        let limit = Duration::from_secs(settings.lock_after.into());
        let own = now.since(self.input);
        let idle = system_idle.map_or(own, |system| system.min(own));
        // Waking the computer is input to the system; the hours before it were idle all the same.
        if idle >= limit || (slept && passed >= limit) {
            return self.lock(LockReason::Idle);
        }
        self.again(limit.saturating_sub(idle))
    }

    fn lock(&mut self, reason: LockReason) -> Verdict {
        self.planned = STEP;
        Verdict::Lock(reason)
    }

    fn again(&mut self, after: Duration) -> Verdict {
        self.planned = after.clamp(LEAST, STEP);
        Verdict::LookAgain(self.planned)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MINUTE: Duration = Duration::from_secs(60);

    fn settings(lock_after: u32, lock_on_sleep: bool) -> Settings {
        Settings {
            lock_after,
            lock_on_sleep,
            ..Settings::default()
        }
    }

    /// The moment that follows after so much of the steady and so much of the wall clock's time.
    fn later(from: Moment, steady: Duration, wall: Duration) -> Moment {
        Moment {
            steady: from.steady + steady,
            wall: from.wall + wall,
        }
    }

    /// Looks every five seconds for as long as nothing is to be done, at most so long; when it locked, and why.
    fn looked_until(
        watch: &mut Watch,
        from: Moment,
        most: Duration,
        settings: &Settings,
        system: impl Fn(Duration) -> Option<Duration>,
    ) -> Option<(Duration, LockReason)> {
        let mut passed = Duration::ZERO;
        while passed <= most {
            match watch.look(later(from, passed, passed), system(passed), settings) {
                Verdict::Lock(reason) => return Some((passed, reason)),
                Verdict::LookAgain(after) => passed += after,
            }
        }
        None
    }

    #[test]
    fn after_the_set_time_without_input_it_locks_and_never_before() {
        let now = Moment::now();
        let mut watch = Watch::new(now);
        let locked = looked_until(&mut watch, now, MINUTE * 10, &settings(60, true), |_| None);
        assert_eq!(locked, Some((MINUTE, LockReason::Idle)));
        let mut watch = Watch::new(now);
        let never = looked_until(&mut watch, now, MINUTE * 90, &settings(0, true), |_| None);
        assert_eq!(never, None);
    }

    #[test]
    fn input_in_our_window_begins_the_time_anew() {
        let now = Moment::now();
        let mut watch = Watch::new(now);
        let used = later(now, MINUTE / 2, MINUTE / 2);
        watch.input(used);
        let locked = looked_until(&mut watch, now, MINUTE * 10, &settings(60, true), |_| None);
        assert_eq!(locked, Some((MINUTE + MINUTE / 2, LockReason::Idle)));
    }

    #[test]
    fn work_in_other_windows_is_presence_where_the_system_tells_of_it() {
        let now = Moment::now();
        let busy = |passed: Duration| Some(passed.saturating_sub(MINUTE * 5));
        let locked = looked_until(&mut Watch::new(now), now, MINUTE * 10, &settings(60, true), busy);
        assert_eq!(locked, Some((MINUTE * 6, LockReason::Idle)));
        // What the system calls idle is not while our own window is used (X11 beside Wayland windows).
        let mut watch = Watch::new(now);
        watch.input(later(now, MINUTE, MINUTE));
        let claims = |_| Some(MINUTE * 60);
        let locked = looked_until(&mut watch, now, MINUTE * 10, &settings(60, true), claims);
        assert_eq!(locked, Some((MINUTE * 2, LockReason::Idle)));
    }

    #[test]
    fn a_jump_of_the_wall_clock_is_a_sleep() {
        let now = Moment::now();
        let step = Duration::from_secs(5);
        let look = |lock_on_sleep, lock_after, steady, wall| {
            let mut watch = Watch::new(now);
            watch.look(now, None, &settings(lock_after, lock_on_sleep));
            watch.look(
                later(now, steady, wall),
                Some(Duration::ZERO),
                &settings(lock_after, lock_on_sleep),
            )
        };
        let again = Verdict::LookAgain(step);
        assert_eq!(
            look(true, 900, step, MINUTE * 60),
            Verdict::Lock(LockReason::Sleep),
            "Linux, macOS"
        );
        assert_eq!(
            look(true, 0, MINUTE * 60, MINUTE * 60),
            Verdict::Lock(LockReason::Sleep),
            "Windows"
        );
        assert_eq!(
            look(false, 900, step, MINUTE * 60),
            Verdict::Lock(LockReason::Idle),
            "an hour is idle too"
        );
        assert_eq!(look(false, 900, step, MINUTE * 2), again, "a short sleep, not wanted");
        assert_eq!(look(true, 900, step * 3, step * 3), again, "a busy machine");
        let set_back = Moment {
            steady: now.steady + step,
            wall: now.wall - MINUTE,
        };
        let mut watch = Watch::new(now);
        watch.look(now, None, &settings(900, true));
        assert_eq!(
            watch.look(set_back, Some(Duration::ZERO), &settings(900, true)),
            again,
            "a clock set back"
        );
    }

    #[test]
    fn a_vault_opened_after_a_sleep_stays_open() {
        let now = Moment::now();
        let mut watch = Watch::new(now);
        watch.look(now, None, &settings(60, true));
        let woken = later(now, Duration::from_secs(1), MINUTE * 60);
        watch.opened(woken);
        let next = later(woken, Duration::from_secs(4), Duration::from_secs(4));
        assert!(matches!(
            watch.look(next, None, &settings(60, true)),
            Verdict::LookAgain(_)
        ));
    }
}
