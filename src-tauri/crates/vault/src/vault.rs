//! The open vault: reading, and the one way of writing.

use jiff::Timestamp;
use secrecy::SecretString;

use crate::backups::{self, Kept};
use crate::copies::Sealed;
use crate::crypt;
use crate::disk::Stamp;
use crate::document::{Document, wire};
use crate::error::VaultError;
use crate::folder::{Folder, exists};
use crate::identity::Identity;
use crate::lock::Lock;
use crate::merge::{self, Sides};
use crate::passphrase::{self, WorkFactor};
use crate::replace;
use crate::restore;
use crate::slots::SlotFile;
use crate::staging::{self, NewFiles};

mod ways_in;

/// How often a save starts over when a writer that knows no lock (a synchronised folder) gets in between.
const ATTEMPTS: usize = 8;

/// What a new vault is made of.
pub struct NewVault<'a> {
    /// Its key.
    pub identity: Identity,
    /// The passphrase slot's passphrase, if there is to be one.
    pub passphrase: Option<&'a SecretString>,
    /// Under which user name the keyring holds the key, if it does.
    pub keyring_item: Option<String>,
    /// Whether the person has shown to have the recovery sheet.
    pub recovery_sheet_confirmed: bool,
    /// What a guess of the passphrase costs: [`WorkFactor::STANDARD`], other than in tests.
    pub work_factor: WorkFactor,
    /// What it holds from the beginning.
    pub document: Document,
}

impl NewVault<'_> {
    /// What a test's vault is made of: nothing but the key opens it, as with a confirmed recovery sheet.
    #[must_use]
    pub fn weak_for_tests(identity: Identity) -> Self {
        Self {
            identity,
            passphrase: None,
            keyring_item: None,
            recovery_sheet_confirmed: true,
            work_factor: WorkFactor::WEAK_FOR_TESTS,
            document: Document::default(),
        }
    }

    /// Its files. Deriving a passphrase's key takes a second: before the lock is taken.
    fn files(&self) -> Result<NewFiles, VaultError> {
        if self.passphrase.is_none() && !self.recovery_sheet_confirmed {
            return Err(VaultError::NoSecondSlot);
        }
        let (identity, item) = (&self.identity, self.keyring_item.clone());
        let sealed_key = |passphrase| passphrase::seal(identity, passphrase, self.work_factor);
        Ok(NewFiles {
            vault: crypt::seal_to(identity, &wire::encode(&self.document)?)?,
            identity: self.passphrase.map(sealed_key).transpose()?,
            slots: SlotFile::new(identity.recipient(), item, self.recovery_sheet_confirmed).to_bytes()?,
        })
    }
}

/// An open vault. Holds the key and the document as last read or written.
pub struct Vault {
    folder: Folder,
    identity: Identity,
    document: Document,
    stamp: Stamp,
    /// How often what another process wrote was taken over.
    news_taken: u64,
}

impl Vault {
    /// Creates a vault with its slots and what it holds, in one step.
    ///
    /// # Errors
    /// [`VaultError::NoSecondSlot`] without passphrase and confirmed sheet; [`VaultError::VaultExists`] when a vault, a
    /// slot or a backup is there; the file system's refusals. Then nothing was created.
    pub fn create(folder: Folder, new: NewVault<'_>) -> Result<Self, VaultError> {
        refuse_if_occupied(&folder)?;
        let files = new.files()?;
        let lock = folder.lock()?;
        staging::settle(&folder)?;
        refuse_if_occupied(&folder)?;
        staging::create(&folder, &files)?;
        drop(lock);
        Self::open(folder, new.identity)
    }

