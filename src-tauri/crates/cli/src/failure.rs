//! Why a command ended early, and the exit code it ends with.

use std::process::ExitCode;

use app::AppError;
use app::vault_session::LockReason;
use thiserror::Error;
use transfer::ImportError;

/// How a command that ran to its end went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Done {
    /// All of it.
    All,
    /// Some of it; what not was said.
    Partly,
}

impl From<Done> for ExitCode {
    fn from(done: Done) -> Self {
        match done {
            Done::All => Self::SUCCESS,
            Done::Partly => Self::from(4),
        }
    }
}

/// Why a command ended early. What is said names the remedy, and never a secret.
#[derive(Debug, Error)]
pub(crate) enum Failure {
    /// A use case refused or failed.
    #[error(transparent)]
    App(#[from] AppError),
    /// Another app's file could not be read.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// There is no vault.
    #[error("there is no vault: open Gatehouse once, or run `gatehouse init`")]
    NoVault,
    /// The vault did not open.
    #[error("the vault is locked ({reason}): give --passphrase-fd, or run this at a terminal")]
    Locked {
        /// Why the keyring didn't open it.
        reason: &'static str,
    },
    /// The vault's file is damaged.
    #[error("the vault's file is damaged; `gatehouse backup list` shows what can take its place")]
    Damaged,
    /// The vault was written by a newer version.
    #[error("the vault was written by a newer Gatehouse; it was left as it is")]
    Newer,
    /// Nothing matches.
    #[error("no entry matches")]
    NoMatch,
    /// More than one matches; which, was said.
    #[error("{0} entries match; name one of them, or give its id")]
    Ambiguous(usize),
    /// A value that can't be used.
    #[error("{0}")]
    Usage(&'static str),
    /// A file could not be read or written.
    #[error("{path}: {error}")]
    File {
        /// Which.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// Whoever reads the output has read enough.
    #[error("the output is closed")]
    Pipe,
    /// The clipboard can't be reached.
    #[error("the clipboard can't be reached")]
    Clipboard,
}

impl Failure {
    /// 1 failed, 2 usage, 3 locked or no key.
    pub(crate) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(2),
            Self::NoVault | Self::Locked { .. } | Self::App(AppError::VaultLocked | AppError::VaultAbsent) => {
                ExitCode::from(3)
            }
            _ => ExitCode::FAILURE,
        }
    }

    /// A file that could not be read or written.
    pub(crate) fn file(path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.display().to_string();
        move |error| Self::File { path, error }
    }
}

/// A lock's reason in words.
pub(crate) fn locked(reason: LockReason) -> Failure {
    let reason = match reason {
        LockReason::ByHand => "locked by hand",
        LockReason::Idle => "locked because nobody used it",
        LockReason::Sleep => "locked when the computer went to sleep",
        LockReason::ScreenLocked => "locked with the screen",
        LockReason::UserSwitched => "locked when another person's session came",
        LockReason::NoKeyringSlot => "its key is not in the system keyring",
        LockReason::KeyringLocked => "the system keyring is locked",
        LockReason::KeyringTimedOut => "the system keyring did not answer",
        LockReason::KeyringAbsent => "there is no system keyring",
        LockReason::KeyringDenied => "the system keyring refused",
        LockReason::KeyringMissing => "the system keyring lost its key",
        LockReason::KeyringWrongKey => "the system keyring holds another key",
        LockReason::KeyringFailed => "the system keyring failed",
    };
    Failure::Locked { reason }
}
