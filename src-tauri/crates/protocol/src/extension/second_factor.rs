//! The second factor a person chose: none, one-time codes of an authenticator, or codes sent by mail or text.
//!
//! One method at a time. `PUT` with `none` turns it off; with `email` or `sms` it has a code sent, and the method before holds
//! until that code is given to `POST …/verify`. `totp` is set up at the core's `authenticators/totp`, whose `POST` takes the place of
//! whatever held; asked for here it is 409 with [`super::problem::codes::KEY_NEEDED`]. Turning off and choosing need a step-up. Each
//! change ends the account's other sessions and is mailed to its owner.
//!
//! A sign-in whose account has such a method waits at the core's `mfa_authenticate`, whose `types` name it, and the code is on its
//! way then; it is answered at the core's `auth/2fa/authenticate`. `GET …/challenge` tells with the same token where the code went,
//! and `POST …/challenge` sends another one. Someone signed in has a code sent there for `auth/2fa/reauthenticate`.
//!
//! A code holds for ten minutes, for one use, for five tries in all, and for the sign-in or change it was sent for. A wrong one too
//! many ends that sign-in or change. 429 says in `Retry-After` when the next code may be sent.
//!
//! Recovery codes belong to one-time codes: they stand in for a lost authenticator, are made with its key and go with it. Who has
//! codes mailed or texted has none, for there the mailbox or the number is what is recovered. A text method whose number is no longer
//! there is answered by mail, so that nobody is locked out.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sensitive::Sensitive;

/// The name below the second factor under which a method is validated.
pub const VERIFY: &str = "verify";

/// The name below the second factor under which a set-up's code is sent again.
pub const RESEND: &str = "resend";

/// The name below the second factor for the code that a sign-in or a step-up waits for.
pub const CHALLENGE: &str = "challenge";

/// No second factor.
pub const NONE: &str = "none";
/// Codes by mail: the method's name here and in the core's `types`.
pub const EMAIL: &str = "email";
/// Codes by text message: the method's name here and in the core's `types`.
pub const SMS: &str = "sms";

/// `GET /account/v1/second-factor`, and what changes answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SecondFactor {
    /// The method that holds: [`NONE`], `totp`, [`EMAIL`] or [`SMS`].
    pub method: String,
    /// Since when, as RFC 3339 writes it; absent when none holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    pub since: Option<String>,
    /// What can be chosen, best first.
    #[serde(default)]
    pub methods: Vec<Offer>,
    /// A method that waits for its code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pending: Option<SentCode>,
}

/// A method that can be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Offer {
    /// `totp`, [`EMAIL`] or [`SMS`].
    pub method: String,
    /// Where its codes would go, a number only so far that its owner knows it again; absent for `totp`, and for a method that lacks
    /// a verified address or number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
}

/// A code that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct SentCode {
    /// How: [`EMAIL`] or [`SMS`].
    pub method: String,
    /// Where to, with only so much of it that its owner knows it again.
    pub to: String,
    /// How many digits it has; absent when it has letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digits: Option<u32>,
    /// Seconds it still holds; 0 when it holds no longer.
    pub expires_in: u32,
    /// Seconds until another one may be sent.
    pub resend_in: u32,
}

/// `PUT /account/v1/second-factor`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Choice {
    /// [`NONE`], `totp`, [`EMAIL`] or [`SMS`].
    pub method: String,
}

/// `POST /account/v1/second-factor/verify`.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct TypedCode {
    /// The code that was sent.
    pub code: Sensitive,
}
