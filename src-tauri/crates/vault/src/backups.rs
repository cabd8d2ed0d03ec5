//! Backups: every version that was replaced, numbered; the last ten and one a day for fourteen days are kept.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::error::VaultError;
use crate::folder::{Folder, exists};
use crate::replace::forget;

/// How many of the newest are kept.
const LAST: usize = 10;
/// For how many days the day's newest is kept. Days with a backup are counted, not days of the calendar: a clock that
/// jumps ahead for a while costs nothing.
const DAYS: usize = 14;

/// One earlier version of the vault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its number; a greater one is newer.
    pub number: u64,
    /// When it was replaced, by the clock of the machine.
    pub replaced_at: Timestamp,
    /// Its length in bytes.
    pub bytes: u64,
    pub(crate) path: PathBuf,
}

/// What a file in the backups' folder is.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kept {
    /// A version that was replaced in good order.
    Version,
    /// A file that could not be read when a backup was restored over it. Never offered, never removed.
    Damaged,
    /// The passphrase slot of a vault that another's backup took the place of: it opens that vault's backups. Never offered, never
    /// removed.
    Identity,
}

impl Kept {
    const fn prefix(self) -> &'static str {
        match self {
            Self::Version => "vault-",
            Self::Damaged => "damaged-",
            Self::Identity => "identity-",
        }
    }
}

impl Folder {
    /// The backups, newest first. Needs no key.
    ///
    /// # Errors
    /// [`VaultError::SymlinkRefused`] where the backups' folder is a link; the file system's refusals.
    pub fn backups(&self) -> Result<Vec<Backup>, VaultError> {
        list(self)
    }
}

/// See [`Folder::backups`].
pub(crate) fn list(folder: &Folder) -> Result<Vec<Backup>, VaultError> {
    let mut backups: Vec<Backup> = files(folder)?
        .into_iter()
        .filter(|(kept, _)| *kept == Kept::Version)
        .map(|(_, backup)| backup)
        .collect();
    backups.sort_unstable_by_key(|backup| std::cmp::Reverse((backup.number, backup.replaced_at)));
    Ok(backups)
}

/// Whether there is anything in the backups' folder, offered or not.
pub(crate) fn any(folder: &Folder) -> Result<bool, VaultError> {
    files(folder).map(|files| !files.is_empty())
}

/// The error for a file that cannot be read, with how many backups there are to offer.
pub(crate) fn damaged(folder: &Folder) -> VaultError {
    VaultError::Damaged {
        backups: list(folder).map_or(0, |backups| backups.len()),
    }
}

/// The name under which the current file is kept when it is replaced at `now`.
pub(crate) fn next(folder: &Folder, kept: Kept, now: Timestamp) -> Result<PathBuf, VaultError> {
    let root = folder.ensure_backup_folder()?;
    let number = files(folder)?
        .iter()
        .map(|(_, backup)| backup.number)
        .max()
        .map_or(1, |last| last.saturating_add(1));
    let time = now.strftime("%Y%m%dT%H%M%SZ");
    Ok(root.join(format!("{}{number:06}-{time}.age", kept.prefix())))
}

/// Removes what is neither among the last nor a day's newest. Failing at it loses nothing, so it is no error.
pub(crate) fn prune(folder: &Folder) {
    let Ok(backups) = list(folder) else { return };
    let mut days: BTreeSet<Date> = BTreeSet::new();
    for (place, backup) in backups.iter().enumerate() {
        let day = backup.replaced_at.to_zoned(TimeZone::UTC).date();
        let is_days_newest = days.len() < DAYS && days.insert(day);
        if place >= LAST && !is_days_newest {
            forget(folder.disk(), &backup.path);
        }
    }
}

/// Every file in the backups' folder that has a name of ours.
fn files(folder: &Folder) -> Result<Vec<(Kept, Backup)>, VaultError> {
    let root = folder.backup_folder();
    if !exists(&root)? {
        return Ok(Vec::new());
    }
    let entries = fs::read_dir(&root).map_err(VaultError::io("listing the backups"))?;
    Ok(entries
        .filter_map(Result::ok)
        .filter_map(|entry| parse(&entry.path()))
        .collect())
}

/// Reads a name such as `vault-000042-20261120T134750Z.age`. Links and folders are passed over.
fn parse(path: &Path) -> Option<(Kept, Backup)> {
    let name = path.file_name()?.to_str()?.strip_suffix(".age")?;
    let (kept, rest) = [Kept::Version, Kept::Damaged, Kept::Identity]
        .into_iter()
        .find_map(|kept| Some((kept, name.strip_prefix(kept.prefix())?)))?;
    let (number, time) = rest.split_once('-')?;
    let replaced_at = jiff::civil::DateTime::strptime("%Y%m%dT%H%M%SZ", time).ok()?;
    let replaced_at = replaced_at.to_zoned(TimeZone::UTC).ok()?.timestamp();
    let metadata = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file)?;
    let number = number.parse().ok()?;
    Some((
        kept,
        Backup {
            number,
            replaced_at,
            bytes: metadata.len(),
            path: path.to_path_buf(),
        },
    ))
}
