//! One file replaced so that at every moment, and after any fault, it is either the old one or the new one.
//!
//! Temporary file in the same folder → write → fsync → keep the old one under another name → rename → fsync the folder.

use std::io;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::disk::{Disk, LARGEST, Stamp};
use crate::error::VaultError;
use crate::folder::{Folder, exists};

/// What names of unfinished files end in; swept up when the folder is opened.
pub(crate) const UNFINISHED: &str = ".unfinished";

/// Replaces `target`, or makes it where it is not there. The old file stays under the name `kept`, if one is given.
///
/// # Errors
/// The file system's refusals; then `target` holds what it held before.
pub(crate) fn replace(folder: &Folder, target: &Path, bytes: &[u8], kept: Option<&Path>) -> Result<Stamp, VaultError> {
    let disk = folder.disk();
    let temporary = unfinished(folder);
    let stamp = write_new(disk, &temporary, bytes)?;
    let old = keep_old(folder, target, kept).inspect_err(|_| forget(disk, &temporary))?;
    if let Err(error) = disk.rename(&temporary, target) {
        forget(disk, &temporary);
        old.iter().for_each(|old| forget(disk, old));
        return Err(VaultError::io("putting the new file in place")(error));
    }
    if let Err(error) = disk.sync_folder(folder.path()) {
        bring_back(disk, target, old.as_deref());
        return Err(VaultError::io("making the new file last")(error));
    }
    if kept.is_none() {
        old.iter().for_each(|old| forget(disk, old));
    }
    Ok(stamp)
}

/// Writes a new file and makes its bytes last; leaves nothing when it cannot. The stamp is the one the file keeps when
/// it is renamed.
///
/// What would be too large to be read again is refused before anything is touched.
pub(crate) fn write_new(disk: &dyn Disk, path: &Path, bytes: &[u8]) -> Result<Stamp, VaultError> {
    if u64::try_from(bytes.len()).unwrap_or(u64::MAX) > LARGEST {
        return Err(VaultError::TooLarge);
    }
    let mut file = disk.create(path).map_err(VaultError::io("creating a file"))?;
    let written = disk
        .write(&mut file, bytes)
        .and_then(|()| disk.sync(&file))
        .and_then(|()| disk.stamp(path));
    written.map_err(|error| {
        forget(disk, path);
        VaultError::io("writing a file")(error)
    })
}

/// Gives the old file a second name: the one it is to be kept under, or one to come back from.
pub(crate) fn keep_old(folder: &Folder, target: &Path, kept: Option<&Path>) -> Result<Option<PathBuf>, VaultError> {
    if !exists(target)? {
        return Ok(None);
    }
    let disk = folder.disk();
    let old = kept.map_or_else(|| unfinished(folder), Path::to_path_buf);
    disk.link(target, &old)
        .map_err(VaultError::io("keeping the old file"))?;
    if let Some(backups) = kept.and_then(Path::parent) {
        disk.sync_folder(backups).map_err(|error| {
            forget(disk, &old);
            VaultError::io("making the backup last")(error)
        })?;
    }
    Ok(Some(old))
}

/// Undoes a rename that may not last, so that a refused save is one that did not happen.
fn bring_back(disk: &dyn Disk, target: &Path, old: Option<&Path>) {
    let undone = match old {
        Some(old) => disk.rename(old, target),
        None => disk.remove(target),
    };
    if undone.is_err() {
        tracing::warn!("a save that could not be made to last is in place");
    }
}

/// Removes a name that is of no more use. What stays behind is swept up when the folder is opened next.
pub(crate) fn forget(disk: &dyn Disk, path: &Path) {
    match disk.remove(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => {
            tracing::warn!(kind = ?error.kind(), "a file of no more use could not be removed");
        }
        _ => {}
    }
}

/// A name nobody has.
fn unfinished(folder: &Folder) -> PathBuf {
    folder.path().join(format!(".{}{UNFINISHED}", Uuid::new_v4().simple()))
}
