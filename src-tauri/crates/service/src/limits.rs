//! Rate limits: how often an action may be tried from one network and for one account.
//!
//! Counted in memory: a restart forgets, which costs an attacker on this machine more than it gives. The windows
//! slide; a refused try is not counted.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use crate::asker;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) enum Action {
    SignIn,
    FailedSignIn,
    SignUp,
    Reauthenticate,
    FailedFactor,
    FailedCode,
    SendFactorCode,
    RequestCode,
    VerifyEmail,
    RequestReset,
    RequestCaptcha,
    RequestTemporaryPassword,
    Reset,
    ChangePassword,
    ManageEmail,
    ManageKeys,
    ManageDevices,
    TestDevice,
    TestAlert,
    ChangePhone,
    VerifyPhone,
    CloseAccount,
}

#[derive(Clone, Copy)]
enum Per {
    /// The network the request came from.
    Address,
    /// The account, e-mail address or number it is about.
    Subject,
}

/// So many times in so many seconds.
struct Rule(usize, i64, Per);

impl Action {
    fn rules(self) -> &'static [Rule] {
        use Per::{Address, Subject};
        match self {
            Self::SignIn => &[Rule(30, 60, Address)],
            Self::FailedSignIn => &[Rule(10, 60, Address), Rule(5, 300, Subject)],
            Self::SignUp | Self::Reset | Self::RequestTemporaryPassword => &[Rule(20, 60, Address)],
            Self::Reauthenticate | Self::ManageEmail => &[Rule(10, 60, Subject)],
            Self::ManageKeys | Self::ManageDevices | Self::TestDevice => &[Rule(20, 60, Subject)],
            Self::TestAlert => &[Rule(5, 60, Subject)],
            Self::SendFactorCode => &[Rule(5, 300, Subject)],
            // By the account, not by where a code went as below: only who has the password gets here, and a stranger who asks for a
            // reset must not keep its owner from signing in.
            Self::FailedFactor => &[Rule(5, 300, Subject), Rule(50, 86_400, Subject)],
            // A new code may be asked for often, so wrong ones are counted by where they went, too: a code of six digits is guessed
            // with a chance of 1 in 20,000 a day. Whoever guesses at somebody's keeps them from using theirs for as long.
            Self::FailedCode => &[Rule(10, 600, Subject), Rule(50, 86_400, Subject)],
            Self::RequestCode => &[Rule(20, 60, Address), Rule(3, 60, Subject)],
            Self::VerifyEmail => &[Rule(1, 10, Subject)],
            Self::RequestCaptcha => &[Rule(30, 60, Address)],
            Self::RequestReset => &[Rule(20, 60, Address), Rule(5, 60, Subject)],
            Self::ChangePassword | Self::CloseAccount => &[Rule(5, 60, Subject)],
            Self::ChangePhone => &[Rule(1, 60, Subject)],
            Self::VerifyPhone => &[Rule(1, 30, Subject), Rule(3, 60, Address)],
        }
    }
}

/// Past this many counters the ones that have run out are thrown away.
const MANY: usize = 10_000;

type Key = (Action, usize, String);

/// Counts tries.
pub(crate) struct Limiter {
    on: bool,
    tries: Mutex<HashMap<Key, Tries>>,
}

/// The tries of a key.
#[derive(Default)]
struct Tries {
    /// When, in Unix milliseconds, oldest first.
    times: VecDeque<i64>,
    /// How many of them have no outcome yet.
    open: usize,
}

/// When a try is refused only because others have no outcome yet, this is when to come back.
const SOON: Duration = Duration::from_secs(1);

impl Limiter {
    pub(crate) fn new(on: bool) -> Self {
        Self {
            on,
            tries: Mutex::default(),
        }
    }

    /// Whether anything is counted at all.
    pub(crate) fn is_on(&self) -> bool {
        self.on
    }

