//! Ways on from a 401: what a person may do next, and which of it is awaited.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Names of flows, as the core sends them.
pub mod id {
    /// Sign in with a password.
    pub const LOGIN: &str = "login";
    /// Sign in with a mailed code.
    pub const LOGIN_BY_CODE: &str = "login_by_code";
    /// Sign up.
    pub const SIGNUP: &str = "signup";
    /// An e-mail address must be verified.
    pub const VERIFY_EMAIL: &str = "verify_email";
    /// A phone number must be verified.
    pub const VERIFY_PHONE: &str = "verify_phone";
    /// Reset the password with a mailed code.
    pub const PASSWORD_RESET_BY_CODE: &str = "password_reset_by_code";
    /// This project's own: after a temporary password, the one that takes its place is awaited.
    pub const REPLACE_PASSWORD: &str = "replace_password";
    /// A second factor is awaited.
    pub const MFA_AUTHENTICATE: &str = "mfa_authenticate";
    /// Step-up by password.
    pub const REAUTHENTICATE: &str = "reauthenticate";
    /// Step-up by second factor.
    pub const MFA_REAUTHENTICATE: &str = "mfa_reauthenticate";
}

/// One flow of a 401.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Flow {
    /// Its name, such as `reauthenticate`. A client meets names it does not know.
    pub id: String,
    /// Whether the service waits for it now; absent for flows that can't be pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_pending: Option<bool>,
    /// The second factors that answer it: `totp`, `recovery_codes`, `webauthn`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub types: Option<Vec<String>>,
}

impl Flow {
    /// A flow on offer, which can't be pending.
    #[must_use]
    pub fn offered(id: &str) -> Self {
        Self {
            id: id.to_owned(),
            is_pending: None,
            types: None,
        }
    }

    /// A flow that says whether it is awaited.
    #[must_use]
    pub fn pending(id: &str, pending: bool) -> Self {
        Self {
            is_pending: Some(pending),
            ..Self::offered(id)
        }
    }

    /// The same with the factor types that answer it.
    #[must_use]
    pub fn with_types(mut self, types: &[&str]) -> Self {
        self.types = Some(types.iter().map(|&kind| kind.to_owned()).collect());
        self
    }
}
