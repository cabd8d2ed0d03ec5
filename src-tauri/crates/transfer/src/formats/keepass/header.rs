//! A KeePass database's outer header, in the open before everything else.

use std::collections::HashMap;

use argon2::{Algorithm, Version};

use crate::error::{ImportError, Refusal};

/// Both signatures of KeePass 2 databases.
const SIGNATURE: [u8; 8] = [0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5];
/// Where the header's fields begin, behind signatures and version.
const FIELDS: usize = 12;
/// What ends the fields, and a variant dictionary.
const END: u8 = 0;

/// The numbers of the fields; those up to `START` with their own only in KDBX 3.
mod field {
    pub(super) const CIPHER: u8 = 2;
    pub(super) const PACKING: u8 = 3;
    pub(super) const SEED: u8 = 4;
    pub(super) const AES_SEED: u8 = 5;
    pub(super) const AES_ROUNDS: u8 = 6;
    pub(super) const IV: u8 = 7;
    pub(super) const STREAM_KEY: u8 = 8;
    pub(super) const START: u8 = 9;
    pub(super) const STREAM: u8 = 10;
    pub(super) const DERIVATION: u8 = 11;
}

const AES: [u8; 16] = *b"\x31\xc1\xf2\xe6\xbf\x71\x43\x50\xbe\x58\x05\x21\x6a\xfc\x5a\xff";
const TWOFISH: [u8; 16] = *b"\xad\x68\xf2\x9f\x57\x6f\x4b\xb9\xa3\x6a\xd4\x7a\xf9\x65\x34\x6c";
const CHACHA: [u8; 16] = *b"\xd6\x03\x8a\x2b\x8b\x6f\x4c\xb5\xa5\x24\x33\x9a\x31\xdb\xb5\x9a";
const AES_KDF: [[u8; 16]; 2] = [
    *b"\xc9\xd9\xf3\x9a\x62\x8a\x44\x60\xbf\x74\x0d\x08\xc1\x8a\x4f\xea",
    *b"\x7c\x02\xbb\x82\x79\xa7\x4a\xc0\x92\x7d\x11\x4a\x00\x64\x82\x38",
];
const ARGON2D: [u8; 16] = *b"\xef\x63\x6d\xdf\x8c\x29\x44\x4b\x91\xf7\xa9\xa4\x03\xe3\x0a\x0c";
const ARGON2ID: [u8; 16] = *b"\x9e\x29\x8b\x19\x56\xdb\x47\x73\xb2\x3d\xfc\x3e\xc6\xf0\xa1\xe6";

/// The cipher over all of the content.
#[derive(Clone, Copy)]
pub(super) enum Cipher {
    Aes,
    Twofish,
    ChaCha,
}

/// How the password becomes the key.
pub(super) enum Derivation<'a> {
    Aes {
        rounds: u64,
        seed: &'a [u8],
    },
    Argon2 {
        kind: Algorithm,
        version: Version,
        /// KiB, passes, lanes.
        cost: (u64, u64, u64),
        salt: &'a [u8],
    },
}

/// What KDBX 3 has in its header: what the content begins with once decrypted, and the stream over protected values.
pub(super) struct Older<'a> {
    pub(super) start: &'a [u8],
    pub(super) stream: u32,
    pub(super) stream_key: &'a [u8],
}

/// The header.
pub(super) struct Header<'a> {
    pub(super) cipher: Cipher,
    pub(super) is_packed: bool,
    pub(super) seed: &'a [u8],
    pub(super) iv: &'a [u8],
    pub(super) derivation: Derivation<'a>,
    /// Only in KDBX 3.
    pub(super) older: Option<Older<'a>>,
    /// The header's own bytes.
    pub(super) whole: &'a [u8],
    /// What follows it.
    pub(super) rest: &'a [u8],
}

