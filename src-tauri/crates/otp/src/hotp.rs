//! RFC 4226's core, under every kind of code: HMAC of a counter, dynamic truncation, and the two ways to spell the value.

use totp_rs::Builder;
use zeroize::Zeroizing;

use crate::{Algorithm, Code, Digits, Secret};

/// The alphabet of Steam's codes: no vowels, none that look alike.
const STEAM_LETTERS: &[u8; 26] = b"23456789BCDFGHJKMNPQRTVWXY";
/// How many of them a code has.
pub(crate) const STEAM_LENGTH: usize = 5;

/// The 31-bit value of a counter (RFC 4226, sections 5.2 and 5.3).
///
/// `totp-rs` makes the HMAC, with a step of one second so that its time is our counter. What follows is ours, because its
/// tokens end at nine digits and print themselves.
pub(crate) fn value(algorithm: Algorithm, secret: &Secret, counter: u64) -> u32 {
    let algorithm = match algorithm {
        Algorithm::Sha1 => totp_rs::Algorithm::SHA1,
        Algorithm::Sha256 => totp_rs::Algorithm::SHA256,
        Algorithm::Sha512 => totp_rs::Algorithm::SHA512,
    };
    // The HMAC's key is the secret's one use.
    truncated(&tag(algorithm, secret.expose(), counter))
}

/// The HMAC of a counter. The builder's copy of the key is wiped when it is dropped.
pub(crate) fn tag(algorithm: totp_rs::Algorithm, key: &[u8], counter: u64) -> Zeroizing<Vec<u8>> {
    let builder = Builder::new()
        .with_algorithm(algorithm)
        .with_step_duration(1)
        .with_secret(key.to_vec());
    Zeroizing::new(builder.build_noncompliant().sign(counter).as_ref().to_vec())
}

/// Dynamic truncation (RFC 4226, section 5.3). Every hash here is at least 20 bytes long, so the offset, at most 15, leaves
/// four.
fn truncated(tag: &[u8]) -> u32 {
    let offset = usize::from(tag[tag.len() - 1] & 0xF);
    let word = tag[offset..offset + 4]
        .iter()
        .fold(0, |word: u32, byte| word << 8 | u32::from(*byte));
    word & 0x7FFF_FFFF
}

/// The value's last digits, leading zeros kept (RFC 4226, section 5.3).
pub(crate) fn decimal(value: u32, digits: Digits) -> Code {
    let digits = digits.get();
    // In 64 bits: ten digits is more than a 32-bit modulus can be.
    let rest = u64::from(value) % 10_u64.pow(u32::from(digits));
    spelled(usize::from(digits), |place| {
        b'0' + (rest / 10_u64.pow(u32::from(digits) - 1 - place as u32) % 10) as u8
    })
}

/// The value in Steam's alphabet, lowest place first.
pub(crate) fn steam(value: u32) -> Code {
    spelled(STEAM_LENGTH, |place| {
        STEAM_LETTERS[(value / 26_u32.pow(place as u32) % 26) as usize]
    })
}

/// A code letter by letter, in memory that doesn't move.
pub(crate) fn spelled(length: usize, letter: impl Fn(usize) -> u8) -> Code {
    let mut text = Zeroizing::new(String::with_capacity(length));
    text.extend((0..length).map(|place| char::from(letter(place))));
    Code::new(text)
}
