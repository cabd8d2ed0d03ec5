//! Long work that a person watches and may stop: deriving a key takes seconds, a large file has thousands of records.

use std::sync::atomic::{AtomicBool, Ordering};

use thiserror::Error;

/// The person stopped the work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("cancelled")]
pub struct Cancelled;

/// The most that deriving a key may cost.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeyCost {
    /// Rounds of PBKDF2.
    pub rounds: u64,
    /// Memory of Argon2 and scrypt, in KiB.
    pub memory: u64,
    /// Passes of Argon2 over its memory.
    pub passes: u64,
    /// The binary logarithm of scrypt's N.
    pub log_n: u8,
}

impl Default for KeyCost {
    /// 10 million rounds, 1 GiB, 64 passes, N of 2^20: above what any app asks for.
    fn default() -> Self {
        Self {
            rounds: 10_000_000,
            memory: 1024 * 1024,
            passes: 64,
            log_n: 20,
        }
    }
}

/// A piece of work under way, shared with whoever may stop it.
#[derive(Debug, Default)]
pub struct Work {
    stopped: AtomicBool,
    most: KeyCost,
}

impl Work {
    /// Work in which a key may cost no more than this.
    #[must_use]
    pub fn costing(most: KeyCost) -> Self {
        Self {
            most,
            ..Self::default()
        }
    }

    /// The most that deriving a key may cost here.
    pub(crate) const fn most(&self) -> KeyCost {
        self.most
    }

    /// Stops the work at its next look.
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether to go on; asked before each costly step and now and then within.
    ///
    /// # Errors
    /// [`Cancelled`] once it was stopped.
    pub fn go_on(&self) -> Result<(), Cancelled> {
        if self.stopped.load(Ordering::Relaxed) {
            Err(Cancelled)
        } else {
            Ok(())
        }
    }
}
