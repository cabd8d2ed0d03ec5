//! The ciphers that several formats share. Opening says only whether it opened: what a failure means (a wrong password, a
//! damaged file) is the format's to know.

use aes::Aes256;
use aes_gcm::aead::consts::{U12, U16};
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::{AesGcm, Nonce};
use cbc::cipher::block_padding::Pkcs7;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use zeroize::Zeroizing;

/// Text out of AES-256-GCM with a nonce of 12 or 16 bytes; the tag follows the ciphertext. `None` when it does not open.
pub(crate) fn open_gcm(key: &[u8; 32], nonce: &[u8], sealed: &[u8], aad: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let payload = Payload { msg: sealed, aad };
    let opened = match nonce.len() {
        12 => AesGcm::<Aes256, U12>::new(key.into()).decrypt(&Nonce::<U12>::try_from(nonce).ok()?, payload),
        16 => AesGcm::<Aes256, U16>::new(key.into()).decrypt(&Nonce::<U16>::try_from(nonce).ok()?, payload),
        _ => return None,
    };
    opened.ok().map(Zeroizing::new)
}

/// One block out of AES-256-CBC, by the block before it.
pub(crate) fn open_block(key: &[u8; 32], before: &[u8; 16], sealed: &[u8; 16]) -> Zeroizing<[u8; 16]> {
    let mut block = Zeroizing::new(*sealed);
    let mut cipher = cbc::Decryptor::<Aes256>::new(key.into(), before.into());
    cipher.decrypt_block((&mut *block).into());
    block
}

/// Text out of AES-256-CBC with PKCS#7 padding. `None` when the padding is wrong; without a tag beside it, that a text
/// comes out does not mean the key was right.
pub(crate) fn open_cbc(key: &[u8; 32], iv: &[u8; 16], sealed: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    cbc::Decryptor::<Aes256>::new(key.into(), iv.into())
        .decrypt_padded_vec::<Pkcs7>(sealed)
        .ok()
        .map(Zeroizing::new)
}
