//! The vault as the web view sees it: its state and the ways to open it.

use std::time::Duration;

use app::vault_session::{RecoverySheet, SetupChoice, VaultState};
use serde::{Deserialize, Serialize};
use specta::Type;
use vault::VaultError;

use super::failure::{Failure, FailureCode};
use super::time::Millis;
use crate::sealed::Sealed;

/// What the system keyring is able to do right now.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum KeyringState {
    /// It answers.
    Available,
    /// It is locked.
    Locked,
    /// It did not answer in time.
    TimedOut,
    /// There is none.
    Absent,
    /// It refuses.
    Denied,
    /// It fails otherwise.
    Failed,
}

/// Why the keyring did not open the vault at start.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum LockReason {
    /// The person locked it.
    ByHand,
    /// Nobody used it for as long as the settings say.
    Idle,
    /// The computer went to sleep.
    Sleep,
    /// The screen was locked.
    ScreenLocked,
    /// Another person's session came to the front.
    UserSwitched,
    /// The vault has no keyring slot.
    NoKeyringSlot,
    /// The keyring is locked.
    KeyringLocked,
    /// The keyring did not answer.
    KeyringTimedOut,
    /// There is no keyring.
    KeyringAbsent,
    /// The keyring refuses.
    KeyringDenied,
    /// The keyring answers, but its item is gone.
    KeyringMissing,
    /// The keyring holds a key of another vault.
    KeyringWrongKey,
    /// The keyring fails otherwise.
    KeyringFailed,
}

/// Which slots open the vault.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
pub(crate) struct SlotsView {
    /// The OS keyring holds the key.
    pub(crate) keyring: bool,
    /// A passphrase opens it.
    pub(crate) passphrase: bool,
    /// A recovery sheet was confirmed.
    pub(crate) recovery_sheet: bool,
}

/// The vault's state.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub(crate) enum VaultView {
    /// No vault yet.
    Absent,
    /// Being opened with the keyring; `waiting` once that takes longer than a moment (the system may be asking for its password).
    Opening {
        /// The system keyring is locked or slow: the screen says what it waits for.
        waiting: bool,
        /// Which slots exist.
        slots: SlotsView,
    },
    /// Open.
    Open {
        /// Live entries.
        entries: u32,
        /// Which slots exist.
        slots: SlotsView,
    },
    /// Locked: one of the slots opens it.
    Locked {
        /// Which slots exist.
        slots: SlotsView,
        /// Why it is not open.
        reason: LockReason,
        /// When it was locked; none where it has not been open.
        since: Option<Millis>,
        /// Seconds the next passphrase has to wait, after wrong ones; 0 not at all.
        wait: u32,
    },
    /// The file cannot be read.
    Damaged {
        /// Which slots exist.
        slots: SlotsView,
        /// How many backups could take its place.
        backups: u32,
    },
    /// Written by a newer Gatehouse; left untouched.
    Newer {
        /// The file's format version.
        version: u32,
    },
    /// Its folder or file could not be looked at: nothing is known of its content.
    Unreachable {
        /// Why.
        why: FailureCode,
    },
}

/// A QR code as the web view draws it.
#[derive(Clone, Serialize, Type)]
pub(crate) struct QrView {
    /// Width and height in modules, with the quiet zone.
    pub(crate) modules: u32,
    /// SVG path data, one unit a module.
    pub(crate) path: String,
}

/// What setting up a vault shows: the recovery sheet, once.
#[derive(Clone, Serialize, Type)]
pub(crate) struct VaultSetupView {
    /// Whether the key can be kept in the system keyring.
    pub(crate) keyring: KeyringState,
    /// The recovery key, in groups to be written down. Shown because the person is asked to keep it.
    pub(crate) recovery_groups: Vec<String>,
    /// The same as a QR code.
    pub(crate) recovery_qr: QrView,
    /// Which group (from 0) has to be typed back.
    pub(crate) check_group: u32,
}

/// How a new vault is to be opened later.
#[derive(Clone, Deserialize, Type)]
pub(crate) struct VaultSetupChoice {
    /// Keep the key in the system keyring.
    pub(crate) keyring: bool,
    /// Also open it with a passphrase.
    pub(crate) passphrase: Option<Sealed>,
    /// The group of the recovery key that was typed back, if the sheet was kept.
    pub(crate) recovery_check: Option<Sealed>,
}

