//! One-time codes (TOTP, HOTP, Steam, mOTP, Yandex) and the `otpauth` URIs that carry their keys.
//!
//! Why a crate of its own: a wrong code locks a person out, so everything that decides which code is shown is here,
//! pure and small: no clock, no I/O, no randomness. What isn't understood is an error with its reason, never a default
//! that might be wrong. Keys and codes are types without `Debug`, `Display` and `Serialize`, wiped when dropped.
//!
//! ```
//! use otp::OtpauthUri;
//!
//! let uri = OtpauthUri::parse("otpauth://totp/ACME:ann@example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ACME")?;
//! assert_eq!(uri.issuer.as_deref(), Some("ACME"));
//! assert!(uri.otp.code_at(59).is_ok_and(|code| code.as_str() == "287082"));
//! # Ok::<(), otp::UriError>(())
//! ```

mod algorithm;
mod code;
mod error;
mod generator;
mod hotp;
mod motp;
mod pin;
mod range;
mod secret;
mod uri;
mod yandex;

pub use algorithm::Algorithm;
pub use code::Code;
pub use error::{OtpError, SecretError};
pub use generator::{Kind, Otp, Window};
pub use pin::Pin;
pub use range::{Digits, Period};
pub use secret::Secret;
pub use uri::{OtpauthUri, UriError};
