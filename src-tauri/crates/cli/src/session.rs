//! The vault, opened the way the app opens it: by the keyring, else by passphrase or recovery key.

use std::sync::Arc;

use app::clock::CodeClock;
use app::codes::Codes;
use app::settings::SettingsFile;
use app::vault_session::{VaultSession, VaultState};
use app::{AppError, Home};
use keychain::Keychain;
use secrecy::SecretString;

use crate::failure::{Failure, locked};
use crate::secrets;

/// Everything the commands work with.
pub(crate) struct Session {
    pub(crate) vault: Arc<VaultSession>,
    pub(crate) codes: Codes,
    pub(crate) settings: Arc<SettingsFile>,
    passphrase_fd: Option<i32>,
}

impl Session {
    /// Finds the vault; nothing is opened yet.
    pub(crate) fn find(passphrase_fd: Option<i32>) -> Result<Self, Failure> {
        let home = Home::find()?;
        let settings = Arc::new(SettingsFile::open(home.settings()));
        let vault = Arc::new(VaultSession::new(home.vault(), Keychain::system()));
        Ok(Self {
            codes: Codes::new(Arc::clone(&vault), CodeClock::new(Arc::clone(&settings))),
            settings,
            vault,
            passphrase_fd,
        })
    }

    /// Finds and opens the vault.
    pub(crate) fn open(passphrase_fd: Option<i32>) -> Result<Self, Failure> {
        let session = Self::find(passphrase_fd)?;
        session.unlock()?;
        Ok(session)
    }

    /// Seconds after which a copied code leaves the clipboard; 0 never.
    pub(crate) fn clear_clipboard_after(&self) -> u32 {
        self.settings.get().clear_clipboard_after
    }

    /// Opens the vault. With a file descriptor given, the keyring isn't asked at all.
    pub(crate) fn unlock(&self) -> Result<(), Failure> {
        if self.vault.state() == VaultState::Absent {
            return Err(Failure::NoVault);
        }
        if let Some(descriptor) = self.passphrase_fd {
            return self.unlock_with(&secrets::of_descriptor(descriptor)?);
        }
        self.vault.open_at_start(&|| {
            if matches!(self.vault.state(), VaultState::Opening { waiting: true, .. }) {
                eprintln!("gatehouse: waiting for the system keyring to be unlocked");
            }
        });
        match self.vault.state() {
            VaultState::Open { .. } => Ok(()),
            VaultState::Absent => Err(Failure::NoVault),
            VaultState::Damaged { .. } => Err(Failure::Damaged),
            VaultState::Newer { .. } => Err(Failure::Newer),
            VaultState::Unreachable { why } => Err(AppError::from(why).into()),
            VaultState::Opening { .. } => Err(locked(app::vault_session::LockReason::KeyringTimedOut)),
            VaultState::Locked { reason, .. } => match secrets::ask("Passphrase or recovery key of the vault") {
                Some(secret) => self.unlock_with(&secret),
                None => Err(locked(reason)),
            },
        }
    }

    fn unlock_with(&self, secret: &SecretString) -> Result<(), Failure> {
        match self.vault.unlock_with_recovery_key(secret) {
            // Anything else is why the vault does not open, with a right key too.
            Err(AppError::NotARecoveryKey) => self.vault.unlock_with_passphrase(secret)?,
            opened => opened?,
        }
        match self.vault.state() {
            VaultState::Damaged { .. } => Err(Failure::Damaged),
            _ => Ok(()),
        }
    }

    /// The vault's passphrase or recovery key once more, before keys leave the vault.
    pub(crate) fn confirm(&self) -> Result<(), Failure> {
        // Whoever gave it to open the vault with has just done so.
        if self.passphrase_fd.is_some() {
            return Ok(());
        }
        let secret = secrets::ask("Passphrase or recovery key of the vault, because the file will hold your keys")
            .ok_or(Failure::Usage(
                "exporting asks for the vault's passphrase: give --passphrase-fd",
            ))?;
        Ok(self.vault.confirm(&secret)?)
    }
}