/// Whether it is a KeePass 2 database.
pub(super) fn is_keepass(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

impl<'a> Header<'a> {
    pub(super) fn parse(bytes: &'a [u8]) -> Result<Self, ImportError> {
        let major = bytes.get(10..FIELDS).ok_or(ImportError::Damaged)?;
        let is_older = match u16::from_le_bytes([major[0], major[1]]) {
            3 => true,
            4 => false,
            _ => return Err(Refusal::UnknownVersion.into()),
        };
        let mut rest = &bytes[FIELDS..];
        let mut fields = HashMap::new();
        loop {
            let (kind, value, after) = next(rest, is_older).ok_or(ImportError::Damaged)?;
            rest = after;
            if kind == END {
                break;
            }
            fields.insert(kind, value);
        }
        let field = |kind| fields.get(&kind).copied().ok_or(ImportError::Damaged);
        Ok(Self {
            cipher: cipher(field(field::CIPHER)?)?,
            is_packed: match number(field(field::PACKING)?)? {
                0 => false,
                1 => true,
                _ => return Err(Refusal::UnknownEncryption.into()),
            },
            seed: field(field::SEED)?,
            iv: field(field::IV)?,
            derivation: if is_older {
                Derivation::Aes {
                    rounds: long(field(field::AES_ROUNDS)?)?,
                    seed: field(field::AES_SEED)?,
                }
            } else {
                derivation(field(field::DERIVATION)?)?
            },
            older: if is_older {
                Some(Older {
                    start: field(field::START)?,
                    stream: number(field(field::STREAM)?)?,
                    stream_key: field(field::STREAM_KEY)?,
                })
            } else {
                None
            },
            whole: &bytes[..bytes.len() - rest.len()],
            rest,
        })
    }
}

fn cipher(identity: &[u8]) -> Result<Cipher, ImportError> {
    match identity {
        _ if identity == AES => Ok(Cipher::Aes),
        _ if identity == TWOFISH => Ok(Cipher::Twofish),
        _ if identity == CHACHA => Ok(Cipher::ChaCha),
        _ => Err(Refusal::UnknownEncryption.into()),
    }
}

/// One field: its kind, its value, what follows. Lengths have two bytes in KDBX 3, four in KDBX 4.
fn next(bytes: &[u8], is_older: bool) -> Option<(u8, &[u8], &[u8])> {
    let (kind, rest) = bytes.split_first()?;
    let (value, rest) = if is_older {
        let (length, rest) = rest.split_first_chunk::<2>()?;
        rest.split_at_checked(u16::from_le_bytes(*length).into())?
    } else {
        sized(rest)?
    };
    Some((*kind, value, rest))
}

/// The derivation out of a variant dictionary.
fn derivation(bytes: &[u8]) -> Result<Derivation<'_>, ImportError> {
    let values = values(bytes).ok_or(ImportError::Damaged)?;
    let value = |name: &[u8]| values.get(name).copied().ok_or(ImportError::Damaged);
    let identity = value(b"$UUID")?;
    if AES_KDF.iter().any(|known| known == identity) {
        return Ok(Derivation::Aes {
            rounds: long(value(b"R")?)?,
            seed: value(b"S")?,
        });
    }
    let kind = match identity {
        _ if identity == ARGON2D => Algorithm::Argon2d,
        _ if identity == ARGON2ID => Algorithm::Argon2id,
        _ => return Err(Refusal::UnknownEncryption.into()),
    };
    // A second key or bound data, which no app is known to write.
    if [&b"K"[..], b"A"].iter().any(|name| values.contains_key(name)) {
        return Err(Refusal::UnknownEncryption.into());
    }
    let version = match number(value(b"V")?)? {
        0x10 => Version::V0x10,
        0x13 => Version::V0x13,
        _ => return Err(Refusal::UnknownEncryption.into()),
    };
    // The memory is told in bytes.
    let cost = (
        long(value(b"M")?)? / 1024,
        long(value(b"I")?)?,
        number(value(b"P")?)?.into(),
    );
    Ok(Derivation::Argon2 {
        kind,
        version,
        cost,
        salt: value(b"S")?,
    })
}

/// The values of a variant dictionary (KDBX 4's header fields), by name.
fn values(bytes: &[u8]) -> Option<HashMap<&[u8], &[u8]>> {
    let (_version, mut rest) = bytes.split_first_chunk::<2>()?;
    let mut values = HashMap::new();
    loop {
        let (kind, after) = rest.split_first()?;
        if *kind == END {
            return Some(values);
        }
        let (name, after) = sized(after)?;
        let (value, after) = sized(after)?;
        rest = after;
        values.insert(name, value);
    }
}

/// Bytes behind their length of four bytes.
pub(super) fn sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}

/// A number of four bytes.
pub(super) fn number(bytes: &[u8]) -> Result<u32, ImportError> {
    let bytes = bytes.try_into().map_err(|_| ImportError::Damaged)?;
    Ok(u32::from_le_bytes(bytes))
}

/// A number of eight bytes.
fn long(bytes: &[u8]) -> Result<u64, ImportError> {
    let bytes = bytes.try_into().map_err(|_| ImportError::Damaged)?;
    Ok(u64::from_le_bytes(bytes))
}
