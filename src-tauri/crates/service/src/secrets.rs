//! Random tokens and codes, and the digests that are kept of them.
//!
//! Session tokens (165 bits) and API keys are random enough for a plain digest. Recovery codes (78 bits) and one-time codes get a
//! random salt each, so that digests can be neither precomputed nor compared with each other.

use rand::RngExt as _;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::preset::CodeShape;

const TOKEN_ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const LETTERS: &[u8] = b"BCDFGHJKLMNPQRSTVWXZ";
const DIGITS: &[u8] = b"0123456789";
/// Letters and digits that can't be taken for each other: without I, L, O, U, 0 and 1.
const RECOVERY_ALPHABET: &[u8] = b"ABCDEFGHJKMNPQRSTVWXYZ23456789";

fn random_text(alphabet: &[u8], length: usize) -> Zeroizing<String> {
    let mut rng = rand::rng();
    Zeroizing::new(
        (0..length)
            .map(|_| char::from(alphabet[rng.random_range(0..alphabet.len())]))
            .collect(),
    )
}

/// A session token: 32 letters and digits.
pub(crate) fn new_token() -> Zeroizing<String> {
    random_text(TOKEN_ALPHABET, 32)
}

/// The secret of an API token or key: 40 letters and digits (206 bits) after the service's prefix.
pub(crate) fn new_api_key(prefix: &str) -> Zeroizing<String> {
    Zeroizing::new([prefix, &random_text(TOKEN_ALPHABET, 40)].concat())
}

/// A one-time code for a mail or a text.
pub(crate) fn new_code(shape: CodeShape) -> Zeroizing<String> {
    match shape {
        CodeShape::SixDigits => random_text(DIGITS, 6),
        CodeShape::DashedLetters => grouped(&random_text(LETTERS, 8)),
    }
}

/// A recovery code: four groups of four, 78 bits.
pub(crate) fn new_recovery_code() -> Zeroizing<String> {
    grouped(&random_text(RECOVERY_ALPHABET, 16))
}

/// A temporary password: three groups of four, 59 bits. Read in a mail and typed once.
pub(crate) fn new_temporary_password() -> Zeroizing<String> {
    grouped(&random_text(RECOVERY_ALPHABET, 12))
}

/// The 160 random bits of a new TOTP key (RFC 4226 section 4, R6).
pub(crate) fn new_totp_bytes() -> Zeroizing<[u8; 20]> {
    let mut bytes = Zeroizing::new([0; 20]);
    rand::fill(&mut bytes[..]);
    bytes
}

fn grouped(text: &str) -> Zeroizing<String> {
    let mut grouped = Zeroizing::new(String::with_capacity(text.len() + text.len() / 4));
    for (at, character) in text.chars().enumerate() {
        if at > 0 && at % 4 == 0 {
            grouped.push('-');
        }
        grouped.push(character);
    }
    grouped
}

/// The digest a session is found by.
pub(crate) fn token_digest(token: &str) -> Vec<u8> {
    Sha256::digest(token.as_bytes()).to_vec()
}

/// A salt and the digest of a code under it.
pub(crate) struct SaltedDigest {
    pub(crate) salt: Vec<u8>,
    pub(crate) digest: Vec<u8>,
}

impl SaltedDigest {
    /// Digests a code under a new salt.
    pub(crate) fn of(code: &str) -> Self {
        let mut salt = vec![0; 16];
        rand::fill(&mut salt[..]);
        let digest = digest_under(&salt, code);
        Self { salt, digest }
    }

    /// Whether what was typed is the code, whatever the case and the punctuation. Takes constant time.
    pub(crate) fn matches(&self, typed: &str) -> bool {
        digest_under(&self.salt, typed).ct_eq(&self.digest).into()
    }
}

fn digest_under(salt: &[u8], code: &str) -> Vec<u8> {
    let normal: Zeroizing<String> = Zeroizing::new(
        code.chars()
            .filter(|c| c.is_alphanumeric())
            .flat_map(char::to_lowercase)
            .collect(),
    );
    Sha256::new()
        .chain_update(salt)
        .chain_update(normal.as_bytes())
        .finalize()
        .to_vec()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn codes_have_their_shapes() {
        assert_eq!(new_token().len(), 32);
        assert!(new_code(CodeShape::SixDigits).chars().all(|c| c.is_ascii_digit()));
        let letters = new_code(CodeShape::DashedLetters);
        assert_eq!((letters.len(), &letters[4..5]), (9, "-"));
        assert_eq!(
            new_recovery_code().split('-').map(str::len).collect::<Vec<_>>(),
            [4, 4, 4, 4]
        );
    }

    #[test]
    fn a_code_matches_however_it_is_typed() {
        let digest = SaltedDigest::of("GQDG-JSZF");
        assert!(digest.matches(" gqdg jszf "));
        assert!(!digest.matches("GQDG-JSZA"));
        assert!(!digest.matches(""));
        assert_ne!(digest.digest, SaltedDigest::of("GQDG-JSZF").digest);
    }
}
