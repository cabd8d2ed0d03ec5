//! What the service is configured to offer (`GET config`).

use serde::{Deserialize, Serialize};

/// `data` of `GET config`. A part is absent when the app behind it is not installed at the service.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Config {
    /// Sign-in and sign-up.
    pub account: AccountConfig,
    /// Second factors.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mfa: Option<MfaConfig>,
    /// The list of sessions.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub usersessions: Option<SessionsConfig>,
}

/// Sign-in and sign-up.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct AccountConfig {
    /// What identifies an account: `email`, `username`, `phone`.
    #[serde(default)]
    pub login_methods: Vec<String>,
    /// Whether anyone may sign up.
    #[serde(default)]
    pub is_open_for_signup: bool,
    /// Whether an address is verified by a typed code (else by a link).
    #[serde(default)]
    pub email_verification_by_code_enabled: bool,
    /// Whether a mailed code signs in.
    #[serde(default)]
    pub login_by_code_enabled: bool,
    /// Whether a mailed code resets the password (else a link).
    #[serde(default)]
    pub password_reset_by_code_enabled: bool,
    /// The older name of `login_methods`' first entry.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub authentication_method: Option<String>,
}

/// Second factors.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MfaConfig {
    /// `totp`, `recovery_codes`, `webauthn`.
    #[serde(default)]
    pub supported_types: Vec<String>,
    /// Whether a passkey alone signs in.
    #[serde(default)]
    pub passkey_login_enabled: bool,
}

/// The list of sessions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SessionsConfig {
    /// Whether `last_seen_at` is kept.
    #[serde(default)]
    pub track_activity: bool,
}
