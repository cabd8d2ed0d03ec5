//! `account/password/change`: a new password for someone signed in. Other sessions end, this one gets a new token.

use axum::response::Response;

use super::reauthenticate::peek_account;
use super::turn;
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::form;
use crate::limits::Action;
use crate::policy;
use crate::steps;
use crate::store::accounts;
use crate::texts::Topic;
use crate::turn::Turn;

/// A change that may be made, if the old hash is still the account's.
struct Change {
    old: Option<String>,
    new: String,
}

pub(crate) async fn post(call: Call) -> Response {
    let change = prepare(&call).await;
    turn!(call, async |turn: &mut Turn| set(turn, change).await)
}

async fn prepare(call: &Call) -> Result<Option<Change>, Halt> {
    let Some(account) = peek_account(call).await? else {
        return Ok(None);
    };
    call.count(Action::ChangePassword, &account.id.to_string())?;
    let mut form = call.form()?;
    // An account without a password has none to name.
    let current = account
        .password_hash
        .as_ref()
        .map(|_| form.password("current_password"));
    let new = form.password("new_password");
    if let Some(current) = current.filter(|_| form.is_fine("current_password")) {
        let tried = call.try_password(&account.email)?;
        let right = call
            .service
            .hasher
            .matches(current, account.password_hash.as_deref())
            .await?;
        tried.ended(right);
        if !right {
            form.add(form::fault("enter_current_password", "current_password"));
        }
    }
    if form.is_fine("new_password") {
        let policy = &call.service.preset.password_policy;
        form.add_all(policy::faults(policy, &new, Some(&account.email), "new_password"));
    }
    form.check()?;
    let new = call.service.hasher.hash(new).await?;
    Ok(Some(Change {
        old: account.password_hash,
        new,
    }))
}

async fn set(turn: &mut Turn, change: Result<Option<Change>, Halt>) -> Outcome {
    let account = turn.signed_in()?;
    let Some(change) = change? else {
        return Ok(Answer::Session);
    };
    if change.old != account.password_hash {
        return Err(form::refuse("enter_current_password", "current_password"));
    }
    accounts::set_password(turn.db(), account.id, &change.new).await?;
    turn.end_other_sessions(account.id).await?;
    turn.renew_token().await?;
    turn.reload_account().await?;
    steps::notify(
        turn,
        account.id,
        &account.email,
        Topic::PasswordChanged,
        "password_change",
    )
    .await?;
    Ok(Answer::Session)
}
