//! Going back to a backup. What is there now is never lost: a readable version becomes a backup itself, a damaged file
//! is put aside.

use jiff::Timestamp;

use crate::backups::{self, Backup, Kept};
use crate::document::{Document, wire};
use crate::error::VaultError;
use crate::folder::Folder;
use crate::identity::Identity;
use crate::slots::SlotFile;
use crate::{crypt, replace};

impl Folder {
    /// Puts a backup in the vault's place, byte for byte, after seeing that `identity` is the vault's and opens it. The file it
    /// replaces becomes the newest backup, or is put aside under `backups/damaged-…` when it cannot be read.
    ///
    /// # Errors
    /// [`VaultError::NoSuchBackup`]; [`VaultError::WrongKey`] when the key is not the vault's; that, [`VaultError::Damaged`] and
    /// [`VaultError::NewerFormat`] of the backup; the file system's refusals. Then the vault is as it was.
    pub fn restore(&self, backup: &Backup, identity: &Identity) -> Result<(), VaultError> {
        self.put_in_place(&self.sealed_backup(backup)?, identity)
    }

    /// A backup's bytes.
    ///
    /// # Errors
    /// [`VaultError::NoSuchBackup`]; the file system's refusals.
    pub fn sealed_backup(&self, backup: &Backup) -> Result<Vec<u8>, VaultError> {
        Ok(self.read(&backup.path)?.ok_or(VaultError::NoSuchBackup)?.0)
    }

    /// [`Folder::restore`] for the bytes of a backup from elsewhere.
    ///
    /// # Errors
    /// As [`Folder::restore`].
    pub fn put_in_place(&self, sealed: &[u8], identity: &Identity) -> Result<(), VaultError> {
        let _lock = self.lock()?;
        if !self.belongs_to(identity)? {
            // The ways in would lead to a key that opens nothing.
            return Err(VaultError::WrongKey);
        }
        decode(self, sealed, identity)?;
        let kept = match self.read(&self.vault())? {
            Some((current, _)) if decode(self, &current, identity).is_ok() => Kept::Version,
            _ => Kept::Damaged,
        };
        let kept = backups::next(self, kept, Timestamp::now())?;
        replace::replace(self, &self.vault(), sealed, Some(&kept)).map(drop)
    }

    /// Whether this is the key that the ways in lead to, by `slots.json`. Where that is lost, any may be.
    ///
    /// # Errors
    /// [`VaultError::NewerFormat`] of `slots.json`; the file system's refusals.
    pub fn belongs_to(&self, identity: &Identity) -> Result<bool, VaultError> {
        Ok(SlotFile::read(self)?.map_or(true, |file| file.recipient == identity.recipient()))
    }
}

/// The document of a backup that lies anywhere.
///
/// # Errors
/// [`VaultError::WrongKey`] when this identity does not open it; [`VaultError::NewerFormat`]; [`VaultError::Damaged`].
pub fn read_sealed(sealed: &[u8], identity: &Identity) -> Result<Document, VaultError> {
    let damaged = || VaultError::Damaged { backups: 0 };
    let plaintext = crypt::unseal(identity.age(), sealed).map_err(|error| match error {
        crypt::Unreadable::NoMatch => VaultError::WrongKey,
        _ => damaged(),
    })?;
    wire::decode(&plaintext).map_err(|rejected| match rejected {
        wire::Rejected::Newer(version) => VaultError::NewerFormat { version },
        wire::Rejected::Malformed => damaged(),
    })
}

/// Whether bytes are an age file that a passphrase opens, and no key.
#[must_use]
pub fn is_passphrase_file(sealed: &[u8]) -> bool {
    age::Decryptor::new_buffered(sealed).is_ok_and(|decryptor| decryptor.is_scrypt())
}

/// A vault file's document.
///
/// A wrong key and a damaged header look alike to age. `slots.json` says whose vault it is: with its recipient's own
/// identity in hand, it is the file that is wrong.
pub(crate) fn decode(folder: &Folder, sealed: &[u8], identity: &Identity) -> Result<Document, VaultError> {
    let plaintext = crypt::unseal(identity.age(), sealed).map_err(|error| match error {
        crypt::Unreadable::NoMatch if !owns(folder, identity) => VaultError::WrongKey,
        _ => backups::damaged(folder),
    })?;
    match wire::decode(&plaintext) {
        Ok(document) => Ok(document),
        Err(wire::Rejected::Newer(version)) => Err(VaultError::NewerFormat { version }),
        Err(wire::Rejected::Malformed) => Err(backups::damaged(folder)),
    }
}

fn owns(folder: &Folder, identity: &Identity) -> bool {
    matches!(SlotFile::read(folder), Ok(Ok(file)) if file.recipient == identity.recipient())
}
