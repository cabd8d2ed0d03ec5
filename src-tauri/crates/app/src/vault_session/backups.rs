//! What backups and copies need of the vault: its file sealed, its key for a moment, and a backup in its place.

use std::sync::atomic::Ordering;

use secrecy::SecretString;
use vault::{Backup, Document, Folder, Identity, NewVault, Sealed, Vault, VaultError, WorkFactor};

use super::state::Inner;
use super::{VaultEvent, VaultSession};
use crate::AppError;

impl VaultSession {
    /// The backups there are, newest first.
    ///
    /// # Errors
    /// When the folder can't be read.
    pub fn backups(&self) -> Result<Vec<Backup>, AppError> {
        Ok(self.folder()?.backups()?)
    }

    /// The open vault's file as it is on the disk, to be copied elsewhere without a key.
    ///
    /// # Errors
    /// [`AppError::VaultLocked`], [`AppError::VaultAbsent`]; the vault's own.
    pub fn sealed(&self) -> Result<Sealed, AppError> {
        Ok(self.lock_inner().open()?.sealed()?)
    }

    /// A backup's bytes.
    pub(crate) fn sealed_backup(&self, number: u64) -> Result<Vec<u8>, AppError> {
        let folder = self.folder()?;
        let backups = folder.backups()?;
        let backup = backups.iter().find(|backup| backup.number == number);
        Ok(folder.sealed_backup(backup.ok_or(VaultError::NoSuchBackup)?)?)
    }

    /// The key, while the vault is open, or can't be read and its key is at hand.
    pub(crate) fn identity(&self) -> Option<Identity> {
        match &*self.lock_inner() {
            Inner::Open(vault) => Some(vault.identity().clone()),
            Inner::Damaged { identity, .. } => Some(identity.clone()),
            _ => None,
        }
    }

    /// Whether this is the key that the ways into the vault lead to, as far as its files tell.
    pub(crate) fn belongs_to(&self, identity: &Identity) -> Result<bool, AppError> {
        Ok(self.folder()?.belongs_to(identity)?)
    }

    /// Puts a backup in the place of a vault that can't be read; that file is kept aside. The key is the vault's own.
    pub(crate) fn put_in_place(&self, sealed: &[u8], identity: &Identity) -> Result<(), AppError> {
        {
            let mut inner = self.lock_inner();
            let folder = self.folder()?;
            folder.put_in_place(sealed, identity)?;
            *inner = Inner::Open(Vault::open(folder, identity.clone())?.into());
        }
        self.listeners.tell(VaultEvent::Opened);
        Ok(())
    }

    /// Makes a vault of a backup where there is none. What opened the backup opens the vault: its passphrase, or the
    /// recovery key, which the person has just shown to have.
    pub(crate) fn create_from(
        &self,
        identity: &Identity,
        passphrase: Option<&SecretString>,
        document: &Document,
    ) -> Result<(), AppError> {
        self.made(Vault::create, identity, passphrase, document)
    }

    /// The same in the place of a vault that can't be read and whose own key is not at hand: its ways in are put aside with it.
    pub(crate) fn create_over(
        &self,
        identity: &Identity,
        passphrase: Option<&SecretString>,
        document: &Document,
    ) -> Result<(), AppError> {
        self.made(Vault::create_over, identity, passphrase, document)
    }

    fn made(
        &self,
        make: impl FnOnce(Folder, NewVault<'_>) -> Result<Vault, VaultError>,
        identity: &Identity,
        passphrase: Option<&SecretString>,
        document: &Document,
    ) -> Result<(), AppError> {
        // Nobody is asked for the keyring's password here; the settings offer to keep the key there.
        let ready = self.keychain.availability().is_ok();
        let keyring_item = ready.then(|| self.keep_new_key(identity).ok()).flatten();
        let created = make(
            self.folder()?,
            NewVault {
                identity: identity.clone(),
                passphrase,
                keyring_item: keyring_item.clone(),
                recovery_sheet_confirmed: passphrase.is_none(),
                work_factor: WorkFactor::default(),
                document: document.clone(),
            },
        );
        let vault = created.inspect_err(|_| self.forget_new_key(keyring_item.as_deref()))?;
        // Where the keyring has lost a key, it was another's.
        self.keyring_lost.store(false, Ordering::Relaxed);
        *self.lock_inner() = Inner::Open(vault.into());
        self.listeners.tell(VaultEvent::Opened);
        Ok(())
    }
}
