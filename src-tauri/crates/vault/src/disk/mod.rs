//! The file system as the write protocol sees it: one method for each call that can fail, so that the tests can fail
//! every one of them.

use std::fs::{File, Metadata};
use std::io;
use std::path::Path;
use std::time::SystemTime;

mod real;
pub(crate) use real::{Real, private, private_folder};

/// More than any vault: ten thousand entries take about 5 MB. A larger file is neither read nor written.
pub(crate) const LARGEST: u64 = 64 << 20;

/// The calls of the write protocol. Implemented by the real file system and, in tests, by one that fails.
pub(crate) trait Disk: Send + Sync {
    /// A plain file's bytes with its stamp; a symbolic link is not followed.
    fn read(&self, path: &Path) -> io::Result<(Vec<u8>, Stamp)>;
    /// A plain file's stamp; a symbolic link is not followed.
    fn stamp(&self, path: &Path) -> io::Result<Stamp>;
    /// A new file, readable by its owner alone. Fails when anything has that name.
    fn create(&self, path: &Path) -> io::Result<File>;
    /// All of the bytes.
    fn write(&self, file: &mut File, bytes: &[u8]) -> io::Result<()>;
    /// The file's bytes reach the disk.
    fn sync(&self, file: &File) -> io::Result<()>;
    /// A second name for a file's bytes; a copy where the file system knows no hard links.
    fn link(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// Gives a file another name in one step, replacing what had it.
    fn rename(&self, from: &Path, to: &Path) -> io::Result<()>;
    /// A folder's names reach the disk.
    fn sync_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes a name.
    fn remove(&self, path: &Path) -> io::Result<()>;
    /// A new folder, open to its owner alone. Fails when anything has that name.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// Removes an empty folder.
    fn remove_folder(&self, path: &Path) -> io::Result<()>;
}

/// What tells one version of a file from another without reading it. A save always makes a new file, so on Unix the
/// inode alone differs from the one before. Two times are left out: a hard link, as backups are, changes the time of
/// change, and Windows gives a renamed file the time of creation of the one it replaces.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    length: u64,
    modified: Option<SystemTime>,
    #[cfg(unix)]
    inode: (u64, u64),
}

impl Stamp {
    /// The stamp in a file's metadata.
    pub(crate) fn of(metadata: &Metadata) -> Self {
        #[cfg(unix)]
        use std::os::unix::fs::MetadataExt;
        Self {
            length: metadata.len(),
            modified: metadata.modified().ok(),
            #[cfg(unix)]
            inode: (metadata.dev(), metadata.ino()),
        }
    }
}
