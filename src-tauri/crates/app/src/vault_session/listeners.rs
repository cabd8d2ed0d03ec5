//! Who wants to know when the vault is opened or saved: the watch that locks it, the copies that are made of it, the trash that is
//! looked through, the windows that show it.

use std::sync::{Mutex, PoisonError};

/// What listeners are told of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum VaultEvent {
    /// It was opened.
    Opened,
    /// It, or a way into it, was saved here.
    Saved,
    /// Another process has saved it, and what that wrote was read.
    SavedElsewhere,
}

type Listener = Box<dyn Fn(VaultEvent) + Send + Sync>;

/// Everybody who listens.
#[derive(Default)]
pub(super) struct Listeners(Mutex<Vec<Listener>>);

impl Listeners {
    pub(super) fn add(&self, listener: impl Fn(VaultEvent) + Send + Sync + 'static) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.push(Box::new(listener));
    }

    /// Tells everybody. Never called while the vault is held.
    pub(super) fn tell(&self, event: VaultEvent) {
        for listener in self.0.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            listener(event);
        }
    }
}
