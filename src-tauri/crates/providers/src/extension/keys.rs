//! API tokens and keys.

use account::{ApiKey, KeyId, KeysKind, MadeKey, Refusal};
use http::Method;
use protocol::extension::keys::{self as wire, REISSUE, REVEAL};
use protocol::extension::{API_KEYS_PATH, API_TOKEN_PATH};
use secrecy::SecretString;

use super::problem::payload;
use crate::transport::client::{Call, Reply};
use crate::transport::text::{NAME, plain};

/// More keys than any account has are cut off.
const MOST: usize = 200;
/// The longest secret that is believed.
const LONGEST_SECRET: usize = 4096;
/// The most characters told of a secret's beginning or end.
const PART: usize = 16;

/// The call that reads the token or lists the keys.
pub(crate) fn list_call(kind: KeysKind) -> Call {
    Call::get(match kind {
        KeysKind::Token => API_TOKEN_PATH,
        KeysKind::Named { .. } => API_KEYS_PATH,
    })
}

/// The call that asks for a secret.
pub(crate) fn reveal_call(kind: KeysKind, id: KeyId) -> Call {
    Call::once(
        Method::POST,
        match kind {
            KeysKind::Token => format!("{API_TOKEN_PATH}/{REVEAL}"),
            KeysKind::Named { .. } => format!("{API_KEYS_PATH}/{id}/{REVEAL}"),
        },
    )
}

/// The call that makes another token.
pub(crate) fn reissue_call() -> Call {
    Call::change(Method::POST, format!("{API_TOKEN_PATH}/{REISSUE}"))
}

/// The call that makes a key.
pub(crate) fn add_call(name: &str) -> Call {
    Call::change(Method::POST, API_KEYS_PATH).json(&wire::NewKey { name: name.to_owned() })
}

/// The call that deletes a key.
pub(crate) fn delete_call(id: KeyId) -> Call {
    Call::change(Method::DELETE, format!("{API_KEYS_PATH}/{id}"))
}

/// The token or the keys in an answer.
pub(crate) fn read_list(kind: KeysKind, reply: &Reply) -> Result<Vec<ApiKey>, Refusal> {
    Ok(match kind {
        KeysKind::Token => vec![key(payload(reply)?)],
        KeysKind::Named { .. } => read_keys(reply)?,
    })
}

/// The keys in an answer.
pub(crate) fn read_keys(reply: &Reply) -> Result<Vec<ApiKey>, Refusal> {
    let list: wire::ApiKeys = payload(reply)?;
    Ok(list.keys.into_iter().take(MOST).map(key).collect())
}

/// The token or key that was made.
pub(crate) fn read_made(reply: &Reply) -> Result<MadeKey, Refusal> {
    let made: wire::MadeKey = payload(reply)?;
    Ok(MadeKey {
        key: key(made.key),
        secret: believable(&made.secret)?,
    })
}

/// The secret that was asked for.
pub(crate) fn read_secret(reply: &Reply) -> Result<SecretString, Refusal> {
    let told: wire::KeySecret = payload(reply)?;
    believable(&told.secret)
}

/// One line of visible characters, or it could not be pasted anywhere.
fn believable(secret: &protocol::sensitive::Sensitive) -> Result<SecretString, Refusal> {
    // Exposed to be judged, and to move from the wire's secret type into the domain's.
    let text = secret.expose();
    let fit = (1..=LONGEST_SECRET).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    fit.then(|| SecretString::from(text)).ok_or(Refusal::Nonsense)
}

fn key(key: wire::ApiKey) -> ApiKey {
    ApiKey {
        id: key.id,
        name: plain(&key.name, NAME),
        prefix: plain(&key.prefix, PART),
        last_four: plain(&key.last_four, PART),
        created_at: key.created_at.parse().ok(),
    }
}
