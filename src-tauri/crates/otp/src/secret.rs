//! The key shared with a service: bytes that are compared in constant time, wiped when dropped and never printed.

use data_encoding::{BASE32_NOPAD, HEXLOWER, HEXLOWER_PERMISSIVE};
use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::SecretError;

/// A key. No `Debug`, `Display` or `Serialize`; [`Secret::expose`] and [`Secret::to_base32`] are the ways out.
#[derive(Clone)]
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// The longest key taken, in bytes: four blocks of SHA-512, far above any in use.
    pub const MAX_BYTES: usize = 512;
    /// Shorter keys are weak: the least RFC 4226 allows (section 4, R6), in bits.
    pub const STRONG_BITS: usize = 128;

    /// Takes a key as bytes.
    ///
    /// # Errors
    /// [`SecretError::Empty`], [`SecretError::TooLong`].
    pub fn from_bytes(bytes: impl Into<Vec<u8>>) -> Result<Self, SecretError> {
        Self::checked(Zeroizing::new(bytes.into()))
    }

    fn checked(bytes: Zeroizing<Vec<u8>>) -> Result<Self, SecretError> {
        match bytes.len() {
            0 => Err(SecretError::Empty),
            1..=Self::MAX_BYTES => Ok(Self(bytes)),
            _ => Err(SecretError::TooLong { limit: Self::MAX_BYTES }),
        }
    }

    /// Reads a key as people and services write it: base32 (RFC 4648, section 6) in any case, spaces and dashes
    /// anywhere, padding whole or missing. The last letter's unused bits are dropped, as every authenticator does.
    ///
    /// # Errors
    /// Every other character, wrong padding and lengths no key can have: see [`SecretError`].
    pub fn parse_base32(text: &str) -> Result<Self, SecretError> {
        let letters = letters(text)?;
        if letters.is_empty() {
            return Err(SecretError::Empty);
        }
        Self::checked(decode(&letters)?)
    }

    /// Reads a key in hexadecimal digits, as Mobile-OTP's are written, in any case, spaces and dashes anywhere.
    ///
    /// # Errors
    /// [`SecretError::BadHexDigit`], [`SecretError::ImpossibleLength`] for an odd number of digits,
    /// [`SecretError::Empty`], [`SecretError::TooLong`].
    pub fn parse_hex(text: &str) -> Result<Self, SecretError> {
        let mut digits = Zeroizing::new(Vec::with_capacity(text.len()));
        for (index, character) in text.chars().enumerate() {
            match character {
                ' ' | '-' => {}
                _ if character.is_ascii_hexdigit() => digits.push(character as u8),
                _ => {
                    return Err(SecretError::BadHexDigit {
                        character,
                        position: index + 1,
                    });
                }
            }
        }
        let odd = |_| SecretError::ImpossibleLength { letters: digits.len() };
        Self::checked(Zeroizing::new(HEXLOWER_PERMISSIVE.decode(&digits).map_err(odd)?))
    }

    /// Upper-case base32 without padding, as URIs carry it.
    pub fn to_base32(&self) -> Zeroizing<String> {
        Zeroizing::new(BASE32_NOPAD.encode(&self.0))
    }

    /// Lower-case hexadecimal digits, as Mobile-OTP's URIs carry the key.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(HEXLOWER.encode(&self.0))
    }

    /// The key's bytes; say at the call why they're exposed.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// The key's length in bits.
    pub fn bits(&self) -> usize {
        self.0.len() * 8
    }

    /// Whether a warning is due: shorter than [`Secret::STRONG_BITS`].
    pub fn is_weak(&self) -> bool {
        self.bits() < Self::STRONG_BITS
    }
}

impl PartialEq for Secret {
    /// Constant in time over the bytes; only the length shows.
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Eq for Secret {}

/// The base32 letters of a text, upper case, without what only groups or pads them.
fn letters(text: &str) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    // Room for all of it at once: a vector that grows leaves copies of the key behind.
    let mut letters = Zeroizing::new(Vec::with_capacity(text.len()));
    let mut padding = 0;
    for (index, character) in text.chars().enumerate() {
        match character {
            ' ' | '-' => {}
            '=' if !letters.is_empty() => padding += 1,
            'a'..='z' | 'A'..='Z' | '2'..='7' if padding == 0 => letters.push(character.to_ascii_uppercase() as u8),
            'a'..='z' | 'A'..='Z' | '2'..='7' => return Err(SecretError::AfterPadding { position: index + 1 }),
            _ => {
                return Err(SecretError::BadCharacter {
                    character,
                    position: index + 1,
                });
            }
        }
    }
    let whole = (8 - letters.len() % 8) % 8;
    if padding != 0 && padding != whole {
        return Err(SecretError::BadPadding {
            found: padding,
            expected: whole,
        });
    }
    Ok(letters)
}

/// The bytes of base32 letters (RFC 4648, section 6). By hand, because services that pick letters at random leave the last
/// letter's unused bits set: strict decoders refuse such keys, and every authenticator ignores those bits.
fn decode(letters: &[u8]) -> Result<Zeroizing<Vec<u8>>, SecretError> {
    if matches!(letters.len() % 8, 1 | 3 | 6) {
        return Err(SecretError::ImpossibleLength { letters: letters.len() });
    }
    let mut bytes = Zeroizing::new(Vec::with_capacity(letters.len() * 5 / 8));
    let (mut buffer, mut bits) = (0_u32, 0_u32);
    for letter in letters {
        let value = if letter.is_ascii_digit() {
            letter - b'2' + 26
        } else {
            letter - b'A'
        };
        buffer = (buffer << 5 | u32::from(value)) & 0xFFF;
        bits += 5;
        if bits >= 8 {
            bits -= 8;
            bytes.push((buffer >> bits) as u8);
        }
    }
    Ok(bytes)
}
