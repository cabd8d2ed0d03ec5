//! age, in memory: bytes to bytes. Plaintext buffers are sized before they are filled, so that none is left behind by
//! growing, and wiped when dropped.

use std::io::{Read, Write};
use std::iter;

use age::{DecryptError, Decryptor, Encryptor};
use zeroize::Zeroizing;

use crate::error::VaultError;
use crate::identity::Identity;

/// Why bytes did not decrypt.
pub(crate) enum Unreadable {
    /// No stanza of the header opens with this key or passphrase.
    NoMatch,
    /// The header or the payload is not what was written.
    Damaged,
    /// The passphrase's derivation would take more than is allowed.
    TooMuchWork(u8),
}

/// Encrypts to one recipient.
pub(crate) fn seal(recipient: &dyn age::Recipient, plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
    let encryptor = Encryptor::with_recipients(iter::once(recipient)).map_err(|_| VaultError::EncryptionFailed)?;
    let mut sealed = Vec::with_capacity(plaintext.len() + 1_024);
    let mut writer = encryptor
        .wrap_output(&mut sealed)
        .map_err(|_| VaultError::EncryptionFailed)?;
    writer.write_all(plaintext).map_err(|_| VaultError::EncryptionFailed)?;
    writer.finish().map_err(|_| VaultError::EncryptionFailed)?;
    Ok(sealed)
}

/// Decrypts; the answer is all of the plaintext or an error, never a part.
pub(crate) fn unseal(key: &dyn age::Identity, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, Unreadable> {
    let decryptor = Decryptor::new_buffered(sealed).map_err(reason)?;
    let mut reader = decryptor.decrypt(iter::once(key)).map_err(reason)?;
    // The plaintext is always shorter than the file it is in.
    let mut plaintext = Zeroizing::new(Vec::with_capacity(sealed.len()));
    reader.read_to_end(&mut plaintext).map_err(|_| Unreadable::Damaged)?;
    Ok(plaintext)
}

/// Encrypts, then decrypts in memory and compares: what is about to be written can be read back.
pub(crate) fn seal_checked(
    recipient: &dyn age::Recipient,
    key: &dyn age::Identity,
    plaintext: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let sealed = seal(recipient, plaintext)?;
    match unseal(key, &sealed) {
        Ok(back) if back.as_slice() == plaintext => Ok(sealed),
        _ => Err(VaultError::EncryptionFailed),
    }
}

/// [`seal_checked`] for the vault's own identity.
pub(crate) fn seal_to(identity: &Identity, plaintext: &[u8]) -> Result<Vec<u8>, VaultError> {
    seal_checked(&identity.age().to_public(), identity.age(), plaintext)
}

fn reason(error: DecryptError) -> Unreadable {
    match error {
        DecryptError::NoMatchingKeys | DecryptError::DecryptionFailed | DecryptError::KeyDecryptionFailed => {
            Unreadable::NoMatch
        }
        DecryptError::ExcessiveWork { required, .. } => Unreadable::TooMuchWork(required),
        _ => Unreadable::Damaged,
    }
}
