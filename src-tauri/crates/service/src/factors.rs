//! The method a person chose for the second step of a sign-in, and the codes that are mailed or texted for it.
//!
//! One method an account: one-time codes of an authenticator (with recovery codes beside them), codes by mail, or codes by text. A code
//! that was sent lies in the session that asked for it, as a digest, with how and where it went: it is right in that session alone, once,
//! and only while the account's codes still go there.

use std::time::Duration;

use protocol::core::authenticators::{RECOVERY_CODES, TOTP};
use protocol::extension::second_factor::{EMAIL, SMS, SentCode};

use crate::answer::{Answer, Halt};
use crate::form;
use crate::limits::Action;
use crate::preset::CodeShape;
use crate::routes::extension;
use crate::state::{FactorCode, PendingCode, Try};
use crate::steps::{self, Purpose};
use crate::store::accounts::{self, Account};
use crate::store::authenticators::{self, Authenticator};
use crate::store::phones;
use crate::texts::Topic;
use crate::turn::Turn;

/// The methods, by the names the core and the extension share.
pub(crate) const METHODS: [&str; 3] = [TOTP, EMAIL, SMS];

/// How long after a code the next one may be sent, in milliseconds.
const RESEND_AFTER: i64 = 30_000;

/// Whether a method's codes are sent, rather than made by an authenticator.
pub(crate) fn is_sent(kind: &str) -> bool {
    kind == EMAIL || kind == SMS
}

/// The account's method.
pub(crate) async fn method_of(turn: &mut Turn, account: i64) -> Result<Option<Authenticator>, Halt> {
    let found = authenticators::of(turn.db(), account).await?;
    Ok(found.into_iter().find(|factor| METHODS.contains(&factor.kind.as_str())))
}

/// Where a method's codes go; none for a number that is not there.
pub(crate) async fn address(turn: &mut Turn, account: &Account, kind: &str) -> Result<Option<String>, Halt> {
    Ok(match kind {
        EMAIL => Some(account.email.clone()),
        SMS => phones::of(turn.db(), account.id).await?,
        _ => None,
    })
}

/// How and where a method's codes go now. A text method without its number is served by mail: nobody is locked out.
async fn way(turn: &mut Turn, account: &Account, kind: &str) -> Result<(&'static str, String), Halt> {
    if kind == SMS
        && let Some(number) = address(turn, account, SMS).await?
    {
        return Ok((SMS, number));
    }
    Ok((EMAIL, account.email.clone()))
}

fn purpose(channel: &str, asked_for_by: &'static str) -> Purpose {
    let topic = if channel == SMS {
        Topic::FactorText
    } else {
        Topic::FactorCode
    };
    Purpose {
        topic,
        otherwise: topic,
        asked_for_by,
    }
}

/// Sends a code of a method; returns what to remember of it.
pub(crate) async fn send(
    turn: &mut Turn,
    account: &Account,
    kind: &str,
    asked_for_by: &'static str,
) -> Result<FactorCode, Halt> {
    turn.count(Action::SendFactorCode, &account.id.to_string())?;
    let (channel, to) = way(turn, account, kind).await?;
    let code = steps::send_code(turn, purpose(channel, asked_for_by), Some(account.id), &to).await?;
    Ok(FactorCode {
        method: kind.to_owned(),
        channel: channel.to_owned(),
        code,
    })
}

/// Sends another code in the place of one; what was tried already stays counted.
pub(crate) async fn send_again(
    turn: &mut Turn,
    account: &Account,
    before: FactorCode,
    asked_for_by: &'static str,
) -> Result<FactorCode, Halt> {
    let failed = before.code.failed;
    let mut sent = send(turn, account, &before.method, asked_for_by).await?;
    sent.code.failed = failed;
    Ok(sent)
}

/// Refuses another code so soon after this one.
pub(crate) fn cool_down(turn: &Turn, sent: Option<&FactorCode>) -> Result<(), Halt> {
    match sent.map_or(0, |sent| cooling(turn, &sent.code)) {
        0 => Ok(()),
        left => Err(extension::too_many(millis(left))),
    }
}

