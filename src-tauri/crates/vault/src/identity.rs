//! The vault's key: one age X25519 identity.

use std::str::FromStr;

use secrecy::{ExposeSecret, SecretString};

use crate::error::VaultError;

/// An age X25519 identity, wiped when dropped. Has no `Debug`, `Display` or `Serialize`:
///
/// ```compile_fail,E0277
/// println!("{}", vault::Identity::generate());
/// ```
/// ```compile_fail,E0277
/// println!("{:?}", vault::Identity::generate());
/// ```
/// ```compile_fail,E0277
/// fn crosses<T: serde::Serialize>(_: T) {}
/// crosses(vault::Identity::generate());
/// ```
#[derive(Clone)]
pub struct Identity(age::x25519::Identity);

impl Identity {
    /// A new key from the system's randomness.
    #[must_use]
    pub fn generate() -> Self {
        Self(age::x25519::Identity::generate())
    }

    /// Reads `AGE-SECRET-KEY-1…`, as a person types it from a sheet: in either case, spaces and line breaks ignored.
    ///
    /// # Errors
    /// [`VaultError::NotAnIdentity`]; the text has a checksum, so a slip of the finger is noticed.
    pub fn parse(text: &SecretString) -> Result<Self, VaultError> {
        // Exposed to be parsed; the copy without spaces is wiped.
        let compact = compact(text.expose_secret());
        age::x25519::Identity::from_str(&compact)
            .map(Self)
            .map_err(|_| VaultError::NotAnIdentity)
    }

    /// The key as one line of upper-case text, `AGE-SECRET-KEY-1…`: for the keyring and the recovery sheet.
    #[must_use]
    pub fn to_text(&self) -> SecretString {
        self.0.to_string()
    }

    /// The public half, `age1…`. Not secret.
    #[must_use]
    pub fn recipient(&self) -> String {
        self.0.to_public().to_string()
    }

    pub(crate) fn age(&self) -> &age::x25519::Identity {
        &self.0
    }
}

/// The text without white space and in upper case. Room is taken at once: a growing string leaves copies behind.
fn compact(text: &str) -> zeroize::Zeroizing<String> {
    let mut compact = zeroize::Zeroizing::new(String::with_capacity(text.len()));
    compact.extend(
        text.chars()
            .filter(|c| !c.is_whitespace())
            .map(|c| c.to_ascii_uppercase()),
    );
    compact
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn text_and_back() {
        let identity = Identity::generate();
        let text = identity.to_text();
        assert!(text.expose_secret().starts_with("AGE-SECRET-KEY-1"));
        assert!(!text.expose_secret().contains(char::is_whitespace));
        assert_eq!(Identity::parse(&text).unwrap().recipient(), identity.recipient());
    }

    #[test]
    fn typed_from_a_sheet() {
        let identity = Identity::generate();
        let text = identity.to_text().expose_secret().to_lowercase();
        let (left, right) = text.split_at(30);
        let typed = SecretString::from(format!("  {left} \n {right}\n"));
        assert_eq!(Identity::parse(&typed).unwrap().recipient(), identity.recipient());
    }

    #[test]
    fn every_slip_of_one_character_is_noticed() {
        let text = Identity::generate().to_text().expose_secret().to_owned();
        for index in 0..text.len() {
            let mut bytes = text.clone().into_bytes();
            bytes[index] = if bytes[index] == b'Q' { b'P' } else { b'Q' };
            let slip = SecretString::from(String::from_utf8(bytes).unwrap());
            assert!(
                matches!(Identity::parse(&slip), Err(VaultError::NotAnIdentity)),
                "at {index}"
            );
        }
    }
}
