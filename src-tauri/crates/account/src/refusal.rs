//! How a call ends when it does not end with a value. Every kind leads to one next thing to do.

use std::fmt;
use std::time::Duration;

/// Why a call did not give its value. The error of every [`crate::Provider`] call.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// The sign-in is under way and waits for an answer. Not a failure: ask the person.
    #[error("a step of the sign-in is awaited: {0}")]
    Step(PendingStep),
    /// The service wants the password or a code again. Answer one of the ways, then repeat the call once.
    #[error("the service asks for a step-up")]
    StepUp(Vec<StepUpWay>),
    /// The input was refused; nothing changed.
    #[error("the service refused the input")]
    Fields(Vec<FieldError>),
    /// Too many requests; nothing changed.
    #[error("too many requests")]
    RateLimited {
        /// How long the service asks to wait; unknown when it does not say.
        after: Option<Duration>,
    },
    /// The session has ended: a well-formed answer of the service's own said so. Sign in again.
    #[error("the session has ended")]
    Gone,
    /// The service does not offer this, or not to this account.
    #[error("the service does not offer this")]
    NotOffered,
    /// The service is not at this step (any more): a code for a finished sign-in, a set-up that is already done.
    #[error("the service is not at this step")]
    NoSuchStep,
    /// It was changed elsewhere since it was read; read again, then save again.
    #[error("changed elsewhere since it was read")]
    Changed,
    /// The session belongs to another origin; its token was not sent.
    #[error("the session belongs to another service")]
    ForeignSession,
    /// The service was not reached: nothing was sent, or a reading failed. Nothing changed.
    #[error("the service could not be reached: {reason}")]
    Unreachable {
        /// Why not.
        reason: UnreachableReason,
    },
    /// A change was sent and its answer was lost. It may or may not hold: find out by reading, never by repeating.
    #[error("the answer to a change was lost")]
    Unknown,
    /// Something answered, but not the service in its own words: a captive portal, an error page, cut or oversized
    /// JSON, wrong types, a redirect.
    #[error("the answer is not one of the service's own")]
    Nonsense,
    /// The service failed to answer properly.
    #[error("the service failed with status {status}")]
    ServiceFailed {
        /// The HTTP status, 500 or above.
        status: u16,
    },
}

impl Refusal {
    /// One field is refused, for a reason the client itself knows: the service had no words for it.
    #[must_use]
    pub fn of_field(field: &str, code: &str) -> Self {
        Self::Fields(vec![FieldError {
            field: field.to_owned(),
            code: code.to_owned(),
            message: None,
        }])
    }

    /// A stable name for messages; carries nothing the service said.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Step(step) => step.code(),
            Self::StepUp(_) => "step-up",
            Self::Fields(_) => "fields-refused",
            Self::RateLimited { .. } => "rate-limited",
            Self::Gone => "session-gone",
            Self::NotOffered => "not-offered",
            Self::NoSuchStep => "no-such-step",
            Self::Changed => "changed-elsewhere",
            Self::ForeignSession => "foreign-session",
            Self::Unreachable { reason } => reason.code(),
            Self::Unknown => "outcome-unknown",
            Self::Nonsense => "not-the-service",
            Self::ServiceFailed { .. } => "service-failed",
        }
    }

    /// Whether a *change* that ended like this may nevertheless hold at the service. Then the caller reads before it
    /// says "done" or "refused". (A reading that ends like this changed nothing, of course.)
    #[must_use]
    pub fn leaves_outcome_open(&self) -> bool {
        matches!(self, Self::Unknown | Self::Nonsense | Self::ServiceFailed { .. })
    }
}

/// What a half-finished sign-in, sign-up or reset waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PendingStep {
    /// The code mailed to a new address: [`crate::Provider::verify_email`].
    VerifyEmail,
    /// A second factor: [`crate::Provider::answer_factor`].
    SecondFactor {
        /// What the account has.
        ways: Vec<FactorWay>,
    },
    /// The code mailed for signing in: [`crate::Provider::confirm_sign_in_code`].
    SignInByCode,
    /// The code mailed for a new password: [`crate::Provider::reset_password`].
    ResetPassword,
    /// A temporary password was right; one that stays must take its place: [`crate::Provider::replace_password`].
    ReplacePassword,
    /// The code sent to a phone.
    VerifyPhone,
    /// A step this version does not know, by the service's name for it.
    Unsupported(String),
}

impl PendingStep {
    /// A stable name for messages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::VerifyEmail => "verify-email",
            Self::SecondFactor { .. } => "second-factor",
            Self::SignInByCode => "sign-in-by-code",
            Self::ResetPassword => "reset-password",
            Self::ReplacePassword => "replace-password",
            Self::VerifyPhone => "verify-phone",
            Self::Unsupported(_) => "unsupported-step",
        }
    }
}

impl fmt::Display for PendingStep {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A way to prove again who is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum StepUpWay {
    /// [`crate::Provider::step_up_password`].
    Password,
    /// [`crate::Provider::step_up_factor`].
    Factor {
        /// What the account has.
        ways: Vec<FactorWay>,
    },
}

/// A kind of second factor that can be answered.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactorWay {
    /// A code of an authenticator.
    Totp,
    /// A recovery code; each works once.
    RecoveryCode,
    /// A code that the service mails.
    Email,
    /// A code that the service texts.
    Sms,
    /// A security key; not answerable here yet.
    SecurityKey,
    /// One this version does not know, by the service's name for it.
    Other(String),
}

/// One reason why input was refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field as this crate names it (`email`, `password`, `current_password`, `new_password`, `code`, a profile
    /// field's name); empty when it is about the whole.
    pub field: String,
    /// The service's stable code, such as `incorrect_code`.
    pub code: String,
    /// The service's words, cleaned of control and direction characters and cut to 300 characters.
    pub message: Option<String>,
}

/// Why a service was not reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnreachableReason {
    /// The address has no such name, or names can't be looked up now.
    NoSuchName,
    /// Nothing listens there, or the network refuses.
    ConnectionRefused,
    /// Its certificate is not valid for it, or no safe connection could be agreed on.
    Certificate,
    /// It took too long.
    TimedOut,
    /// The connection broke while reading.
    Interrupted,
    /// The session's token was renewed by another call while this one ran; the call had no effect. Repeat it.
    TokenRenewed,
}

impl UnreachableReason {
    /// A stable name for messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::NoSuchName => "no-such-name",
            Self::ConnectionRefused => "connection-refused",
            Self::Certificate => "certificate-invalid",
            Self::TimedOut => "timed-out",
            Self::Interrupted => "interrupted",
            Self::TokenRenewed => "token-renewed",
        }
    }
}

impl fmt::Display for UnreachableReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}
