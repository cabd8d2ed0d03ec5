//! API tokens and keys, which the core knows nothing of.

use account::{ApiKey, KeyId, KeysKind, MadeKey, Refusal, Session};
use secrecy::SecretString;

use super::AllauthProvider;
use crate::extension::keys;

impl AllauthProvider {
    pub(super) async fn listing_keys(&self, session: &Session, kind: KeysKind) -> Result<Vec<ApiKey>, Refusal> {
        keys::read_list(kind, &self.offered(session, &keys::list_call(kind)).await?)
    }

    pub(super) async fn revealing_key(
        &self,
        session: &Session,
        kind: KeysKind,
        id: KeyId,
    ) -> Result<SecretString, Refusal> {
        keys::read_secret(&self.offered(session, &keys::reveal_call(kind, id)).await?)
    }

    pub(super) async fn reissuing_token(&self, session: &Session) -> Result<MadeKey, Refusal> {
        keys::read_made(&self.offered(session, &keys::reissue_call()).await?)
    }

    pub(super) async fn adding_key(&self, session: &Session, name: &str) -> Result<MadeKey, Refusal> {
        keys::read_made(&self.offered(session, &keys::add_call(name)).await?)
    }

    pub(super) async fn deleting_key(&self, session: &Session, id: KeyId) -> Result<Vec<ApiKey>, Refusal> {
        keys::read_keys(&self.offered(session, &keys::delete_call(id)).await?)
    }
}
