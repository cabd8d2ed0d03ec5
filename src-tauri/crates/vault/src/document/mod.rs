//! What a vault holds, once open: entries, and records that could not be understood.

use std::collections::{HashMap, HashSet};

use jiff::{SignedDuration, Timestamp};
use otp::Otp;
use uuid::Uuid;

use crate::error::VaultError;
use crate::secret_text::SecretText;

mod attachments;
mod entry;
mod order;
mod position;
mod quarantine;
mod unknown;
pub(crate) mod wire;

pub use attachments::{RecoveryCode, RecoveryCodes, ServiceLink};
pub use entry::Entry;
pub use order::Beside;
pub use position::Position;
pub use quarantine::{HeldRecord, QuarantineReason, Quarantined};
pub(crate) use unknown::Unknown;

/// How many days an entry stays in the trash.
pub const TRASH_DAYS: i64 = 30;
/// How long after a look that found entries due another look may remove them. A clock that is wrong for less costs nothing.
const AGAIN: SignedDuration = SignedDuration::from_hours(24);

/// What became of a record of another vault's quarantine.
pub enum Taken {
    /// It is an entry now.
    Entry(Uuid),
    /// It is held in this vault's quarantine.
    Held(SecretText),
}

/// The vault's contents. Has no `Debug`, `Display` or `Serialize`: it holds every key.
///
/// ```compile_fail,E0277
/// println!("{:?}", vault::Document::default());
/// ```
/// ```compile_fail,E0277
/// fn crosses<T: serde::Serialize>(_: T) {}
/// crosses(vault::Document::default());
/// ```
#[derive(Clone, Default, PartialEq)]
pub struct Document {
    pub(crate) generation: u64,
    pub(crate) entries: Vec<Entry>,
    pub(crate) quarantine: Vec<Quarantined>,
    /// When something in the trash was first found to be due.
    pub(crate) due_seen: Option<Timestamp>,
    pub(crate) rest: Unknown,
}

impl Document {
    /// Reads a document's plaintext, the JSON that stock `age` decrypts a vault to.
    ///
    /// # Errors
    /// [`VaultError::NewerFormat`]; [`VaultError::Damaged`] for what is no document.
    pub fn from_plaintext(plaintext: &[u8]) -> Result<Self, VaultError> {
        wire::decode(plaintext).map_err(|rejected| match rejected {
            wire::Rejected::Newer(version) => VaultError::NewerFormat { version },
            wire::Rejected::Malformed => VaultError::Damaged { backups: 0 },
        })
    }

    /// How many times the document has been saved.
    #[must_use]
    pub fn generation(&self) -> u64 {
        self.generation
    }

