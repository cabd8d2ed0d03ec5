//! Verifying phone numbers. The core of the API and the extension share every rule here; each says it in its own words.

use std::sync::Arc;
use std::time::Duration;

use protocol::extension::phones::{PendingNumber, Phone, PhoneChannel, VerifiedNumber};

use crate::answer::Halt;
use crate::error::ServiceError;
use crate::limits::Action;
use crate::numbering;
use crate::preset::Resend;
use crate::state::{PendingCode, Try};
use crate::steps::{self, Purpose};
use crate::store::accounts::Account;
use crate::store::phones;
use crate::texts::Topic;
use crate::turn::{Turn, moment};

/// A request for a code is remembered this long after the code was sent, in milliseconds: one that ran out can be sent again.
const REQUEST_LIFE: i64 = 60 * 60 * 1000;
/// The least time between two codes to one channel of an account, in milliseconds; as [`Action::ChangePhone`] has it.
const BETWEEN_CODES: i64 = 60 * 1000;
/// What messages say was being done.
const ASKED_FOR_BY: &str = "phone_change";

/// What became of asking for a code.
pub(crate) enum Asked {
    /// It was sent.
    Sent,
    /// Not yet.
    Wait(Duration),
    /// There is nothing to send again.
    Nothing,
}

/// What became of answering with a code.
pub(crate) enum Answered {
    /// The number is the account's now.
    Done,
    /// No code is awaited by this session.
    Nothing,
    /// The code has run out.
    Expired,
    /// It is not the code.
    Wrong,
    /// It is not the code, and this was the last try.
    Spent,
    /// It is the code, but another account has the number.
    Taken,
}

/// Why a number can't be asked about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Fault {
    /// It is no number.
    NoNumber,
    /// The channel takes no numbers of that region or kind.
    NotTakenHere,
}

/// What a person wrote as E.164, if the channel takes it.
pub(crate) fn accepted(turn: &Turn, channel: PhoneChannel, written: &str) -> Result<String, Fault> {
    let phones = turn.service.preset.phones.as_ref();
    let home = phones.and_then(|phones| phones.default_region.as_deref());
    let number = numbering::e164(written, home).ok_or(Fault::NoNumber)?;
    let rule = phones.and_then(|phones| phones.rule(channel));
    let taken = rule.is_none_or(|rule| numbering::is_of(&number, &rule.form.regions, rule.form.mobile_only));
    if taken { Ok(number) } else { Err(Fault::NotTakenHere) }
}

/// What the account has on a channel, and what this session awaits.
pub(crate) async fn state(turn: &mut Turn, account: i64, channel: PhoneChannel) -> Result<Phone, Halt> {
    let number = phones::on(turn.db(), account, channel).await?;
    let pending = awaited(turn, account, channel).await?;
    Ok(Phone {
        number: number.map(|row| VerifiedNumber {
            number: row.number,
            verified_at: row.verified_at.map(moment),
        }),
        pending: pending.map(|pending| PendingNumber {
            expires_in: whole_seconds(pending.left(turn.now)),
            resend_in: whole_seconds(rest(turn, channel, &pending)),
            number: pending.target,
        }),
    })
}

/// Sends a code to a number, which becomes the account's once the code is answered. The number it had holds until then.
/// Asked about the same number again, it is the code that is sent again.
pub(crate) async fn begin(turn: &mut Turn, account: i64, channel: PhoneChannel, number: &str) -> Result<Asked, Halt> {
    let before = awaited(turn, account, channel).await?;
    if before.is_some_and(|pending| pending.target == number) {
        return resend(turn, account, channel).await;
    }
    if let Err(wait) = count(turn, account, channel, number) {
        return Ok(Asked::Wait(wait));
    }
    let pending = steps::send_code(turn, purpose(channel), Some(account), number).await?;
    keep(turn, account, channel, &pending).await?;
    Ok(Asked::Sent)
}

/// Sends another code to the number that awaits one.
pub(crate) async fn resend(turn: &mut Turn, account: i64, channel: PhoneChannel) -> Result<Asked, Halt> {
    let Some(pending) = awaited(turn, account, channel).await? else {
        return Ok(Asked::Nothing);
    };
    let left = rest(turn, channel, &pending);
    if let Ok(left @ 1..) = u64::try_from(left) {
        return Ok(Asked::Wait(Duration::from_millis(left)));
    }
    if let Err(wait) = count(turn, account, channel, &pending.target) {
        return Ok(Asked::Wait(wait));
    }
    let pending = steps::resend_code(turn, purpose(channel), pending).await?;
    keep(turn, account, channel, &pending).await?;
    Ok(Asked::Sent)
}

