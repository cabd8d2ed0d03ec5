//! The steps of a sign-in, and the codes that are sent on the way.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use protocol::core::Method;

use crate::activity;
use crate::answer::{Answer, Halt, Outcome};
use crate::factors;
use crate::form;
use crate::limits::Action;
use crate::message::Channel;
use crate::secrets;
use crate::state::{PendingCode, SignInUnderWay, Step, Try};
use crate::store::{accounts, emails, outbox, profiles};
use crate::texts::{Facts, Language, Topic};
use crate::turn::{Turn, seconds};

/// A message to send.
pub(crate) struct Letter<'a> {
    pub(crate) topic: Topic,
    pub(crate) to: &'a str,
    /// Whose, for the language.
    pub(crate) account: Option<i64>,
    pub(crate) code: Option<&'a str>,
    /// What was being done.
    pub(crate) asked_for_by: &'a str,
}

/// Sends a message in the language its account wants, or the client asks for, with times as its account's clock shows them.
pub(crate) async fn send(turn: &mut Turn, letter: Letter<'_>) -> Result<(), Halt> {
    let reader = reader_of(turn, letter.account).await?;
    send_in(turn, letter, &reader).await
}

/// How somebody wants to be written to.
pub(crate) struct Reader {
    pub(crate) language: Language,
    zone: TimeZone,
}

/// The language and the clock of an account; without one, the language that the client asks for.
pub(crate) async fn reader_of(turn: &mut Turn, account: Option<i64>) -> Result<Reader, Halt> {
    let language = turn.language();
    let mut reader = Reader {
        language,
        zone: TimeZone::UTC,
    };
    let Some(account) = account else { return Ok(reader) };
    let profile = profiles::of(turn.db(), account).await?;
    let wanted = profile
        .fields
        .get("notification_language")
        .and_then(|tag| Language::of_tag(tag));
    reader.language = wanted.unwrap_or(language);
    let zone = profile.fields.get("time_zone").map(|name| TimeZone::get(name));
    reader.zone = zone.and_then(Result::ok).unwrap_or(TimeZone::UTC);
    Ok(reader)
}

/// Sends a message to this reader.
pub(crate) async fn send_in(turn: &mut Turn, letter: Letter<'_>, reader: &Reader) -> Result<(), Halt> {
    let service = std::sync::Arc::clone(&turn.service);
    let life = life_of(turn, letter.topic);
    let now = Timestamp::from_millisecond(turn.now).unwrap_or_default();
    let facts = Facts {
        to: letter.to,
        code: letter.code,
        life,
        at: &now.to_zoned(reader.zone.clone()),
    };
    let name = &service.preset.service_name;
    let (subject, body) = service.texts.write(letter.topic, reader.language, name, &facts);
    let channel = match letter.topic {
        Topic::PhoneCode | Topic::FactorText => Channel::Sms,
        Topic::WhatsappCode => Channel::WhatsApp,
        _ => Channel::Mail,
    };
    let row = outbox::Row {
        id: 0,
        account: letter.account,
        channel: channel.name().to_owned(),
        recipient: letter.to.to_owned(),
        subject,
        body,
        code: letter.code.map(str::to_owned),
        at: turn.now,
        expires_at: letter.code.map(|_| turn.now.saturating_add(life)),
        asked_for_by: letter.asked_for_by.to_owned(),
    };
    Ok(service.post.send(turn.db(), row).await?)
}

/// How long what a message carries counts, in milliseconds.
fn life_of(turn: &Turn, topic: Topic) -> i64 {
    match topic {
        Topic::TemporaryPassword => turn.temporary_password_life(),
        _ => turn.service.code_life,
    }
}

/// Tells an account's owner that something happened.
/// What they are told is in the account's last activity, too.
pub(crate) async fn notify(turn: &mut Turn, account: i64, to: &str, topic: Topic, by: &str) -> Result<(), Halt> {
    activity::record_notice(turn, account, topic).await?;
    send(
        turn,
        Letter {
            topic,
            to,
            account: Some(account),
            code: None,
            asked_for_by: by,
        },
    )
    .await
}

/// What a code is for.
#[derive(Clone, Copy)]
pub(crate) struct Purpose {
    /// The letter that carries the code.
    pub(crate) topic: Topic,
    /// The letter to an address that has no use for a code, so that the same work is done and the same answer given.
    pub(crate) otherwise: Topic,
    pub(crate) asked_for_by: &'static str,
}

/// At sign-up: the address must be confirmed, unless it has an account already.
pub(crate) const SIGN_UP: Purpose = Purpose {
    topic: Topic::VerifyEmail,
    otherwise: Topic::AccountExists,
    asked_for_by: "sign_up",
};
/// At sign-up with the address of an account that was closed: there is no code for it.
pub(crate) const SIGN_UP_AGAIN: Purpose = Purpose {
    otherwise: Topic::AddressClosed,
    ..SIGN_UP
};
/// At sign-in with an address that was never confirmed.
pub(crate) const SIGN_IN: Purpose = Purpose {
    topic: Topic::VerifyEmail,
    otherwise: Topic::NoAccount,
    asked_for_by: "sign_in",
};
/// A code instead of a password.
pub(crate) const SIGN_IN_CODE: Purpose = Purpose {
    topic: Topic::SignInCode,
    otherwise: Topic::NoAccount,
    asked_for_by: "sign_in_code",
};
/// A forgotten password.
pub(crate) const RESET: Purpose = Purpose {
    topic: Topic::ResetCode,
    otherwise: Topic::NoAccount,
    asked_for_by: "password_reset",
};
/// Another address.
pub(crate) const EMAIL_CHANGE: Purpose = Purpose {
    topic: Topic::VerifyEmail,
    otherwise: Topic::NoAccount,
    asked_for_by: "email_change",
};

