//! Backups, copies, and how a backup differs from the vault: names and counts, never a key.

use app::backing_up::{CopyFailure, CopyState};
use app::restoring::{Offer, Take};
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::EntryName;

use super::failure::FailureCode;
use super::time::Millis;
use super::vault::count;

/// The most names shown of each kind; the counts are of all.
const MOST_NAMES: usize = 200;

/// One backup of the vault.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct BackupView {
    /// Its name, to restore it by.
    pub(crate) name: String,
    /// When it was written.
    pub(crate) written_at: Millis,
    /// Its size in bytes.
    pub(crate) bytes: u32,
}

/// How it stands with the copies in the person's folder.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct CopyView {
    /// Where they go; none where the person wants none.
    pub(crate) folder: Option<String>,
    /// When the newest was made.
    pub(crate) last_at: Option<Millis>,
    /// Why there is none of the present state.
    pub(crate) failure: Option<FailureCode>,
    /// One is being made, or soon.
    pub(crate) waiting: bool,
}

/// An entry by its names.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct NameView {
    /// Who issued it.
    pub(crate) issuer: String,
    /// Whose it is.
    pub(crate) account: String,
}

/// Entries: how many, and the first names.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct NamesView {
    /// How many there are.
    pub(crate) count: u32,
    /// Their names, at most two hundred.
    pub(crate) names: Vec<NameView>,
}

/// What a backup offers.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "offer", rename_all = "kebab-case")]
pub(crate) enum OfferView {
    /// It differs so from the open vault.
    Differs {
        /// Only in the backup.
        only_there: NamesView,
        /// Only in the vault.
        only_here: NamesView,
        /// In both, and not alike.
        changed: NamesView,
        /// Alike in both.
        same: u32,
    },
    /// There is no readable vault; the backup holds these.
    Holds {
        /// All of them.
        entries: NamesView,
    },
    /// No key at hand opens it.
    NeedsKey {
        /// A passphrase may.
        passphrase: bool,
        /// The recovery key may.
        recovery_key: bool,
    },
}

/// How much is taken over.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum TakeChoice {
    /// The vault becomes what the backup was.
    All,
    /// What only the backup has is added.
    Missing,
}

impl From<&vault::Backup> for BackupView {
    fn from(backup: &vault::Backup) -> Self {
        Self {
            name: backup.number.to_string(),
            written_at: backup.replaced_at.into(),
            bytes: u32::try_from(backup.bytes).unwrap_or(u32::MAX),
        }
    }
}

impl From<CopyState> for CopyView {
    fn from(state: CopyState) -> Self {
        Self {
            folder: state.folder.map(|folder| folder.display().to_string()),
            last_at: state.last.map(|copy| copy.taken_at.into()),
            failure: state.failure.map(Into::into),
            waiting: state.waiting,
        }
    }
}

impl From<CopyFailure> for FailureCode {
    fn from(failure: CopyFailure) -> Self {
        match failure {
            CopyFailure::FolderMissing => Self::FolderMissing,
            CopyFailure::NoSpace => Self::NoSpace,
            CopyFailure::NotWritable => Self::NotWritable,
            CopyFailure::Failed => Self::FileFailed,
        }
    }
}

impl From<Vec<EntryName>> for NamesView {
    fn from(names: Vec<EntryName>) -> Self {
        let view = |name: EntryName| NameView {
            issuer: name.issuer,
            account: name.account,
        };
        Self {
            count: count(names.len()),
            names: names.into_iter().take(MOST_NAMES).map(view).collect(),
        }
    }
}

impl From<Offer> for OfferView {
    fn from(offer: Offer) -> Self {
        match offer {
            Offer::Differs(found) => Self::Differs {
                only_there: found.only_there.into(),
                only_here: found.only_here.into(),
                changed: found.changed.into(),
                same: count(found.same),
            },
            Offer::Holds(names) => Self::Holds { entries: names.into() },
            Offer::NeedsKey {
                passphrase,
                recovery_key,
            } => Self::NeedsKey {
                passphrase,
                recovery_key,
            },
        }
    }
}

impl From<TakeChoice> for Take {
    fn from(choice: TakeChoice) -> Self {
        match choice {
            TakeChoice::All => Self::All,
            TakeChoice::Missing => Self::Missing,
        }
    }
}
