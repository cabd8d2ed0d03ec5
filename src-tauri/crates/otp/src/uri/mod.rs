//! `otpauth` URIs: the text in a set-up QR, and the one form in which the vault keeps a key.

mod error;
mod kind;
mod label;
mod parse;
mod query;
mod write;

pub use error::UriError;

use crate::Otp;

/// The longest URI read, in bytes: twice what a QR code holds of most.
pub(crate) const MOST_BYTES: usize = 4096;
/// The longest issuer or account, in bytes of UTF-8. Thrice percent-encoded beside the longest key they stay within
/// [`MOST_BYTES`], so that what was read can always be written and read again.
pub(crate) const MOST_NAME_BYTES: usize = 256;

/// A key with its names, as a URI carries them. No `Debug`: it holds the key.
///
/// Equality leaves [`OtpauthUri::ignored`] out: it's a note about the text that was read, and not written back.
#[derive(Clone)]
pub struct OtpauthUri {
    /// The key and how to use it.
    pub otp: Otp,
    /// Who asks for the code: the `issuer` parameter, or else the label's prefix.
    pub issuer: Option<String>,
    /// Whose account it is; may be empty. Can hold bidirectional text: isolate it when showing it.
    pub account: String,
    /// The label's prefix, where it differs from the `issuer` parameter: show both and let the person choose.
    pub label_issuer: Option<String>,
    /// Parameters that were not understood, by name, such as `image`: never fetched, never written.
    pub ignored: Vec<String>,
}

impl OtpauthUri {
    /// Puts names to a key, as checked and trimmed as if they had been read from a URI.
    ///
    /// # Errors
    /// [`UriError::ControlCharacter`], [`UriError::NameTooLong`].
    pub fn new(otp: Otp, issuer: Option<&str>, account: &str) -> Result<Self, UriError> {
        Ok(Self {
            otp,
            issuer: issuer
                .map(|text| label::name("issuer", text))
                .transpose()?
                .filter(|name| !name.is_empty()),
            account: label::name("account", account)?,
            label_issuer: None,
            ignored: Vec::new(),
        })
    }
}

impl PartialEq for OtpauthUri {
    fn eq(&self, other: &Self) -> bool {
        (&self.otp, &self.issuer, &self.account, &self.label_issuer)
            == (&other.otp, &other.issuer, &other.account, &other.label_issuer)
    }
}

impl Eq for OtpauthUri {}
