//! `auth/reauthenticate`: step up by password.

use axum::response::Response;

use super::turn;
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::form;
use crate::limits::Action;
use crate::secrets;
use crate::steps;
use crate::store::accounts::{self, Account};
use crate::store::sessions;
use crate::turn::Turn;

pub(crate) async fn post(call: Call) -> Response {
    let checked = check(&call).await;
    turn!(call, async |turn: &mut Turn| confirm(turn, checked?).await)
}

/// The account the request's token is signed in to, read outside the transaction.
pub(crate) async fn peek_account(call: &Call) -> Result<Option<Account>, Halt> {
    let Some(token) = call.token() else { return Ok(None) };
    let mut db = call.service.pool.acquire().await?;
    let row = sessions::find(&mut db, &secrets::token_digest(&token), call.now).await?;
    match row.filter(|row| !row.outdated).and_then(|row| row.account_id) {
        Some(id) => Ok(accounts::by_id(&mut db, id).await?),
        None => Ok(None),
    }
}

/// Whether the password is right, and the hash it was right for. `None` when nobody is signed in.
async fn check(call: &Call) -> Result<Option<(bool, Option<String>)>, Halt> {
    let Some(account) = peek_account(call).await? else {
        return Ok(None);
    };
    call.count(Action::Reauthenticate, &account.id.to_string())?;
    let mut form = call.form()?;
    let password = form.password("password");
    form.check()?;
    let tried = call.try_password(&account.email)?;
    let right = call
        .service
        .hasher
        .matches(password, account.password_hash.as_deref())
        .await?;
    tried.ended(right);
    Ok(Some((right, account.password_hash)))
}

async fn confirm(turn: &mut Turn, checked: Option<(bool, Option<String>)>) -> Outcome {
    let account = turn.signed_in()?;
    if !checked.is_some_and(|(right, hash)| right && hash == account.password_hash) {
        return Err(form::refuse("incorrect_password", "password"));
    }
    let mut method = steps::act(turn, "password");
    method.reauthenticated = Some(true);
    turn.state_mut().record(account.id, method);
    Ok(Answer::Session)
}
