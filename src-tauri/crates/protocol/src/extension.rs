//! The account extension `/account/v1`: what the core of the account API lacks, published by this project.
//!
//! Served by the embedded service and read by the client. Every type serializes to exactly the JSON described in
//! the published document, and reads tolerantly: fields the reader does not know are ignored, so that an older
//! client keeps working against a newer service.

pub mod activity;
pub mod alerts;
pub mod captcha;
pub mod closure;
pub mod consents;
pub mod devices;
pub mod discovery;
pub mod keys;
pub mod password_policy;
pub mod phones;
pub mod problem;
pub mod profile;
pub mod second_factor;
pub mod step_up;
pub mod temporary_password;

/// Where the discovery document is served. The name is not in IANA's well-known registry; it is this project's own.
pub const DISCOVERY_PATH: &str = "/.well-known/account-management";

/// Where the OpenAPI document of what a service offers is served, without a sign-in.
pub const OPENAPI_PATH: &str = "/account/v1/openapi.json";

/// What every path but the discovery document's begins with.
pub const BASE: &str = "/account/v1/";

/// Where the profile is read and changed.
pub const PROFILE_PATH: &str = "/account/v1/profile";

/// Where the second factor is read, chosen and turned off.
pub const SECOND_FACTOR_PATH: &str = "/account/v1/second-factor";

/// Where it is told how long the last proof of who is there still counts.
pub const STEP_UP_PATH: &str = "/account/v1/step-up";
/// Where the alert settings are read and changed; a test alert is sent below.
pub const ALERT_SETTINGS_PATH: &str = "/account/v1/alert-settings";

/// Where mobile devices are listed and register themselves; one of them is below, by its number.
pub const DEVICES_PATH: &str = "/account/v1/devices";

/// Where the consent to marketing messages is read and given.
pub const MARKETING_CONSENT_PATH: &str = "/account/v1/consents/marketing";

/// Where it is told what closing the account means, and where it is closed.
pub const CLOSURE_PATH: &str = "/account/v1/closure";

/// Where the account's one API token is described.
pub const API_TOKEN_PATH: &str = "/account/v1/api-token";

/// Where the account's named API keys are listed and added; one of them is below, by its number.
pub const API_KEYS_PATH: &str = "/account/v1/api-keys";

/// Where whoever is handed a token or key asks whether it counts.
pub const KEY_CHECK_PATH: &str = "/account/v1/key-check";

/// Where the account's phone numbers are; each channel is below, by its name.
pub const PHONES_PATH: &str = "/account/v1/phones";
/// Where the account's last activity is listed.
pub const ACTIVITY_PATH: &str = "/account/v1/activity";

/// Where the password policy is read, without a sign-in.
pub const PASSWORD_POLICY_PATH: &str = "/account/v1/password-policy";

/// Where a challenge is made, without a sign-in.
pub const CAPTCHA_PATH: &str = "/account/v1/captcha";

/// Where a temporary password is asked for, without a sign-in.
pub const TEMPORARY_PASSWORD_PATH: &str = "/account/v1/temporary-password";
