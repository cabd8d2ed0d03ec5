//! The vault in one file under a passphrase, to be taken along: stock `age` opens it, and inside is the documented JSON.

use secrecy::SecretString;

use crate::crypt;
use crate::document::{Document, wire};
use crate::error::VaultError;
use crate::passphrase::{self, WorkFactor};

/// The whole document, trash and quarantine included, encrypted with a passphrase; decrypted again and compared before it is
/// handed out. Takes about two seconds, by design.
///
/// # Errors
/// [`VaultError::Unstorable`], [`VaultError::EncryptionFailed`].
pub fn sealed_backup(document: &Document, passphrase: &SecretString, work: WorkFactor) -> Result<Vec<u8>, VaultError> {
    let (recipient, key) = passphrase::scrypt(passphrase, work);
    crypt::seal_checked(&recipient, &key, &wire::encode(document)?)
}
