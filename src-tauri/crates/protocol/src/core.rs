//! django-allauth "headless", client kind `app`, version 1: the published JSON API of the core.
//!
//! Reference: <https://docs.allauth.org/en/latest/headless/openapi-specification/>, held against a recorded run of a
//! genuine server (django-allauth 65.21).

pub mod authenticators;
pub mod config;
pub mod contact;
pub mod envelope;
pub mod flow;
pub mod path;
pub mod request;
pub mod session;

pub use authenticators::{Authenticator, TotpMeta};
pub use config::Config;
pub use contact::{EmailAddress, PhoneNumber};
pub use envelope::{Answer, FieldError};
pub use flow::Flow;
pub use session::{Meta, Method, SessionData, SessionId, SessionRecord, User, UserId};

/// The request header that carries the session token.
pub const SESSION_TOKEN_HEADER: &str = "x-session-token";

/// The request header of `GET auth/email/verify`: the key whose meaning is asked for.
pub const EMAIL_KEY_HEADER: &str = "x-email-verification-key";

/// The request header of `GET auth/password/reset`: the reset code to check.
pub const RESET_KEY_HEADER: &str = "x-password-reset-key";

#[cfg(test)]
mod tests;
