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
        self.check_at(Instant::now())
    }

    fn check_at(&self, now: Instant) -> Result<(), AppError> {
        let given = *self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match given {
            Some(given) if now.duration_since(given) < LIFE => Ok(()),
            _ => Err(AppError::NotConfirmed),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use keychain::Keychain;
    use vault::{Folder, Identity, NewVault, Vault, VaultError};

    use super::*;

    #[test]
    fn it_counts_for_five_minutes_and_is_forgotten_with_the_lock() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault");
        let (identity, passphrase) = (Identity::generate(), SecretString::from("lantern lantern"));
        let new = NewVault {
            passphrase: Some(&passphrase),
            ..NewVault::weak_for_tests(identity.clone())
        };
        Vault::create(Folder::open(&path).unwrap(), new).unwrap();
        let vault = VaultSession::new(path, Keychain::system());
        vault.unlock_with_recovery_key(&identity.to_text()).unwrap();

        let confirmed = Confirmation::default();
        let is_asked = |at| matches!(confirmed.check_at(at), Err(AppError::NotConfirmed));
        assert!(is_asked(Instant::now()), "opening the vault is not enough");
        let wrong = confirmed.give(&vault, &SecretString::from("a guess"));
        assert!(matches!(wrong, Err(AppError::Vault(VaultError::WrongPassphrase))));
        let another = confirmed.give(&vault, &Identity::generate().to_text());
        assert!(matches!(another, Err(AppError::Vault(VaultError::WrongKey))));
        assert!(is_asked(Instant::now()));

        for right in [passphrase, identity.to_text()] {
            let before = Instant::now();
            confirmed.give(&vault, &right).unwrap();
            let after = Instant::now();
            assert!(confirmed.check().is_ok());
            assert!(confirmed.check_at(before + Duration::from_secs(299)).is_ok());
            assert!(is_asked(after + Duration::from_secs(300)));
            confirmed.forget();
            assert!(is_asked(after));
        }
    }
}
