//! `/account/v1/api-keys`: named keys, as many as the preset allows.

use axum::response::Response;
use protocol::extension::API_KEYS_PATH;
use protocol::extension::discovery::KeysKind;
use protocol::extension::keys::{ApiKeys, KeySecret, MadeKey, NewKey, REVEAL};
use protocol::extension::problem::codes;

use super::extension::{self, Named};
use super::turn;
use crate::answer::{Halt, Outcome};
use crate::api_keys;
use crate::call::Call;
use crate::operation::Operation;
use crate::store;
use crate::texts::Topic;
use crate::turn::Turn;

pub(crate) fn operations() -> Vec<Operation> {
    let one = format!("{API_KEYS_PATH}/{{id}}");
    let faults = [codes::REQUIRED, codes::TOO_LONG, codes::NOT_TEXT, codes::NAME_TAKEN];
    vec![
        Operation::get(
            API_KEYS_PATH,
            "The account's API keys, without their secrets, newest first",
            get,
        )
        .signed_in()
        .answers::<ApiKeys>(),
        Operation::post(API_KEYS_PATH, "Make an API key", post)
            .stepped_up()
            .limited()
            .takes::<NewKey>(&faults)
            .refuses(409, &[codes::TOO_MANY_KEYS])
            .answers::<MadeKey>(),
        Operation::delete(&one, "Delete an API key", delete)
            .details("It stops working at once. Answers the keys that are left.")
            .stepped_up()
            .limited()
            .named::<i64>("id", "The key's number")
            .refuses(404, &[codes::NO_SUCH_KEY])
            .answers::<ApiKeys>(),
        Operation::post(
            format!("{one}/{REVEAL}"),
            "An API key's secret, where it is shown again",
            reveal,
        )
        .stepped_up()
        .limited()
        .named::<i64>("id", "The key's number")
        .refuses(404, &[codes::NO_SUCH_KEY])
        .answers::<KeySecret>(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| {
        let account = extension::signed_in(turn)?;
        list(turn, account.id).await
    })
}

async fn post(call: Call) -> Response {
    turn!(call, add)
}

async fn delete(Named(id): Named, call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| remove(turn, &id).await)
}

async fn reveal(Named(id): Named, call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| {
        let account = api_keys::proven_owner(turn).await?;
        let id = own(turn, account.id, &id).await?;
        Ok(extension::ok(&api_keys::reveal(turn, account.id, id).await?))
    })
}

async fn list(turn: &mut Turn, account: i64) -> Outcome {
    let rows = store::api_keys::of(turn.db(), account).await?;
    let keys = rows.into_iter().map(|row| api_keys::wire(turn, row)).collect();
    Ok(extension::ok(&ApiKeys { keys }))
}

async fn add(turn: &mut Turn) -> Outcome {
    let account = api_keys::proven_owner(turn).await?;
    let (most, longest) = limits(turn);
    let body = extension::object(turn)?;
    let name = extension::text(body.get("name"))
        .and_then(|name| extension::line(name, longest))
        .and_then(|name| {
            if name.is_empty() {
                Err(codes::REQUIRED)
            } else {
                Ok(name.to_owned())
            }
        });
    let name = name.map_err(|code| extension::refuse_fields(vec![extension::fault("name", code)]))?;
    let keys = store::api_keys::of(turn.db(), account.id).await?;
    if keys.len() >= most {
        return Err(extension::refuse_whole(
            409,
            codes::TOO_MANY_KEYS,
            "The account has as many keys as it may",
        ));
    }
    if keys.iter().any(|key| key.name == name) {
        return Err(extension::refuse_fields(vec![extension::fault(
            "name",
            codes::NAME_TAKEN,
        )]));
    }
    let made = api_keys::make(turn, account.id, &name).await?;
    api_keys::notify(turn, &account, Topic::KeyMade).await?;
    Ok(extension::ok(&made))
}

async fn remove(turn: &mut Turn, id: &str) -> Outcome {
    let account = api_keys::proven_owner(turn).await?;
    let id = own(turn, account.id, id).await?;
    store::api_keys::remove(turn.db(), account.id, id).await?;
    api_keys::notify(turn, &account, Topic::KeyRemoved).await?;
    list(turn, account.id).await
}

/// The number of one of the account's keys; 404 for every other.
async fn own(turn: &mut Turn, account: i64, id: &str) -> Result<i64, Halt> {
    let keys = store::api_keys::of(turn.db(), account).await?;
    let found = keys.iter().find(|key| key.id.to_string() == id);
    found
        .map(|key| key.id)
        .ok_or_else(|| extension::refuse(404, codes::NO_SUCH_KEY, "The account has no such key"))
}

/// How many keys there may be, and how long a name.
fn limits(turn: &Turn) -> (usize, usize) {
    match turn.service.preset.keys.as_ref().map(|keys| keys.form.kind) {
        Some(KeysKind::Named { most, name_max_length }) => (most as usize, name_max_length as usize),
        _ => (0, 0),
    }
}
