//! The states a vault can be in, told apart.

use std::time::Duration;

use jiff::Timestamp;
use keychain::KeychainError;
use vault::{Folder, Identity, Presence, Slots, Vault, VaultError};

use super::open::OpenVault;
use crate::AppError;

/// Why the vault isn't open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LockReason {
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
    /// It has no keyring slot.
    NoKeyringSlot,
    /// The keyring is locked.
    KeyringLocked,
    /// The keyring did not answer in time.
    KeyringTimedOut,
    /// There is no keyring.
    KeyringAbsent,
    /// The keyring, or the person before it, refused.
    KeyringDenied,
    /// The keyring answers, but the vault's item is gone.
    KeyringMissing,
    /// The keyring holds something that doesn't open this vault.
    KeyringWrongKey,
    /// The keyring fails otherwise.
    KeyringFailed,
}

impl From<KeychainError> for LockReason {
    fn from(error: KeychainError) -> Self {
        match error {
            KeychainError::NoProvider => Self::KeyringAbsent,
            KeychainError::Locked => Self::KeyringLocked,
            KeychainError::TimedOut => Self::KeyringTimedOut,
            KeychainError::Missing => Self::KeyringMissing,
            KeychainError::Denied => Self::KeyringDenied,
            _ => Self::KeyringFailed,
        }
    }
}

/// The ways into the vault there are.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ways {
    /// The system keyring.
    pub keyring: bool,
    /// A passphrase.
    pub passphrase: bool,
    /// A recovery sheet that was confirmed, or may have been.
    pub recovery_sheet: bool,
}

impl From<&Slots> for Ways {
    fn from(slots: &Slots) -> Self {
        Self {
            keyring: slots.keyring_item.is_some(),
            passphrase: slots.passphrase,
            recovery_sheet: slots.recovery_sheet,
        }
    }
}

/// The ways in and the keyring's item, of a vault that is there in whatever condition.
pub(super) fn ways_in(presence: &Presence) -> (Ways, Option<String>) {
    match presence {
        Presence::Absent => (Ways::default(), None),
        Presence::Present(slots) | Presence::Broken { slots: Some(slots), .. } => {
            (slots.into(), slots.keyring_item.clone())
        }
        // Without the slot file nobody knows of the sheet; whoever has one may use it.
        Presence::Broken { passphrase, .. } => (
            Ways {
                passphrase: *passphrase,
                recovery_sheet: true,
                keyring: false,
            },
            None,
        ),
    }
}

/// The vault's state, without its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum VaultState {
    /// There is none.
    Absent,
    /// Being opened by the keyring.
    Opening {
        /// The keyring is locked: the system may be asking the person for its password.
        waiting: bool,
        /// Which ways in there are; none known before the file was looked at.
        ways: Ways,
    },
    /// Open.
    Open {
        /// Live entries.
        entries: usize,
        /// Which ways in there are.
        ways: Ways,
    },
    /// Not open.
    Locked {
        /// Which ways in there are.
        ways: Ways,
        /// Why it isn't.
        reason: LockReason,
        /// When it was locked; none where it has not been open.
        since: Option<Timestamp>,
        /// How long the next passphrase has to wait, after wrong ones.
        wait: Option<Duration>,
    },
    /// Its file can't be read.
    Damaged {
        /// Which ways in there are.
        ways: Ways,
        /// How many backups could take its place.
        backups: usize,
    },
    /// Written by a newer version; untouched.
    Newer {
        /// The format's version.
        version: u64,
    },
    /// Its folder or file could not be looked at, so nobody knows how it is: [`super::VaultSession::look_again`].
    Unreachable {
        /// Why.
        why: VaultError,
    },
}

impl VaultState {
    /// Whether the keyring is one of the ways into the vault.
    #[must_use]
    pub fn is_kept_in_keyring(&self) -> bool {
        match self {
            Self::Opening { ways, .. }
            | Self::Open { ways, .. }
            | Self::Locked { ways, .. }
            | Self::Damaged { ways, .. } => ways.keyring,
            Self::Absent | Self::Newer { .. } | Self::Unreachable { .. } => false,
        }
    }

    /// The same, where the keyring has lost the key that the slot file says it holds.
    pub(super) fn without_keyring(mut self) -> Self {
        if let Self::Open { ways, .. } | Self::Locked { ways, .. } = &mut self {
            ways.keyring = false;
        }
        self
    }
}

/// The state with its content.
pub(super) enum Inner {
    Absent,
    Opening {
        waiting: bool,
        ways: Ways,
    },
    Open(OpenVault),
    Locked {
        ways: Ways,
        reason: LockReason,
        since: Option<Timestamp>,
    },
    Damaged {
        ways: Ways,
        backups: usize,
        identity: Identity,
    },
    Newer {
        version: u64,
    },
    Unreachable {
        why: VaultError,
    },
}

impl Inner {
    /// Not open, and has not been.
    pub(super) fn closed(ways: Ways, reason: LockReason) -> Self {
        Self::Locked {
            ways,
            reason,
            since: None,
        }
    }

    /// The ways into what is open, or whose key is at hand.
    pub(super) fn unlocked_ways(&self) -> Option<Ways> {
        match self {
            Self::Open(vault) => Some(ways_of(vault)),
            Self::Damaged { ways, .. } => Some(*ways),
            _ => None,
        }
    }

    pub(super) fn state(&self) -> VaultState {
        match self {
            Self::Absent => VaultState::Absent,
            Self::Opening { waiting, ways } => VaultState::Opening {
                waiting: *waiting,
                ways: *ways,
            },
            Self::Open(vault) => VaultState::Open {
                entries: vault.document().live().count(),
                ways: ways_of(vault),
            },
            Self::Locked { ways, reason, since } => VaultState::Locked {
                ways: *ways,
                reason: *reason,
                since: *since,
                wait: None,
            },
            Self::Damaged { ways, backups, .. } => VaultState::Damaged {
                ways: *ways,
                backups: *backups,
            },
            Self::Newer { version } => VaultState::Newer { version: *version },
            Self::Unreachable { why } => VaultState::Unreachable { why: why.clone() },
        }
    }

    pub(super) fn open(&mut self) -> Result<&mut OpenVault, AppError> {
        match self {
            Self::Open(vault) => Ok(vault),
            Self::Absent => Err(AppError::VaultAbsent),
            _ => Err(AppError::VaultLocked),
        }
    }
}

pub(super) fn ways_of(vault: &Vault) -> Ways {
    vault
        .folder()
        .presence()
        .map(|presence| ways_in(&presence).0)
        .unwrap_or_default()
}

/// What becomes of a vault when this key is tried on it.
pub(super) fn opened(folder: Result<Folder, VaultError>, ways: Ways, identity: Identity) -> Inner {
    let opened = folder.and_then(|folder| Vault::open(folder, identity.clone()));
    match opened {
        Ok(vault) => Inner::Open(vault.into()),
        Err(VaultError::WrongKey) => Inner::closed(ways, LockReason::KeyringWrongKey),
        Err(VaultError::Missing) => Inner::Damaged {
            ways,
            backups: 0,
            identity,
        },
        Err(VaultError::Damaged { backups }) => Inner::Damaged {
            ways,
            backups,
            identity,
        },
        Err(error) => unopened(error),
    }
}

/// What becomes of a vault that could not be looked at. Such a fault is no damage: an older copy in its place would be a loss.
pub(super) fn unopened(error: VaultError) -> Inner {
    if let VaultError::NewerFormat { version } = error {
        return Inner::Newer { version };
    }
    tracing::error!(%error, "the vault could not be looked at");
    Inner::Unreachable { why: error }
}
