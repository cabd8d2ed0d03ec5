//! Bodies the client sends. Each field defaults to empty when left out: the core answers a missing and an empty field
//! alike, with 400 `required` for each. No `Debug` where a secret rides along.

use serde::{Deserialize, Serialize};

use super::session::SessionId;
use crate::sensitive::Sensitive;

/// `POST auth/login` and `POST auth/signup`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Credentials {
    /// The address that identifies the account.
    pub email: String,
    /// The password.
    pub password: Sensitive,
}

/// `POST auth/email/verify`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct VerifyEmail {
    /// The mailed code.
    pub key: Sensitive,
}

/// `POST auth/reauthenticate`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Reauthenticate {
    /// The account's password.
    pub password: Sensitive,
}

/// Every body that is one code: `2fa/authenticate`, `2fa/reauthenticate`, `code/confirm`, `phone/verify`,
/// `POST authenticators/totp`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Code {
    /// The code as typed.
    pub code: Sensitive,
}

/// Every body that is one address: `password/request`, `code/request`, `account/email`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Email {
    /// The address.
    pub email: String,
    /// `PATCH account/email`: make it the primary one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub primary: Option<bool>,
}

/// `POST account/phone`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Phone {
    /// The number in E.164.
    pub phone: String,
}

/// `POST auth/password/reset`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordReset {
    /// The mailed code.
    pub key: Sensitive,
    /// The new password.
    pub password: Sensitive,
}

/// `POST auth/password/replace`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordReplace {
    /// The password that takes the temporary one's place.
    pub password: Sensitive,
}

/// `POST account/password/change`.
#[derive(Clone, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct PasswordChange {
    /// The password until now; left out by accounts that have none.
    pub current_password: Sensitive,
    /// The new password.
    pub new_password: Sensitive,
}

/// `DELETE auth/sessions`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct EndSessions {
    /// The sessions to end.
    pub sessions: Vec<SessionId>,
}