/// Sends a new code; returns what to remember of it.
pub(crate) async fn send_code(
    turn: &mut Turn,
    purpose: Purpose,
    account: Option<i64>,
    target: &str,
) -> Result<PendingCode, Halt> {
    let code = secrets::new_code(turn.service.preset.codes);
    let pending = PendingCode::new(&code, account, target, turn.now).lasting(turn.service.code_life);
    post_code(turn, purpose, account, target, &code).await?;
    Ok(pending)
}

/// Sends a code again: a new one takes the place of the old.
pub(crate) async fn resend_code(
    turn: &mut Turn,
    purpose: Purpose,
    mut pending: PendingCode,
) -> Result<PendingCode, Halt> {
    let code = secrets::new_code(turn.service.preset.codes);
    pending.replace(&code, turn.now);
    pending.resent += 1;
    if pending.account.is_some() {
        let target = pending.target.clone();
        post_code(turn, purpose, pending.account, &target, &code).await?;
    }
    Ok(pending)
}

async fn post_code(turn: &mut Turn, purpose: Purpose, account: Option<i64>, to: &str, code: &str) -> Result<(), Halt> {
    let topic = if account.is_some() {
        purpose.topic
    } else {
        purpose.otherwise
    };
    let code = account.map(|_| code);
    // Whoever has an account already is written to in their language, not in that of who typed their address.
    let reader = account.or(emails::owner(turn.db(), to).await?);
    send(
        turn,
        Letter {
            topic,
            to,
            account: reader,
            code,
            asked_for_by: purpose.asked_for_by,
        },
    )
    .await
}

/// Holds a typed code against the pending one that `slot` finds, which dies of too many tries. So do all that go to the same
/// address or number, for a while.
pub(crate) fn try_code(
    turn: &mut Turn,
    typed: &str,
    param: &str,
    slot: impl Fn(&mut crate::state::State) -> Option<&mut PendingCode>,
    end: impl FnOnce(&mut crate::state::State),
) -> Result<(), Halt> {
    let most = turn.service.preset.code_tries;
    let target = slot(turn.state_mut()).map(|pending| pending.target.clone());
    if let Some(target) = &target {
        turn.count(Action::FailedCode, target)?;
    }
    let tried = slot(turn.state_mut()).map(|pending| pending.attempt(typed, most));
    match tried {
        Some(Try::Right) => {
            turn.take_back(Action::FailedCode, &target.unwrap_or_default());
            return Ok(());
        }
        Some(Try::Wrong) => {}
        Some(Try::Spent) | None => end(turn.state_mut()),
    }
    Err(form::refuse("incorrect_code", param))
}

/// An act of authentication, now.
pub(crate) fn act(turn: &Turn, method: &str) -> Method {
    Method {
        method: method.to_owned(),
        at: seconds(turn.now),
        email: None,
        phone: None,
        id: None,
        kind: None,
        reauthenticated: None,
    }
}

/// Goes on with a sign-in whose first proof was given: confirm the address, then the second factor, then in.
pub(crate) async fn proceed(turn: &mut Turn, account: i64, email: &str, purpose: Purpose) -> Outcome {
    if !emails::is_verified(turn.db(), account, email).await? {
        return await_email(turn, Some(account), email, purpose).await;
    }
    if let Some(method) = factors::method_of(turn, account).await? {
        factors::begin_challenge(turn, account, &method).await?;
        await_step(turn, Some(account), email, Step::Factor);
        return Ok(Answer::Session);
    }
    turn.sign_in(account).await?;
    Ok(Answer::Session)
}

/// Somebody has read what was mailed to an address of the account. Where nobody had confirmed it before, the account was made without
/// its mailbox and its password may be anybody's: it is removed, with what was begun by it. Whether it was.
pub(crate) async fn confirm_mailbox(turn: &mut Turn, account: i64, address: &str) -> Result<bool, Halt> {
    let first = emails::verify(turn.db(), account, address).await?;
    if first {
        accounts::forget_password(turn.db(), account).await?;
        turn.end_what_was_begun(account).await?;
    }
    Ok(first)
}

/// The sign-in waits for the code that confirms an address.
pub(crate) async fn await_email(turn: &mut Turn, account: Option<i64>, email: &str, purpose: Purpose) -> Outcome {
    turn.count(Action::VerifyEmail, email)?;
    let pending = send_code(turn, purpose, account, email).await?;
    await_step(turn, account, email, Step::VerifyEmail);
    turn.state_mut().verify_email = Some(pending);
    Ok(Answer::Session)
}

/// The sign-in waits for a step.
pub(crate) fn await_step(turn: &mut Turn, account: Option<i64>, email: &str, step: Step) {
    let since = turn.now;
    turn.state_mut().sign_in = Some(SignInUnderWay {
        account,
        email: email.to_owned(),
        since,
        step,
    });
}
