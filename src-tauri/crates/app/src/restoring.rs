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
    /// No key at hand opens the file.
    NeedsKey {
        /// A passphrase may open it: its own, or that of the key that lies beside it.
        passphrase: bool,
        /// The recovery key may: it is a vault's file, not one under a passphrase of its own.
        recovery_key: bool,
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

/// What a passphrase would open.
#[derive(Clone)]
enum Under {
    /// The file itself: a vault that was taken along.
    File,
    /// The key that lies beside the file.
    Beside(Vec<u8>),
    /// Nothing: only the recovery key opens the file.
    Nothing,
}

/// What opened the backup, and opens a vault that is made of it.
enum Key {
    /// The key that it is encrypted to, and the passphrase where one opened that.
    Identity(Identity, Option<SecretString>),
    /// A passphrase of its own.
    Passphrase(SecretString),
}

/// The backup in hand.
enum Chosen {
    /// Not opened yet.
    Closed { sealed: Vec<u8>, under: Under },
    /// Opened.
    Opened {
        sealed: Vec<u8>,
        document: Document,
        key: Key,
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
        self.opened(sealed, document, Key::Identity(identity, None))
    }

    /// Looks into a file.
    ///
    /// # Errors
    /// The file can't be read, or is no backup of a vault.
    pub fn look_at_file(&self, path: &Path) -> Result<Offer, AppError> {
        let sealed = read(path)?;
        if vault::is_passphrase_file(&sealed) {
            return Ok(self.closed(sealed, Under::File));
        }
        if let Some(identity) = self.vault.identity() {
            match vault::read_sealed(&sealed, &identity) {
                Ok(document) => return self.opened(sealed, document, Key::Identity(identity, None)),
                Err(VaultError::WrongKey) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let beside = vault::identities_beside(path).iter().find_map(|path| read(path).ok());
        Ok(self.closed(sealed, beside.map_or(Under::Nothing, Under::Beside)))
    }

    fn closed(&self, sealed: Vec<u8>, under: Under) -> Offer {
        let offer = Offer::NeedsKey {
            passphrase: !matches!(under, Under::Nothing),
            recovery_key: !matches!(under, Under::File),
        };
        *self.lock() = Some(Chosen::Closed { sealed, under });
        offer
    }

    /// Opens the file in hand with what the person typed: the passphrase, or the recovery key.
    ///
    /// # Errors
    /// [`AppError::NoSuchPreview`], [`VaultError::WrongPassphrase`], [`VaultError::WrongKey`],
    /// [`AppError::NotARecoveryKey`], or why the file can't be read.
    pub fn open_with(&self, typed: &SecretString, by_passphrase: bool) -> Result<Offer, AppError> {
        let (sealed, under) = match &*self.lock() {
            Some(Chosen::Closed { sealed, under }) => (sealed.clone(), under.clone()),
            _ => return Err(AppError::NoSuchPreview),
        };
        let (document, key) = unsealed(&sealed, &under, typed, by_passphrase)?;
        self.opened(sealed, document, key)
    }

    /// Takes the backup in hand over.
    ///
    /// # Errors
    /// [`AppError::NoSuchPreview`]; [`AppError::VaultLocked`]; the vault's own. Nothing has changed then.
    pub fn take(&self, take: Take) -> Result<(), AppError> {
        let mut chosen = self.lock();
        let Some(Chosen::Opened { sealed, document, key }) = &*chosen else {
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
            VaultState::Damaged { .. } => self.mend(sealed, document, key)?,
            VaultState::Absent => match key {
                Key::Identity(identity, passphrase) => {
                    self.vault.create_from(identity, passphrase.as_ref(), document)?;
                }
                Key::Passphrase(passphrase) => {
                    let identity = Identity::generate();
                    self.vault.create_from(&identity, Some(passphrase), document)?;
                }
            },
            _ => return Err(AppError::VaultLocked),
        }
        *chosen = None;
        Ok(())
    }

    /// Puts the backup in the place of a vault that can't be read. The ways into that vault go on opening it: a backup of another
    /// vault, or under a passphrase of its own, is encrypted to its key. Only where that is not at hand, as when another
    /// vault's recovery key was typed, does what opened the backup take the place of all of them.
    fn mend(&self, sealed: &[u8], document: &Document, key: &Key) -> Result<(), AppError> {
        let at_hand = self.vault.identity().ok_or(AppError::VaultLocked)?;
        let (opened_by, passphrase) = match key {
            Key::Identity(identity, passphrase) => (identity, passphrase.as_ref()),
            Key::Passphrase(passphrase) => (&at_hand, Some(passphrase)),
        };
        let is_for = |identity: &Identity| vault::read_sealed(sealed, identity).is_ok();
        for own in [&at_hand, opened_by] {
            if !self.vault.belongs_to(own)? {
                continue;
            }
            return if is_for(own) {
                self.vault.put_in_place(sealed, own)
            } else {
                self.vault.put_in_place(&vault::seal_document(document, own)?, own)
            };
        }
        self.vault.create_over(opened_by, passphrase, document)
    }

    /// Forgets the backup in hand: the person leaves it, or the vault locks.
    pub fn forget(&self) {
        *self.lock() = None;
    }

    fn opened(&self, sealed: Vec<u8>, document: Document, key: Key) -> Result<Offer, AppError> {
        let offer = match self.vault.read(|now| Differences::between(now, &document)) {
            Ok(differences) => Offer::Differs(differences),
            Err(AppError::VaultLocked | AppError::VaultAbsent) => Offer::Holds(document.names()),
            Err(error) => return Err(error),
        };
        *self.lock() = Some(Chosen::Opened { sealed, document, key });
        Ok(offer)
    }

    fn lock(&self) -> MutexGuard<'_, Option<Chosen>> {
        self.chosen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The backup's document, by what was typed.
fn unsealed(
    sealed: &[u8],
    under: &Under,
    typed: &SecretString,
    by_passphrase: bool,
) -> Result<(Document, Key), AppError> {
    let key = match (by_passphrase, under) {
        (true, Under::File) => {
            let document = vault::open_backup(sealed, typed)?;
            return Ok((document, Key::Passphrase(typed.clone())));
        }
        (true, Under::Beside(identity)) => (vault::identity_under_passphrase(identity, typed)?, Some(typed.clone())),
        (true, Under::Nothing) => return Err(VaultError::NoPassphrase.into()),
        (false, _) => (Identity::parse(typed).map_err(|_| AppError::NotARecoveryKey)?, None),
    };
    let document = vault::read_sealed(sealed, &key.0)?;
    Ok((document, Key::Identity(key.0, key.1)))
}

/// A file's bytes, if they may be a vault's.
fn read(path: &Path) -> Result<Vec<u8>, AppError> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() || about.len() > MOST_BYTES {
        return Err(VaultError::NotAVaultFile.into());
    }
    Ok(std::fs::read(path)?)
}
