//! `/account/v1/api-token`: the account's one token. It is there from the first look, and reissued as a whole.

use axum::response::Response;
use protocol::extension::API_TOKEN_PATH;
use protocol::extension::keys::{ApiKey, KeySecret, MadeKey, REISSUE, REVEAL};
use protocol::extension::problem::codes;

use super::{extension, turn};
use crate::answer::{Halt, Outcome};
use crate::api_keys;
use crate::call::Call;
use crate::operation::Operation;
use crate::store;
use crate::store::api_keys::Row;
use crate::texts::Topic;
use crate::turn::Turn;

/// A token needs no name to be told from others.
const UNNAMED: &str = "";

pub(crate) fn operations() -> Vec<Operation> {
    let below = |name: &str| format!("{API_TOKEN_PATH}/{name}");
    vec![
        Operation::get(API_TOKEN_PATH, "The account's API token, without its secret", get)
            .signed_in()
            .answers::<ApiKey>(),
        Operation::post(below(REISSUE), "Another API token; the old one stops at once", reissue)
            .stepped_up()
            .limited()
            .answers::<MadeKey>(),
        Operation::post(below(REVEAL), "The API token's secret, where it is shown again", reveal)
            .stepped_up()
            .limited()
            .refuses(404, &[codes::NOT_OFFERED])
            .answers::<KeySecret>(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, look)
}

async fn reissue(call: Call) -> Response {
    turn!(call, replace)
}

async fn reveal(call: Call) -> Response {
    turn!(call, show)
}

async fn look(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    Ok(extension::ok(&ensured(turn, account.id).await?))
}

async fn replace(turn: &mut Turn) -> Outcome {
    let account = api_keys::proven_owner(turn).await?;
    if let Some(old) = token_of(turn, account.id).await? {
        store::api_keys::remove(turn.db(), account.id, old.id).await?;
    }
    let made = api_keys::make(turn, account.id, UNNAMED).await?;
    api_keys::notify(turn, &account, Topic::KeyMade).await?;
    Ok(extension::ok(&made))
}

async fn show(turn: &mut Turn) -> Outcome {
    let account = api_keys::proven_owner(turn).await?;
    let token = ensured(turn, account.id).await?;
    Ok(extension::ok(&api_keys::reveal(turn, account.id, token.id).await?))
}

/// The token; made now if nobody has looked yet, its secret to be revealed or another one asked for.
async fn ensured(turn: &mut Turn, account: i64) -> Result<ApiKey, Halt> {
    Ok(match token_of(turn, account).await? {
        Some(row) => api_keys::wire(turn, row),
        None => api_keys::make(turn, account, UNNAMED).await?.key,
    })
}

async fn token_of(turn: &mut Turn, account: i64) -> Result<Option<Row>, Halt> {
    Ok(store::api_keys::of(turn.db(), account).await?.pop())
}
