//! `auth/sessions`: where the account is signed in, and ending some of it.

use axum::response::Response;
use protocol::core::SessionRecord;
use protocol::extension::activity::Kind;
use serde_json::Value;

use super::turn;
use crate::activity;
use crate::answer::{Answer, Outcome};
use crate::call::Call;
use crate::form;
use crate::store::accounts::Account;
use crate::store::sessions;
use crate::turn::{Turn, seconds};

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| {
        let account = turn.signed_in()?;
        list(turn, &account).await
    })
}

pub(crate) async fn delete(call: Call) -> Response {
    turn!(call, end)
}

async fn list(turn: &mut Turn, account: &Account) -> Outcome {
    let (now, current) = (turn.now, turn.session_id());
    sessions::purge(turn.db(), now).await?;
    let rows = sessions::of(turn.db(), account.id).await?;
    let record = |row: sessions::Row| SessionRecord {
        user_agent: row.user_agent,
        ip: row.ip,
        created_at: seconds(row.created_at),
        is_current: Some(row.id) == current,
        id: row.id,
        last_seen_at: Some(seconds(row.last_seen_at)),
    };
    Answer::ok(rows.into_iter().map(record).collect::<Vec<_>>())
}

async fn end(turn: &mut Turn) -> Outcome {
    let account = turn.signed_in()?;
    let form = turn.form()?;
    let ids = match form.value("sessions") {
        Some(Value::Array(ids)) if !ids.is_empty() => ids.clone(),
        None | Some(Value::Null | Value::Array(_)) => return Err(form::refuse("required", "sessions")),
        Some(_) => return Err(form::refuse("invalid_list", "sessions")),
    };
    let own: Vec<i64> = sessions::of(turn.db(), account.id)
        .await?
        .iter()
        .map(|row| row.id)
        .collect();
    let ids: Vec<i64> = ids
        .iter()
        .filter_map(Value::as_i64)
        .filter(|id| own.contains(id))
        .collect();
    if ids.len() != form.value("sessions").and_then(Value::as_array).map_or(0, Vec::len) {
        return Err(form::refuse("invalid_choice", "sessions"));
    }
    let current = turn.session_id();
    activity::record(turn, Some(account.id), Kind::SessionsEnded).await?;
    for id in ids.iter().filter(|id| Some(**id) != current) {
        sessions::remove(turn.db(), *id).await?;
    }
    if current.is_some_and(|current| ids.contains(&current)) {
        turn.sign_out().await?;
        return Ok(Answer::Session);
    }
    list(turn, &account).await
}
