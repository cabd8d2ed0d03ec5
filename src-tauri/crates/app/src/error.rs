//! What can go wrong in a use case. The parts' own errors pass through; the shell maps each to its code.

use account::Refusal;
use keychain::KeychainError;
use otp::{OtpError, UriError};
use qr::QrError;
use thiserror::Error;
use vault::VaultError;

/// Why a use case ended.
#[derive(Debug, Error)]
pub enum AppError {
    /// The vault is locked.
    #[error("the vault is locked")]
    VaultLocked,
    /// There is no vault.
    #[error("there is no vault")]
    VaultAbsent,
    /// What was typed is not a recovery key.
    #[error("not a recovery key")]
    NotARecoveryKey,
    /// The part of the recovery key that was typed back does not match.
    #[error("the part typed back does not match")]
    RecoveryCheckFailed,
    /// No vault is being set up.
    #[error("no vault is being set up")]
    NoSetup,
    /// After several wrong passphrases the next has to wait.
    #[error("the next try has to wait")]
    TryLater {
        /// How long.
        after: std::time::Duration,
    },
    /// The vault refused or failed.
    #[error(transparent)]
    Vault(#[from] VaultError),
    /// The keyring refused or failed.
    #[error(transparent)]
    Keychain(#[from] KeychainError),
    /// The service refused or failed.
    #[error(transparent)]
    Service(#[from] Refusal),
    /// A picture could not be read.
    #[error(transparent)]
    Picture(#[from] QrError),
    /// A link or typed key is not acceptable.
    #[error(transparent)]
    Uri(#[from] UriError),
    /// A text is longer than any list of links.
    #[error("the text is too long")]
    TextTooLong,
    /// A file could not be read or written.
    #[error("a file could not be read or written: {kind}")]
    File {
        /// What kind of failure.
        kind: std::io::ErrorKind,
    },
    /// No such preview, or no such candidate in it.
    #[error("no such preview")]
    NoSuchPreview,
    /// Another app's file could not be read.
    #[error(transparent)]
    Import(#[from] transfer::ImportError),
    /// No file is being imported.
    #[error("no file is being imported")]
    NoImport,
    /// No such record needs attention.
    #[error("no such record")]
    NoSuchRecord,
    /// A record of another app's file doesn't have its format's shape.
    #[error("the record is malformed")]
    MalformedRecord,
    /// What was written does not read back as what was to be written; it was removed.
    #[error("the export does not read back")]
    ExportNotFaithful,
    /// The passphrase or the recovery key must be given first.
    #[error("not confirmed")]
    NotConfirmed,
    /// No such account.
    #[error("no such account")]
    NoSuchAccount,
    /// The address is not one to connect to.
    #[error("not an address to connect to")]
    BadAddress,
    /// Nothing in the vault makes codes for this account.
    #[error("no code in the vault is for this account")]
    NoMatchingCode,
    /// No OTP set-up has begun.
    #[error("no OTP set-up has begun")]
    NoOtpSetup,
    /// No recovery codes are being shown.
    #[error("no recovery codes are being shown")]
    NoRecoveryCodes,
    /// A background thread ended early.
    #[error("a task ended early")]
    TaskEnded,
}

impl From<std::io::Error> for AppError {
    fn from(error: std::io::Error) -> Self {
        Self::File { kind: error.kind() }
    }
}

impl From<OtpError> for AppError {
    fn from(error: OtpError) -> Self {
        Self::Uri(error.into())
    }
}

impl From<transfer::Reason> for AppError {
    fn from(reason: transfer::Reason) -> Self {
        match reason {
            transfer::Reason::Code(error) => Self::Uri(error),
            _ => Self::MalformedRecord,
        }
    }
}

impl From<otp::SecretError> for AppError {
    fn from(error: otp::SecretError) -> Self {
        Self::Uri(error.into())
    }
}
