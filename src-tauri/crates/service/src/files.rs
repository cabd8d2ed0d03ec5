//! Files and folders that only their owner may read.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use crate::error::ServiceError;

fn failed(path: &Path) -> impl FnOnce(io::Error) -> ServiceError {
    move |source| ServiceError::File {
        path: path.to_owned(),
        source,
    }
}

fn for_owner(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(options, 0o600);
    options
}

#[cfg(unix)]
fn restrict(path: &Path, mode: u32) -> io::Result<()> {
    fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(mode))
}

#[cfg(not(unix))]
fn restrict(_path: &Path, _mode: u32) -> io::Result<()> {
    Ok(()) // a Windows profile folder is its owner's by its access list
}

#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    fs::File::open(path)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(()) // Windows has no handle of a folder to sync by
}

/// Makes a folder of mode 0700, or gives that mode to the one that is there.
pub(crate) fn private_folder(path: &Path) -> Result<(), ServiceError> {
    let mut builder = fs::DirBuilder::new();
    // The folders above it that are missing are its owner's as well.
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder
        .recursive(true)
        .create(path)
        .and_then(|()| restrict(path, 0o700))
        .map_err(failed(path))
}

/// Makes an empty file of mode 0600, or gives that mode to the one that is there.
pub(crate) fn private_file(path: &Path) -> Result<(), ServiceError> {
    let made = for_owner(OpenOptions::new().create(true).append(true)).open(path);
    made.and_then(|_| restrict(path, 0o600)).map_err(failed(path))
}

/// Writes a file of mode 0600 at once: readers see all of it or nothing, after a power cut, too. What a process that died left of it is
/// written over.
pub(crate) fn write_whole(path: &Path, content: &[u8]) -> Result<(), ServiceError> {
    let unfinished = path.with_extension("part");
    let write = || {
        let mut file = for_owner(OpenOptions::new().create(true).truncate(true).write(true)).open(&unfinished)?;
        file.write_all(content)?;
        // A name that reaches the disk before its content is an empty file.
        file.sync_all()?;
        drop(file);
        fs::rename(&unfinished, path)?;
        path.parent().map_or(Ok(()), sync_folder)
    };
    write().map_err(failed(path))
}

/// Reads a file whole.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, ServiceError> {
    fs::read(path).map_err(failed(path))
}

/// Adds a line to a file of mode 0600, in one write.
pub(crate) fn append_line(path: &Path, line: &str) -> Result<(), ServiceError> {
    let open = for_owner(OpenOptions::new().create(true).append(true)).open(path);
    open.and_then(|mut file| file.write_all(format!("{line}\n").as_bytes()))
        .map_err(failed(path))
}
