//! How a refusal crosses to the web view: a code, the fields it names, and how long to wait. Never prose.

mod from_app;
mod uri;

use serde::Serialize;
use specta::Type;

use crate::dto::sign_in::{StepUpWay, StepView};

/// Every reason a command can fail for. The web view maps each one to a message, exhaustively, in three languages.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum FailureCode {
    /// The vault is locked: unlock it first.
    VaultLocked,
    /// There is no vault yet.
    VaultAbsent,
    /// A vault is there already; no new key is made.
    VaultExists,
    /// Neither a passphrase nor a confirmed recovery sheet stands behind the keyring.
    NoSecondSlot,
    /// The passphrase is not the vault's.
    WrongPassphrase,
    /// After several wrong passphrases the next has to wait: `retry_after` says how long.
    TryLater,
    /// The key is well formed but opens another vault.
    WrongKey,
    /// What was typed is not a recovery key.
    NotARecoveryKey,
    /// The part of the recovery key that was typed back does not match.
    RecoveryCheckFailed,
    /// The vault's file cannot be read; backups are offered.
    VaultDamaged,
    /// The vault would be too large to be opened again; nothing was saved.
    VaultTooLarge,
    /// The vault was written by a newer Gatehouse.
    VaultNewer,
    /// Another process holds the vault's lock.
    VaultBusy,
    /// The disk is full.
    NoSpace,
    /// The folder cannot be written.
    NotWritable,
    /// The folder is not there.
    FolderMissing,
    /// A link stands where the vault's file or folder should be.
    LinkRefused,
    /// A file could not be read or written for another reason.
    FileFailed,
    /// No such entry: it was deleted meanwhile.
    NoSuchEntry,
    /// Another program changed the same of it meanwhile; nothing was saved.
    ChangedMeanwhile,

    /// The system keyring is locked.
    KeyringLocked,
    /// The system keyring did not answer in time.
    KeyringTimedOut,
    /// There is no system keyring.
    KeyringAbsent,
    /// The system keyring refused.
    KeyringDenied,
    /// The keyring does not hold the vault's key.
    KeyringMissing,
    /// The keyring failed for another reason.
    KeyringFailed,

    /// The picture holds no QR code.
    NoQrCode,
    /// The file is not a picture this app reads.
    NotAPicture,
    /// The picture is damaged.
    PictureDamaged,
    /// The picture or text is too large.
    TooLarge,
    /// The clipboard holds nothing usable.
    ClipboardEmpty,
    /// The clipboard cannot be reached.
    ClipboardFailed,
    /// The system gives no picture of the screen.
    ScreenFailed,
    /// The text is not an otpauth link.
    NotOtpauth,
    /// A parameter of the link or key is not acceptable: `fields` names it.
    BadCode,
    /// The preview was closed or replaced meanwhile.
    NoSuchPreview,

    /// The file is none that any known app exports.
    NotRecognised,
    /// The file is encrypted: its password is needed.
    PasswordNeeded,
    /// The password does not open the file.
    WrongPassword,
    /// The file is cut or damaged.
    FileDamaged,
    /// Only the account that made the file can read it.
    AccountRestricted,
    /// The file's version or encryption is not known.
    UnknownVersion,
    /// The file asks for more memory or time than is allowed.
    KeyDerivationTooCostly,
    /// The file opens with a key file or a hardware key.
    KeyFileNeeded,
    /// The file is an app's own storage, not an export.
    NotAnExport,
    /// The database was copied without the file beside it that holds its records.
    JournalNeeded,
    /// The person stopped it.
    Cancelled,
    /// The import was closed or replaced meanwhile.
    NoImport,
    /// What was written does not read back; it was not kept.
    ExportNotFaithful,
    /// The passphrase or recovery key is asked for before this.
    ConfirmFirst,

    /// The address is not one Gatehouse connects to.
    BadAddress,
    /// No answer came; nothing was changed.
    Unreachable,
    /// The secure connection could not be made.
    Insecure,
    /// The answer to a change was lost; its outcome is unknown.
    Unknown,
    /// What answered is not an account service.
    NotAService,
    /// The service failed; nothing is known to have changed.
    ServiceFailed,
    /// The service asks to wait.
    RateLimited,
    /// The session has ended at the service.
    SignedOut,
    /// The service wants the password or a code again: `ways` says how.
    StepUp,
    /// Signing in needs a further step: `step` says which.
    StepPending,
    /// The service does not offer this.
    NotOffered,
    /// There is no such step (any more); start again.
    NoSuchStep,
    /// The values were changed elsewhere meanwhile.
    Conflict,
    /// The service refused values: `fields` names them.
    Refused,
    /// No such account.
    NoSuchAccount,
    /// No code in the vault belongs to this account.
    NoMatchingCode,
    /// Another program has these keys.
    ShortcutTaken,
    /// The system does not let the app start at login.
    AutostartFailed,
    /// The chosen file could not be written.
    SaveFailed,
    /// A value is out of range.
    BadValue,
    /// A fault in Gatehouse itself.
    Internal,
}

/// One field that was refused.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct FieldFailure {
    /// The field's name, as the form calls it (`email`, `password`, `secret`, `digits`, …).
    pub(crate) field: String,
    /// A stable code (`incorrect_code`, `password_too_short`, `bad-character`, …).
    pub(crate) code: String,
    /// What the code needs to be said well: the offending character, a position, a limit. Never a secret.
    pub(crate) detail: Option<String>,
    /// The service's own words, stripped of control characters, for codes this app does not know.
    pub(crate) said: Option<String>,
}

/// The error of every command.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct Failure {
    /// Why.
    pub(crate) code: FailureCode,
    /// Which fields.
    pub(crate) fields: Vec<FieldFailure>,
    /// Seconds to wait, where the service said so.
    pub(crate) retry_after: Option<u32>,
    /// With [`FailureCode::StepUp`]: how the person can prove themselves.
    pub(crate) ways: Vec<StepUpWay>,
    /// With [`FailureCode::StepPending`]: what is asked.
    pub(crate) step: Option<StepView>,
}

impl From<FailureCode> for Failure {
    fn from(code: FailureCode) -> Self {
        Self {
            code,
            fields: Vec::new(),
            retry_after: None,
            ways: Vec::new(),
            step: None,
        }
    }
}
