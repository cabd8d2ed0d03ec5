//! One entry: a key with its names, and what a person or the app keeps beside it.

use jiff::Timestamp;
use otp::{Otp, OtpauthUri, UriError};
use uuid::Uuid;

use crate::document::attachments::{RecoveryCodes, ServiceLink};
use crate::document::position::Position;
use crate::document::unknown::Unknown;
use crate::document::wire;
use crate::secret_text::{SecretText, SecretUri};

/// One entry. Its `otpauth` URI is the one source of issuer, account and key. Has no `Debug`, `Display` or
/// `Serialize`:
///
/// ```compile_fail,E0277
/// fn shows<T: std::fmt::Debug>() {}
/// shows::<vault::Entry>();
/// ```
/// ```compile_fail,E0277
/// fn crosses<T: serde::Serialize>() {}
/// crosses::<vault::Entry>();
/// ```
#[derive(Clone, PartialEq)]
pub struct Entry {
    /// Its identity for as long as it exists.
    pub id: Uuid,
    /// Parsed once, when the vault is read.
    otpauth: OtpauthUri,
    /// The URI as it came, where it says more than the canonical one; kept for lossless export.
    pub original_uri: Option<SecretUri>,
    /// A person's own labels.
    pub tags: Vec<String>,
    /// A person's note.
    pub note: Option<SecretText>,
    /// Shown first.
    pub pinned: bool,
    /// A short name for its picture, such as `github`; a name only, never an address, and nothing is fetched for it.
    pub icon: Option<String>,
    /// Its place in the person's own order, once it was moved.
    pub position: Option<Position>,
    /// When it was added.
    pub created_at: Timestamp,
    /// When it was last changed; set by `Vault::update`.
    pub updated_at: Timestamp,
    /// When it was moved to the trash.
    pub deleted_at: Option<Timestamp>,
    /// The account it signs in to, where the app set it up.
    pub link: Option<ServiceLink>,
    /// The account's recovery codes, where the app keeps them.
    pub recovery_codes: Option<RecoveryCodes>,
    /// Fields a newer version wrote.
    pub(crate) rest: Unknown,
}

impl Entry {
    /// A new entry with an id of its own.
    #[must_use]
    pub fn new(otpauth: OtpauthUri, now: Timestamp) -> Self {
        Self::with_id(Uuid::new_v4(), otpauth, now)
    }

    pub(crate) fn with_id(id: Uuid, otpauth: OtpauthUri, now: Timestamp) -> Self {
        Self {
            id,
            otpauth,
            original_uri: None,
            tags: Vec::new(),
            note: None,
            pinned: false,
            icon: None,
            position: None,
            created_at: now,
            updated_at: now,
            deleted_at: None,
            link: None,
            recovery_codes: None,
            rest: Unknown::default(),
        }
    }

    /// A new entry from a URI, which is kept as it came where it says more than the canonical one.
    ///
    /// # Errors
    /// The URI's own.
    pub fn from_uri(text: &str, now: Timestamp) -> Result<Self, UriError> {
        let mut entry = Self::new(OtpauthUri::parse(text)?, now);
        entry.keep_original(text);
        Ok(entry)
    }

    /// The entry of a record of the documented format with all it has, its id and dates too. `otpauth` is the record's key as
    /// it was read, or what a person put in its place. `None` where the record hasn't an entry's shape.
    #[must_use]
    pub fn from_record(record: &str, otpauth: OtpauthUri) -> Option<Self> {
        wire::entry_of(record, otpauth)
    }

    /// Remembers the text the entry was read from, unless it is the canonical one or another is remembered.
    pub(crate) fn keep_original(&mut self, text: &str) {
        if self.original_uri.is_none() && self.otpauth.to_uri().as_str() != text {
            self.original_uri = Some(SecretUri::from(text));
        }
    }

    /// The key and how codes are made of it.
    #[must_use]
    pub fn otp(&self) -> &Otp {
        &self.otpauth.otp
    }

    /// Who asks for the code.
    #[must_use]
    pub fn issuer(&self) -> Option<&str> {
        self.otpauth.issuer.as_deref()
    }

    /// Whose account it is; may be empty.
    #[must_use]
    pub fn account(&self) -> &str {
        &self.otpauth.account
    }

    /// The label's prefix, where it differs from the issuer: both are shown and the person chooses.
    #[must_use]
    pub fn label_issuer(&self) -> Option<&str> {
        self.otpauth.label_issuer.as_deref()
    }

    /// The canonical URI: issuer, account and key in one text.
    #[must_use]
    pub fn uri(&self) -> SecretUri {
        SecretUri::from(self.otpauth.to_uri())
    }

    /// The parsed URI.
    #[must_use]
    pub fn otpauth(&self) -> &OtpauthUri {
        &self.otpauth
    }

    pub(crate) fn otpauth_mut(&mut self) -> &mut OtpauthUri {
        &mut self.otpauth
    }

    /// Gives the entry other names; a differing label prefix is settled by it.
    ///
    /// # Errors
    /// Names that a URI cannot carry; the entry is unchanged.
    pub fn set_label(&mut self, issuer: Option<&str>, account: &str) -> Result<(), UriError> {
        self.otpauth = OtpauthUri::new(self.otpauth.otp.clone(), issuer, account)?;
        Ok(())
    }

    /// Gives the entry another key or other settings, such as an HOTP counter brought in step with a service.
    pub fn set_otp(&mut self, otp: Otp) {
        self.otpauth.otp = otp;
    }
}
