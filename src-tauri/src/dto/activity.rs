//! What happened to an account lately.

use account::EventKind;
use serde::Serialize;
use specta::Type;

use super::time::Millis;

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ActivityRow {
    /// What it was.
    pub(crate) kind: ActivityKind,
    /// When; none when the service's time can't be read.
    pub(crate) at: Option<Millis>,
    /// What the client called itself that did it.
    pub(crate) user_agent: String,
    /// Where it came from.
    pub(crate) ip: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ActivityKind {
    /// Somebody signed in.
    SignedIn,
    /// Somebody tried to sign in and failed.
    SignInFailed,
    /// The password was changed.
    PasswordChanged,
    /// A second factor was turned on or changed.
    FactorOn,
    /// A second factor was turned off.
    FactorOff,
    /// New recovery codes were made.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed,
    /// An API token or key was made.
    KeyMade,
    /// An API token or key was deleted.
    KeyRemoved,
    /// A mobile device was added.
    DeviceAdded,
    /// A phone number was added or changed.
    PhoneChanged,
    /// A phone number was removed.
    PhoneRemoved,
    /// The e-mail address was changed.
    EmailChanged,
    /// Sessions were ended.
    SessionsEnded,
    /// Something there are no words for.
    Other,
}

impl From<account::Event> for ActivityRow {
    fn from(event: account::Event) -> Self {
        Self {
            kind: event.kind.into(),
            at: event.at.map(Into::into),
            user_agent: event.user_agent,
            ip: event.ip,
        }
    }
}

impl From<EventKind> for ActivityKind {
    fn from(kind: EventKind) -> Self {
        match kind {
            EventKind::SignedIn => Self::SignedIn,
            EventKind::SignInFailed => Self::SignInFailed,
            EventKind::PasswordChanged => Self::PasswordChanged,
            EventKind::FactorOn => Self::FactorOn,
            EventKind::FactorOff => Self::FactorOff,
            EventKind::RecoveryCodesMade => Self::RecoveryCodesMade,
            EventKind::RecoveryCodeUsed => Self::RecoveryCodeUsed,
            EventKind::KeyMade => Self::KeyMade,
            EventKind::KeyRemoved => Self::KeyRemoved,
            EventKind::DeviceAdded => Self::DeviceAdded,
            EventKind::PhoneChanged => Self::PhoneChanged,
            EventKind::PhoneRemoved => Self::PhoneRemoved,
            EventKind::EmailChanged => Self::EmailChanged,
            EventKind::SessionsEnded => Self::SessionsEnded,
            EventKind::Other => Self::Other,
        }
    }
}