    /// Every entry, those in the trash included, in the order they were added.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Entries not in the trash.
    pub fn live(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.deleted_at.is_none())
    }

    /// Entries in the trash.
    pub fn trashed(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| entry.deleted_at.is_some())
    }

    /// Records that could not be understood: kept word for word, listed, exported.
    #[must_use]
    pub fn quarantine(&self) -> &[Quarantined] {
        &self.quarantine
    }

    /// The entry with this id, in the trash or not.
    #[must_use]
    pub fn entry(&self, id: Uuid) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// The entry with this id, to be changed.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`].
    pub fn entry_mut(&mut self, id: Uuid) -> Result<&mut Entry, VaultError> {
        self.entries
            .iter_mut()
            .find(|entry| entry.id == id)
            .ok_or(VaultError::NoSuchEntry { id })
    }

    /// Changes each of the entries with these ids that there are, in the trash or not.
    pub fn change_each(&mut self, ids: &HashSet<Uuid>, mut change: impl FnMut(&mut Entry)) {
        self.entries
            .iter_mut()
            .filter(|entry| ids.contains(&entry.id))
            .for_each(&mut change);
    }

    /// Entries outside the trash that make the same codes.
    pub fn duplicates(&self, otp: &Otp) -> impl Iterator<Item = &Entry> {
        self.live().filter(move |entry| entry.otp().duplicate_of(otp))
    }

    /// Adds an entry and answers its id.
    ///
    /// # Errors
    /// [`VaultError::EntryExists`].
    pub fn add(&mut self, entry: Entry) -> Result<Uuid, VaultError> {
        let id = entry.id;
        if self.entry(id).is_some() {
            return Err(VaultError::EntryExists { id });
        }
        self.entries.push(entry);
        Ok(id)
    }

    /// Moves an entry to the trash. One that is there already keeps its date.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`].
    pub fn trash(&mut self, id: Uuid, now: Timestamp) -> Result<(), VaultError> {
        self.entry_mut(id)?.deleted_at.get_or_insert(now);
        Ok(())
    }

    /// Takes an entry out of the trash.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`].
    pub fn untrash(&mut self, id: Uuid) -> Result<(), VaultError> {
        self.entry_mut(id)?.deleted_at = None;
        Ok(())
    }

    /// Removes an entry for good; backups still hold it for a while.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`].
    pub fn erase(&mut self, id: Uuid) -> Result<Entry, VaultError> {
        let place = self
            .entries
            .iter()
            .position(|entry| entry.id == id)
            .ok_or(VaultError::NoSuchEntry { id })?;
        Ok(self.entries.remove(place))
    }

    /// Removes an entry in the trash for good, as [`Document::erase`].
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`] when the trash hasn't it: it may have come back out of it meanwhile.
    pub fn erase_trashed(&mut self, id: Uuid) -> Result<Entry, VaultError> {
        if self.trashed().any(|entry| entry.id == id) {
            self.erase(id)
        } else {
            Err(VaultError::NoSuchEntry { id })
        }
    }

    /// Whether something has been in the trash for [`TRASH_DAYS`], and [`Document::purge_expired`] has something to do about it.
    #[must_use]
    pub fn has_expired(&self, now: Timestamp) -> bool {
        let waits = self
            .due_seen
            .is_some_and(|seen| seen <= now && now.duration_since(seen) < AGAIN);
        !waits && self.entries.iter().any(|entry| is_expired(entry, now))
    }

    /// Removes what has been in the trash for [`TRASH_DAYS`] and answers how many that were. No single look at the clock is
    /// believed: an entry goes when a look that was saved a day before, or earlier, found it due as well.
    pub fn purge_expired(&mut self, now: Timestamp) -> usize {
        let before = self.entries.len();
        // One that is still to come is of a clock that was ahead.
        let seen = self.due_seen.filter(|seen| *seen <= now);
        let earlier = seen.filter(|seen| now.duration_since(*seen) >= AGAIN);
        if let Some(earlier) = earlier {
            self.entries
                .retain(|entry| !is_expired(entry, now) || !is_expired(entry, earlier));
        }
        let is_due = self.entries.iter().any(|entry| is_expired(entry, now));
        let since = if earlier.is_some() { now } else { seen.unwrap_or(now) };
        self.due_seen = is_due.then_some(since);
        before - self.entries.len()
    }

    /// Moves an HOTP entry's counter on and answers the generator as it is then, whose code is the one to show: once the
    /// save has succeeded, and not before.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`], [`VaultError::NotCounterBased`], [`VaultError::CounterExhausted`].
    pub fn advance_hotp(&mut self, id: Uuid) -> Result<Otp, VaultError> {
        let entry = self.entry_mut(id)?;
        match entry.otpauth_mut().otp.advance() {
            Ok(Some(_)) => Ok(entry.otp().clone()),
            Ok(None) => Err(VaultError::NotCounterBased { id }),
            Err(_) => Err(VaultError::CounterExhausted { id }),
        }
    }

    /// Holds another app's record that needs a person's attention, word for word, and answers it as it is kept; `None` where it
    /// is held already.
    ///
    /// # Errors
    /// [`VaultError::Unstorable`] for a text that JSON can't carry.
    pub fn hold(&mut self, held: HeldRecord) -> Result<Option<SecretText>, VaultError> {
        let quarantined = Quarantined::holding(held).ok_or(VaultError::Unstorable)?;
        Ok(self.quarantined(quarantined))
    }

    /// Takes a record of another vault's quarantine, to be kept as it was there: in quarantine, or as an entry where this
    /// version understands it. `None` where it is here already.
    pub fn take_quarantined(&mut self, record: &str) -> Option<Taken> {
        let reason = match wire::understand(record) {
            Ok(entry) if self.entry(entry.id).is_none() => {
                let id = entry.id;
                self.entries.push(entry);
                return Some(Taken::Entry(id));
            }
            Ok(_) => QuarantineReason::DuplicateId,
            Err(reason) => reason,
        };
        self.quarantined(Quarantined::new(record, reason)).map(Taken::Held)
    }

    /// Adds a record to the quarantine and answers its text; `None` where it is there already, and then it is there once.
    fn quarantined(&mut self, record: Quarantined) -> Option<SecretText> {
        if self.quarantine.iter().any(|here| here.verbatim() == record.verbatim()) {
            return None;
        }
        let verbatim = record.verbatim().clone();
        self.quarantine.push(record);
        Some(verbatim)
    }

    /// Drops a quarantined record, named by its text: places in the list change when others write.
    ///
    /// # Errors
    /// [`VaultError::NoSuchQuarantined`].
    pub fn discard_quarantined(&mut self, verbatim: &SecretText) -> Result<(), VaultError> {
        let found = self.quarantine.iter().position(|record| record.verbatim() == verbatim);
        self.quarantine.remove(found.ok_or(VaultError::NoSuchQuarantined)?);
        Ok(())
    }

    /// Every entry by its id: for whoever looks up all of them.
    #[must_use]
    pub fn by_id(&self) -> HashMap<Uuid, &Entry> {
        self.entries.iter().map(|entry| (entry.id, entry)).collect()
    }

    /// The ids of all entries.
    pub(crate) fn ids(&self) -> HashSet<Uuid> {
        self.entries.iter().map(|entry| entry.id).collect()
    }
}

/// Whether the entry's time in the trash is over. It was not deleted before it was added, whatever the clock said.
fn is_expired(entry: &Entry, now: Timestamp) -> bool {
    let limit = SignedDuration::from_hours(24 * TRASH_DAYS);
    entry
        .deleted_at
        .is_some_and(|deleted| now.duration_since(deleted.max(entry.created_at)) >= limit)
}