impl From<Result<(), keychain::KeychainError>> for KeyringState {
    fn from(availability: Result<(), keychain::KeychainError>) -> Self {
        use keychain::KeychainError as Error;
        match availability {
            Ok(()) => Self::Available,
            Err(Error::Locked) => Self::Locked,
            Err(Error::TimedOut) => Self::TimedOut,
            Err(Error::NoProvider) => Self::Absent,
            Err(Error::Denied) => Self::Denied,
            Err(_) => Self::Failed,
        }
    }
}

impl From<app::vault_session::LockReason> for LockReason {
    fn from(reason: app::vault_session::LockReason) -> Self {
        use app::vault_session::LockReason as Reason;
        match reason {
            Reason::ByHand => Self::ByHand,
            Reason::Idle => Self::Idle,
            Reason::Sleep => Self::Sleep,
            Reason::ScreenLocked => Self::ScreenLocked,
            Reason::UserSwitched => Self::UserSwitched,
            Reason::NoKeyringSlot => Self::NoKeyringSlot,
            Reason::KeyringLocked => Self::KeyringLocked,
            Reason::KeyringTimedOut => Self::KeyringTimedOut,
            Reason::KeyringAbsent => Self::KeyringAbsent,
            Reason::KeyringDenied => Self::KeyringDenied,
            Reason::KeyringMissing => Self::KeyringMissing,
            Reason::KeyringWrongKey => Self::KeyringWrongKey,
            Reason::KeyringFailed => Self::KeyringFailed,
        }
    }
}

impl From<app::vault_session::Ways> for SlotsView {
    fn from(ways: app::vault_session::Ways) -> Self {
        Self {
            keyring: ways.keyring,
            passphrase: ways.passphrase,
            recovery_sheet: ways.recovery_sheet,
        }
    }
}

impl From<VaultState> for VaultView {
    fn from(state: VaultState) -> Self {
        match state {
            VaultState::Absent => Self::Absent,
            VaultState::Opening { waiting, ways } => Self::Opening {
                waiting,
                slots: ways.into(),
            },
            VaultState::Open { entries, ways } => Self::Open {
                entries: count(entries),
                slots: ways.into(),
            },
            VaultState::Locked {
                ways,
                reason,
                since,
                wait,
            } => Self::Locked {
                slots: ways.into(),
                reason: reason.into(),
                since: since.map(Into::into),
                wait: wait.map_or(0, whole_seconds),
            },
            VaultState::Damaged { ways, backups } => Self::Damaged {
                slots: ways.into(),
                backups: count(backups),
            },
            VaultState::Newer { version } => Self::Newer {
                version: u32::try_from(version).unwrap_or(u32::MAX),
            },
            VaultState::Unreachable { why } => Self::Unreachable { why: unreachable(why) },
        }
    }
}

/// Why a vault could not be looked at. What is no file of a vault at all is not known to be a damaged one.
fn unreachable(why: VaultError) -> FailureCode {
    match why {
        VaultError::NotAVaultFile => FailureCode::FileFailed,
        why => Failure::from(why).code,
    }
}

impl From<qr::Drawing> for QrView {
    fn from(drawing: qr::Drawing) -> Self {
        // The person asked for this picture; the web view can draw it only from its path.
        Self {
            modules: drawing.modules,
            path: drawing.path.as_str().to_owned(),
        }
    }
}

impl From<RecoverySheet> for VaultSetupView {
    fn from(sheet: RecoverySheet) -> Self {
        Self {
            keyring: sheet.keyring.into(),
            recovery_groups: sheet.groups,
            recovery_qr: sheet.qr.into(),
            check_group: count(sheet.check_group),
        }
    }
}

impl From<VaultSetupChoice> for SetupChoice {
    fn from(choice: VaultSetupChoice) -> Self {
        Self {
            keyring: choice.keyring,
            passphrase: choice.passphrase.map(Sealed::into_secret),
            recovery_check: choice.recovery_check.map(Sealed::into_secret),
        }
    }
}

/// A time in whole seconds, rounded up: after them it is over.
pub(crate) fn whole_seconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

/// A count as the web view holds it.
pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
