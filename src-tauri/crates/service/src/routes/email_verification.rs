//! `auth/email/verify`: the code that confirms an address, at sign-up, at sign-in and in a change.

use axum::response::Response;
use serde_json::json;

use super::turn;
use crate::addresses::{self, Holder};
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::form;
use crate::limits::Action;
use crate::state::{MOST_RESENDS, State, Step};
use crate::steps::{self, Purpose};
use crate::store::{accounts, emails, temporary_passwords};
use crate::texts::Topic;
use crate::turn::{Turn, user_of};

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, look)
}

pub(crate) async fn post(call: Call) -> Response {
    turn!(call, verify)
}

pub(crate) async fn resend(call: Call) -> Response {
    turn!(call, send_again)
}

fn awaits_email(state: &State) -> bool {
    state
        .sign_in
        .as_ref()
        .is_some_and(|sign_in| matches!(sign_in.step, Step::VerifyEmail))
}

/// The step must be there: a sign-in that waits for it, or a change by someone signed in.
fn require_pending(turn: &Turn) -> Result<(), Halt> {
    let entitled = awaits_email(turn.state()) || turn.account().is_some();
    if entitled && turn.state().verify_email.is_some() {
        Ok(())
    } else {
        Err(Answer::Bare(409).into())
    }
}

/// Holds the typed code against the pending one; returns the account and the address it confirms.
async fn try_key(turn: &mut Turn, key: &str) -> Result<(i64, String), Halt> {
    let signed_in = turn.account().is_some();
    steps::try_code(
        turn,
        key,
        "key",
        |state| state.verify_email.as_mut(),
        |state| {
            state.verify_email = None;
            if !signed_in {
                state.abandon_sign_in();
            }
        },
    )?;
    let pending = turn.state().verify_email.as_ref();
    let confirmed = pending.and_then(|pending| Some((pending.account?, pending.target.clone())));
    let Some((account, address)) = confirmed else {
        return Err(Answer::Bare(409).into());
    };
    match addresses::holder(turn, &address).await? {
        Holder::Nobody => Ok((account, address)),
        Holder::Account(owner) if owner == account => Ok((account, address)),
        Holder::Account(_) | Holder::Closed => Err(form::refuse("email_taken", "key")),
    }
}

async fn look(turn: &mut Turn) -> Outcome {
    require_pending(turn)?;
    let key = turn
        .header(protocol::core::EMAIL_KEY_HEADER)
        .unwrap_or_default()
        .to_owned();
    let is_authenticating = awaits_email(turn.state());
    let (account, address) = try_key(turn, &key).await?;
    let Some(account) = accounts::by_id(turn.db(), account).await? else {
        return Ok(Answer::Bare(409));
    };
    let user = user_of(turn.db(), &account).await?;
    let body = json!({
        "status": 200, "data": {"email": address, "user": user}, "meta": {"is_authenticating": is_authenticating}
    });
    Ok(Answer::Ready(Box::new(axum::response::IntoResponse::into_response(
        axum::Json(body),
    ))))
}

async fn verify(turn: &mut Turn) -> Outcome {
    require_pending(turn)?;
    let mut form = turn.form()?;
    let key = form.text("key");
    if key.is_empty() {
        // An empty try counts like a wrong one.
        let _ = try_key(turn, "").await;
    }
    form.check()?;
    let (account, address) = try_key(turn, &key).await?;
    turn.state_mut().verify_email = None;
    if turn.account().is_some() {
        return change(turn, account, &address).await;
    }
    emails::verify(turn.db(), account, &address).await?;
    steps::proceed(turn, account, &address, steps::SIGN_IN).await
}

/// The confirmed address takes the old one's place, and both are told.
async fn change(turn: &mut Turn, account: i64, address: &str) -> Outcome {
    let old = accounts::by_id(turn.db(), account).await?.map(|account| account.email);
    emails::replace(turn.db(), account, address).await?;
    temporary_passwords::remove(turn.db(), account).await?;
    turn.end_what_was_begun(account).await?;
    if let Some(old) = old.filter(|old| old != address) {
        steps::notify(turn, account, &old, Topic::EmailChanged, "email_change").await?;
        steps::notify(turn, account, address, Topic::EmailSet, "email_change").await?;
    }
    turn.reload_account().await?;
    Ok(Answer::Session)
}

fn purpose(turn: &Turn) -> Purpose {
    if turn.account().is_some() {
        steps::EMAIL_CHANGE
    } else {
        steps::SIGN_UP
    }
}

/// Sends the pending code again, if it may be.
pub(crate) async fn send_again(turn: &mut Turn) -> Outcome {
    let pending = turn
        .state_mut()
        .verify_email
        .take_if(|pending| pending.resent < MOST_RESENDS);
    let Some(pending) = pending else {
        return Ok(Answer::Bare(409));
    };
    if let Err(wait) = turn.count(Action::VerifyEmail, &pending.target) {
        turn.state_mut().verify_email = Some(pending);
        return Err(wait);
    }
    let again = steps::resend_code(turn, purpose(turn), pending).await?;
    turn.state_mut().verify_email = Some(again);
    Ok(Answer::Bare(200))
}
