//! Each refusal's code, fields and waiting time.

use account::{FactorWay, FieldError, PendingStep, Refusal, UnreachableReason};
use app::AppError;
use keychain::KeychainError;
use qr::QrError;
use transfer::{ImportError, Reason, Refusal as Refused};
use vault::VaultError;

use super::{Failure, FailureCode, FieldFailure, uri};
use crate::dto::sign_in::{FactorWayView, StepUpWay, StepView};
use crate::dto::vault::whole_seconds;

impl From<AppError> for Failure {
    fn from(error: AppError) -> Self {
        use FailureCode as Code;
        match error {
            AppError::Vault(error) => error.into(),
            AppError::Keychain(error) => keyring(error).into(),
            AppError::Service(refusal) => refusal.into(),
            AppError::Picture(error) => picture(error).into(),
            AppError::Uri(error) => uri::failure(&error),
            AppError::TryLater { after } => Self {
                retry_after: Some(whole_seconds(after)),
                ..Code::TryLater.into()
            },
            AppError::VaultLocked => Code::VaultLocked.into(),
            AppError::VaultAbsent => Code::VaultAbsent.into(),
            AppError::NotARecoveryKey => Code::NotARecoveryKey.into(),
            AppError::RecoveryCheckFailed => Code::RecoveryCheckFailed.into(),
            AppError::TextTooLong => Code::TooLarge.into(),
            AppError::File { kind } => file(kind).into(),
            AppError::NoSetup | AppError::NoSuchPreview | AppError::NoRecoveryCodes => Code::NoSuchPreview.into(),
            AppError::NoOtpSetup => Code::NoSuchStep.into(),
            AppError::NoSuchAccount => Code::NoSuchAccount.into(),
            AppError::BadAddress => Code::BadAddress.into(),
            AppError::NoMatchingCode => Code::NoMatchingCode.into(),
            AppError::Import(error) => import(error).into(),
            AppError::NoImport => Code::NoImport.into(),
            AppError::NoSuchRecord => Code::NoSuchEntry.into(),
            AppError::MalformedRecord => Code::BadCode.into(),
            AppError::ExportNotFaithful => Code::ExportNotFaithful.into(),
            AppError::NotConfirmed => Code::ConfirmFirst.into(),
            AppError::TaskEnded => Code::Internal.into(),
        }
    }
}

impl From<VaultError> for Failure {
    fn from(error: VaultError) -> Self {
        use FailureCode as Code;
        match error {
            VaultError::Label(error) => return uri::failure(&error),
            VaultError::WrongPassphrase => Code::WrongPassphrase,
            VaultError::WrongKey => Code::WrongKey,
            VaultError::NotAnIdentity => Code::NotARecoveryKey,
            VaultError::Damaged { .. }
            | VaultError::Missing
            | VaultError::NotAVaultFile
            | VaultError::TooMuchWork { .. } => Code::VaultDamaged,
            VaultError::NewerFormat { .. } => Code::VaultNewer,
            VaultError::VaultExists => Code::VaultExists,
            VaultError::NoSecondSlot => Code::NoSecondSlot,
            VaultError::NoPassphrase => Code::WrongPassphrase,
            VaultError::Locked | VaultError::Contended => Code::VaultBusy,
            VaultError::NoSpace => Code::NoSpace,
            VaultError::ReadOnly | VaultError::Denied => Code::NotWritable,
            VaultError::NoSuchFolder => Code::FolderMissing,
            VaultError::TooLarge => Code::VaultTooLarge,
            VaultError::SymlinkRefused => Code::LinkRefused,
            VaultError::NoSuchEntry { .. } | VaultError::NoSuchBackup | VaultError::NoSuchQuarantined => {
                Code::NoSuchEntry
            }
            VaultError::ChangedMeanwhile { .. } => Code::ChangedMeanwhile,
            VaultError::NotCounterBased { .. } | VaultError::CounterExhausted { .. } => Code::BadValue,
            _ => Code::FileFailed,
        }
        .into()
    }
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        use FailureCode as Code;
        let code = match refusal {
            Refusal::Step(step) => {
                return Self {
                    step: Some(step.into()),
                    ..Code::StepPending.into()
                };
            }
            Refusal::StepUp(ways) => {
                return Self {
                    ways: ways.into_iter().map(Into::into).collect(),
                    ..Code::StepUp.into()
                };
            }
            Refusal::Fields(fields) => {
                return Self {
                    fields: fields.into_iter().map(Into::into).collect(),
                    ..Code::Refused.into()
                };
            }
            Refusal::RateLimited { after } => {
                let retry_after = after.map(|after| u32::try_from(after.as_secs()).unwrap_or(u32::MAX));
                return Self {
                    retry_after,
                    ..Code::RateLimited.into()
                };
            }
            Refusal::Gone => Code::SignedOut,
            Refusal::NotOffered => Code::NotOffered,
            Refusal::NoSuchStep => Code::NoSuchStep,
            Refusal::Changed => Code::Conflict,
            Refusal::Unreachable {
                reason: UnreachableReason::Certificate,
            } => Code::Insecure,
            Refusal::Unreachable { .. } => Code::Unreachable,
            Refusal::Unknown => Code::Unknown,
            Refusal::Nonsense => Code::NotAService,
            Refusal::ServiceFailed { .. } => Code::ServiceFailed,
            Refusal::ForeignSession => Code::Internal,
        };
        code.into()
    }
}

