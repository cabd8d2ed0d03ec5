//! What is kept of an account's activity: sign-ins, failed ones, and every change its owner is told of.

use protocol::extension::activity::{Entry, Kind};

use crate::answer::Halt;
use crate::error::ServiceError;
use crate::store::activity::{self, Bounds, Row};
use crate::texts::Topic;
use crate::turn::{Turn, moment};

/// Entries are kept for 90 days, in milliseconds.
const LIFE: i64 = 90 * 24 * 60 * 60 * 1000;
/// At most so many entries of an account, but for failed sign-ins.
const MOST: i64 = 100;
/// At most so many failed sign-ins of an account.
const MOST_FAILED: i64 = 20;

/// Keeps that this happened to an account now, by this request; nobody's account costs the same and keeps nothing.
pub(crate) async fn record(turn: &mut Turn, account: Option<i64>, kind: Kind) -> Result<(), Halt> {
    let row = Row {
        kind: name(kind)?,
        at: turn.now,
        user_agent: turn.user_agent(),
        ip: turn.ip.clone(),
    };
    let bounds = Bounds {
        since: turn.now - LIFE,
        few: ("sign_in_failed", MOST_FAILED),
        most: MOST,
    };
    Ok(activity::add(turn.db(), account, &row, &bounds).await?)
}

/// Keeps what the account's owner is told of by a message, where it is something that happened.
pub(crate) async fn record_notice(turn: &mut Turn, account: i64, topic: Topic) -> Result<(), Halt> {
    match kind_of(topic) {
        Some(kind) => record(turn, Some(account), kind).await,
        None => Ok(()),
    }
}

fn kind_of(topic: Topic) -> Option<Kind> {
    Some(match topic {
        Topic::PasswordChanged | Topic::PasswordRemoved => Kind::PasswordChanged,
        Topic::OtpOn | Topic::FactorMailOn | Topic::FactorTextOn => Kind::FactorOn,
        Topic::OtpOff | Topic::FactorOff => Kind::FactorOff,
        Topic::PhoneSet => Kind::PhoneChanged,
        Topic::PhoneRemoved => Kind::PhoneRemoved,
        Topic::RecoveryCodesNew => Kind::RecoveryCodesMade,
        Topic::RecoveryCodeUsed => Kind::RecoveryCodeUsed,
        Topic::EmailChanged => Kind::EmailChanged,
        Topic::KeyMade => Kind::KeyMade,
        Topic::KeyRemoved => Kind::KeyRemoved,
        Topic::DeviceAdded => Kind::DeviceAdded,
        _ => return None,
    })
}

/// The account's entries, newest first.
pub(crate) async fn entries(turn: &mut Turn, account: i64) -> Result<Vec<Entry>, Halt> {
    let since = turn.now - LIFE;
    let rows = activity::of(turn.db(), account, since).await?;
    let entry = |row: Row| Entry {
        kind: serde_json::from_value(row.kind.into()).unwrap_or(Kind::Other),
        at: moment(row.at),
        user_agent: row.user_agent,
        ip: row.ip,
    };
    // A kind that a newer version kept is nothing this one could name.
    Ok((rows.into_iter().map(entry))
        .filter(|entry| entry.kind != Kind::Other)
        .collect())
}

/// A kind as it is kept.
fn name(kind: Kind) -> Result<String, ServiceError> {
    let value = serde_json::to_value(kind).map_err(ServiceError::Stored)?;
    Ok(value.as_str().unwrap_or_default().to_owned())
}
