//! Second factors: one-time passwords and recovery codes.

use jiff::Timestamp;
use secrecy::SecretString;

/// A second factor that is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Factor {
    /// What it is.
    pub kind: FactorKind,
    /// When it was set up.
    pub created_at: Option<Timestamp>,
    /// When it last let someone in.
    pub last_used_at: Option<Timestamp>,
    /// Recovery codes: how many there are.
    pub recovery: Option<RecoveryCount>,
}

/// What a second factor is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FactorKind {
    /// Codes of an authenticator.
    Totp,
    /// A set of recovery codes.
    RecoveryCodes,
    /// One this version does not know, by the service's name for it.
    Other(String),
}

/// How many recovery codes there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecoveryCount {
    /// How many were made.
    pub total: u32,
    /// How many are left.
    pub unused: u32,
}

/// A key the service proposes. It counts for nothing until a code of it is confirmed, and asking again replaces it.
pub struct TotpSetup {
    /// The key, base32.
    pub secret: SecretString,
    /// The same as an `otpauth://` URI: the one to keep, for it carries the parameters too.
    pub uri: SecretString,
}

/// The recovery codes of the account.
pub struct RecoveryCodeSet {
    /// How many were made.
    pub total: u32,
    /// How many are left.
    pub unused: u32,
    /// The codes that are left; empty where the service shows them only once and that was earlier.
    pub codes: Vec<SecretString>,
}
