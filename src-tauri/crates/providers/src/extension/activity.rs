//! The account's last activity.

use account::{Event, EventKind, Refusal};
use protocol::extension::ACTIVITY_PATH;
use protocol::extension::activity as wire;

use super::problem::payload;
use crate::transport::client::{Call, Reply};
use crate::transport::text::{NAME, plain, word};

/// More than any person reads.
const MOST: usize = 500;

/// The call that reads it.
pub(crate) fn call() -> Call {
    Call::get(ACTIVITY_PATH)
}

/// What happened, newest first.
pub(crate) fn read(reply: &Reply) -> Result<Vec<Event>, Refusal> {
    let activity: wire::Activity = payload(reply)?;
    Ok(activity.entries.iter().take(MOST).map(event).collect())
}

fn event(entry: &wire::Entry) -> Event {
    Event {
        kind: kind(entry.kind),
        at: entry.at.parse().ok(),
        user_agent: plain(&entry.user_agent, NAME),
        ip: word(&entry.ip),
    }
}

fn kind(kind: wire::Kind) -> EventKind {
    match kind {
        wire::Kind::SignedIn => EventKind::SignedIn,
        wire::Kind::SignInFailed => EventKind::SignInFailed,
        wire::Kind::PasswordChanged => EventKind::PasswordChanged,
        wire::Kind::FactorOn => EventKind::FactorOn,
        wire::Kind::FactorOff => EventKind::FactorOff,
        wire::Kind::RecoveryCodesMade => EventKind::RecoveryCodesMade,
        wire::Kind::RecoveryCodeUsed => EventKind::RecoveryCodeUsed,
        wire::Kind::KeyMade => EventKind::KeyMade,
        wire::Kind::KeyRemoved => EventKind::KeyRemoved,
        wire::Kind::DeviceAdded => EventKind::DeviceAdded,
        wire::Kind::PhoneChanged => EventKind::PhoneChanged,
        wire::Kind::PhoneRemoved => EventKind::PhoneRemoved,
        wire::Kind::EmailChanged => EventKind::EmailChanged,
        wire::Kind::SessionsEnded => EventKind::SessionsEnded,
        wire::Kind::Other => EventKind::Other,
    }
}
