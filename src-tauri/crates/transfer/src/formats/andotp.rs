//! andOTP (Android), plain, encrypted with a password, and encrypted in the way of its first versions.
//!
//! Encrypted files have no magic number: one is taken for andOTP's when its first four bytes are a plausible count of rounds.
//! The first versions' files have nothing at all to be told by: what is noise from its beginning and nobody else's may be one.

use secrecy::SecretString;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::json::{Loose, few, json_records, take_record};
use crate::cipher::open_gcm;
use crate::derive::{self, Hash, Key};
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Extras, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "andotp",
    app: "andOTP",
    detect,
    parse,
};

const COUNT: usize = 4;
const SALT: usize = 12;
const NONCE: usize = 12;
const TAG: usize = 16;
/// The largest file of the first versions, in bytes: thousands of records.
const MOST_OLD: usize = 1024 * 1024;
/// How much of a file is looked at for whether it is noise, in bytes.
const NOISE: usize = 512;
/// What files of other kinds begin with whose content is noise: pictures, archives, documents, programs, sounds and films.
const OTHERS: &[&[u8]] = &[
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"RIFF",
    b"BM",
    b"PK",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ",
    b"7z\xbc\xaf",
    b"(\xb5/\xfd",
    b"Rar!",
    b"%PDF",
    b"\x7fELF",
    b"MZ",
    b"ID3",
    b"OggS",
    b"\0\0\0",
    // Those of other apps that are read here.
    b"AUTHENTICATORPRO",
    b"AuthenticatorPro",
    b"\x03\xd9\xa2\x9a",
    b"age-encryption.org",
    b"\xac\xed\0\x05",
    b"SQLite format 3",
];
/// Counts of rounds that andOTP has written: 140,000 to 160,000, chosen at random; a margin on both sides.
const PLAUSIBLE: std::ops::RangeInclusive<u32> = 1_000..=10_000_000;

#[derive(Deserialize)]
struct Record {
    #[serde(default)]
    secret: Zeroizing<String>,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    label: Option<String>,
    #[serde(default)]
    digits: Loose,
    #[serde(rename = "type", default)]
    kind: Loose,
    #[serde(default)]
    algorithm: Loose,
    #[serde(default)]
    period: Loose,
    #[serde(default)]
    counter: Loose,
    #[serde(default)]
    pin: Option<Zeroizing<String>>,
    #[serde(default, deserialize_with = "few")]
    tags: Vec<String>,
    #[serde(default)]
    thumbnail: Option<String>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    if input.is_array_with(&["secret", "label", "digits"]) {
        return Some(false);
    }
    let bytes = input.bytes();
    let long_enough = bytes.len() >= COUNT + SALT + NONCE + TAG;
    // Text is never andOTP's ciphertext, and other binary formats begin with their own magic numbers.
    (long_enough && input.text().is_none() && (is_counted(bytes) || is_old(bytes))).then_some(true)
}

fn is_counted(bytes: &[u8]) -> bool {
    rounds(bytes).is_some_and(|rounds| PLAUSIBLE.contains(&rounds))
}

/// Whether it may be of the first versions: no more than such a file would be, nothing but noise, and no file of those that
/// are noise behind their own beginning, or of pages that another app encrypts.
fn is_old(bytes: &[u8]) -> bool {
    let begin = &bytes[..bytes.len().min(NOISE)];
    let mut seen = [false; 256];
    begin.iter().for_each(|byte| seen[usize::from(*byte)] = true);
    let different = seen.iter().filter(|seen| **seen).count();
    // Of so many random bytes that many differ, give or take a twentieth.
    let missing = (255.0_f64 / 256.0).powf(begin.len() as f64);
    let is_noise = different as f64 > 0.85 * 256.0 * (1.0 - missing);
    let is_other = OTHERS.iter().any(|other| bytes.starts_with(other)) || super::authenticator_plus::is_likely(bytes);
    bytes.len() <= MOST_OLD && is_noise && !is_other
}

