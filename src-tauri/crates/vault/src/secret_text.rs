//! Text that is secret: URIs with their keys, notes, recovery codes.

use zeroize::Zeroizing;

/// Secret text, wiped when dropped. Has no `Debug`, `Display` or `Serialize`, so it cannot slip into a log or a
/// message:
///
/// ```compile_fail,E0277
/// println!("{}", vault::SecretText::from("a"));
/// ```
/// ```compile_fail,E0277
/// println!("{:?}", vault::SecretText::from("a"));
/// ```
/// ```compile_fail,E0277
/// fn crosses<T: serde::Serialize>(_: T) {}
/// crosses(vault::SecretText::from("a"));
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct SecretText(Zeroizing<String>);

/// Secret text that is an `otpauth://` URI or was imported as one.
pub type SecretUri = SecretText;

impl SecretText {
    /// The text itself; say at the call why it is needed.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl From<Zeroizing<String>> for SecretText {
    fn from(text: Zeroizing<String>) -> Self {
        Self(text)
    }
}

impl From<String> for SecretText {
    fn from(text: String) -> Self {
        Self(Zeroizing::new(text))
    }
}

impl From<&str> for SecretText {
    fn from(text: &str) -> Self {
        Self(Zeroizing::new(text.to_owned()))
    }
}