    /// Puts a vault with its slots in the place of one that cannot be read, in one step: what is restored is another vault's, and the
    /// key of the one that was here is not at hand. Its file and its passphrase slot are put aside under `backups/`.
    ///
    /// # Errors
    /// [`VaultError::NoSecondSlot`] without passphrase and confirmed sheet; the file system's refusals.
    pub fn create_over(folder: Folder, new: NewVault<'_>) -> Result<Self, VaultError> {
        let files = new.files()?;
        let lock = folder.lock()?;
        staging::settle(&folder)?;
        staging::create_over(&folder, &files, Timestamp::now())?;
        drop(lock);
        Self::open(folder, new.identity)
    }

    /// Opens the vault in a folder.
    ///
    /// # Errors
    /// [`VaultError::Missing`], [`VaultError::WrongKey`], [`VaultError::Damaged`], [`VaultError::NewerFormat`], the file
    /// system's refusals. The file is left as it is.
    pub fn open(folder: Folder, identity: Identity) -> Result<Self, VaultError> {
        let (document, stamp) = load(&folder, &identity)?;
        let vault = Self {
            folder,
            identity,
            document,
            stamp,
            news_taken: 0,
        };
        vault.mend_slots();
        Ok(vault)
    }

    /// The document as last read or written.
    #[must_use]
    pub fn document(&self) -> &Document {
        &self.document
    }

    /// The vault's folder.
    #[must_use]
    pub fn folder(&self) -> &Folder {
        &self.folder
    }

    /// The vault's key, for another slot: a keyring item, a recovery sheet.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// The file as it is on the disk, after seeing that it opens, and the passphrase slot: what a copy is made of.
    ///
    /// # Errors
    /// As [`Vault::open`].
    pub fn sealed(&self) -> Result<Sealed, VaultError> {
        let (vault, _) = self.folder.read(&self.folder.vault())?.ok_or(VaultError::Missing)?;
        restore::decode(&self.folder, &vault, &self.identity)?;
        let identity = if self.folder.belongs_to(&self.identity)? {
            self.folder.read(&self.folder.identity())?
        } else {
            // Under that passphrase lies another vault's key.
            None
        };
        Ok(Sealed {
            vault,
            identity: identity.map(|(bytes, _)| bytes),
            recipient: self.identity.recipient(),
        })
    }

    /// How often what another process wrote was taken over since the vault was opened, by [`Vault::refresh`] or on the way of
    /// an update.
    #[must_use]
    pub fn news_taken(&self) -> u64 {
        self.news_taken
    }

    /// Reads the vault again if another process wrote it, and answers whether one did. Costs one look at the file's
    /// metadata when none did.
    ///
    /// # Errors
    /// As [`Vault::open`]; the document stays as it was.
    pub fn refresh(&mut self) -> Result<bool, VaultError> {
        let Some((document, stamp)) = self.news()? else {
            return Ok(false);
        };
        (self.document, self.stamp) = (document, stamp);
        self.news_taken += 1;
        Ok(true)
    }

    /// Changes the document and saves it: lock, read again, merge what another process wrote, encrypt, check, replace,
    /// keep the old file as a backup. When this returns, the change is on the disk. A change that changes nothing
    /// writes nothing.
    ///
    /// `change` runs more than once when another process wrote in between; the answer is that of the run that was
    /// saved. `now` is the time of the change: it dates changed entries and the backup.
    ///
    /// # Errors
    /// The change's own; [`VaultError::Locked`]; as [`Vault::open`]; the file system's refusals. Then the file and the
    /// document are as they were, but for what other processes wrote.
    pub fn update<R>(
        &mut self,
        now: Timestamp,
        mut change: impl FnMut(&mut Document) -> Result<R, VaultError>,
    ) -> Result<R, VaultError> {
        let lock = self.folder.lock()?;
        for _ in 0..ATTEMPTS {
            let news = self.news()?;
            let (mut next, answer) = match &news {
                None => applied(&self.document, &mut change)?,
                Some((theirs, _)) => self.merged(theirs, &mut change)?,
            };
            let is_news = u64::from(news.is_some());
            let (before, stamp) = news.unwrap_or_else(|| (self.document.clone(), self.stamp));
            if next == before {
                (self.document, self.stamp) = (before, stamp);
                self.news_taken += is_news;
                return Ok(answer);
            }
            date_changes(&before, &mut next, now);
            next.generation = before.generation.saturating_add(1);
            if let Some(stamp) = self.save(&lock, &next, stamp, now)? {
                (self.document, self.stamp) = (next, stamp);
                self.news_taken += is_news;
                return Ok(answer);
            }
        }
        Err(VaultError::Contended)
    }

