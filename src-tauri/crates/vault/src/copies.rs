//! Copies of the vault in a folder of the person's choosing: a stick, another disk, a synchronised folder. Each is the vault's
//! own file, so stock `age` opens it; where a passphrase is set, `identity.age` lies beside them, so that the folder alone
//! and the passphrase restore everything.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use crate::disk::{Disk, Real};
use crate::error::VaultError;

/// How the time of a copy is written in its name, in UTC.
const TIME: &str = "%Y-%m-%d-%H%M%SZ";
/// Letters of the recipient that tell one vault's copies from another's in the same folder.
const TAG: usize = 8;

/// The vault's file as it is on the disk, seen to open, and what belongs beside it. Holds no key.
pub struct Sealed {
    pub(crate) vault: Vec<u8>,
    /// The passphrase slot, where it is this vault's.
    pub(crate) identity: Option<Vec<u8>>,
    pub(crate) recipient: String,
}

/// One copy.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VaultCopy {
    /// The file's name.
    pub name: String,
    /// When it was made, by the clock of the machine.
    pub taken_at: Timestamp,
}

/// A folder that copies are kept in.
pub struct CopyFolder {
    root: PathBuf,
    disk: Arc<dyn Disk>,
}

impl CopyFolder {
    /// This folder. It is not made where it is missing: a stick that is not plugged in is no place for copies.
    #[must_use]
    pub fn at(root: impl Into<PathBuf>) -> Self {
        Self::on(root.into(), Arc::new(Real))
    }

    pub(crate) fn on(root: PathBuf, disk: Arc<dyn Disk>) -> Self {
        Self { root, disk }
    }

    /// Sees to it that the folder holds this state of the vault, and no more than `most` copies of this vault. A copy is
    /// written beside, read back, compared with what was seen to open, and only then gets its name. Answers with the copy,
    /// which may have been there before.
    ///
    /// # Errors
    /// [`VaultError::NoSuchFolder`]; the file system's refusals. Then all older copies are there as before.
    pub fn keep(&self, sealed: &Sealed, most: usize, now: Timestamp) -> Result<VaultCopy, VaultError> {
        if !fs::metadata(&self.root).is_ok_and(|found| found.is_dir()) {
            return Err(VaultError::NoSuchFolder);
        }
        let tag = tag(&sealed.recipient);
        // What a killed run has left.
        self.remove(&self.unfinished(tag))?;
        let beside = self.root.join(format!("Gatehouse-{tag}-identity.age"));
        // One that is lost here may be the last way into the copies: it stays there.
        if let Some(identity) = &sealed.identity {
            self.put(tag, &beside, identity)?;
        }
        let copies = self.list(tag)?;
        let held = copies
            .iter()
            .find(|copy| self.holds(&self.root.join(&copy.name), &sealed.vault));
        if let Some(held) = held {
            return Ok(held.clone());
        }
        let copy = VaultCopy {
            name: format!("Gatehouse-{tag}-{}.age", now.strftime(TIME)),
            taken_at: now,
        };
        self.put(tag, &self.root.join(&copy.name), &sealed.vault)?;
        self.prune(tag, most, &copy);
        Ok(copy)
    }

    /// This vault's copies, newest first.
    fn list(&self, tag: &str) -> Result<Vec<VaultCopy>, VaultError> {
        let entries = fs::read_dir(&self.root).map_err(VaultError::io("listing the copies"))?;
        let mut copies: Vec<VaultCopy> = entries
            .filter_map(|entry| parse(entry.ok()?.file_name().to_str()?, tag))
            .collect();
        copies.sort_unstable_by_key(|copy| std::cmp::Reverse(copy.taken_at));
        Ok(copies)
    }

    /// Removes the oldest beyond `most`; never the one just made, which is the oldest where the clock was set back. Failing
    /// at it loses nothing, so it is no error.
    fn prune(&self, tag: &str, most: usize, made: &VaultCopy) {
        let others = self.list(tag).unwrap_or_default().into_iter();
        let old = others.filter(|copy| copy.name != made.name).skip(most.max(1) - 1);
        for copy in old {
            if let Err(error) = self.remove(&self.root.join(&copy.name)) {
                tracing::warn!(code = error.code(), "an old copy stays");
            }
        }
    }

    /// Whether a file holds these bytes.
    fn holds(&self, path: &Path, bytes: &[u8]) -> bool {
        let length = fs::symlink_metadata(path).map(|found| found.len());
        length.is_ok_and(|length| usize::try_from(length) == Ok(bytes.len()))
            && self.disk.read(path).is_ok_and(|(there, _)| there == bytes)
    }

    /// Gives a file these bytes, in one step.
    fn put(&self, tag: &str, path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
        if self.holds(path, bytes) {
            return Ok(());
        }
        let unfinished = self.unfinished(tag);
        let written = self.write(&unfinished, bytes).and_then(|()| {
            self.disk
                .rename(&unfinished, path)
                .map_err(VaultError::io("naming a copy"))
        });
        if written.is_err() {
            let _ = self.remove(&unfinished);
        }
        written?;
        match self.disk.sync_folder(&self.root) {
            // Sticks and network folders may not know the call.
            Err(error) if !matches!(error.kind(), io::ErrorKind::InvalidInput | io::ErrorKind::Unsupported) => {
                Err(VaultError::io("making a copy last")(error))
            }
            _ => Ok(()),
        }
    }

    fn write(&self, path: &Path, bytes: &[u8]) -> Result<(), VaultError> {
        let mut file = self.disk.create(path).map_err(VaultError::io("creating a copy"))?;
        self.disk
            .write(&mut file, bytes)
            .map_err(VaultError::io("writing a copy"))?;
        self.disk.sync(&file).map_err(VaultError::io("syncing a copy"))?;
        drop(file);
        let (there, _) = self.disk.read(path).map_err(VaultError::io("reading a copy back"))?;
        if there == bytes {
            Ok(())
        } else {
            Err(VaultError::Io {
                kind: io::ErrorKind::InvalidData,
                what: "reading a copy back",
            })
        }
    }

    fn unfinished(&self, tag: &str) -> PathBuf {
        self.root.join(format!(".Gatehouse-{tag}.unfinished"))
    }

    fn remove(&self, path: &Path) -> Result<(), VaultError> {
        match self.disk.remove(path) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(VaultError::io("removing a copy")(error)),
            _ => Ok(()),
        }
    }
}

/// Where the identity of a copy would lie, for whoever has only the copy's path: under our name for it, or age's.
#[must_use]
pub fn identities_beside(copy: &Path) -> Vec<PathBuf> {
    let name = copy.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let tagged = name
        .strip_prefix("Gatehouse-")
        .and_then(|rest| rest.get(..TAG))
        .map(|tag| copy.with_file_name(format!("Gatehouse-{tag}-identity.age")));
    tagged
        .into_iter()
        .chain([copy.with_file_name("identity.age")])
        .collect()
}

/// The first letters of a recipient behind its `age1`.
fn tag(recipient: &str) -> &str {
    recipient.get(4..4 + TAG).unwrap_or(recipient)
}

/// Reads a name such as `Gatehouse-q3x7k2m9-2026-11-25-200417Z.age`.
fn parse(name: &str, tag: &str) -> Option<VaultCopy> {
    let rest = name.strip_prefix("Gatehouse-")?.strip_prefix(tag)?.strip_prefix('-')?;
    let time = DateTime::strptime(TIME, rest.strip_suffix(".age")?).ok()?;
    Some(VaultCopy {
        name: name.to_owned(),
        taken_at: time.to_zoned(TimeZone::UTC).ok()?.timestamp(),
    })
}
