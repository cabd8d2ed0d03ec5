//! Bitwarden's password-protected export. A known text under the same key proves the password, so that data that doesn't
//! open then is damaged.

use argon2::Algorithm;
use data_encoding::BASE64;
use hmac::{Hmac, KeyInit, Mac};
use secrecy::SecretString;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::Work;
use crate::cipher::open_cbc;
use crate::derive::{self, Hash, Key};
use crate::error::{ImportError, Refusal};

/// AES-256-CBC with HMAC-SHA-256, the one type of encryption that exports use.
const TYPE: &str = "2";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Sealed {
    salt: String,
    kdf_type: u64,
    kdf_iterations: u64,
    #[serde(default)]
    kdf_memory: Option<u64>,
    #[serde(default)]
    kdf_parallelism: Option<u64>,
    #[serde(rename = "encKeyValidation_DO_NOT_EDIT")]
    validation: String,
    data: String,
}

/// The export within.
pub(super) fn opened(
    text: &str,
    password: Option<&SecretString>,
    work: &Work,
) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let sealed: Sealed = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    let password = derive::needed(password)?;
    let key = master_key(&sealed, password, work)?;
    let (enc, mac) = (expanded(&key, b"enc")?, expanded(&key, b"mac")?);
    unsealed(&sealed.validation, &enc, &mac)?.ok_or(ImportError::WrongPassword)?;
    unsealed(&sealed.data, &enc, &mac)?.ok_or(ImportError::Damaged)
}

fn master_key(sealed: &Sealed, password: &[u8], work: &Work) -> Result<Key<32>, ImportError> {
    // The salt is its text, not the bytes that the text encodes.
    let salt = sealed.salt.as_bytes();
    match sealed.kdf_type {
        0 => derive::pbkdf2(Hash::Sha256, password, salt, sealed.kdf_iterations, work),
        1 => {
            let (memory, lanes) = sealed
                .kdf_memory
                .zip(sealed.kdf_parallelism)
                .ok_or(ImportError::Damaged)?;
            let cost = (memory.saturating_mul(1024), sealed.kdf_iterations, lanes);
            derive::argon2(Algorithm::Argon2id, password, &Sha256::digest(salt), cost, work)
        }
        _ => Err(Refusal::UnknownEncryption.into()),
    }
}

/// HKDF-Expand (RFC 5869, section 2.3) to one block of SHA-256.
fn expanded(key: &[u8; 32], info: &[u8]) -> Result<Key<32>, ImportError> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(key).map_err(|_| ImportError::Damaged)?;
    hmac.update(info);
    hmac.update(&[1]);
    Ok(Zeroizing::new(hmac.finalize().into_bytes().into()))
}

/// Text out of `2.iv|ciphertext|mac`; `None` when the tag says that key or text is another.
fn unsealed(text: &str, enc: &[u8; 32], mac: &[u8; 32]) -> Result<Option<Zeroizing<Vec<u8>>>, ImportError> {
    let (kind, rest) = text.split_once('.').ok_or(ImportError::Damaged)?;
    if kind != TYPE {
        return Err(Refusal::UnknownEncryption.into());
    }
    let parts: Vec<Vec<u8>> = rest
        .splitn(4, '|')
        .map(|part| BASE64.decode(part.as_bytes()))
        .collect::<Result<_, _>>()
        .map_err(|_| ImportError::Damaged)?;
    let [iv, sealed, tag] = &parts[..] else {
        return Err(ImportError::Damaged);
    };
    let iv = <&[u8; 16]>::try_from(&iv[..]).map_err(|_| ImportError::Damaged)?;
    let mut hmac = Hmac::<Sha256>::new_from_slice(mac).map_err(|_| ImportError::Damaged)?;
    hmac.update(iv);
    hmac.update(sealed);
    if hmac.verify_slice(tag).is_err() {
        return Ok(None);
    }
    open_cbc(enc, iv, sealed).map(Some).ok_or(ImportError::Damaged)
}
