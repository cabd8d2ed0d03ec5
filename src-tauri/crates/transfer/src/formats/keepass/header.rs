//! A KeePass database's outer header, read before anything is derived: a hostile file asks for all of the memory there.

use std::collections::HashMap;

use crate::KeyCost;
use crate::error::{ImportError, Refusal};

/// Both signatures of KeePass 2 databases.
const SIGNATURE: [u8; 8] = [0x03, 0xd9, 0xa2, 0x9a, 0x67, 0xfb, 0x4b, 0xb5];
/// Where the header's fields begin, behind signatures and version.
const FIELDS: usize = 12;
const END: u8 = 0;
/// How the content is packed: one number.
const PACKING: u8 = 3;
/// The stream over protected values, in KDBX 3: one number.
const STREAM: u8 = 10;
/// KDBX 3: the rounds of AES.
const ROUNDS: u8 = 6;
/// KDBX 4: the derivation's parameters.
const DERIVATION: u8 = 11;
/// The most of memory times passes, in the most memory: all of it this often.
const MOST_PASSES: u64 = 16;
/// AES takes that many rounds in the time of one of PBKDF2, whose bound is the caller's.
const FASTER: u64 = 10;
/// The most lanes of Argon2.
const MOST_LANES: u64 = 256;

/// Whether it is a KeePass 2 database.
pub(super) fn is_keepass(bytes: &[u8]) -> bool {
    bytes.starts_with(&SIGNATURE)
}

/// Whether it is of the version before tags.
pub(super) fn is_version_3(bytes: &[u8]) -> bool {
    bytes.get(10..12) == Some(&[3, 0])
}

/// That its version is known and its key costs no more than is allowed.
pub(super) fn check(bytes: &[u8], most: KeyCost) -> Result<(), ImportError> {
    let major = bytes.get(10..12).ok_or(ImportError::Damaged)?;
    let wide = match u16::from_le_bytes([major[0], major[1]]) {
        3 => false,
        4 => true,
        _ => return Err(Refusal::UnknownVersion.into()),
    };
    let mut rest = bytes.get(FIELDS..).ok_or(ImportError::Damaged)?;
    loop {
        let (kind, value, after) = field(rest, wide).ok_or(ImportError::Damaged)?;
        rest = after;
        match kind {
            END => return Ok(()),
            ROUNDS if !wide => {
                let rounds = value
                    .try_into()
                    .map(u64::from_le_bytes)
                    .map_err(|_| ImportError::Damaged)?;
                bounded(rounds <= most.rounds * FASTER)?;
            }
            // Shorter ones make the reader stumble.
            PACKING | STREAM if value.len() != 4 => return Err(ImportError::Damaged),
            DERIVATION if wide => derivation(value, most)?,
            _ => {}
        }
    }
}

/// One field: its kind, its value, what follows. Lengths have two bytes in KDBX 3, four in KDBX 4.
fn field(bytes: &[u8], wide: bool) -> Option<(u8, &[u8], &[u8])> {
    let (kind, rest) = bytes.split_first()?;
    let (length, rest) = if wide {
        let (length, rest) = rest.split_first_chunk::<4>()?;
        (usize::try_from(u32::from_le_bytes(*length)).ok()?, rest)
    } else {
        let (length, rest) = rest.split_first_chunk::<2>()?;
        (u16::from_le_bytes(*length).into(), rest)
    };
    let (value, rest) = rest.split_at_checked(length)?;
    Some((*kind, value, rest))
}

fn derivation(value: &[u8], most: KeyCost) -> Result<(), ImportError> {
    let numbers = numbers(value).ok_or(ImportError::Damaged)?;
    let number = |name: &[u8]| numbers.get(name).copied().unwrap_or(0);
    let (memory, passes) = (number(b"M"), number(b"I"));
    bounded(number(b"R") <= most.rounds * FASTER)?;
    bounded(memory <= most.memory * 1024 && number(b"P") <= MOST_LANES)?;
    bounded(memory.max(1024 * 1024).saturating_mul(passes) <= most.memory * 1024 * MOST_PASSES)
}

fn bounded(within: bool) -> Result<(), ImportError> {
    if within {
        Ok(())
    } else {
        Err(Refusal::KeyDerivationTooCostly.into())
    }
}

/// The whole numbers of a variant dictionary (KDBX 4's header fields), by name.
fn numbers(bytes: &[u8]) -> Option<HashMap<&[u8], u64>> {
    let (_version, mut rest) = bytes.split_first_chunk::<2>()?;
    let mut numbers = HashMap::new();
    loop {
        let (kind, after) = rest.split_first()?;
        if *kind == END {
            return Some(numbers);
        }
        let (name, after) = sized(after)?;
        let (value, after) = sized(after)?;
        rest = after;
        match value.len() {
            4 => numbers.insert(name, u32::from_le_bytes(value.try_into().ok()?).into()),
            8 => numbers.insert(name, u64::from_le_bytes(value.try_into().ok()?)),
            // Numbers of any other length are none, and the names of those that matter are no texts.
            _ if matches!(name, b"M" | b"I" | b"R" | b"P" | b"V") => return None,
            _ => None,
        };
    }
}

/// Bytes behind their length of four bytes.
fn sized(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    rest.split_at_checked(usize::try_from(u32::from_le_bytes(*length)).ok()?)
}
