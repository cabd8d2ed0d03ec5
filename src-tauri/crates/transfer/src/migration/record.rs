//! One code within a migration link, and the names and numbers its fields have there.

use zeroize::Zeroizing;

use super::protobuf::{Fields, Malformed, Value};
use crate::{Draft, DraftKind, DraftSecret, Reason};

/// The numbers of a record's fields.
pub(crate) mod field {
    pub(crate) const SECRET: u64 = 1;
    pub(crate) const NAME: u64 = 2;
    pub(crate) const ISSUER: u64 = 3;
    pub(crate) const ALGORITHM: u64 = 4;
    pub(crate) const DIGITS: u64 = 5;
    pub(crate) const TYPE: u64 = 6;
    pub(crate) const COUNTER: u64 = 7;
}

/// The numbers of kinds, hashes and lengths.
pub(crate) mod value {
    pub(crate) const SHA1: u64 = 1;
    pub(crate) const SHA256: u64 = 2;
    pub(crate) const SHA512: u64 = 3;
    pub(crate) const MD5: u64 = 4;
    pub(crate) const SIX: u64 = 1;
    pub(crate) const EIGHT: u64 = 2;
    pub(crate) const HOTP: u64 = 1;
    pub(crate) const TOTP: u64 = 2;
}

/// A record's values, not yet believed.
#[derive(Default)]
struct Values<'a> {
    secret: Option<&'a [u8]>,
    name: &'a [u8],
    issuer: &'a [u8],
    algorithm: u64,
    digits: u64,
    kind: u64,
    counter: u64,
}

/// Reads one record.
///
/// Google's app writes hash, length and kind always, and its links without them are not known to mean anything: readers
/// differ (Aegis takes SHA-1, six digits and TOTP, Stratum refuses). Here such a record needs a person.
pub(crate) fn draft(message: &[u8]) -> Result<Draft, Reason> {
    let fields = read(message).map_err(|Malformed| Reason::Malformed { field: "record" })?;
    let text = |bytes, field| std::str::from_utf8(bytes).map_err(|_| Reason::Malformed { field });
    let name = text(fields.name, "name")?;
    let issuer = text(fields.issuer, "issuer")?;
    let secret = fields.secret.map_or(DraftSecret::Missing, |bytes| {
        DraftSecret::Bytes(Zeroizing::new(bytes.to_vec()))
    });
    let mut draft = Draft::new(kind(fields.kind), secret);
    draft.algorithm = Some(algorithm(fields.algorithm));
    draft.digits = Some(digits(fields.digits));
    if fields.kind == value::HOTP {
        // A 64-bit number with a sign; absent is zero, as the wire format has it.
        draft.counter = Some((fields.counter as i64).to_string());
    }
    (draft.issuer, draft.account) = names(name, issuer);
    Ok(draft)
}

fn read(message: &[u8]) -> Result<Values<'_>, Malformed> {
    let mut fields = Values::default();
    for field in Fields::of(message) {
        match field? {
            (field::SECRET, Value::Bytes(bytes)) => fields.secret = Some(bytes),
            (field::NAME, Value::Bytes(bytes)) => fields.name = bytes,
            (field::ISSUER, Value::Bytes(bytes)) => fields.issuer = bytes,
            (field::ALGORITHM, Value::Number(number)) => fields.algorithm = number,
            (field::DIGITS, Value::Number(number)) => fields.digits = number,
            (field::TYPE, Value::Number(number)) => fields.kind = number,
            (field::COUNTER, Value::Number(number)) => fields.counter = number,
            (field::SECRET..=field::COUNTER, _) => return Err(Malformed),
            _ => {}
        }
    }
    Ok(fields)
}

fn kind(number: u64) -> DraftKind {
    match number {
        value::HOTP => DraftKind::Hotp,
        value::TOTP => DraftKind::Totp,
        0 => DraftKind::Unknown("unspecified".to_owned()),
        _ => DraftKind::Unknown(format!("number {number}")),
    }
}

fn algorithm(number: u64) -> String {
    match number {
        value::SHA1 => "SHA1".to_owned(),
        value::SHA256 => "SHA256".to_owned(),
        value::SHA512 => "SHA512".to_owned(),
        value::MD5 => "MD5".to_owned(),
        0 => "unspecified".to_owned(),
        _ => format!("number {number}"),
    }
}

fn digits(number: u64) -> String {
    match number {
        value::SIX => "6".to_owned(),
        value::EIGHT => "8".to_owned(),
        0 => "unspecified".to_owned(),
        // Not the number of digits, so it must not be read as one.
        _ => format!("number {number}"),
    }
}

/// The name is the label of the URI the code was set up with: with the issuer before a colon, or without.
fn names(name: &str, issuer: &str) -> (Option<String>, String) {
    if issuer.trim().is_empty() {
        return match name.split_once(':') {
            Some((issuer, account)) => (Some(issuer.to_owned()), account.to_owned()),
            None => (None, name.to_owned()),
        };
    }
    let account = name.strip_prefix(issuer).and_then(|rest| rest.strip_prefix(':'));
    (Some(issuer.to_owned()), account.unwrap_or(name).to_owned())
}
