//! The vault in one file under a passphrase, to be taken along and to be gone back to: stock `age` opens it, and inside is the
//! documented JSON.

use secrecy::SecretString;

use crate::crypt;
use crate::disk::LARGEST;
use crate::document::{Document, wire};
use crate::error::VaultError;
use crate::identity::Identity;
use crate::passphrase::{self, WorkFactor};

/// The whole document, trash and quarantine included, encrypted with a passphrase; decrypted again and compared before it is
/// handed out. Takes about two seconds, by design.
///
/// # Errors
/// [`VaultError::Unstorable`], [`VaultError::TooLarge`], [`VaultError::EncryptionFailed`].
pub fn sealed_backup(document: &Document, passphrase: &SecretString, work: WorkFactor) -> Result<Vec<u8>, VaultError> {
    let (recipient, key) = passphrase::scrypt(passphrase, work);
    let sealed = crypt::seal_checked(&recipient, &key, &wire::encode(document)?)?;
    if u64::try_from(sealed.len()).unwrap_or(u64::MAX) > LARGEST {
        // Nothing would take it back.
        return Err(VaultError::TooLarge);
    }
    Ok(sealed)
}

/// The document of a backup that its own passphrase opens. Takes about a second, by design.
///
/// # Errors
/// [`VaultError::WrongPassphrase`]; [`VaultError::TooMuchWork`]; [`VaultError::NewerFormat`]; [`VaultError::Damaged`] for what is no
/// such backup.
pub fn open_backup(sealed: &[u8], passphrase: &SecretString) -> Result<Document, VaultError> {
    Document::from_plaintext(&passphrase::unseal(sealed, passphrase)?)
}

/// The document encrypted to a vault's key, as it stands in the vault's place.
///
/// # Errors
/// As [`sealed_backup`].
pub fn seal_document(document: &Document, identity: &Identity) -> Result<Vec<u8>, VaultError> {
    crypt::seal_to(identity, &wire::encode(document)?)
}
