//! A temporary password for who forgot theirs.
//!
//! `POST` mails it to the address, if that has an account; the answer is the same if not. It counts once and for a while, beside the
//! password that was forgotten. Signing in with it leads to the pending flow `replace_password` of the core's session answer, which
//! [`crate::core::path::PASSWORD_REPLACE`] ends; nobody is signed in before.
//!
//! 422 points at `email`, or at `captcha` with [`super::problem::codes::CAPTCHA_INCORRECT`] or
//! [`super::problem::codes::CAPTCHA_EXPIRED`]; the challenge is used up either way.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::captcha;

/// `POST /account/v1/temporary-password`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Request {
    /// The address to mail it to.
    pub email: String,
    /// The answer to a challenge, where discovery says that it is needed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub captcha: Option<captcha::Answer>,
}

/// The answer, 202.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Accepted {
    /// For how many seconds a temporary password counts.
    pub valid_for: u64,
}
