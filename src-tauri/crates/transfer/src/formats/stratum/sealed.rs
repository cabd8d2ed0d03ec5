//! Stratum's encrypted backups. The newer ones carry a tag; the older ones don't, so there a wrong password shows only in
//! what comes out.

use argon2::Algorithm;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::Work;
use crate::cipher::{open_block, open_cbc, open_gcm};
use crate::derive::{self, Hash, Key};
use crate::error::ImportError;

/// What newer backups begin with: Argon2id and AES-256-GCM.
const STRONG: &[u8] = b"AUTHENTICATORPRO";
/// What older ones begin with: PBKDF2 and AES-256-CBC.
const LEGACY: &[u8] = b"AuthenticatorPro";
/// Argon2id's cost: KiB, passes, lanes.
const COST: (u64, u64, u64) = (65_536, 3, 4);
const STRONG_SALT: usize = 16;
const STRONG_NONCE: usize = 12;
/// Ciphertext and tag of the shortest backup.
const LEAST: usize = 16;
/// PBKDF2's rounds.
const ROUNDS: u64 = 64_000;
const LEGACY_SALT: usize = 20;
/// How many blocks are looked at for text.
const FIRST_BLOCKS: usize = 4;

/// Whether it is an encrypted backup.
pub(super) fn is_sealed(bytes: &[u8]) -> bool {
    bytes.starts_with(STRONG) || bytes.starts_with(LEGACY)
}

/// The backup's text; `None` when it isn't an encrypted one.
pub(super) fn opened(
    bytes: &[u8],
    password: Option<&SecretString>,
    work: &Work,
) -> Result<Option<Zeroizing<Vec<u8>>>, ImportError> {
    if let Some(rest) = bytes.strip_prefix(STRONG) {
        return strong(rest, derive::needed(password)?, work).map(Some);
    }
    match bytes.strip_prefix(LEGACY) {
        Some(rest) => legacy(rest, derive::needed(password)?, work).map(Some),
        None => Ok(None),
    }
}

fn strong(rest: &[u8], password: &[u8], work: &Work) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let (salt, rest) = rest.split_at_checked(STRONG_SALT).ok_or(ImportError::Damaged)?;
    let (nonce, sealed) = rest.split_at_checked(STRONG_NONCE).ok_or(ImportError::Damaged)?;
    if sealed.len() < LEAST {
        return Err(ImportError::Damaged);
    }
    let key: Key<32> = derive::argon2(Algorithm::Argon2id, password, salt, COST, work)?;
    open_gcm(&key, nonce, sealed, &[]).ok_or(ImportError::WrongPassword)
}

fn legacy(rest: &[u8], password: &[u8], work: &Work) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let (salt, rest) = rest.split_at_checked(LEGACY_SALT).ok_or(ImportError::Damaged)?;
    let (iv, sealed) = rest.split_first_chunk::<16>().ok_or(ImportError::Damaged)?;
    if sealed.is_empty() || !sealed.len().is_multiple_of(16) {
        return Err(ImportError::Damaged);
    }
    let key: Key<32> = derive::pbkdf2(Hash::Sha1, password, salt, ROUNDS, work)?;
    // Without a tag, padding fits by chance once in 256 wrong passwords, and not at all where the end is damaged. A block of
    // nothing but text comes out of a wrong password once in ten million: with one, what else is amiss is damage.
    if !begins_as_text(&key, iv, sealed) {
        return Err(ImportError::WrongPassword);
    }
    open_cbc(&key, iv, sealed).ok_or(ImportError::Damaged)
}

/// Whether one of the first blocks is text. Each depends on itself and the one before it alone, so that damage to one block
/// leaves the others; a backup's first few hundred bytes are names that Stratum gives.
fn begins_as_text(key: &[u8; 32], iv: &[u8; 16], sealed: &[u8]) -> bool {
    let (blocks, _) = sealed.as_chunks::<16>();
    let before = std::iter::once(iv).chain(blocks);
    before.zip(blocks).take(FIRST_BLOCKS).any(|(before, block)| {
        let text = open_block(key, before, block);
        text.iter()
            .all(|byte| matches!(byte, b' '..=b'~' | b'\n' | b'\r' | b'\t'))
    })
}
