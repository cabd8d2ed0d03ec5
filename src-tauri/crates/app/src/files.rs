//! Small JSON files without secrets: read whole, replaced whole.

use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::AppError;

/// The file's value; none when there is no file or it is not understood (it is then left as it is until the next save).
pub(crate) fn read<T: DeserializeOwned>(path: &Path) -> Option<T> {
    let bytes = std::fs::read(path).ok()?;
    match serde_json::from_slice(&bytes) {
        Ok(value) => Some(value),
        Err(error) => {
            tracing::warn!(file = ?path.file_name(), line = error.line(), "not understood; kept beside the new one");
            let _ = std::fs::copy(path, path.with_extension("unreadable.json"));
            None
        }
    }
}

/// Replaces the file: written beside it, synced, renamed over it. Readable by its owner alone.
pub(crate) fn write<T: Serialize>(path: &Path, value: &T) -> Result<(), AppError> {
    let folder = path.parent().ok_or(AppError::File {
        kind: std::io::ErrorKind::NotFound,
    })?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    let mut text = serde_json::to_vec_pretty(value).map_err(|_| AppError::File {
        kind: std::io::ErrorKind::InvalidData,
    })?;
    text.push(b'\n');
    file.write_all(&text)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
