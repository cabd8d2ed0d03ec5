//! Signing up and in: what a service offers, what it asks next, how to prove oneself again.

use account::PasswordResetOffer;
use app::accounts::forgotten::Challenge;
use app::accounts::pending::Waiting;
use app::accounts::signing_in::{Looked, Progress};
use app::accounts::vault_codes::Matching;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::account::AccountRow;
use super::time::Millis;
use crate::sealed::Sealed;

/// A way to answer a second-factor step.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FactorWayView {
    /// A code from an authenticator.
    Totp,
    /// A recovery code.
    RecoveryCode,
    /// A code that was mailed.
    Email,
    /// A code that was texted.
    Sms,
    /// A way this app does not know.
    Other,
}

/// A way to prove oneself again.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "way", rename_all = "kebab-case")]
pub(crate) enum StepUpWay {
    /// The password.
    Password,
    /// A second factor.
    Factor {
        /// Which.
        ways: Vec<FactorWayView>,
    },
}

/// What a service asks next.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub(crate) enum StepView {
    /// The code mailed at sign-up.
    VerifyEmail,
    /// A second factor.
    SecondFactor {
        /// Which ways are open.
        ways: Vec<FactorWayView>,
    },
    /// The code mailed for signing in.
    SignInCode,
    /// The code mailed for a new password.
    ResetPassword,
    /// The password that takes a temporary one's place.
    ReplacePassword,
    /// The code texted to a phone.
    VerifyPhone,
    /// A step this app does not know.
    Unsupported {
        /// What the service calls it.
        name: String,
    },
}

/// What became of a sign-in so far.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "outcome", rename_all = "kebab-case")]
pub(crate) enum SignInView {
    /// Signed in.
    SignedIn {
        /// The account.
        account: AccountRow,
    },
    /// A step is pending.
    Step {
        /// The account's identity, for the answers.
        id: String,
        /// What is asked.
        step: StepView,
        /// Whose sign-in it is.
        email: String,
        /// The service's name.
        service: String,
    },
}

/// A sign-in that waits for its next step.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PendingSignInView {
    /// The account's identity, for the answers.
    pub(crate) id: String,
    /// What is asked.
    pub(crate) step: StepView,
    /// Whose sign-in it is.
    pub(crate) email: String,
    /// The service's name.
    pub(crate) service: String,
    /// The service's address.
    pub(crate) origin: String,
    /// A practice service.
    pub(crate) practice: bool,
    /// The session will be kept in the system keyring.
    pub(crate) stay: bool,
}

/// A code of the vault that answers the pending step.
#[derive(Clone, Serialize, Type)]
pub(crate) struct MatchingCode {
    /// The entry.
    pub(crate) entry: String,
    /// The code now.
    pub(crate) code: String,
    /// When it began.
    pub(crate) from: Millis,
    /// When it ends.
    pub(crate) until: Millis,
}

/// What a service said of itself when it was looked at.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ServiceView {
    /// Its address, cleaned.
    pub(crate) origin: String,
    /// Its name.
    pub(crate) name: String,
    /// Over TLS (or in this process).
    pub(crate) secure: bool,
    /// A practice service.
    pub(crate) practice: bool,
    /// New accounts can be made.
    pub(crate) sign_up: bool,
    /// A mailed code signs in.
    pub(crate) sign_in_by_code: bool,
    /// How a forgotten password is dealt with here, if it is.
    pub(crate) password_reset: Option<ResetWay>,
    /// Whether asking for a temporary password takes the answer to a challenge.
    pub(crate) captcha: bool,
    /// Where its people can be reached, if it says so.
    pub(crate) support: Option<String>,
}

/// How a forgotten password is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ResetWay {
    /// A mailed code sets a new password.
    Code,
    /// A temporary password is mailed.
    TemporaryPassword,
}

/// A challenge that keeps programs out. Either of what is here can be answered.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct CaptchaView {
    /// What the answer goes with.
    pub(crate) id: String,
    /// A PNG in base64, written by this program.
    pub(crate) picture: Option<String>,
    /// A question in words.
    pub(crate) question: Option<String>,
}

/// What was answered to a challenge.
#[derive(Debug, Clone, Deserialize, Type)]
pub(crate) struct CaptchaAnswered {
    /// The challenge's.
    pub(crate) id: String,
    /// What was typed.
    pub(crate) answer: String,
}

/// Signing in or up.
#[derive(Clone, Deserialize, Type)]
pub(crate) struct Credentials {
    /// The service's address.
    pub(crate) origin: String,
    /// The e-mail address.
    pub(crate) email: String,
    /// The password.
    pub(crate) password: Sealed,
    /// Keep the session in the system keyring.
    pub(crate) stay: bool,
}

impl From<Progress> for SignInView {
    fn from(progress: Progress) -> Self {
        match progress {
            Progress::SignedIn(account) => Self::SignedIn {
                account: account.into(),
            },
            Progress::Step {
                id,
                step,
                email,
                service,
            } => Self::Step {
                id: id.to_string(),
                step: step.into(),
                email,
                service,
            },
        }
    }
}

impl From<Waiting> for PendingSignInView {
    fn from(waiting: Waiting) -> Self {
        Self {
            id: waiting.id.to_string(),
            step: waiting.step.into(),
            email: waiting.email,
            service: waiting.service,
            origin: waiting.address.to_string(),
            practice: waiting.address.is_practice(),
            stay: waiting.stay,
        }
    }
}

impl From<Matching> for MatchingCode {
    fn from(matching: Matching) -> Self {
        Self {
            entry: matching.entry.to_string(),
            // The person is offered this code on the screen.
            code: matching.code.as_str().to_owned(),
            from: Millis::from_seconds(matching.window.from),
            until: Millis::from_seconds(matching.window.until),
        }
    }
}

impl From<Looked> for ServiceView {
    fn from(looked: Looked) -> Self {
        let Looked {
            address, capabilities, ..
        } = looked;
        Self {
            origin: address.to_string(),
            secure: address.is_secure(),
            practice: address.is_practice(),
            sign_up: capabilities.sign_in.sign_up,
            sign_in_by_code: capabilities.sign_in.by_code,
            password_reset: match capabilities.sign_in.password_reset {
                PasswordResetOffer::Code => Some(ResetWay::Code),
                PasswordResetOffer::TemporaryPassword => Some(ResetWay::TemporaryPassword),
                PasswordResetOffer::Link | PasswordResetOffer::Off => None,
            },
            captcha: capabilities.sign_in.captcha,
            support: capabilities.links.support.map(|url| url.to_string()),
            name: capabilities.service_name,
        }
    }
}

impl From<Challenge> for CaptchaView {
    fn from(challenge: Challenge) -> Self {
        Self {
            id: challenge.id,
            picture: challenge.picture.map(|png| data_encoding::BASE64.encode(&png)),
            question: challenge.question,
        }
    }
}

impl From<CaptchaAnswered> for account::CaptchaAnswer {
    fn from(answered: CaptchaAnswered) -> Self {
        Self {
            id: answered.id,
            answer: answered.answer,
        }
    }
}
