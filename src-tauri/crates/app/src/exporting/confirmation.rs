//! A person's passphrase or recovery key, given a moment ago: what stands between an unattended screen and a file of keys.

use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use secrecy::SecretString;

use crate::AppError;
use crate::vault_session::VaultSession;

/// How long a confirmation counts.
const LIFE: Duration = Duration::from_secs(300);

/// When the person confirmed last.
#[derive(Debug, Default)]
pub struct Confirmation(Mutex<Option<Instant>>);

impl Confirmation {
    /// Takes the vault's passphrase or recovery key. Slow on purpose (scrypt).
    ///
    /// # Errors
    /// As [`VaultSession::confirm`].
    pub fn give(&self, vault: &VaultSession, secret: &SecretString) -> Result<(), AppError> {
        vault.confirm(secret)?;
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
        Ok(())
    }

    /// Forgets it, as when the vault is locked.
    pub fn forget(&self) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = None;
    }

    /// That it was given lately.
    ///
    /// # Errors
    /// [`AppError::NotConfirmed`].
    pub fn check(&self) -> Result<(), AppError> {
        let given = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match given {
            Some(given) if given.elapsed() < LIFE => Ok(()),
            _ => Err(AppError::NotConfirmed),
        }
    }
}
