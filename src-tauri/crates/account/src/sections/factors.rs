//! Second factors: one-time passwords, recovery codes, and codes that the service mails or texts.

use std::time::Duration;

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
    /// Codes that are mailed.
    Email,
    /// Codes that are texted.
    Sms,
    /// One this version does not know, by the service's name for it.
    Other(String),
}

/// A method of the second factor that can be chosen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactorMethod {
    /// Codes of an authenticator.
    Totp,
    /// Codes that are mailed.
    Email,
    /// Codes that are texted.
    Sms,
}

/// The method a person chose, where a service lets them choose one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SecondFactor {
    /// The method that holds; none when the password is enough, or when it is one this version does not know.
    pub method: Option<FactorMethod>,
    /// Since when.
    pub since: Option<Timestamp>,
    /// What can be chosen, best first.
    pub offers: Vec<FactorOffer>,
    /// A method that waits for its code; the one that holds still holds.
    pub pending: Option<SentCode>,
}

/// A method that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FactorOffer {
    /// Which.
    pub method: FactorMethod,
    /// Where its codes would go; absent where there is no verified address or number for them.
    pub to: Option<String>,
}

/// A code that was sent. Its times count from the answer that told them, so that no clock of the service is needed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentCode {
    /// How it went: by mail or by text.
    pub method: FactorMethod,
    /// Where to, so far as it is told; empty where it is not.
    pub to: String,
    /// How many digits it has; absent when it has letters, or where the service does not tell.
    pub digits: Option<u32>,
    /// How long it still counts, where the service tells.
    pub expires_in: Option<Duration>,
    /// How long until another one may be sent.
    pub resend_in: Duration,
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
    /// When they were made, by the service's clock, where it tells: as [`Factor::created_at`] of the set.
    pub made_at: Option<Timestamp>,
    /// The codes that are left; empty where the service shows them only once and that was earlier.
    pub codes: Vec<SecretString>,
}
