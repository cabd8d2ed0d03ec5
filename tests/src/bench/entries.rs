//! The entries both programs show.

use super::ENTRIES;

/// Name and otpauth address of each entry.
pub(super) fn all() -> impl Iterator<Item = (String, String)> {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    (0..ENTRIES).map(|number| {
        let secret: String = (0..32)
            .map(|place| char::from(ALPHABET[(number * 7 + place * 5) % 32]))
            .collect();
        let name = format!("Service {number}");
        let address =
            format!("otpauth://totp/Service%20{number}:ada%40example.com?secret={secret}&issuer=Service%20{number}");
        (name, address)
    })
}
