//! Yandex.Key's codes: TOTP with a PIN in the key and letters in the code. Yandex publishes no specification; the facts are
//! those that Aegis and KeeYaOtp found, held against their vectors.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::{Code, Pin, Secret, hotp};

/// How many letters a code has.
pub(crate) const LENGTH: u8 = 8;
/// The bytes of a key that count. What follows in Yandex's QR codes is an account number and a checksum.
pub(crate) const KEY_BYTES: usize = 16;
/// A key with its account number and checksum.
pub(crate) const WHOLE_BYTES: usize = 26;

/// The code of a thirty-second step.
pub(crate) fn code(secret: &Secret, pin: &Pin, step: u64) -> Code {
    let mut hash = Sha256::new();
    // PIN and key together make the HMAC's key.
    hash.update(pin.expose());
    hash.update(&secret.expose()[..KEY_BYTES]);
    let hashed = Zeroizing::new(hash.finalize().to_vec());
    // Yandex drops one leading zero byte of the hash.
    let key = hashed.strip_prefix(&[0]).unwrap_or(&hashed);
    let tag = hotp::tag(totp_rs::Algorithm::SHA256, key, step);
    letters(truncated(&tag))
}

/// Dynamic truncation as in RFC 4226, but to 63 bits. A tag of 32 bytes leaves eight after any offset.
fn truncated(tag: &[u8]) -> u64 {
    let offset = usize::from(tag[tag.len() - 1] & 0xF);
    let word = tag[offset..offset + 8]
        .iter()
        .fold(0, |word: u64, byte| word << 8 | u64::from(*byte));
    word & (u64::MAX >> 1)
}

/// The value in the alphabet's letters, highest place first.
fn letters(value: u64) -> Code {
    hotp::spelled(usize::from(LENGTH), |place| {
        let rest = value / 26_u64.pow(u32::from(LENGTH) - 1 - place as u32);
        b'a' + (rest % 26) as u8
    })
}
