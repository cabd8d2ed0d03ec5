//! Each format's bytes, read back before they are handed out; and how an export gets onto the disk: for its owner alone, read
//! again and compared, whole or not at all.

use std::io::{Read, Write};
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

/// Writes a file that only its owner can read: beside its place first, synced, read again and compared, then renamed over whatever
/// is there.
///
/// # Errors
/// [`AppError::ExportNotFaithful`] when the file does not hold what was written; [`AppError::File`]. What is there stays then, and
/// nothing half-written is left.
pub fn private_file(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    // A temporary file is its owner's alone (0600) from the start.
    let mut file = tempfile::NamedTempFile::new_in(folder.unwrap_or(Path::new(".")))?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    holds(file.path(), bytes)?;
    file.persist(path).map_err(|error| error.error)?;
    Ok(())
}

/// That a file holds these bytes.
fn holds(path: &Path, bytes: &[u8]) -> Result<(), AppError> {
    // Keys may be among them. Room for one more tells a longer file, and a buffer that grows would leave copies behind.
    let mut there = Zeroizing::new(Vec::with_capacity(bytes.len() + 1));
    let most = u64::try_from(bytes.len()).unwrap_or(u64::MAX).saturating_add(1);
    std::fs::File::open(path)?.take(most).read_to_end(&mut there)?;
    if there.as_slice() == bytes {
        Ok(())
    } else {
        Err(AppError::ExportNotFaithful)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_file_that_reads_back_otherwise_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.txt");
        private_file(&path, b"codes").unwrap();
        assert!(holds(&path, b"codes").is_ok());
        for other in [&b"code"[..], b"codez", b"codes\n", b""] {
            assert!(matches!(holds(&path, other), Err(AppError::ExportNotFaithful)));
        }
        assert_eq!(
            std::fs::read_dir(folder.path()).unwrap().count(),
            1,
            "nothing is left beside it"
        );
    }
}
