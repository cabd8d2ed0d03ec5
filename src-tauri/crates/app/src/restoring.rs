//! Going back to a backup, from the vault's own or from a file: first what differs, then, if the person says so, all of it or
//! only what is missing. What is there now becomes a backup itself.

use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use secrecy::SecretString;
use vault::{Differences, Document, EntryName, Identity, VaultError};

use crate::AppError;
use crate::vault_session::{VaultSession, VaultState};

/// The largest file read: more than any vault.
const MOST_BYTES: u64 = 64 << 20;

/// What there is to decide on.
pub enum Offer {
    /// How the backup differs from the open vault.
    Differs(Differences),
    /// There is no readable vault to compare with: what the backup holds.
    Holds(Vec<EntryName>),
    /// No key at hand opens the file: the recovery key does, or the passphrase where its key lies beside the file.
    NeedsKey {
        /// A passphrase may open it.
        passphrase: bool,
    },
}

/// How much is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Take {
    /// The vault becomes what the backup was.
    All,
    /// What only the backup has is added.
    Missing,
}

/// The backup in hand.
enum Chosen {
    /// Not opened yet.
    Closed { sealed: Vec<u8>, identity: Option<Vec<u8>> },
    /// Opened.
    Opened {
        sealed: Vec<u8>,
        document: Document,
        identity: Identity,
        passphrase: Option<SecretString>,
    },
}

/// Restoring, from the choice of a backup to its end.
pub struct Restoring {
    vault: Arc<VaultSession>,
    chosen: Mutex<Option<Chosen>>,
}

impl Restoring {
    /// For this vault.
    #[must_use]
    pub fn new(vault: Arc<VaultSession>) -> Self {
        Self {
            vault,
            chosen: Mutex::default(),
        }
    }

    /// Looks into one of the vault's own backups.
    ///
    /// # Errors
    /// [`VaultError::NoSuchBackup`], [`AppError::VaultLocked`] without a key, or why it can't be read.
    pub fn look_at_backup(&self, number: u64) -> Result<Offer, AppError> {
        let sealed = self.vault.sealed_backup(number)?;
        let identity = self.vault.identity().ok_or(AppError::VaultLocked)?;
        let document = vault::read_sealed(&sealed, &identity)?;
        self.opened(sealed, document, identity, None)
    }

    /// Looks into a file.
    ///
    /// # Errors
    /// The file can't be read, or is no backup of a vault.
    pub fn look_at_file(&self, path: &Path) -> Result<Offer, AppError> {
        let sealed = read(path)?;
        if let Some(identity) = self.vault.identity() {
            match vault::read_sealed(&sealed, &identity) {
                Ok(document) => return self.opened(sealed, document, identity, None),
                Err(VaultError::WrongKey) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let identity = vault::identities_beside(path).iter().find_map(|path| read(path).ok());
        let passphrase = identity.is_some();
        *self.lock() = Some(Chosen::Closed { sealed, identity });
        Ok(Offer::NeedsKey { passphrase })
    }

    /// Opens the file in hand with what the person typed: the passphrase, or the recovery key.
    ///
    /// # Errors
    /// [`AppError::NoSuchPreview`], [`VaultError::WrongPassphrase`], [`VaultError::WrongKey`],
    /// [`AppError::NotARecoveryKey`], or why the file can't be read.
    pub fn open_with(&self, typed: &SecretString, by_passphrase: bool) -> Result<Offer, AppError> {
        let (sealed, under) = match &*self.lock() {
            Some(Chosen::Closed { sealed, identity }) => (sealed.clone(), identity.clone()),
            _ => return Err(AppError::NoSuchPreview),
        };
        let identity = if by_passphrase {
            let under = under.ok_or(VaultError::NoPassphrase)?;
            vault::identity_under_passphrase(&under, typed)?
        } else {
            Identity::parse(typed).map_err(|_| AppError::NotARecoveryKey)?
        };
        let document = vault::read_sealed(&sealed, &identity)?;
        self.opened(sealed, document, identity, by_passphrase.then(|| typed.clone()))
    }

    /// Takes the backup in hand over.
    ///
    /// # Errors
    /// [`AppError::NoSuchPreview`]; [`AppError::VaultLocked`]; [`VaultError::WrongKey`] when a vault that can't be read is
    /// another's; the vault's own. Nothing has changed then.
    pub fn take(&self, take: Take) -> Result<(), AppError> {
        let mut chosen = self.lock();
        let Some(Chosen::Opened {
            sealed,
            document,
            identity,
            passphrase,
        }) = &*chosen
        else {
            return Err(AppError::NoSuchPreview);
        };
        match self.vault.state() {
            VaultState::Open { .. } => self.vault.update(|now| {
                match take {
                    Take::All => now.take_all(document),
                    Take::Missing => now.take_missing(document),
                }
                Ok(())
            })?,
            VaultState::Damaged { .. } => self.vault.put_in_place(sealed, identity)?,
            VaultState::Absent => self.vault.create_from(identity, passphrase.as_ref(), document)?,
            _ => return Err(AppError::VaultLocked),
        }
        *chosen = None;
        Ok(())
    }

    /// Forgets the backup in hand: the person leaves it, or the vault locks.
    pub fn forget(&self) {
        *self.lock() = None;
    }

    fn opened(
        &self,
        sealed: Vec<u8>,
        document: Document,
        identity: Identity,
        passphrase: Option<SecretString>,
    ) -> Result<Offer, AppError> {
        let offer = match self.vault.read(|now| Differences::between(now, &document)) {
            Ok(differences) => Offer::Differs(differences),
            Err(AppError::VaultLocked | AppError::VaultAbsent) => Offer::Holds(document.names()),
            Err(error) => return Err(error),
        };
        *self.lock() = Some(Chosen::Opened {
            sealed,
            document,
            identity,
            passphrase,
        });
        Ok(offer)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Chosen>> {
        self.chosen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A file's bytes, if they may be a vault's.
fn read(path: &Path) -> Result<Vec<u8>, AppError> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() || about.len() > MOST_BYTES {
        return Err(VaultError::NotAVaultFile.into());
    }
    Ok(std::fs::read(path)?)
}