    /// The change applied to what another process wrote, with what its author could not see settled.
    fn merged<R>(
        &self,
        theirs: &Document,
        change: &mut impl FnMut(&mut Document) -> Result<R, VaultError>,
    ) -> Result<(Document, R), VaultError> {
        let mine = applied(&self.document, change);
        // What is saved comes last, so that whatever the change notes outside the document is of this run.
        let (mut next, answer) = applied(theirs, change)?;
        if let Ok((mine, _)) = &mine {
            let base = &self.document;
            merge::settle(&Sides { base, mine, theirs }, &mut next);
        }
        Ok((next, answer))
    }

    /// The file's document if it is not the one last read or written.
    fn news(&self) -> Result<Option<(Document, Stamp)>, VaultError> {
        match self.folder.stamp(&self.folder.vault())? {
            Some(stamp) if stamp == self.stamp => Ok(None),
            _ => load(&self.folder, &self.identity).map(Some),
        }
    }

    /// Writes the document in the place of the version with the stamp `replacing`; `None` when that is gone.
    fn save(
        &self,
        _lock: &Lock,
        document: &Document,
        replacing: Stamp,
        now: Timestamp,
    ) -> Result<Option<Stamp>, VaultError> {
        let sealed = crypt::seal_to(&self.identity, &wire::encode(document)?)?;
        let kept = backups::next(&self.folder, Kept::Version, now)?;
        if self.folder.stamp(&self.folder.vault())? != Some(replacing) {
            return Ok(None);
        }
        let stamp = replace::replace(&self.folder, &self.folder.vault(), &sealed, Some(&kept))?;
        backups::prune(&self.folder);
        Ok(Some(stamp))
    }

    /// Writes `slots.json` anew where it is gone or unreadable. The vault is open without it, so failing is no error.
    fn mend_slots(&self) {
        let mend = || {
            if SlotFile::read(&self.folder)?.is_err() {
                let _lock = self.folder.lock()?;
                self.slot_file()?.save(&self.folder)?;
            }
            Ok::<_, VaultError>(())
        };
        if let Err(error) = mend() {
            tracing::warn!(code = error.code(), "slots.json could not be written anew");
        }
    }
}

/// A changed copy of a document, with the change's answer.
fn applied<R>(
    document: &Document,
    change: &mut impl FnMut(&mut Document) -> Result<R, VaultError>,
) -> Result<(Document, R), VaultError> {
    let mut changed = document.clone();
    let answer = change(&mut changed)?;
    Ok((changed, answer))
}

/// Reads and decrypts the folder's vault.
fn load(folder: &Folder, identity: &Identity) -> Result<(Document, Stamp), VaultError> {
    let (sealed, stamp) = folder.read(&folder.vault())?.ok_or(VaultError::Missing)?;
    Ok((restore::decode(folder, &sealed, identity)?, stamp))
}

/// No key is ever created where a vault is or was.
fn refuse_if_occupied(folder: &Folder) -> Result<(), VaultError> {
    let occupied = exists(&folder.vault())? || exists(&folder.identity())? || exists(&folder.slots())?;
    if occupied || backups::any(folder)? {
        Err(VaultError::VaultExists)
    } else {
        Ok(())
    }
}

/// Dates every entry that differs from before.
fn date_changes(before: &Document, after: &mut Document, now: Timestamp) {
    let before = before.by_id();
    for entry in &mut after.entries {
        if before.get(&entry.id).is_some_and(|old| *old != entry) {
            entry.updated_at = now;
        }
    }
}