fn rounds(bytes: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(bytes.first_chunk().copied()?))
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    if let Some(text) = input.text() {
        return records(text, work);
    }
    let password = derive::needed(password)?;
    // The old way first: it costs nothing, and its files begin with chance where the newer ones count rounds.
    let opened = match opened_old(input.bytes(), password) {
        Some(opened) => opened,
        // What no count begins has no rounds to be derived with.
        None if !is_counted(input.bytes()) => return Err(ImportError::WrongPassword),
        None => opened(input.bytes(), password, work)?.ok_or(ImportError::WrongPassword)?,
    };
    records(std::str::from_utf8(&opened).map_err(|_| ImportError::Damaged)?, work)
}

fn opened(bytes: &[u8], password: &[u8], work: &Work) -> Result<Option<Zeroizing<Vec<u8>>>, ImportError> {
    let parts = (|| {
        let (_, rest) = bytes.split_at_checked(COUNT)?;
        let (salt, rest) = rest.split_at_checked(SALT)?;
        let (nonce, sealed) = rest.split_at_checked(NONCE)?;
        Some((rounds(bytes)?, salt, nonce, sealed))
    })();
    let (rounds, salt, nonce, sealed) = parts.ok_or(ImportError::Damaged)?;
    let key: Key<32> = derive::pbkdf2(Hash::Sha1, password, salt, rounds.into(), work)?;
    Ok(open_gcm(&key, nonce, sealed, &[]))
}

/// The first versions' way: the password's plain SHA-256 is the key.
fn opened_old(bytes: &[u8], password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, sealed) = bytes.split_at_checked(NONCE)?;
    let key: Key<32> = Zeroizing::new(Sha256::digest(password).into());
    open_gcm(&key, nonce, sealed, &[])
}

fn records(text: &str, work: &Work) -> Result<Import, ImportError> {
    let mut import = Import::default();
    for raw in json_records(text)? {
        work.go_on()?;
        take_record(&mut import, raw, draft)?;
    }
    Ok(import)
}

fn draft(record: Record) -> Draft {
    let kind = match record.kind.0.as_deref() {
        None | Some("TOTP") => DraftKind::Totp,
        Some("HOTP") => DraftKind::Hotp,
        Some("STEAM") => DraftKind::Steam,
        Some("MOTP") => DraftKind::Motp,
        Some(other) => DraftKind::Unknown(other.to_owned()),
    };
    let motp = kind == DraftKind::Motp;
    let secret = if motp {
        motp_key(record.secret)
    } else {
        DraftSecret::Base32(record.secret)
    };
    let mut draft = Draft::new(kind, secret);
    draft.extras = Extras {
        tags: record.tags,
        icon: record
            .thumbnail
            .filter(|name| name != "Default")
            .map(|name| name.to_lowercase()),
        ..Extras::default()
    };
    draft.issuer = record.issuer;
    draft.account = record.label.unwrap_or_default();
    // andOTP writes its usual settings beside a Mobile-OTP key, which has its own.
    draft.algorithm = record.algorithm.0.filter(|_| !motp);
    draft.digits = record.digits.0;
    draft.period = record.period.0;
    draft.counter = record.counter.0;
    draft.pin = record.pin;
    draft
}

/// andOTP keeps a Mobile-OTP key's hexadecimal text as the bytes of its base32.
fn motp_key(secret: Zeroizing<String>) -> DraftSecret {
    let Ok(bytes) = otp::Secret::parse_base32(&secret) else {
        return DraftSecret::Base32(secret);
    };
    // Exposed to be read as the text it is.
    match std::str::from_utf8(bytes.expose()) {
        Ok(text) if text.bytes().all(|byte| byte.is_ascii_hexdigit()) => {
            DraftSecret::Hex(Zeroizing::new(text.to_owned()))
        }
        _ => DraftSecret::Base32(secret),
    }
}
