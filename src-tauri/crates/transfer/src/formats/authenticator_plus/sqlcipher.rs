//! SQLCipher's databases as version 3 writes them (zetetic.net/sqlcipher/design): pages of 1,024 bytes, each encrypted with
//! AES-256-CBC and sealed with HMAC-SHA-1. The first begins with the salt, which takes the place of SQLite's own beginning.

use std::collections::BTreeSet;

use aes::Aes256;
use cbc::cipher::block_padding::NoPadding;
use cbc::cipher::{BlockModeDecrypt, KeyIvInit};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use zeroize::Zeroizing;

use crate::derive::{Hash, Key, pbkdf2};
use crate::error::ImportError;
use crate::sqlite::MAGIC;
use crate::work::Work;

const PAGE: usize = 1024;
const SALT: usize = 16;
const IV: usize = 16;
const TAG: usize = 20;
/// What a page keeps free at its end for vector and tag, in whole blocks.
const RESERVED: usize = 48;
/// Rounds to the key that encrypts, and from it to the key that seals.
const ROUNDS: u64 = 64_000;
const SEALING_ROUNDS: u64 = 2;
/// What the salt is changed by for the key that seals.
const SEALING_MASK: u8 = 0x3A;

/// Whether a file could be such a database: whole pages, and nothing but noise. Of 1,024 random bytes about 251 differ; the
/// beginnings of other files have far fewer.
pub(in crate::formats) fn is_likely(file: &[u8]) -> bool {
    let Some(page) = file.get(..PAGE).filter(|_| file.len().is_multiple_of(PAGE)) else {
        return false;
    };
    page.iter().collect::<BTreeSet<_>>().len() > 220
}

/// The database, decrypted.
pub(super) fn open(file: &[u8], password: &[u8], work: &Work) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let (pages, rest) = file.as_chunks::<PAGE>();
    let salt = file.get(..SALT).ok_or(ImportError::Damaged)?;
    let key: Key<32> = pbkdf2(Hash::Sha1, password, salt, ROUNDS, work)?;
    let masked: Vec<u8> = salt.iter().map(|byte| byte ^ SEALING_MASK).collect();
    let sealing: Key<32> = pbkdf2(Hash::Sha1, &*key, &masked, SEALING_ROUNDS, work)?;
    let mut database = Zeroizing::new(Vec::with_capacity(file.len()));
    for (place, page) in pages.iter().enumerate() {
        work.go_on()?;
        let skipped = if place == 0 { SALT } else { 0 };
        // The first page's tag proves the password; once it held, a tag that doesn't is damage.
        if !is_sealed(page, place, skipped, &sealing) {
            return Err(match place {
                0 => ImportError::WrongPassword,
                _ => ImportError::Damaged,
            });
        }
        if place == 0 {
            database.extend_from_slice(MAGIC);
        }
        decrypt(&page[skipped..], &key, &mut database)?;
    }
    if rest.is_empty() {
        Ok(database)
    } else {
        Err(ImportError::Damaged)
    }
}

/// Whether the tag is that of the encrypted content, its vector and the page's number, from 1.
fn is_sealed(page: &[u8; PAGE], place: usize, skipped: usize, key: &Key<32>) -> bool {
    let (content, reserved) = page.split_at(PAGE - RESERVED + IV);
    let Ok(number) = u32::try_from(place + 1) else {
        return false;
    };
    let Ok(mut mac) = Hmac::<Sha1>::new_from_slice(&**key) else {
        return false;
    };
    mac.update(&content[skipped..]);
    mac.update(&number.to_le_bytes());
    mac.verify_slice(&reserved[..TAG]).is_ok()
}

fn decrypt(page: &[u8], key: &Key<32>, database: &mut Zeroizing<Vec<u8>>) -> Result<(), ImportError> {
    let (content, reserved) = page.split_at(page.len() - RESERVED);
    let iv = reserved.first_chunk::<IV>().ok_or(ImportError::Damaged)?;
    let begin = database.len();
    database.extend_from_slice(content);
    cbc::Decryptor::<Aes256>::new((&**key).into(), iv.into())
        .decrypt_padded::<NoPadding>(&mut database[begin..])
        .map_err(|_| ImportError::Damaged)?;
    database.extend_from_slice(reserved);
    Ok(())
}
