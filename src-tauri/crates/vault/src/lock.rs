//! The lock between writers: an advisory lock on a file, released by the system when its holder dies.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use crate::disk::private;
use crate::error::VaultError;
use crate::folder::exists;

/// How long to wait before asking again.
const PAUSE: Duration = Duration::from_millis(2);

/// The right to write, until dropped.
pub(crate) struct Lock {
    /// Closing it releases the lock.
    _file: File,
}

impl Lock {
    /// Takes the lock, waiting at most `wait` for whoever holds it.
    pub(crate) fn take(path: &Path, wait: Duration) -> Result<Self, VaultError> {
        exists(path)?;
        let mut options = OpenOptions::new();
        // Never removed: a lock file that comes and goes lets two in.
        options.read(true).write(true).create(true).truncate(false);
        let file = private(&mut options)
            .open(path)
            .map_err(VaultError::io("opening the lock file"))?;
        let until = Instant::now() + wait;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if Instant::now() < until => thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(VaultError::Locked),
                Err(TryLockError::Error(error)) => return Err(VaultError::io("taking the lock")(error)),
            }
        }
    }
}
