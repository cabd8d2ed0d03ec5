//! The time, as a value that is passed in: tests of expiry move a hand instead of sleeping.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;

/// How far ahead of its own time a request may find another's, in milliseconds: they wait for each other at the database.
pub(crate) const QUEUE: i64 = 60_000;

/// Whether a time that was kept is ahead of now: the clock was set back since, and nobody knows how long ago it was. What is to end
/// some time after it counts as ended, or it would hold until the clock has caught up.
pub(crate) fn is_ahead(kept: i64, now: i64) -> bool {
    kept - now > QUEUE
}

/// Tells the time to everything in the service.
#[derive(Clone, Default)]
pub struct Clock(Hand);

#[derive(Clone, Default)]
enum Hand {
    #[default]
    System,
    Set(Arc<AtomicI64>),
}

impl Clock {
    /// The system's clock.
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at a time until [`Clock::advance`] moves it. Clones share the hand.
    pub fn stopped_at(time: Timestamp) -> Self {
        Self(Hand::Set(Arc::new(AtomicI64::new(time.as_millisecond()))))
    }

    /// Moves a stopped clock; the system's clock stays as it is. Negative milliseconds move it back.
    pub fn advance(&self, milliseconds: i64) {
        if let Hand::Set(hand) = &self.0 {
            hand.fetch_add(milliseconds, Ordering::SeqCst);
        }
    }

    /// Now, in Unix milliseconds.
    pub fn now(&self) -> i64 {
        match &self.0 {
            Hand::System => Timestamp::now().as_millisecond(),
            Hand::Set(hand) => hand.load(Ordering::SeqCst),
        }
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self.0 {
            Hand::System => "Clock(system)",
            Hand::Set(_) => "Clock(set)",
        })
    }
}
