//! API keys. A key's secret is in the answer that makes it, and nowhere else.

use account::{ApiKey, KeyId, KeysKind, MadeKey, Refusal, Session};
use secrecy::SecretString;

use super::BetterAuthProvider;
use super::answer::About;
use super::request::{self, Name};
use super::sign_in::change;
use super::wire::{Done, KeyRow, KeyRows, number, time};
use crate::transport::client::Call;
use crate::transport::text::{NAME, plain};

const LIST: &str = "/api/auth/api-key/list";
const CREATE: &str = "/api/auth/api-key/create";
const DELETE: &str = "/api/auth/api-key/delete";

/// More keys than any account has are cut off.
const MOST: usize = 200;
/// The longest secret that is believed.
const LONGEST: usize = 4096;
/// The most characters told of a secret's beginning.
const START: usize = 16;

impl BetterAuthProvider {
    pub(super) async fn listing_keys(&self, session: &Session, kind: KeysKind) -> Result<Vec<ApiKey>, Refusal> {
        if kind == KeysKind::Token {
            return Err(Refusal::NotOffered);
        }
        Ok(self.key_rows(session).await?.iter().map(key).collect())
    }

    pub(super) async fn adding_key(&self, session: &Session, name: &str) -> Result<MadeKey, Refusal> {
        let made: KeyRow = self
            .data(session, &change(CREATE, &Name { name }), About::Section)
            .await?;
        // Exposed to move from the wire's secret type into the domain's.
        let secret = made.key.as_ref().map(|secret| secret.expose()).unwrap_or_default();
        let sendable = (1..=LONGEST).contains(&secret.len()) && secret.bytes().all(|byte| byte.is_ascii_graphic());
        if !sendable {
            return Err(Refusal::Nonsense);
        }
        Ok(MadeKey {
            key: key(&made),
            secret: SecretString::from(secret),
        })
    }

    pub(super) async fn deleting_key(&self, session: &Session, id: KeyId) -> Result<Vec<ApiKey>, Refusal> {
        let rows = self.key_rows(session).await?;
        let row = rows.iter().find(|row| number(&row.id) == id).ok_or(Refusal::Changed)?;
        let call = change(DELETE, &request::Key { key_id: &row.id });
        let done: Done = self.data(session, &call, About::Section).await?;
        if !done.status {
            return Err(Refusal::Nonsense);
        }
        Ok(rows.iter().filter(|row| number(&row.id) != id).map(key).collect())
    }

    /// The keys as the service tells them, newest first.
    async fn key_rows(&self, session: &Session) -> Result<Vec<KeyRow>, Refusal> {
        let mut rows = self
            .data::<KeyRows>(session, &Call::get(LIST), About::Section)
            .await?
            .api_keys;
        rows.sort_by_key(|row| std::cmp::Reverse(time(row.created_at.as_deref())));
        rows.truncate(MOST);
        Ok(rows)
    }
}

fn key(row: &KeyRow) -> ApiKey {
    ApiKey {
        id: number(&row.id),
        name: plain(row.name.as_deref().unwrap_or_default(), NAME),
        prefix: plain(row.start.as_deref().unwrap_or_default(), START),
        last_four: String::new(),
        created_at: time(row.created_at.as_deref()),
    }
}
