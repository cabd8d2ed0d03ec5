//! The ways into an open vault: its passphrase, its keyring item, its recovery sheet.

use secrecy::SecretString;

use super::Vault;
use crate::error::VaultError;
use crate::folder::exists;
use crate::passphrase::{self, WorkFactor};
use crate::slots::SlotFile;

impl Vault {
    /// Sets or changes the passphrase, in one step: either the old one opens the slot or the new one.
    ///
    /// # Errors
    /// [`VaultError::Locked`], the file system's refusals; then the old one is still set.
    pub fn set_passphrase(&mut self, passphrase: &SecretString) -> Result<(), VaultError> {
        self.set_passphrase_with(passphrase, WorkFactor::STANDARD)
    }

    /// [`Vault::set_passphrase`] with another cost of guessing; for tests.
    ///
    /// # Errors
    /// As [`Vault::set_passphrase`].
    pub fn set_passphrase_with(&mut self, passphrase: &SecretString, work: WorkFactor) -> Result<(), VaultError> {
        let sealed = passphrase::seal(&self.identity, passphrase, work)?;
        let _lock = self.folder.lock()?;
        passphrase::save(&self.folder, &sealed)
    }

    /// Removes the passphrase slot.
    ///
    /// # Errors
    /// [`VaultError::NoSecondSlot`] unless the recovery sheet is confirmed; [`VaultError::NoPassphrase`]; the file
    /// system's refusals.
    pub fn remove_passphrase(&mut self) -> Result<(), VaultError> {
        let _lock = self.folder.lock()?;
        if !exists(&self.folder.identity())? {
            return Err(VaultError::NoPassphrase);
        }
        if !self.slot_file()?.sheet_confirmed() {
            return Err(VaultError::NoSecondSlot);
        }
        self.folder
            .disk()
            .remove(&self.folder.identity())
            .map_err(VaultError::io("removing the passphrase"))?;
        let synced = self.folder.disk().sync_folder(self.folder.path());
        synced.map_err(VaultError::io("making the removal last"))
    }

    /// Notes under which user name the keyring holds the key; `None` when it no longer does.
    ///
    /// # Errors
    /// [`VaultError::Locked`], the file system's refusals.
    pub fn note_keyring_item(&mut self, item: Option<String>) -> Result<(), VaultError> {
        let _lock = self.folder.lock()?;
        let mut file = self.slot_file()?;
        file.keyring_item = item;
        file.save(&self.folder)
    }

    /// Notes that the person has shown to have the recovery sheet.
    ///
    /// # Errors
    /// [`VaultError::Locked`], the file system's refusals.
    pub fn confirm_recovery_sheet(&mut self) -> Result<(), VaultError> {
        let _lock = self.folder.lock()?;
        let mut file = self.slot_file()?;
        file.confirm_sheet();
        file.save(&self.folder)
    }

    /// `slots.json`, or what it would say if it were there.
    pub(super) fn slot_file(&self) -> Result<SlotFile, VaultError> {
        let file = SlotFile::read(&self.folder)?;
        Ok(file.unwrap_or_else(|_| SlotFile::new(self.identity.recipient(), None, false)))
    }
}
