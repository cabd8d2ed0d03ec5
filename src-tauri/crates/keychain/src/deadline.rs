//! A call with a limit on its wait.
//!
//! A locked or stopped Secret Service can hold a call for ever, and a blocking call can't be cancelled. So each runs
//! on a thread of its own; one that hangs is left behind. How many may hang at once is bounded: a provider that never
//! answers costs a fixed number of threads, not one a click.

use std::sync::mpsc;
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use crate::error::KeychainError;

/// The most calls under way at once, hanging ones included.
pub(crate) const MOST_CALLS: usize = 8;

/// The process's calls under way. One bound for all keychains: they share the provider.
static CALLS: Calls = Calls::new(MOST_CALLS);

/// Counts calls under way and lets a caller wait for a free place.
struct Calls {
    most: usize,
    under_way: Mutex<usize>,
    one_ended: Condvar,
}

impl Calls {
    const fn new(most: usize) -> Self {
        Self {
            most,
            under_way: Mutex::new(0),
            one_ended: Condvar::new(),
        }
    }

    /// Takes a place, waiting for one until `until`.
    fn take(&'static self, until: Instant) -> Result<Place, KeychainError> {
        let count = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        let left = until.saturating_duration_since(Instant::now());
        let (mut count, _) = self
            .one_ended
            .wait_timeout_while(count, left, |count| *count >= self.most)
            .unwrap_or_else(PoisonError::into_inner);
        if *count >= self.most {
            return Err(KeychainError::TimedOut);
        }
        *count += 1;
        Ok(Place(self))
    }
}

/// One place taken; given back when the call's thread ends, by return or by panic.
struct Place(&'static Calls);

impl Drop for Place {
    fn drop(&mut self) {
        let mut count = self.0.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        *count = count.saturating_sub(1);
        self.0.one_ended.notify_one();
    }
}

/// Runs `call` on its own thread and waits at most `limit` for its answer.
///
/// # Errors
/// The call's own, or [`KeychainError::TimedOut`]; then the call may still finish later and its answer is dropped.
pub(crate) fn within<T, F>(limit: Duration, call: F) -> Result<T, KeychainError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, KeychainError> + Send + 'static,
{
    run(&CALLS, limit, call)
}

fn run<T, F>(calls: &'static Calls, limit: Duration, call: F) -> Result<T, KeychainError>
where
    T: Send + 'static,
    F: FnOnce() -> Result<T, KeychainError> + Send + 'static,
{
    let until = Instant::now() + limit;
    let place = calls.take(until)?;
    let (answer, answers) = mpsc::sync_channel(1);
    let body = move || {
        let _place = place;
        // Nobody listens any more when the limit has passed; the answer is dropped, and wiped by its own type.
        let _ = answer.send(call());
    };
    thread::Builder::new()
        .name("keychain".into())
        .spawn(body)
        .map_err(|_| KeychainError::Failed { code: "no-thread" })?;
    match answers.recv_timeout(until.saturating_duration_since(Instant::now())) {
        Ok(result) => result,
        Err(mpsc::RecvTimeoutError::Timeout) => {
            tracing::warn!(limit_ms = limit.as_millis(), "a keyring call was left behind");
            Err(KeychainError::TimedOut)
        }
        Err(mpsc::RecvTimeoutError::Disconnected) => Err(KeychainError::Failed { code: "panicked" }),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use std::sync::mpsc::{Receiver, Sender, channel};

    const SHORT: Duration = Duration::from_millis(30);
    const LONG: Duration = Duration::from_secs(30);

    fn hang(calls: &'static Calls, until: Receiver<()>) -> Result<(), KeychainError> {
        run(calls, SHORT, move || {
            let _ = until.recv();
            Ok(())
        })
    }

    #[test]
    fn answers_and_errors_pass_through() {
        assert_eq!(within(LONG, || Ok(7)), Ok(7));
        assert_eq!(
            within(LONG, || Err::<(), _>(KeychainError::Missing)),
            Err(KeychainError::Missing)
        );
    }

    #[test]
    fn a_panic_is_an_error() {
        static CALLS: Calls = Calls::new(1);
        let quiet = |_: &std::panic::PanicHookInfo<'_>| {};
        std::panic::set_hook(Box::new(quiet));
        for _ in 0..3 {
            let result = run(&CALLS, LONG, || -> Result<(), KeychainError> { panic!("provider") });
            assert_eq!(result, Err(KeychainError::Failed { code: "panicked" }));
        }
        let _ = std::panic::take_hook();
    }

    #[test]
    fn hanging_calls_are_bounded_and_places_come_back() {
        static CALLS: Calls = Calls::new(2);
        let held: Vec<Sender<()>> = (0..2)
            .map(|_| {
                let (release, until) = channel();
                assert_eq!(hang(&CALLS, until), Err(KeychainError::TimedOut));
                release
            })
            .collect();
        let refused = run(&CALLS, SHORT, || -> Result<(), KeychainError> {
            panic!("must not start")
        });
        assert_eq!(refused, Err(KeychainError::TimedOut));
        drop(held);
        assert_eq!(run(&CALLS, LONG, || Ok(1)), Ok(1));
    }
}
