//! `account/email`: the address, and the change to another one. An account has one address; a new one takes its place
//! when its code was typed.

use std::sync::Arc;

use axum::response::Response;
use axum::routing::{self, MethodRouter};
use protocol::core::EmailAddress;

use super::{email_verification, turn};
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::form::{self, Form};
use crate::limits::Action;
use crate::service::Inner;
use crate::state::MOST_RESENDS;
use crate::steps;
use crate::store::accounts::Account;
use crate::store::emails;
use crate::turn::Turn;

/// The methods that change something.
pub(crate) fn changes() -> MethodRouter<Arc<Inner>> {
    routing::post(post).put(put).patch(patch).delete(delete)
}

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| {
        let account = turn.signed_in()?;
        list(turn, &account).await
    })
}

async fn post(call: Call) -> Response {
    turn!(call, begin)
}

async fn put(call: Call) -> Response {
    turn!(call, send_again)
}

async fn patch(call: Call) -> Response {
    turn!(call, make_primary)
}

async fn delete(call: Call) -> Response {
    turn!(call, remove)
}

/// The address someone signed in wants confirmed.
fn pending(turn: &Turn) -> Option<String> {
    turn.state().verify_email.as_ref().map(|pending| pending.target.clone())
}

async fn list(turn: &mut Turn, account: &Account) -> Outcome {
    let stored = emails::of(turn.db(), account.id).await?;
    let stored = stored.into_iter().map(|e| EmailAddress {
        email: e.address,
        verified: e.verified,
        primary: e.is_primary,
    });
    let pending = pending(turn).map(|email| EmailAddress {
        email,
        verified: false,
        primary: false,
    });
    let known: Vec<_> = stored.collect();
    let pending = pending.filter(|new| known.iter().all(|old| old.email != new.email));
    Answer::ok(known.into_iter().chain(pending).collect::<Vec<_>>())
}

/// Who may change addresses here: someone signed in, where the service allows it at all.
fn entitled(turn: &Turn) -> Result<Account, Halt> {
    let account = turn.signed_in()?;
    turn.count(Action::ManageEmail, &account.id.to_string())?;
    if turn.service.preset.email_change {
        Ok(account)
    } else {
        Err(Answer::Bare(403).into())
    }
}

async fn begin(turn: &mut Turn) -> Outcome {
    if turn.account().is_none() {
        return Ok(Answer::Bare(409));
    }
    let account = entitled(turn)?;
    let mut form = turn.form()?;
    let email = form.email("email");
    if emails::owner(turn.db(), &email).await? == Some(account.id) {
        form.add(form::fault("duplicate_email", "email"));
    }
    form.check()?;
    turn.require_step_up(&account)?;
    start(turn, &account, &email).await?;
    list(turn, &account).await
}

async fn start(turn: &mut Turn, account: &Account, email: &str) -> Result<(), Halt> {
    turn.count(Action::VerifyEmail, email)?;
    let pending = steps::send_code(turn, steps::EMAIL_CHANGE, Some(account.id), email).await?;
    turn.state_mut().verify_email = Some(pending);
    Ok(())
}

/// The address a form names: the account's own or the pending one.
enum Named {
    Own(String, bool),
    Pending,
}

async fn named(turn: &mut Turn, account: &Account, form: &mut Form) -> Result<Option<Named>, Halt> {
    let email = form.email("email");
    if !form.is_fine("email") {
        return Ok(None);
    }
    let own = emails::of(turn.db(), account.id)
        .await?
        .into_iter()
        .find(|own| own.address == email);
    if let Some(own) = own {
        return Ok(Some(Named::Own(own.address, own.is_primary)));
    }
    if pending(turn).is_some_and(|pending| pending == email) {
        return Ok(Some(Named::Pending));
    }
    form.add(form::fault("unknown_email", "email"));
    Ok(None)
}

async fn send_again(turn: &mut Turn) -> Outcome {
    let account = entitled(turn)?;
    let mut form = turn.form()?;
    let named = named(turn, &account, &mut form).await?;
    form.check()?;
    match named {
        Some(Named::Own(email, _)) => start(turn, &account, &email).await.map(|()| Answer::Bare(200)),
        _ if turn
            .state()
            .verify_email
            .as_ref()
            .is_some_and(|pending| pending.resent >= MOST_RESENDS) =>
        {
            Ok(Answer::Bare(403))
        }
        _ => match email_verification::send_again(turn).await {
            Err(Halt::Answer(Answer::TooMany(_))) => Ok(Answer::Bare(403)),
            outcome => outcome,
        },
    }
}

async fn make_primary(turn: &mut Turn) -> Outcome {
    let account = entitled(turn)?;
    let mut form = turn.form()?;
    let named = named(turn, &account, &mut form).await?;
    if matches!(named, Some(Named::Pending)) {
        form.add(form::fault("unverified_primary_email", "email"));
    }
    if form.value("primary") != Some(&serde_json::Value::Bool(true)) {
        form.add(form::fault("required", "primary"));
    }
    form.check()?;
    turn.require_step_up(&account)?;
    list(turn, &account).await
}

async fn remove(turn: &mut Turn) -> Outcome {
    let account = entitled(turn)?;
    let mut form = turn.form()?;
    let named = named(turn, &account, &mut form).await?;
    if matches!(named, Some(Named::Own(_, true))) {
        form.add(form::fault("cannot_remove_primary_email", "email"));
    }
    form.check()?;
    turn.state_mut().verify_email = None;
    list(turn, &account).await
}
