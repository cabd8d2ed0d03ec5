//! Each format's bytes, read back where the format can be; and how an export gets onto the disk: for its owner alone, whole or
//! not at all.

use std::io::Write;
use std::path::Path;

use secrecy::SecretString;
use transfer::exports::{self, Export, Outgoing};
use transfer::{ImportError, Work};
use vault::{Document, WorkFactor, sealed_backup};
use zeroize::Zeroizing;

use super::confirm::reads_back;
use super::{ExportFormat, pages};
use crate::AppError;

/// The whole vault under a passphrase, trash and quarantine included. The vault crate has compared it already.
pub(super) fn backup(document: &Document, password: Option<&SecretString>) -> Result<Export, AppError> {
    let password = password.ok_or(ImportError::PasswordNeeded)?;
    Ok(Export {
        written: Zeroizing::new(sealed_backup(document, password, WorkFactor::STANDARD)?),
        left_out: Vec::new(),
    })
}

/// The entries in another app's format.
pub(super) fn written(
    format: ExportFormat,
    entries: &[Outgoing],
    password: Option<&SecretString>,
) -> Result<Export, AppError> {
    let random = &mut |bytes: &mut [u8]| rand::fill(bytes);
    let export = match format {
        ExportFormat::Google => return pages::google(entries, random),
        ExportFormat::Printable => return pages::printable(entries),
        ExportFormat::Aegis => {
            let password = password.ok_or(ImportError::PasswordNeeded)?;
            exports::aegis_encrypted(entries, password, random, &Work::default())?
        }
        ExportFormat::AegisPlain => exports::aegis_plain(entries, random)?,
        ExportFormat::Twofas => exports::twofas(entries, random)?,
        ExportFormat::Gatehouse | ExportFormat::OtpauthList => exports::otpauth_list(entries),
    };
    reads_back(&export.written, entries, &export.left_out, password)?;
    Ok(export)
}

/// Writes a file that only its owner can read: beside its place first, synced, then renamed over whatever is there.
///
/// # Errors
/// [`AppError::File`]; nothing half-written is left.
pub fn private_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    // A temporary file is its owner's alone (0600) from the start.
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}