/// Milliseconds until another code may be sent.
fn cooling(turn: &Turn, code: &PendingCode) -> i64 {
    if turn.service.limiter.is_on() {
        code.rest(RESEND_AFTER, turn.now)
    } else {
        0
    }
}

fn millis(left: i64) -> Duration {
    Duration::from_millis(left.unsigned_abs())
}

fn whole_seconds(left: i64) -> u32 {
    u32::try_from(millis(left).as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

/// A code that was sent, as it is told.
pub(crate) fn wire(turn: &Turn, sent: &FactorCode) -> SentCode {
    SentCode {
        method: sent.channel.clone(),
        to: masked(&sent.channel, &sent.code.target),
        digits: match turn.service.preset.codes {
            CodeShape::SixDigits => Some(6),
            CodeShape::DashedLetters => None,
        },
        expires_in: whole_seconds(sent.code.left(turn.now)),
        resend_in: whole_seconds(cooling(turn, &sent.code)),
    }
}

/// What became of a typed code.
pub(crate) enum Typed {
    Right,
    Wrong,
    /// Wrong once too often: the code is dead.
    Spent,
    /// Too old, whatever was typed.
    Expired,
    /// There is none that counts.
    Absent,
}

/// Holds what was typed against a code, if the method's codes still go where that one went. A right one is used up by it.
pub(crate) async fn attempt(
    turn: &mut Turn,
    account: &Account,
    slot: fn(&mut crate::state::State) -> &mut Option<FactorCode>,
    typed: &str,
) -> Result<Typed, Halt> {
    let (now, most) = (turn.now, turn.service.preset.code_tries);
    let Some(sent) = slot(turn.state_mut()).take_if(|sent| sent.code.account == Some(account.id)) else {
        return Ok(Typed::Absent);
    };
    let (channel, to) = way(turn, account, &sent.method).await?;
    if (channel, to.as_str()) != (sent.channel.as_str(), sent.code.target.as_str()) {
        return Ok(Typed::Absent);
    }
    let mut sent = sent;
    let outcome = if sent.code.holds(now) {
        match sent.code.attempt(typed, most) {
            Try::Right => return Ok(Typed::Right),
            Try::Spent => return Ok(Typed::Spent),
            Try::Wrong => Typed::Wrong,
        }
    } else {
        Typed::Expired
    };
    *slot(turn.state_mut()) = Some(sent);
    Ok(outcome)
}

/// Whether what was typed is the code that this sign-in or step-up waits for. Too many wrong ones end a sign-in.
pub(crate) async fn redeem(turn: &mut Turn, account: i64, factor: &Authenticator, typed: &str) -> Result<bool, Halt> {
    let Some(account) = accounts::by_id(turn.db(), account).await? else {
        return Ok(false);
    };
    let sent_for = turn.state().challenge.as_ref().map(|sent| sent.method.as_str());
    if sent_for != Some(factor.kind.as_str()) {
        return Ok(false);
    }
    match attempt(turn, &account, |state| &mut state.challenge, typed).await? {
        Typed::Right => Ok(true),
        Typed::Expired => Err(form::refuse("code_expired", "code")),
        Typed::Spent => {
            if turn.account().is_none() {
                turn.state_mut().abandon_sign_in();
            }
            Ok(false)
        }
        Typed::Wrong | Typed::Absent => Ok(false),
    }
}

/// Gives the account a method in the place of the one it has. Other sessions end; recovery codes go with one-time codes.
pub(crate) async fn install(
    turn: &mut Turn,
    account: &Account,
    kind: &str,
    secret: Option<&str>,
) -> Result<Authenticator, Halt> {
    remove_all(turn, account.id, kind == TOTP).await?;
    let now = turn.now;
    let factor = authenticators::add(turn.db(), account.id, kind, secret, now).await?;
    turn.end_other_sessions(account.id).await?;
    let (topic, by) = match kind {
        EMAIL => (Topic::FactorMailOn, "factor_setup"),
        SMS => (Topic::FactorTextOn, "factor_setup"),
        _ => (Topic::OtpOn, "otp_setup"),
    };
    steps::notify(turn, account.id, &account.email, topic, by).await?;
    Ok(factor)
}

/// Takes the account's method away. Other sessions end.
pub(crate) async fn clear(turn: &mut Turn, account: &Account) -> Result<(), Halt> {
    let Some(method) = method_of(turn, account.id).await? else {
        turn.state_mut().factor_setup = None;
        return Ok(());
    };
    remove_all(turn, account.id, false).await?;
    turn.end_other_sessions(account.id).await?;
    let (topic, by) = if method.kind == TOTP {
        (Topic::OtpOff, "otp_removal")
    } else {
        (Topic::FactorOff, "factor_removal")
    };
    steps::notify(turn, account.id, &account.email, topic, by).await
}

/// Recovery codes replace one-time codes; alone they would protect nothing.
async fn remove_all(turn: &mut Turn, account: i64, keep_recovery: bool) -> Result<(), Halt> {
    for kind in METHODS {
        authenticators::remove(turn.db(), account, kind).await?;
    }
    if !keep_recovery {
        if let Some(set) = authenticators::find(turn.db(), account, RECOVERY_CODES).await? {
            turn.reveal = Some((set.id, None));
        }
        authenticators::remove(turn.db(), account, RECOVERY_CODES).await?;
    }
    let state = turn.state_mut();
    state.factor_setup = None;
    state.challenge = None;
    Ok(())
}

/// The refusal where nothing is awaited.
pub(crate) fn not_awaited() -> Halt {
    extension::refuse(
        409,
        protocol::extension::problem::codes::NO_SUCH_STEP,
        "No code is awaited here",
    )
}

/// Whose sign-in waits for its second factor, if one does on this session.
pub(crate) fn awaited_account(turn: &Turn) -> Option<i64> {
    let waiting = turn.state().sign_in.as_ref();
    let waiting = waiting.filter(|sign_in| matches!(sign_in.step, crate::state::Step::Factor));
    waiting.filter(|_| turn.account().is_none())?.account
}

/// Has the code of a sign-in sent, where its account's method sends codes. The sign-in waits for its second factor then.
pub(crate) async fn begin_challenge(turn: &mut Turn, account: i64, method: &Authenticator) -> Result<(), Halt> {
    if !is_sent(&method.kind) {
        return Ok(());
    }
    let owner = accounts::by_id(turn.db(), account).await?;
    let Some(owner) = owner else {
        return Err(Answer::Bare(409).into());
    };
    let sent = send(turn, &owner, &method.kind, "sign_in").await?;
    turn.state_mut().challenge = Some(sent);
    Ok(())
}

/// Where a method's codes go, as its owner is told: the address that names the account, or the end of a number.
pub(crate) fn shown(kind: &str, to: String) -> String {
    if kind == SMS { masked(SMS, &to) } else { to }
}

/// An address or a number with only so much of it that its owner knows it again.
fn masked(channel: &str, target: &str) -> String {
    const HIDDEN: &str = "•••";
    if channel == SMS {
        let last: String = target.chars().skip(target.chars().count().saturating_sub(4)).collect();
        return match target.strip_prefix("+82") {
            Some(rest) if rest.len() == 10 => format!("+82 {}-••••-{last}", &rest[..2]),
            _ => format!("{}{HIDDEN}{last}", target.chars().take(3).collect::<String>()),
        };
    }
    let Some((local, domain)) = target.rsplit_once('@') else {
        return HIDDEN.to_owned();
    };
    let shown = if local.chars().count() > 3 { 2 } else { 1 };
    let start: String = local.chars().take(shown).collect();
    format!("{start}{HIDDEN}@{domain}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_its_owner_knows_a_target_again() {
        assert_eq!(masked(EMAIL, "mina.park@example.com"), "mi•••@example.com");
        assert_eq!(masked(EMAIL, "jin@example.com"), "j•••@example.com");
        assert_eq!(masked(SMS, "+821012340037"), "+82 10-••••-0037");
        assert_eq!(masked(SMS, "+4915112345678"), "+49•••5678");
    }
}
