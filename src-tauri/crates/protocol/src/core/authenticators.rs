//! Second factors: TOTP and recovery codes.

use serde::{Deserialize, Serialize};

use crate::sensitive::Sensitive;

/// The `type` of a TOTP authenticator.
pub const TOTP: &str = "totp";
/// The `type` of a set of recovery codes.
pub const RECOVERY_CODES: &str = "recovery_codes";

/// One second factor. No `Debug`: it may hold recovery codes.
#[derive(Clone, Serialize, Deserialize)]
pub struct Authenticator {
    /// [`TOTP`], [`RECOVERY_CODES`], `webauthn` or one the client does not know.
    #[serde(rename = "type")]
    pub kind: String,
    /// Unix seconds with a fraction.
    pub created_at: f64,
    /// `null` until used.
    #[serde(default)]
    pub last_used_at: Option<f64>,
    /// Recovery codes: how many were made.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total_code_count: Option<u32>,
    /// Recovery codes: how many are left.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unused_code_count: Option<u32>,
    /// Recovery codes: the codes that are left; only from `authenticators/recovery-codes`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub unused_codes: Option<Vec<Sensitive>>,
}

/// `meta` of the 404 that `GET authenticators/totp` answers while TOTP is off: the set-up data.
/// Each such GET replaces the secret at the service.
#[derive(Clone, Serialize, Deserialize)]
pub struct TotpMeta {
    /// The key, base32.
    pub secret: Sensitive,
    /// The same as an `otpauth://` URI.
    pub totp_url: Sensitive,
}
