//! The PIN that mOTP and Yandex mix into their codes: as secret as the key.

use subtle::ConstantTimeEq;
use zeroize::Zeroizing;

use crate::OtpError;

/// A PIN. No `Debug`, `Display` or `Serialize`; [`Pin::expose`] is the way out.
#[derive(Clone)]
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// The longest PIN taken, in bytes: twice Yandex's longest.
    pub const MAX_BYTES: usize = 32;

    /// Takes a PIN as it is typed.
    ///
    /// # Errors
    /// [`OtpError::BadPin`] when it is empty, too long, or holds spaces or control characters.
    pub fn new(text: &str) -> Result<Self, OtpError> {
        let odd = |c: char| c.is_whitespace() || c.is_control();
        if matches!(text.len(), 1..=Self::MAX_BYTES) && !text.contains(odd) {
            Ok(Self(Zeroizing::new(text.to_owned())))
        } else {
            Err(OtpError::BadPin)
        }
    }

    /// The PIN's characters; say at the call why they're exposed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl PartialEq for Pin {
    /// Constant in time over the bytes; only the length shows.
    fn eq(&self, other: &Self) -> bool {
        self.0.as_bytes().ct_eq(other.0.as_bytes()).into()
    }
}

impl Eq for Pin {}
