//! Use cases that join the two halves: the vault with its codes, and the accounts at services. Knows no screen.
//!
//! The vault half is blocking (files, key derivation); callers keep it off their event loop. The account half is async.

pub mod accounts;
pub mod adding;
pub mod backing_up;
pub mod clock;
pub mod codes;
mod error;
pub mod exporting;
mod files;
mod home;
pub mod importing;
pub mod leaks;
pub mod locking;
pub mod restoring;
pub mod settings;
pub mod vault_session;

pub use error::AppError;
pub use home::Home;
