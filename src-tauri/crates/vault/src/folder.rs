//! The folder a vault lives in: which file is where, and that nothing in it is a trap.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use crate::disk::{Disk, Real, Stamp, private_folder};
use crate::error::VaultError;
use crate::lock::Lock;
use crate::{slots, staging};

/// How long a call waits for another program's write to end.
const LOCK_WAIT: Duration = Duration::from_secs(10);

/// The folder of one vault. Cheap to clone; holds no key and no open file.
#[derive(Clone)]
pub struct Folder {
    root: PathBuf,
    lock_wait: Duration,
    disk: Arc<dyn Disk>,
}

impl Folder {
    /// Takes the folder at `path`, creating it for its owner alone where it does not exist, and tidies up after a
    /// creation or a save that was killed.
    ///
    /// # Errors
    /// [`VaultError::SymlinkRefused`] where a symbolic link stands there; the file system's refusals.
    pub fn open(path: impl Into<PathBuf>) -> Result<Self, VaultError> {
        Self::open_on(path.into(), Arc::new(Real))
    }

    pub(crate) fn open_on(root: PathBuf, disk: Arc<dyn Disk>) -> Result<Self, VaultError> {
        take_folder(&root)?;
        let folder = Self {
            root,
            lock_wait: LOCK_WAIT,
            disk,
        };
        staging::tidy(&folder)?;
        Ok(folder)
    }

    /// The same folder with another limit on the wait for other programs' writes; ten seconds unless told.
    #[must_use]
    pub fn with_lock_wait(self, lock_wait: Duration) -> Self {
        Self { lock_wait, ..self }
    }

    /// What is in the folder, without any key.
    ///
    /// # Errors
    /// [`VaultError::SymlinkRefused`], [`VaultError::NewerFormat`] of `slots.json`, the file system's refusals.
    pub fn presence(&self) -> Result<slots::Presence, VaultError> {
        slots::presence(self)
    }

    /// The folder's path.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.root
    }

    pub(crate) fn vault(&self) -> PathBuf {
        self.root.join("vault.age")
    }

    pub(crate) fn identity(&self) -> PathBuf {
        self.root.join("identity.age")
    }

    pub(crate) fn slots(&self) -> PathBuf {
        self.root.join("slots.json")
    }

    pub(crate) fn backup_folder(&self) -> PathBuf {
        self.root.join("backups")
    }

    pub(crate) fn disk(&self) -> &dyn Disk {
        &*self.disk
    }

    /// Waits for the lock file; held until dropped.
    ///
    /// Whoever waits holds the turn meanwhile, so that a writer who writes again and again cannot pass it by.
    pub(crate) fn lock(&self) -> Result<Lock, VaultError> {
        let _turn = Lock::take(&self.root.join("vault.turn"), self.lock_wait)?;
        Lock::take(&self.root.join("vault.lock"), self.lock_wait)
    }

    /// The lock if nobody holds it.
    pub(crate) fn try_lock(&self) -> Result<Option<Lock>, VaultError> {
        match Lock::take(&self.root.join("vault.lock"), Duration::ZERO) {
            Ok(lock) => Ok(Some(lock)),
            Err(VaultError::Locked) => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// A file's bytes and stamp; `None` when it is not there.
    pub(crate) fn read(&self, path: &Path) -> Result<Option<(Vec<u8>, Stamp)>, VaultError> {
        // Asked first where opening could follow a link; where it cannot, this costs one call and changes nothing.
        if !exists(path)? {
            return Ok(None);
        }
        match self.disk.read(path) {
            Ok(read) => Ok(Some(read)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(VaultError::io("reading a file")(error)),
        }
    }

    /// A file's stamp; `None` when it is not there.
    pub(crate) fn stamp(&self, path: &Path) -> Result<Option<Stamp>, VaultError> {
        match self.disk.stamp(path) {
            Ok(stamp) => Ok(Some(stamp)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(VaultError::io("looking at a file")(error)),
        }
    }

    /// The backups' folder, created when it is not there.
    pub(crate) fn ensure_backup_folder(&self) -> Result<PathBuf, VaultError> {
        let path = self.backup_folder();
        if !exists(&path)? {
            self.disk
                .create_folder(&path)
                .map_err(VaultError::io("creating the backups' folder"))?;
        }
        Ok(path)
    }
}

/// Whether something has that name. A symbolic link is refused, wherever it points.
pub(crate) fn exists(path: &Path) -> Result<bool, VaultError> {
    match fs::symlink_metadata(path) {
        Ok(metadata) if metadata.is_symlink() => Err(VaultError::SymlinkRefused),
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(VaultError::io("looking at a file")(error)),
    }
}

/// Creates the folder, or checks and closes to others the one that is there.
fn take_folder(root: &Path) -> Result<(), VaultError> {
    if !exists(root)? {
        let created = private_folder().recursive(true).create(root);
        created.map_err(VaultError::io("creating the vault's folder"))?;
    }
    let metadata = fs::symlink_metadata(root).map_err(VaultError::io("looking at the vault's folder"))?;
    if !metadata.is_dir() {
        return Err(VaultError::NotAVaultFile);
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        if metadata.permissions().mode() & 0o077 != 0 {
            fs::set_permissions(root, fs::Permissions::from_mode(0o700))
                .map_err(VaultError::io("closing the vault's folder to others"))?;
        }
    }
    Ok(())
}