impl From<FieldError> for FieldFailure {
    fn from(error: FieldError) -> Self {
        Self {
            field: error.field,
            code: error.code,
            detail: None,
            said: error.message,
        }
    }
}

impl From<FactorWay> for FactorWayView {
    fn from(way: FactorWay) -> Self {
        match way {
            FactorWay::Totp => Self::Totp,
            FactorWay::RecoveryCode => Self::RecoveryCode,
            FactorWay::Email => Self::Email,
            FactorWay::Sms => Self::Sms,
            FactorWay::SecurityKey | FactorWay::Other(_) => Self::Other,
        }
    }
}

impl From<account::StepUpWay> for StepUpWay {
    fn from(way: account::StepUpWay) -> Self {
        match way {
            account::StepUpWay::Password => Self::Password,
            account::StepUpWay::Factor { ways } => Self::Factor {
                ways: ways.into_iter().map(Into::into).collect(),
            },
        }
    }
}

impl From<PendingStep> for StepView {
    fn from(step: PendingStep) -> Self {
        match step {
            PendingStep::VerifyEmail => Self::VerifyEmail,
            PendingStep::SecondFactor { ways } => Self::SecondFactor {
                ways: ways.into_iter().map(Into::into).collect(),
            },
            PendingStep::SignInByCode => Self::SignInCode,
            PendingStep::ResetPassword => Self::ResetPassword,
            PendingStep::ReplacePassword => Self::ReplacePassword,
            PendingStep::VerifyPhone => Self::VerifyPhone,
            PendingStep::Unsupported(name) => Self::Unsupported { name },
        }
    }
}

impl Failure {
    /// Why something could not be read into a preview, which keeps the reason.
    pub(crate) fn of(error: &AppError) -> Self {
        match error {
            AppError::Picture(error) => picture(*error).into(),
            AppError::Uri(error) => uri::failure(error),
            AppError::File { kind } => file(*kind).into(),
            AppError::TextTooLong => FailureCode::TooLarge.into(),
            _ => FailureCode::Internal.into(),
        }
    }
}

impl Failure {
    /// Why a record of another app's file needs attention.
    pub(crate) fn of_record(reason: &Reason) -> FieldFailure {
        match reason {
            Reason::Code(error) => uri::field(error),
            other => FieldFailure {
                field: "record".to_owned(),
                code: other.code().to_owned(),
                detail: None,
                said: None,
            },
        }
    }
}

fn keyring(error: KeychainError) -> FailureCode {
    match error {
        KeychainError::NoProvider => FailureCode::KeyringAbsent,
        KeychainError::Locked => FailureCode::KeyringLocked,
        KeychainError::TimedOut => FailureCode::KeyringTimedOut,
        KeychainError::Missing => FailureCode::KeyringMissing,
        KeychainError::Denied => FailureCode::KeyringDenied,
        _ => FailureCode::KeyringFailed,
    }
}

fn import(error: ImportError) -> FailureCode {
    use FailureCode as Code;
    match error {
        ImportError::NotRecognised => Code::NotRecognised,
        ImportError::PasswordNeeded => Code::PasswordNeeded,
        ImportError::WrongPassword => Code::WrongPassword,
        ImportError::Damaged => Code::FileDamaged,
        ImportError::Cancelled => Code::Cancelled,
        ImportError::Refused(refusal) => match refusal {
            Refused::AccountRestricted => Code::AccountRestricted,
            Refused::UnknownVersion | Refused::UnknownEncryption => Code::UnknownVersion,
            Refused::KeyDerivationTooCostly => Code::KeyDerivationTooCostly,
            Refused::KeyFileNeeded => Code::KeyFileNeeded,
            Refused::NotAnExport => Code::NotAnExport,
            Refused::JournalNeeded => Code::JournalNeeded,
            Refused::TooLarge => Code::TooLarge,
        },
    }
}

fn picture(error: QrError) -> FailureCode {
    match error {
        QrError::NoCode => FailureCode::NoQrCode,
        QrError::NotAPicture => FailureCode::NotAPicture,
        QrError::TooLarge { .. } => FailureCode::TooLarge,
        _ => FailureCode::PictureDamaged,
    }
}

fn file(kind: std::io::ErrorKind) -> FailureCode {
    use std::io::ErrorKind as Kind;
    match kind {
        Kind::StorageFull | Kind::QuotaExceeded => FailureCode::NoSpace,
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => FailureCode::NotWritable,
        _ => FailureCode::FileFailed,
    }
}
