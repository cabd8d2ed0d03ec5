//! The three systems behind one set of functions: `store` makes the platform's store, the others ask about its state
//! before a call could block. Which file is used is decided when compiling; a system without one does not compile, so
//! nothing can fall back to a keyring that forgets.

#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios"))))]
mod secret_service;
#[cfg(all(unix, not(any(target_os = "macos", target_os = "ios"))))]
pub(crate) use secret_service::{NAME, available, ready_to_read, ready_to_write, store, unlock};

#[cfg(any(windows, target_os = "macos"))]
mod native;
#[cfg(any(windows, target_os = "macos"))]
pub(crate) use native::{NAME, available, ready_to_read, ready_to_write, store, unlock};
