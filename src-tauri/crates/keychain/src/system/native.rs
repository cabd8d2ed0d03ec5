//! Windows and macOS: the keyring is part of the system and opens with the session, so there is no provider to miss
//! and no lock to ask about beforehand. macOS may still prompt; the caller's limit bounds the wait.

use std::sync::Arc;
use std::time::Duration;

use keyring_core::api::CredentialStore;

use crate::error::KeychainError;

/// The store in use.
#[cfg(windows)]
pub(crate) const NAME: &str = "windows-credential-manager";
/// The store in use.
#[cfg(target_os = "macos")]
pub(crate) const NAME: &str = "macos-keychain";

/// A new store.
#[cfg(windows)]
pub(crate) fn store() -> Result<Arc<CredentialStore>, KeychainError> {
    Ok(windows_native_keyring_store::Store::new()?)
}

/// A new store.
#[cfg(target_os = "macos")]
pub(crate) fn store() -> Result<Arc<CredentialStore>, KeychainError> {
    Ok(apple_native_keyring_store::keychain::Store::new()?)
}

/// Nothing to ask.
pub(crate) fn ready_to_read(_limit: Duration, _service: &str, _user: &str) -> Result<(), KeychainError> {
    Ok(())
}

/// Nothing to ask.
pub(crate) fn ready_to_write(_limit: Duration, _service: &str, _user: &str) -> Result<(), KeychainError> {
    Ok(())
}

/// Nothing to ask.
pub(crate) fn available(_limit: Duration) -> Result<(), KeychainError> {
    Ok(())
}

/// The system prompts by itself when it needs to.
pub(crate) fn unlock(_limit: Duration) -> Result<(), KeychainError> {
    Ok(())
}
