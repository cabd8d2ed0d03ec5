//! What can go wrong with a vault: one variant for each message and way out a person gets.

use std::io;

use thiserror::Error;
use uuid::Uuid;

/// Why a vault call did not do what was asked. Carries no secret; after any of them the files are as they were.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum VaultError {
    /// `identity.age` is there and this passphrase does not open it.
    #[error("wrong passphrase")]
    WrongPassphrase,
    /// The file is not encrypted to this identity.
    #[error("the key does not belong to this vault")]
    WrongKey,
    /// The text is no age identity of the `AGE-SECRET-KEY-1…` kind.
    #[error("not a recovery key")]
    NotAnIdentity,
    /// The file cannot be read back; it is left as it is.
    #[error("the vault is damaged; {backups} backups are kept")]
    Damaged {
        /// How many backups there are to offer.
        backups: usize,
    },
    /// A newer Gatehouse wrote the file; it is left as it is.
    #[error("the vault has format version {version}, which is newer than this program")]
    NewerFormat {
        /// The version found.
        version: u64,
    },
    /// `identity.age` asks for more key derivation work than is accepted (2^20).
    #[error("the passphrase slot asks for 2^{log_n} rounds of work")]
    TooMuchWork {
        /// The binary logarithm of the work asked for.
        log_n: u8,
    },
    /// A vault, a slot or a backup is already in the folder; no key is created over it.
    #[error("there is already a vault, or the remains of one")]
    VaultExists,
    /// The keyring alone is never enough: a passphrase or a confirmed recovery sheet must exist.
    #[error("neither a passphrase nor a confirmed recovery sheet")]
    NoSecondSlot,
    /// There is no `vault.age`.
    #[error("there is no vault")]
    Missing,
    /// There is no `identity.age`.
    #[error("no passphrase is set")]
    NoPassphrase,
    /// Another process holds the vault's lock file for too long.
    #[error("another program is using the vault")]
    Locked,
    /// Other writers were faster, time after time.
    #[error("the vault keeps changing underneath")]
    Contended,
    /// The disk or the quota is full.
    #[error("no space left")]
    NoSpace,
    /// The file system is read-only.
    #[error("the file system is read-only")]
    ReadOnly,
    /// The system denied access.
    #[error("access denied")]
    Denied,
    /// Any other failure of the file system.
    #[error("the file system failed ({kind}) while: {what}")]
    Io {
        /// The system's kind of failure.
        kind: io::ErrorKind,
        /// What was being done, as a fixed phrase.
        what: &'static str,
    },
    /// A symbolic link stands where a file or folder of the vault belongs.
    #[error("a symbolic link stands where a file of the vault belongs")]
    SymlinkRefused,
    /// Something other than a plain file stands where one belongs, or it is far too large.
    #[error("not a plain file of a sensible size")]
    NotAVaultFile,
    /// The backup is no longer there.
    #[error("there is no such backup")]
    NoSuchBackup,
    /// The folder for copies is not there.
    #[error("there is no such folder")]
    NoSuchFolder,
    /// No entry has this id.
    #[error("no such entry")]
    NoSuchEntry {
        /// The id asked for.
        id: Uuid,
    },
    /// Another writer changed the same of an entry since it was read.
    #[error("the entry was changed meanwhile")]
    ChangedMeanwhile {
        /// The entry.
        id: Uuid,
    },
    /// An entry with this id is already there.
    #[error("an entry with this id exists")]
    EntryExists {
        /// The id.
        id: Uuid,
    },
    /// The entry makes codes by time, not by a counter.
    #[error("the entry has no counter")]
    NotCounterBased {
        /// The entry.
        id: Uuid,
    },
    /// The entry's counter is at its last value.
    #[error("the entry's counter is used up")]
    CounterExhausted {
        /// The entry.
        id: Uuid,
    },
    /// No quarantined record has this text.
    #[error("no such quarantined record")]
    NoSuchQuarantined,
    /// The new issuer or account cannot be written in a URI.
    #[error("the name cannot be stored: {0}")]
    Label(#[from] otp::UriError),
    /// The change would not read back as it was made; nothing was written.
    #[error("the change cannot be stored faithfully")]
    Unstorable,
    /// The vault would be larger than what is opened (64 MiB); nothing was written.
    #[error("the vault would be larger than 64 MiB")]
    TooLarge,
    /// age could not encrypt.
    #[error("encryption failed")]
    EncryptionFailed,
}

impl VaultError {
    /// A stable kebab-case name, for messages in the person's language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::WrongPassphrase => "vault-wrong-passphrase",
            Self::WrongKey => "vault-wrong-key",
            Self::NotAnIdentity => "vault-not-an-identity",
            Self::Damaged { .. } => "vault-damaged",
            Self::NewerFormat { .. } => "vault-newer-format",
            Self::TooMuchWork { .. } => "vault-too-much-work",
            Self::VaultExists => "vault-exists",
            Self::NoSecondSlot => "vault-no-second-slot",
            Self::Missing => "vault-missing",
            Self::NoPassphrase => "vault-no-passphrase",
            Self::Locked => "vault-locked",
            Self::Contended => "vault-contended",
            Self::NoSpace => "vault-no-space",
            Self::ReadOnly => "vault-read-only",
            Self::Denied => "vault-denied",
            Self::Io { .. } => "vault-io",
            Self::SymlinkRefused => "vault-symlink-refused",
            Self::NotAVaultFile => "vault-not-a-vault-file",
            Self::NoSuchBackup => "vault-no-such-backup",
            Self::NoSuchFolder => "vault-no-such-folder",
            Self::NoSuchEntry { .. } => "vault-no-such-entry",
            Self::ChangedMeanwhile { .. } => "vault-changed-meanwhile",
            Self::EntryExists { .. } => "vault-entry-exists",
            Self::NotCounterBased { .. } => "vault-not-counter-based",
            Self::CounterExhausted { .. } => "vault-counter-exhausted",
            Self::NoSuchQuarantined => "vault-no-such-quarantined",
            Self::Label(_) => "vault-label",
            Self::Unstorable => "vault-unstorable",
            Self::TooLarge => "vault-too-large",
            Self::EncryptionFailed => "vault-encryption-failed",
        }
    }

    /// A file system failure in our terms; `what` says during which step.
    pub(crate) fn io(what: &'static str) -> impl Fn(io::Error) -> Self {
        move |error| match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => Self::NoSpace,
            io::ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            io::ErrorKind::PermissionDenied => Self::Denied,
            io::ErrorKind::InvalidInput => Self::NotAVaultFile,
            _ if is_symlink(&error) => Self::SymlinkRefused,
            kind => Self::Io { kind, what },
        }
    }
}

/// What opening a symbolic link with `O_NOFOLLOW` answers.
#[cfg(unix)]
fn is_symlink(error: &io::Error) -> bool {
    error.raw_os_error() == Some(rustix::io::Errno::LOOP.raw_os_error())
}

/// Windows is asked before opening; see `disk::real`.
#[cfg(not(unix))]
fn is_symlink(_error: &io::Error) -> bool {
    false
}
