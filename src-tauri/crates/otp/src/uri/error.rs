//! Why a URI was refused: each reason its own, with the parameter it's about and never the key.

use thiserror::Error;

use crate::{OtpError, SecretError};

/// Why a URI was refused. Values are shortened, and cut where they could run on into the key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum UriError {
    /// Neither `otpauth://` nor `steam://` nor `motp://`.
    #[error("not an otpauth URI")]
    NotOtpauth,
    /// One part of an export of Google's authenticator, which holds many keys: for an importer.
    #[error("a Google Authenticator export, not one key")]
    MigrationExport,
    /// Longer than any real URI.
    #[error("longer than {limit} bytes")]
    TooLong {
        /// The most bytes taken.
        limit: usize,
    },
    /// A user or password before the kind (`otpauth://user@totp/…`).
    #[error("a user name where the kind of code belongs")]
    UserInfo,
    /// A port after the kind (`otpauth://totp:80/…`).
    #[error("a port after the kind of code")]
    Port,
    /// A kind of code not known.
    #[error("unknown kind of code {value:?}")]
    UnknownType {
        /// The kind, shortened.
        value: String,
    },
    /// A parameter that is no `name=value` with a plain name, such as `&amp;digits=8`.
    #[error("parameter {number} is malformed")]
    MalformedParameter {
        /// Which one, from 1. Its text isn't shown: it may be the key.
        number: usize,
    },
    /// A parameter given twice, in any case.
    #[error("parameter {parameter} is given twice")]
    Duplicated {
        /// Its name in lower case.
        parameter: String,
    },
    /// A parameter that changes the code in a way not known here, or a misspelt name of one that does.
    #[error("parameter {parameter} would change the code and is not supported")]
    Unsupported {
        /// Its name in lower case.
        parameter: String,
    },
    /// `%` without two hexadecimal digits.
    #[error("broken percent-encoding in {parameter}")]
    BadPercentEncoding {
        /// The parameter, or `label`.
        parameter: &'static str,
    },
    /// Percent-encoded bytes that are no text.
    #[error("{parameter} is not UTF-8")]
    NotUtf8 {
        /// The parameter, or `label`.
        parameter: &'static str,
    },
    /// A control character in a name.
    #[error("a control character in {parameter} at position {position}")]
    ControlCharacter {
        /// `issuer`, `account` or `label`.
        parameter: &'static str,
        /// Where, in characters of the decoded name, from 1.
        position: usize,
    },
    /// A name longer than any real one.
    #[error("{parameter} is longer than {limit} bytes")]
    NameTooLong {
        /// `issuer`, `account` or `label`.
        parameter: &'static str,
        /// The most bytes of UTF-8 taken.
        limit: usize,
    },
    /// No `secret`.
    #[error("the key is missing")]
    MissingSecret,
    /// The key can't be read.
    #[error(transparent)]
    Secret(#[from] SecretError),
    /// An `hotp` URI without `counter`.
    #[error("the counter is missing")]
    MissingCounter,
    /// A number with anything but the digits 0 to 9.
    #[error("{parameter} is not a number: {value:?}")]
    NotANumber {
        /// The parameter.
        parameter: &'static str,
        /// What stands there, shortened.
        value: String,
    },
    /// A counter beyond 64 bits.
    #[error("the counter is beyond 64 bits")]
    CounterOutOfRange,
    /// The code's settings can't be taken.
    #[error(transparent)]
    Otp(#[from] OtpError),
    /// An `encoder` other than `steam`, or one that doesn't go with the kind.
    #[error("unknown encoder {value:?}")]
    UnknownEncoder {
        /// The name, shortened.
        value: String,
    },
    /// A Steam key with settings that aren't Steam's.
    #[error("{parameter} {value:?} is not Steam's")]
    NotSteam {
        /// The parameter.
        parameter: &'static str,
        /// Its value, shortened.
        value: String,
    },
    /// A setting that contradicts what its kind of code fixes.
    #[error("{parameter} {value:?} does not go with {kind}")]
    FixedSetting {
        /// The kind's name.
        kind: &'static str,
        /// The parameter.
        parameter: &'static str,
        /// Its value, shortened.
        value: String,
    },
}

impl UriError {
    /// A name for programs and message catalogues; never changes.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotOtpauth => "not-otpauth",
            Self::MigrationExport => "migration-export",
            Self::TooLong { .. } => "uri-too-long",
            Self::UserInfo => "user-info",
            Self::Port => "port",
            Self::UnknownType { .. } => "unknown-type",
            Self::MalformedParameter { .. } => "malformed-parameter",
            Self::Duplicated { .. } => "duplicated-parameter",
            Self::Unsupported { .. } => "unsupported-parameter",
            Self::BadPercentEncoding { .. } => "bad-percent-encoding",
            Self::NotUtf8 { .. } => "not-utf8",
            Self::ControlCharacter { .. } => "control-character",
            Self::NameTooLong { .. } => "name-too-long",
            Self::MissingSecret => "missing-secret",
            Self::Secret(error) => error.code(),
            Self::MissingCounter => "missing-counter",
            Self::NotANumber { .. } => "not-a-number",
            Self::Otp(error) => error.code(),
            Self::CounterOutOfRange => "counter-out-of-range",
            Self::UnknownEncoder { .. } => "unknown-encoder",
            Self::NotSteam { .. } => "not-steam",
            Self::FixedSetting { .. } => "fixed-setting",
        }
    }
}
