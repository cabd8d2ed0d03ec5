//! Paths of the core, relative to the service's origin.

/// The prefix all paths here share.
pub const BASE: &str = "/_allauth/app/v1";

/// What the service is configured to offer (`GET`, no sign-in).
pub const CONFIG: &str = "/_allauth/app/v1/config";
/// Sign in with e-mail and password (`POST`).
pub const LOGIN: &str = "/_allauth/app/v1/auth/login";
/// Sign up (`POST`).
pub const SIGNUP: &str = "/_allauth/app/v1/auth/signup";
/// The session's state (`GET`) and signing out (`DELETE`).
pub const SESSION: &str = "/_allauth/app/v1/auth/session";
/// Step-up by password (`POST`).
pub const REAUTHENTICATE: &str = "/_allauth/app/v1/auth/reauthenticate";
/// Verify an e-mail address by code (`POST`; `GET` checks a key).
pub const EMAIL_VERIFY: &str = "/_allauth/app/v1/auth/email/verify";
/// Send the e-mail code again (`POST`).
pub const EMAIL_VERIFY_RESEND: &str = "/_allauth/app/v1/auth/email/verify/resend";
/// Verify a phone number by code (`POST`).
pub const PHONE_VERIFY: &str = "/_allauth/app/v1/auth/phone/verify";
/// Send the phone code again (`POST`); only while signing up.
pub const PHONE_VERIFY_RESEND: &str = "/_allauth/app/v1/auth/phone/verify/resend";
/// Ask for a password reset code (`POST`).
pub const PASSWORD_REQUEST: &str = "/_allauth/app/v1/auth/password/request";
/// Check a reset code (`GET`) and set the new password (`POST`).
pub const PASSWORD_RESET: &str = "/_allauth/app/v1/auth/password/reset";
/// This project's own: answer the step after a temporary password with the password that takes its place (`POST`).
pub const PASSWORD_REPLACE: &str = "/_allauth/app/v1/auth/password/replace";
/// Ask for a sign-in code (`POST`).
pub const CODE_REQUEST: &str = "/_allauth/app/v1/auth/code/request";
/// Sign in with the mailed code (`POST`).
pub const CODE_CONFIRM: &str = "/_allauth/app/v1/auth/code/confirm";
/// Send the sign-in code again (`POST`).
pub const CODE_RESEND: &str = "/_allauth/app/v1/auth/code/resend";
/// Answer the second-factor step of a sign-in (`POST`).
pub const MFA_AUTHENTICATE: &str = "/_allauth/app/v1/auth/2fa/authenticate";
/// Step-up by second factor (`POST`).
pub const MFA_REAUTHENTICATE: &str = "/_allauth/app/v1/auth/2fa/reauthenticate";
/// The account's sessions (`GET`, `DELETE`).
pub const SESSIONS: &str = "/_allauth/app/v1/auth/sessions";
/// Change the password (`POST`).
pub const PASSWORD_CHANGE: &str = "/_allauth/app/v1/account/password/change";
/// E-mail addresses (`GET`, `POST`, `PUT`, `PATCH`, `DELETE`).
pub const EMAIL: &str = "/_allauth/app/v1/account/email";
/// Phone number (`GET`, `POST`).
pub const PHONE: &str = "/_allauth/app/v1/account/phone";
/// Second factors that are set up (`GET`).
pub const AUTHENTICATORS: &str = "/_allauth/app/v1/account/authenticators";
/// TOTP: set-up data or state (`GET`), activation (`POST`), removal (`DELETE`).
pub const TOTP: &str = "/_allauth/app/v1/account/authenticators/totp";
/// Recovery codes: view (`GET`), regenerate (`POST`).
pub const RECOVERY_CODES: &str = "/_allauth/app/v1/account/authenticators/recovery-codes";