/// Holds what was typed against the code that is awaited. Whatever comes of it but a plain mistake, the code is used up.
pub(crate) async fn answer(
    turn: &mut Turn,
    account: &Account,
    channel: PhoneChannel,
    typed: &str,
) -> Result<Answered, Halt> {
    let Some(mut pending) = awaited(turn, account.id, channel).await? else {
        return Ok(Answered::Nothing);
    };
    if !pending.holds(turn.now) {
        return Ok(Answered::Expired);
    }
    turn.count(Action::FailedCode, &pending.target)?;
    match pending.attempt(typed, turn.service.preset.code_tries) {
        Try::Wrong => {
            keep(turn, account.id, channel, &pending).await?;
            return Ok(Answered::Wrong);
        }
        Try::Spent => {
            phones::forget_awaited(turn.db(), account.id, channel).await?;
            return Ok(Answered::Spent);
        }
        Try::Right => {
            turn.take_back(Action::FailedCode, &pending.target);
            phones::forget_awaited(turn.db(), account.id, channel).await?;
        }
    }
    let number = pending.target;
    let owner = phones::owner(turn.db(), channel, &number).await?;
    if owner.is_some_and(|owner| owner != account.id) {
        return Ok(Answered::Taken);
    }
    let now = turn.now;
    phones::set(turn.db(), account.id, channel, &number, now).await?;
    steps::notify(turn, account.id, &account.email, Topic::PhoneSet, ASKED_FOR_BY).await?;
    Ok(Answered::Done)
}

/// Takes the account's number away, and whatever awaits a code; whether there was anything.
pub(crate) async fn remove(turn: &mut Turn, account: &Account, channel: PhoneChannel) -> Result<bool, Halt> {
    let awaited = phones::forget_awaited(turn.db(), account.id, channel).await?;
    let removed = phones::remove(turn.db(), account.id, channel).await?;
    if removed {
        steps::notify(turn, account.id, &account.email, Topic::PhoneRemoved, ASKED_FOR_BY).await?;
    }
    Ok(removed || awaited)
}

/// Whether a code is awaited by this session, and still counts.
pub(crate) async fn is_awaited(turn: &mut Turn, account: i64, channel: PhoneChannel) -> Result<bool, Halt> {
    let pending = awaited(turn, account, channel).await?;
    Ok(pending.is_some_and(|pending| pending.holds(turn.now)))
}

/// What this session awaits on a channel.
async fn awaited(turn: &mut Turn, account: i64, channel: PhoneChannel) -> Result<Option<PendingCode>, Halt> {
    let Some(session) = turn.session_id() else {
        return Ok(None);
    };
    let Some(kept) = phones::awaited(turn.db(), account, channel, session).await? else {
        return Ok(None);
    };
    let pending: PendingCode = serde_json::from_str(&kept).map_err(ServiceError::Stored)?;
    Ok(Some(pending).filter(|pending| turn.now - pending.since <= REQUEST_LIFE))
}

async fn keep(turn: &mut Turn, account: i64, channel: PhoneChannel, pending: &PendingCode) -> Result<(), Halt> {
    if let Some(session) = turn.session_id() {
        let kept = serde_json::to_string(pending).map_err(ServiceError::Stored)?;
        phones::await_code(turn.db(), account, channel, session, &kept).await?;
    }
    Ok(())
}

/// How long no other code may be asked for, in milliseconds.
fn rest(turn: &Turn, channel: PhoneChannel, pending: &PendingCode) -> i64 {
    let phones = turn.service.preset.phones.as_ref();
    let between = if turn.service.limiter.is_on() { BETWEEN_CODES } else { 0 };
    match phones.and_then(|phones| phones.rule(channel)).map(|rule| rule.resend) {
        Some(Resend::WhenExpired) => pending.left(turn.now).max(pending.rest(between, turn.now)),
        Some(Resend::AnyTime) | None => pending.rest(between, turn.now),
    }
}

/// Counts a code to be sent, or says how long to wait.
fn count(turn: &Turn, account: i64, channel: PhoneChannel, number: &str) -> Result<(), Duration> {
    let service = Arc::clone(&turn.service);
    let limiter = &service.limiter;
    let subject = format!("{account} {channel}");
    limiter.count(Action::ChangePhone, &turn.ip, &subject, turn.now)?;
    let of_number = format!("{number} {channel}");
    let counted = limiter.count(Action::VerifyPhone, &turn.ip, &of_number, turn.now);
    if counted.is_err() {
        // No code leaves, so the account's own wait does not begin.
        limiter.take_back(Action::ChangePhone, &turn.ip, &subject);
    }
    counted
}

fn purpose(channel: PhoneChannel) -> Purpose {
    let topic = match channel {
        PhoneChannel::Sms => Topic::PhoneCode,
        PhoneChannel::WhatsApp => Topic::WhatsappCode,
    };
    Purpose {
        topic,
        otherwise: topic,
        asked_for_by: ASKED_FOR_BY,
    }
}

/// Seconds that are left, the last one begun counted whole; none when nothing is.
fn whole_seconds(milliseconds: i64) -> u32 {
    u32::try_from((milliseconds + 999).max(0) / 1000).unwrap_or(u32::MAX)
}
