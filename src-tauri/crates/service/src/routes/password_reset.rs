//! `auth/password/request` and `auth/password/reset`: a forgotten password.
//!
//! An address without an account gets the same answers; no code is ever right for it.

use axum::response::Response;
use secrecy::SecretString;
use serde_json::json;

use super::turn;
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::form::Form;
use crate::limits::Action;
use crate::policy;
use crate::state::State;
use crate::steps;
use crate::store::{accounts, emails};
use crate::texts::Topic;
use crate::turn::{Turn, user_of};

pub(crate) async fn request(call: Call) -> Response {
    turn!(call, send)
}

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, look)
}

pub(crate) async fn post(call: Call) -> Response {
    let wanted = prepare(&call).await;
    turn!(call, async |turn: &mut Turn| set(turn, wanted?).await)
}

async fn send(turn: &mut Turn) -> Outcome {
    let mut form = turn.form()?;
    let email = form.email("email");
    form.check()?;
    turn.count(Action::RequestReset, &email)?;
    let account = emails::owner(turn.db(), &email).await?;
    let pending = steps::send_code(turn, steps::RESET, account, &email).await?;
    turn.state_mut().reset = Some(pending);
    Ok(Answer::Session)
}

fn try_key(turn: &mut Turn, key: &str) -> Result<(), Halt> {
    steps::try_code(
        turn,
        key,
        "key",
        |state| state.reset.as_mut(),
        |state: &mut State| state.reset = None,
    )
}

async fn look(turn: &mut Turn) -> Outcome {
    turn.count(Action::Reset, "")?;
    if turn.state().reset.is_none() {
        return Ok(Answer::Bare(409));
    }
    let key = turn
        .header(protocol::core::RESET_KEY_HEADER)
        .unwrap_or_default()
        .to_owned();
    try_key(turn, &key)?;
    let Some(id) = confirm(turn).await? else {
        return Ok(Answer::Bare(409));
    };
    let Some(account) = accounts::by_id(turn.db(), id).await? else {
        return Ok(Answer::Bare(409));
    };
    let user = user_of(turn.db(), &account).await?;
    Answer::ok(json!({"user": user}))
}

/// The code was right: its reader has the mailbox, and the new password gets its own time. It may not come, so what it is to replace
/// must not go on counting where it is not theirs.
async fn confirm(turn: &mut Turn) -> Result<Option<i64>, Halt> {
    let now = turn.now;
    let mut confirmed = None;
    if let Some(pending) = &mut turn.state_mut().reset {
        if !pending.confirmed {
            pending.confirmed = true;
            pending.since = now;
        }
        confirmed = pending.account.map(|account| (account, pending.target.clone()));
    }
    let Some((account, address)) = confirmed else {
        return Ok(None);
    };
    steps::confirm_mailbox(turn, account, &address).await?;
    Ok(Some(account))
}

/// What a request wants, judged as far as it can be without its session.
struct Wanted {
    form: Form,
    key: String,
    password: SecretString,
    /// Of any password that was sent: hashing takes the same time whoever asks.
    hash: Option<String>,
}

async fn prepare(call: &Call) -> Result<Wanted, Halt> {
    call.count(Action::Reset, "")?;
    let mut form = call.form()?;
    let (key, password) = (form.text("key"), form.password("password"));
    let hash = match form.is_fine("password") {
        true => Some(call.service.hasher.hash(password.clone()).await?),
        false => None,
    };
    Ok(Wanted {
        form,
        key,
        password,
        hash,
    })
}

async fn set(turn: &mut Turn, wanted: Wanted) -> Outcome {
    let Some(pending) = &turn.state().reset else {
        return Ok(Answer::Bare(409));
    };
    let address = pending.target.clone();
    let mut form = wanted.form;
    if form.is_fine("key") {
        match try_key(turn, &wanted.key) {
            Ok(()) => {}
            Err(Halt::Answer(Answer::Refused(faults))) => form.add_all(faults),
            Err(halt) => return Err(halt),
        }
    }
    if form.is_fine("password") {
        let policy = &turn.service.preset.password_policy;
        form.add_all(policy::faults(policy, &wanted.password, Some(&address), "password"));
    }
    form.check()?;
    let Some((account, hash)) = confirm(turn).await?.zip(wanted.hash) else {
        return Ok(Answer::Bare(409));
    };
    accounts::set_password(turn.db(), account, &hash).await?;
    turn.state_mut().reset = None;
    turn.end_other_sessions(account).await?;
    steps::notify(turn, account, &address, Topic::PasswordChanged, "password_reset").await?;
    turn.reload_account().await?;
    Ok(Answer::Session)
}
