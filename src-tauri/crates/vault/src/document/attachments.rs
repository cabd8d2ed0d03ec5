//! What an entry carries beside its key: the account it belongs to and that account's recovery codes.

use jiff::Timestamp;
use uuid::Uuid;

use crate::document::unknown::Unknown;
use crate::secret_text::SecretText;

/// The account at a service that an entry signs in to.
#[derive(Clone, PartialEq)]
pub struct ServiceLink {
    /// The service's origin, such as `https://id.example.org`.
    pub origin: String,
    /// The account's e-mail address.
    pub account: String,
    /// Its identity in the list of the app that linked it, which outlasts a change of address. Another computer's list does not
    /// know it.
    pub account_id: Option<Uuid>,
    /// The key is stored and the service has not confirmed it yet.
    pub pending: bool,
    pub(crate) rest: Unknown,
}

impl ServiceLink {
    /// A link to an account.
    #[must_use]
    pub fn new(origin: impl Into<String>, account: impl Into<String>, pending: bool) -> Self {
        Self {
            origin: origin.into(),
            account: account.into(),
            account_id: None,
            pending,
            rest: Unknown::default(),
        }
    }

    /// Whether both are links to one account, so far as they tell.
    #[must_use]
    pub fn is_with(&self, other: &Self) -> bool {
        let same_id = self.account_id.is_some() && self.account_id == other.account_id;
        self.origin == other.origin && (same_id || self.account == other.account)
    }
}

/// An account's recovery codes.
#[derive(Clone, PartialEq)]
pub struct RecoveryCodes {
    /// The service they are for, as a person knows it.
    pub service: String,
    /// The codes, in the service's order.
    pub codes: Vec<RecoveryCode>,
    /// When they were saved.
    pub saved_at: Timestamp,
    /// When the service made them, by its own clock, where it tells: another time there means other codes.
    pub made_at: Option<Timestamp>,
    pub(crate) rest: Unknown,
}

impl RecoveryCodes {
    /// A set as a service hands it out: none used.
    #[must_use]
    pub fn new(service: impl Into<String>, codes: impl IntoIterator<Item = SecretText>, now: Timestamp) -> Self {
        let codes = codes.into_iter().map(RecoveryCode::new).collect();
        Self {
            service: service.into(),
            codes,
            saved_at: now,
            made_at: None,
            rest: Unknown::default(),
        }
    }

    /// The codes that are not used.
    pub fn unused(&self) -> impl Iterator<Item = &RecoveryCode> {
        self.codes.iter().filter(|code| code.used_at.is_none())
    }

    /// Whether these are the codes the service made then. Where it was not noted when they were made, those that were saved before are
    /// older ones.
    #[must_use]
    pub fn are_of(&self, made_at: Timestamp) -> bool {
        self.made_at.map_or(self.saved_at >= made_at, |noted| noted == made_at)
    }
}

/// One recovery code. Each works once.
#[derive(Clone, PartialEq)]
pub struct RecoveryCode {
    /// The code.
    pub code: SecretText,
    /// When it was used.
    pub used_at: Option<Timestamp>,
    pub(crate) rest: Unknown,
}

impl RecoveryCode {
    /// An unused code.
    #[must_use]
    pub fn new(code: SecretText) -> Self {
        Self {
            code,
            used_at: None,
            rest: Unknown::default(),
        }
    }
}
