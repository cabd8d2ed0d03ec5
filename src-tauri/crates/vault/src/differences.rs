//! What a backup has that the vault has not, and the other way round; and taking it over.

use otp::Kind;

use crate::document::{Document, Entry};
use crate::merge::never_back;

/// An entry as a person knows it, without its key.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryName {
    /// Who asks for the code; may be empty.
    pub issuer: String,
    /// Whose it is; may be empty.
    pub account: String,
}

/// How a backup differs from the vault. What is in the trash counts as not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Differences {
    /// Only in the backup.
    pub only_there: Vec<EntryName>,
    /// Only in the vault.
    pub only_here: Vec<EntryName>,
    /// In both, with other names, notes, tags, counters or keys.
    pub changed: Vec<EntryName>,
    /// Alike in both.
    pub same: usize,
}

impl Differences {
    /// Compares the vault as it is with a backup of it.
    #[must_use]
    pub fn between(here: &Document, there: &Document) -> Self {
        let mut found = Self {
            only_there: names(there.live().filter(|entry| is_missing(here, entry))),
            only_here: names(here.live().filter(|entry| is_missing(there, entry))),
            ..Self::default()
        };
        for entry in there.live() {
            match live(here, entry) {
                Some(now) if alike(now, entry) => found.same += 1,
                Some(_) => found.changed.push(EntryName::of(entry)),
                // Another entry makes the same codes.
                None if !is_missing(here, entry) => found.same += 1,
                None => {}
            }
        }
        found.changed.sort();
        found
    }
}

impl EntryName {
    fn of(entry: &Entry) -> Self {
        Self {
            issuer: entry.issuer().unwrap_or_default().to_owned(),
            account: entry.account().to_owned(),
        }
    }
}

impl Document {
    /// The names of the entries outside the trash.
    #[must_use]
    pub fn names(&self) -> Vec<EntryName> {
        names(self.live())
    }

    /// Becomes what the backup was. Counters never go back: their codes have been used.
    pub fn take_all(&mut self, backup: &Self) {
        let before = std::mem::take(&mut self.entries);
        self.entries.clone_from(&backup.entries);
        for entry in self.entries.iter_mut().filter(|entry| is_counted(entry)) {
            for used in before.iter().filter(|used| is_counted(used)) {
                never_back(entry, used);
            }
        }
        self.quarantine.clone_from(&backup.quarantine);
        self.rest.clone_from(&backup.rest);
    }

    /// Takes over the entries only the backup has, out of the trash where they are there, and records of its quarantine that
    /// are not here. Everything that is here stays as it is.
    pub fn take_missing(&mut self, backup: &Self) {
        let missing: Vec<&Entry> = backup.live().filter(|entry| is_missing(self, entry)).collect();
        for entry in missing {
            match self.entries.iter_mut().find(|here| here.id == entry.id) {
                Some(trashed) => trashed.deleted_at = None,
                None => self.entries.push(entry.clone()),
            }
        }
        for record in &backup.quarantine {
            if !self.quarantine.iter().any(|here| here.verbatim() == record.verbatim()) {
                self.quarantine.push(record.clone());
            }
        }
    }
}

fn is_counted(entry: &Entry) -> bool {
    matches!(entry.otp().kind, Kind::Hotp { .. })
}

/// Whether a document has neither the entry nor another that makes the same codes.
fn is_missing(document: &Document, entry: &Entry) -> bool {
    live(document, entry).is_none() && document.duplicates(entry.otp()).next().is_none()
}

fn live<'a>(document: &'a Document, entry: &Entry) -> Option<&'a Entry> {
    document.entry(entry.id).filter(|found| found.deleted_at.is_none())
}

/// Whether two states of an entry are the same, whenever they were saved.
fn alike(one: &Entry, other: &Entry) -> bool {
    let mut one = one.clone();
    one.updated_at = other.updated_at;
    one == *other
}

fn names<'a>(entries: impl Iterator<Item = &'a Entry>) -> Vec<EntryName> {
    let mut names: Vec<EntryName> = entries.map(EntryName::of).collect();
    names.sort();
    names
}
