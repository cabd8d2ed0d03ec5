//! The operating system's keyring, with its states told apart and a limit on every wait.
//!
//! A keyring fails in ways that look alike to a caller and differ to a person: nobody offers one, it is locked, it
//! hangs, the item is gone. Each is its own [`KeychainError`], because each has its own way out. A call never blocks
//! longer than its limit, whatever the provider does.
//!
//! This is the only crate that knows a keyring. It uses the stores of the `keyring` family directly, and creates the
//! store anew for every call: the `keyring` crate itself keeps a failed start for the rest of the process's life, and
//! a Secret Service that restarts invalidates the session of an old store.

mod deadline;
mod error;
mod keychain;
mod storable;
mod system;

pub use error::{KeychainError, NotStorable};
pub use keychain::Keychain;