    /// Counts a try, or says how long to wait. `now` is in Unix milliseconds.
    pub(crate) fn count(&self, action: Action, address: &str, subject: &str, now: i64) -> Result<(), Duration> {
        if !self.on {
            return Ok(());
        }
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        if tries.len() > MANY {
            tries.retain(|(action, at, _), kept| {
                let window = action.rules()[*at].1 * 1000;
                kept.open > 0 || kept.times.back().is_some_and(|last| now - last < window)
            });
        }
        let keys: Vec<(Key, &Rule)> = (action.rules().iter().enumerate())
            .map(|(at, rule)| ((action, at, subject_of(rule, address, subject)), rule))
            .collect();
        for (key, Rule(most, seconds, _)) in &keys {
            let Tries { times, open } = tries.entry(key.clone()).or_default();
            // After the clock was set back they would be waited for until it has caught up.
            for ahead in times.iter_mut().filter(|time| **time > now) {
                *ahead = now;
            }
            while times.front().is_some_and(|first| now - first >= seconds * 1000) {
                times.pop_front();
            }
            if times.len() >= *most {
                if *open > 0 {
                    return Err(SOON);
                }
                let free = times.front().map_or(0, |first| first + seconds * 1000 - now);
                return Err(Duration::from_millis(u64::try_from(free).unwrap_or(0)));
            }
        }
        for (key, _) in keys {
            tries.entry(key).or_default().times.push_back(now);
        }
        Ok(())
    }

    /// Counts a try that takes a while, as one that has no outcome yet: [`Self::settle`] tells it.
    pub(crate) fn begin(&self, action: Action, address: &str, subject: &str, now: i64) -> Result<(), Duration> {
        self.count(action, address, subject, now)?;
        self.change(action, address, subject, |tries| tries.open += 1);
        Ok(())
    }

    /// Tells the outcome of a try that was begun: only a failure stays counted.
    pub(crate) fn settle(&self, action: Action, address: &str, subject: &str, failed: bool) {
        self.change(action, address, subject, |tries| {
            tries.open = tries.open.saturating_sub(1);
            if !failed {
                tries.times.pop_back();
            }
        });
    }

    /// Takes the newest try back: it succeeded, and only failures count.
    pub(crate) fn take_back(&self, action: Action, address: &str, subject: &str) {
        self.change(action, address, subject, |tries| {
            tries.times.pop_back();
        });
    }

    fn change(&self, action: Action, address: &str, subject: &str, change: impl Fn(&mut Tries)) {
        let mut tries = self.tries.lock().unwrap_or_else(PoisonError::into_inner);
        for (at, rule) in action.rules().iter().enumerate() {
            if let Some(tries) = tries.get_mut(&(action, at, subject_of(rule, address, subject))) {
                change(tries);
            }
        }
    }

    /// Forgets everything.
    pub(crate) fn clear(&self) {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}

fn subject_of(rule: &Rule, address: &str, subject: &str) -> String {
    match rule.2 {
        Per::Address => asker::network(address),
        Per::Subject => subject.to_lowercase(),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_sixth_failure_waits_for_the_first_to_age() {
        let limiter = Limiter::new(true);
        for at in 0..5 {
            limiter
                .count(Action::FailedSignIn, "::1", "Mina@x.invalid", at * 1000)
                .unwrap();
        }
        let wait = limiter
            .count(Action::FailedSignIn, "::1", "mina@x.invalid", 10_000)
            .unwrap_err();
        assert_eq!(wait, Duration::from_secs(290));
        limiter
            .count(Action::FailedSignIn, "::1", "other@x.invalid", 10_000)
            .unwrap();
        limiter
            .count(Action::FailedSignIn, "::1", "mina@x.invalid", 300_000)
            .unwrap();
    }

    #[test]
    fn a_clock_that_is_set_back_makes_no_wait_longer() {
        let limiter = Limiter::new(true);
        let hours = 9 * 3_600_000;
        for at in 0..5 {
            limiter.count(Action::FailedFactor, "::1", "1", hours + at).unwrap();
        }
        let wait = limiter.count(Action::FailedFactor, "::1", "1", 0).unwrap_err();
        assert_eq!(wait, Duration::from_secs(300));
        let wait = limiter.count(Action::FailedFactor, "::1", "1", 100_000).unwrap_err();
        assert_eq!(wait, Duration::from_secs(200));
        limiter.count(Action::FailedFactor, "::1", "1", 300_000).unwrap();
    }

    #[test]
    fn a_success_is_taken_back() {
        let limiter = Limiter::new(true);
        for _ in 0..50 {
            limiter.count(Action::FailedSignIn, "::1", "mina@x.invalid", 0).unwrap();
            limiter.take_back(Action::FailedSignIn, "::1", "mina@x.invalid");
        }
    }

    #[test]
    fn off_is_off() {
        let limiter = Limiter::new(false);
        assert!((0..100).all(|_| limiter.count(Action::ChangePhone, "::1", "1", 0).is_ok()));
    }
}
