//! Google Authenticator's `otpauth-migration` links, each to be shown as one QR code.

use otp::{Algorithm, Kind};
use zeroize::Zeroizing;

use super::{Export, LeftOut, Outgoing, Random};
use crate::migration::protobuf::{put_bytes, put_number};
use crate::migration::record::{field, value};
use crate::migration::{self, link};

/// The most entries in one link, as Google's app itself has it.
const MOST_ENTRIES: usize = 10;
/// The most bytes of a link with more than one entry: a QR code a phone still reads off a screen with ease.
const MOST_BYTES: usize = 1000;
/// The only period Google's app knows.
const PERIOD: u32 = 30;

/// The entries as links, in their order. Left out is what Google's app can't hold: kinds other than TOTP and HOTP, lengths
/// other than six and eight, periods other than 30 seconds, and the upper half of the counters.
#[must_use]
pub fn google(entries: &[Outgoing], random: Random<'_>) -> Export<Vec<Zeroizing<String>>> {
    let mut left_out = Vec::new();
    let mut parts: Vec<Vec<Zeroizing<Vec<u8>>>> = Vec::new();
    for (place, entry) in entries.iter().enumerate() {
        match record(entry) {
            Ok(record) => put_into(&mut parts, record),
            Err(why) => left_out.push((place, why)),
        }
    }
    let batch = batch(random);
    let total = parts.len();
    let written = parts
        .iter()
        .enumerate()
        .map(|(index, records)| link(&payload(records, total, index, batch)));
    Export {
        written: written.collect(),
        left_out,
    }
}

fn put_into(parts: &mut Vec<Vec<Zeroizing<Vec<u8>>>>, record: Zeroizing<Vec<u8>>) {
    if let Some(part) = parts.last_mut()
        && part.len() < MOST_ENTRIES
    {
        part.push(record);
        // The greatest numbers stand for those that aren't known yet.
        if link(&payload(part, MOST_BYTES, MOST_BYTES, i32::MAX)).len() <= MOST_BYTES {
            return;
        }
        let record = part.pop();
        parts.push(record.into_iter().collect());
    } else {
        parts.push(vec![record]);
    }
}

/// A positive number, for some readers take it for one without a sign.
fn batch(random: Random<'_>) -> i32 {
    let mut bytes = [0; 4];
    random(&mut bytes);
    i32::from_le_bytes(bytes) & i32::MAX
}

fn payload(records: &[Zeroizing<Vec<u8>>], total: usize, index: usize, batch: i32) -> Zeroizing<Vec<u8>> {
    // Room for all of it at once: a vector that grows leaves copies of keys behind.
    let lengths = records.iter().map(|record| record.len() + 8);
    let mut payload = Zeroizing::new(Vec::with_capacity(lengths.sum::<usize>() + 64));
    for record in records {
        put_bytes(&mut payload, migration::field::RECORD, record);
    }
    put_number(&mut payload, migration::field::VERSION, 1);
    put_number(&mut payload, migration::field::TOTAL, total as u64);
    put_number(&mut payload, migration::field::INDEX, index as u64);
    put_number(&mut payload, migration::field::BATCH, u64::from(batch.unsigned_abs()));
    payload
}

fn record(entry: &Outgoing) -> Result<Zeroizing<Vec<u8>>, LeftOut> {
    let (algorithm, digits, kind, counter) = settings(entry.otpauth.otp.kind)?;
    // The key's bytes are what the link carries.
    let secret = entry.otpauth.otp.secret.expose();
    let issuer = entry.otpauth.issuer.as_deref().unwrap_or_default();
    let name = name(entry);
    let mut record = Zeroizing::new(Vec::with_capacity(secret.len() + name.len() + issuer.len() + 64));
    put_bytes(&mut record, field::SECRET, secret);
    put_bytes(&mut record, field::NAME, name.as_bytes());
    put_bytes(&mut record, field::ISSUER, issuer.as_bytes());
    put_number(&mut record, field::ALGORITHM, algorithm);
    put_number(&mut record, field::DIGITS, digits);
    put_number(&mut record, field::TYPE, kind);
    if let Some(counter) = counter {
        put_number(&mut record, field::COUNTER, counter);
    }
    Ok(record)
}

/// The label, as a URI's: the issuer before the account. The colon also stands before an account that holds one itself. A
/// label's own prefix has no room: what stands before the colon and isn't the issuer is read as part of the account.
fn name(entry: &Outgoing) -> String {
    let account = &entry.otpauth.account;
    match &entry.otpauth.issuer {
        Some(issuer) => format!("{issuer}:{account}"),
        None if account.contains(':') => format!(":{account}"),
        None => account.clone(),
    }
}

/// Hash, length, kind and counter.
fn settings(kind: Kind) -> Result<(u64, u64, u64, Option<u64>), LeftOut> {
    let (algorithm, digits, kind, counter) = match kind {
        Kind::Totp { period, .. } if period.get() != PERIOD => return Err(LeftOut::Period),
        Kind::Totp { algorithm, digits, .. } => (algorithm, digits, value::TOTP, None),
        Kind::Hotp { counter, .. } if i64::try_from(counter).is_err() => return Err(LeftOut::Counter),
        Kind::Hotp {
            algorithm,
            digits,
            counter,
        } => (algorithm, digits, value::HOTP, Some(counter)),
        Kind::Steam | Kind::Motp | Kind::Yandex => return Err(LeftOut::Kind),
    };
    let digits = match digits.get() {
        6 => value::SIX,
        8 => value::EIGHT,
        _ => return Err(LeftOut::Digits),
    };
    Ok((number(algorithm), digits, kind, counter))
}

const fn number(algorithm: Algorithm) -> u64 {
    match algorithm {
        Algorithm::Sha1 => value::SHA1,
        Algorithm::Sha256 => value::SHA256,
        Algorithm::Sha512 => value::SHA512,
    }
}
