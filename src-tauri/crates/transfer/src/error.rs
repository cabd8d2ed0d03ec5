//! Why a whole file was not read. A wrong password, a damaged file and a refused one are different things to a person.

use thiserror::Error;

use crate::Cancelled;

/// Why a file was not read. Nothing of it is kept then.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum ImportError {
    /// No format here looks like this.
    #[error("not recognised")]
    NotRecognised,
    /// The file is encrypted, and no password was given.
    #[error("a password is needed")]
    PasswordNeeded,
    /// The password does not open the file.
    #[error("wrong password")]
    WrongPassword,
    /// The file is cut, or its content is not what its format says.
    #[error("damaged")]
    Damaged,
    /// The file is whole, but is not read, for a reason.
    #[error("refused: {0}")]
    Refused(Refusal),
    /// The person changed their mind.
    #[error("cancelled")]
    Cancelled,
}

/// Why a whole and readable file is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum Refusal {
    /// Encrypted for one account of the other app: only that account can read it.
    #[error("only the account that made it can read it; export it again with a password")]
    AccountRestricted,
    /// A version of the format that is not known here.
    #[error("its version is not known")]
    UnknownVersion,
    /// Encrypted in a way that is not known here.
    #[error("its encryption is not known")]
    UnknownEncryption,
    /// Deriving its key asks for more than is allowed: more memory or time than any app asks for.
    #[error("deriving its key would cost too much")]
    KeyDerivationTooCostly,
    /// It opens with a key file or a hardware key, not with a password alone.
    #[error("it needs a key file or a hardware key")]
    KeyFileNeeded,
    /// Larger than any export.
    #[error("it is too large")]
    TooLarge,
    /// The format of the app's own storage, which that app can export in a readable one.
    #[error("export it from the app instead")]
    NotAnExport,
    /// A database that was copied without the file beside it (`…-wal`), where what was written last stands.
    #[error("its records stand in the -wal file beside it")]
    JournalNeeded,
}

impl ImportError {
    /// A name for programs and message catalogues; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotRecognised => "not-recognised",
            Self::PasswordNeeded => "password-needed",
            Self::WrongPassword => "wrong-password",
            Self::Damaged => "damaged",
            Self::Refused(refusal) => refusal.code(),
            Self::Cancelled => "cancelled",
        }
    }
}

impl Refusal {
    /// A name for programs and message catalogues; never changes.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::AccountRestricted => "account-restricted",
            Self::UnknownVersion => "unknown-version",
            Self::UnknownEncryption => "unknown-encryption",
            Self::KeyDerivationTooCostly => "key-derivation-too-costly",
            Self::KeyFileNeeded => "key-file-needed",
            Self::TooLarge => "too-large",
            Self::NotAnExport => "not-an-export",
            Self::JournalNeeded => "journal-needed",
        }
    }
}

impl From<Refusal> for ImportError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<Cancelled> for ImportError {
    fn from(_: Cancelled) -> Self {
        Self::Cancelled
    }
}
