//! The keyring as the rest of the app sees it: four questions, each answered within a limit.

use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};

use crate::deadline::within;
use crate::error::KeychainError;
use crate::{storable, system};

/// How long a call waits when the caller says nothing.
const DEFAULT_LIMIT: Duration = Duration::from_secs(5);

/// The keyring of the system the app runs on. Holds no connection and no secret; cheap to make and to clone.
///
/// Every call blocks the calling thread up to its limit: call it off the user interface's thread.
#[derive(Clone, Copy, Debug)]
pub struct Keychain {
    limit: Duration,
}

impl Keychain {
    /// The real keyring: the Secret Service, the Windows Credential Manager or the macOS keychain. Never a mock, never
    /// the kernel's key store, which forgets at reboot.
    #[must_use]
    pub const fn system() -> Self {
        Self { limit: DEFAULT_LIMIT }
    }

    /// The same keyring with another limit on every call.
    #[must_use]
    pub const fn with_time_limit(self, limit: Duration) -> Self {
        Self { limit }
    }

    /// The name of the store in use, for a diagnosis.
    #[must_use]
    pub const fn provider() -> &'static str {
        system::NAME
    }

    /// The text stored under `service` and `user`.
    ///
    /// # Errors
    /// [`KeychainError::Locked`] before anything could block or prompt; [`KeychainError::Missing`]; any other state.
    pub fn get(&self, service: &str, user: &str) -> Result<SecretString, KeychainError> {
        let (limit, service, user) = (self.limit, service.to_owned(), user.to_owned());
        within(limit, move || {
            system::ready_to_read(limit, &service, &user)?;
            let text = system::store()?.build(&service, &user, None)?.get_password()?;
            Ok(SecretString::from(text))
        })
    }

    /// Stores one line of text of at most 1,000 bytes under `service` and `user`, replacing what was there.
    ///
    /// # Errors
    /// [`KeychainError::NotStorable`] with nothing sent; any other state. After [`KeychainError::TimedOut`] the text
    /// may still be stored later: read it back before relying on either.
    pub fn set(&self, service: &str, user: &str, text: &SecretString) -> Result<(), KeychainError> {
        // Exposed to look at its length and characters only.
        storable::check(text.expose_secret())?;
        let (limit, service, user, text) = (self.limit, service.to_owned(), user.to_owned(), text.clone());
        within(limit, move || {
            system::ready_to_write(limit, &service, &user)?;
            // Exposed to hand it to the keyring, which is where it is to be kept.
            let text = text.expose_secret();
            Ok(system::store()?.build(&service, &user, None)?.set_password(text)?)
        })
    }

    /// Removes the text stored under `service` and `user`.
    ///
    /// # Errors
    /// [`KeychainError::Missing`] when there was none; any other state.
    pub fn delete(&self, service: &str, user: &str) -> Result<(), KeychainError> {
        let (limit, service, user) = (self.limit, service.to_owned(), user.to_owned());
        within(limit, move || {
            system::ready_to_read(limit, &service, &user)?;
            Ok(system::store()?.build(&service, &user, None)?.delete_credential()?)
        })
    }

    /// Whether a text could be stored and read now.
    ///
    /// # Errors
    /// The state the keyring is in: no provider, locked, timed out, or `Failed { code: "no-default-collection" }`
    /// where a Secret Service has never had a keyring created.
    pub fn availability(&self) -> Result<(), KeychainError> {
        let limit = self.limit;
        within(limit, move || {
            system::available(limit)?;
            system::store().map(drop)
        })
    }

    /// Has the system ask the person to unlock (or, where there is none yet, to create) the keyring, and waits up to
    /// `limit` for the answer. Succeeds at once when nothing is locked.
    ///
    /// # Errors
    /// [`KeychainError::Denied`] when the person dismissed the prompt; [`KeychainError::TimedOut`] when it is still
    /// open; any other state.
    pub fn unlock_with_prompt(&self, limit: Duration) -> Result<(), KeychainError> {
        within(limit, move || system::unlock(limit))
    }
}

impl Default for Keychain {
    fn default() -> Self {
        Self::system()
    }
}
