//! A vault comes into being in one step, though it is several files.
//!
//! They are all written to `creating/` first. Moving `vault.age` out of it is the moment of creation: killed before,
//! there was never a vault and what is in `creating/` is dropped; killed after, the rest is moved out on the next start.
//! One that takes the place of a vault that cannot be read comes into being in the same way.

use std::fs;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::backups::{self, Kept};
use crate::error::VaultError;
use crate::folder::{Folder, exists};
use crate::replace::{UNFINISHED, forget, keep_old, write_new};

/// The names a new vault's files have in `creating/`, vault first: it is the one that counts. The slot that not every vault has
/// comes last.
const NAMES: [&str; 3] = ["vault.age", "slots.json", "identity.age"];

/// A new vault's files.
pub(crate) struct NewFiles {
    pub(crate) vault: Vec<u8>,
    pub(crate) identity: Option<Vec<u8>>,
    pub(crate) slots: Vec<u8>,
}

fn path(folder: &Folder) -> PathBuf {
    folder.path().join("creating")
}

/// Whether a creation is under way or was killed.
pub(crate) fn pending(folder: &Folder) -> Result<bool, VaultError> {
    exists(&path(folder))
}

/// Creates the files in one step. The caller holds the lock and has seen that there are none.
pub(crate) fn create(folder: &Folder, files: &NewFiles) -> Result<(), VaultError> {
    stage(folder, files).inspect_err(|_| discard(folder))?;
    let (disk, staging) = (folder.disk(), path(folder));
    let vault = disk.rename(&staging.join(NAMES[0]), &folder.vault());
    vault
        .map_err(VaultError::io("putting the vault in place"))
        .inspect_err(|_| discard(folder))?;
    if let Err(error) = move_out(folder) {
        // Not created after all. Where even this fails, the next start finishes what was begun.
        if disk.remove(&folder.vault()).is_ok() {
            forget(disk, &folder.identity());
            forget(disk, &folder.slots());
            discard(folder);
        }
        return Err(error);
    }
    Ok(())
}

/// Puts the files in the place of a vault that cannot be read, in one step. What they replace is put aside first. The caller holds
/// the lock.
pub(crate) fn create_over(folder: &Folder, files: &NewFiles, now: Timestamp) -> Result<(), VaultError> {
    let put_aside = |kept, file: PathBuf| keep_old(folder, &file, Some(&backups::next(folder, kept, now)?)).map(drop);
    let placed = stage(folder, files)
        .and_then(|()| put_aside(Kept::Damaged, folder.vault()))
        .and_then(|()| put_aside(Kept::Identity, folder.identity()))
        .and_then(|()| {
            let vault = folder.disk().rename(&path(folder).join(NAMES[0]), &folder.vault());
            vault.map_err(VaultError::io("putting the vault in place"))
        });
    placed.inspect_err(|_| discard(folder))?;
    // What fails from here on, the next start finishes.
    move_out(folder)
}

/// Writes all files where they do not count yet.
fn stage(folder: &Folder, files: &NewFiles) -> Result<(), VaultError> {
    let (disk, staging) = (folder.disk(), path(folder));
    disk.create_folder(&staging)
        .map_err(VaultError::io("creating a folder"))?;
    write_new(disk, &staging.join(NAMES[0]), &files.vault)?;
    write_new(disk, &staging.join(NAMES[1]), &files.slots)?;
    if let Some(identity) = &files.identity {
        write_new(disk, &staging.join(NAMES[2]), identity)?;
    }
    disk.sync_folder(&staging)
        .map_err(VaultError::io("making the new files last"))?;
    disk.sync_folder(folder.path())
        .map_err(VaultError::io("making the new files last"))
}

/// Moves out whatever is still in `creating/`, then removes it.
fn move_out(folder: &Folder) -> Result<(), VaultError> {
    let (disk, staging) = (folder.disk(), path(folder));
    let has_passphrase = exists(&staging.join(NAMES[2]))? || !exists(&staging.join(NAMES[1]))?;
    if !has_passphrase && exists(&folder.identity())? {
        // It opens what was here before.
        let removed = disk.remove(&folder.identity());
        removed.map_err(VaultError::io("removing the old passphrase"))?;
    }
    for name in &NAMES[1..] {
        let staged = staging.join(name);
        if exists(&staged)? {
            let moved = disk.rename(&staged, &folder.path().join(name));
            moved.map_err(VaultError::io("putting a slot in place"))?;
        }
    }
    disk.sync_folder(folder.path())
        .map_err(VaultError::io("making the vault last"))?;
    // An empty folder that stays behind harms nothing and goes on the next start.
    let _ = disk.remove_folder(&staging);
    Ok(())
}

/// Drops what never became a vault.
fn discard(folder: &Folder) {
    let (disk, staging) = (folder.disk(), path(folder));
    NAMES.iter().for_each(|name| forget(disk, &staging.join(name)));
    let _ = disk.remove_folder(&staging);
}

/// Finishes or drops a creation that was killed. The caller holds the lock.
pub(crate) fn settle(folder: &Folder) -> Result<(), VaultError> {
    if !pending(folder)? {
        return Ok(());
    }
    if exists(&path(folder).join(NAMES[0]))? || !exists(&folder.vault())? {
        discard(folder);
        return Ok(());
    }
    move_out(folder)
}

/// On opening a folder: settles a killed creation and sweeps up unfinished files, unless a writer is at work.
pub(crate) fn tidy(folder: &Folder) -> Result<(), VaultError> {
    let unfinished = unfinished(folder.path())?;
    if unfinished.is_empty() && !pending(folder)? {
        return Ok(());
    }
    if let Some(_lock) = folder.try_lock()? {
        settle(folder)?;
        unfinished.iter().for_each(|path| forget(folder.disk(), path));
    }
    Ok(())
}

fn unfinished(root: &Path) -> Result<Vec<PathBuf>, VaultError> {
    let entries = fs::read_dir(root).map_err(VaultError::io("listing the vault's folder"))?;
    let paths = entries.filter_map(Result::ok).map(|entry| entry.path());
    Ok(paths
        .filter(|path| path.to_string_lossy().ends_with(UNFINISHED))
        .collect())
}
