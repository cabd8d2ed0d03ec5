//! API tokens and keys. A secret that was just made stays here, so that it can be copied without the web view ever having
//! it; where the service does not tell it again, nothing else has it.

use std::sync::Arc;

use account::{ApiKey, KeyId, KeyStanding, KeysCheck, KeysKind, KeysOffer, MadeKey, Refusal};
use secrecy::SecretString;
use uuid::Uuid;

use super::lost::{lost, resolved};
use super::{Accounts, Live};
use crate::AppError;

/// The secret of the token or key that was made last.
pub(super) struct AtHand {
    key: KeyId,
    secret: SecretString,
}

/// The tokens or keys, and what can be done with them.
pub struct KeysAndOffer {
    /// Which there are.
    pub offer: KeysOffer,
    /// The token, or the keys with the newest first.
    pub keys: Vec<ListedKey>,
}

/// A token or key.
pub struct ListedKey {
    /// As the service tells it.
    pub key: ApiKey,
    /// Its secret is at hand: it was just made.
    pub at_hand: bool,
}

impl Accounts {
    /// The API token, or the API keys.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`] where there are none; as every call.
    pub async fn api_keys(&self, id: Uuid) -> Result<KeysAndOffer, AppError> {
        let live = self.live(id)?;
        let offer = self.keys_offer(&live).await?;
        let keys = live.provider.api_keys(&live.session, offer.kind).await;
        let keys = self.concluded(&live, keys).await?;
        Ok(KeysAndOffer {
            offer,
            keys: self.listed(id, keys),
        })
    }

    /// Makes another token; the old one stops working. A lost answer is resolved by reading: the token is another one
    /// then, but its secret is not at hand.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] when the answer was lost and reading showed no other token; as every call.
    pub async fn reissue_token(&self, id: Uuid) -> Result<ListedKey, AppError> {
        let live = self.live(id)?;
        let before = live.provider.api_keys(&live.session, KeysKind::Token).await;
        let before = self.concluded(&live, before).await?;
        let answer = live.provider.reissue_api_token(&live.session).await;
        self.made(&live, answer, |key| !before.contains(key)).await
    }

    /// Makes a key with a name. A lost answer is resolved by reading, as with a token.
    ///
    /// # Errors
    /// Refused fields; [`Refusal::Unknown`] when the answer was lost and reading showed no such key; as every call.
    pub async fn add_key(&self, id: Uuid, name: &str) -> Result<ListedKey, AppError> {
        let live = self.live(id)?;
        let name = name.trim();
        let before = self.api_keys(id).await?.keys;
        let is_new = |key: &ApiKey| before.iter().all(|listed| listed.key.id != key.id);
        let answer = live.provider.add_api_key(&live.session, name).await;
        self.made(&live, answer, |key| key.name == name && is_new(key)).await
    }

    /// Deletes a key, which stops working at once; those that are left. A lost answer is resolved by reading.
    ///
    /// # Errors
    /// [`Refusal::Changed`] when it is gone already; as every call.
    pub async fn delete_key(&self, id: Uuid, key: KeyId) -> Result<Vec<ListedKey>, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.delete_api_key(&live.session, key).await;
        let Some(lost) = lost(&answer) else {
            let left = self.concluded(&live, answer).await?;
            return Ok(self.listed(id, left));
        };
        let is_gone = |now: &KeysAndOffer| now.keys.iter().all(|left| left.key.id != key);
        Ok(resolved(lost, self.api_keys(id).await, is_gone)?.keys)
    }

    /// The secret of a token or key, because the person asks: the one at hand, else the service's answer.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`] where the service told it once and that was earlier; as every call.
    pub async fn key_secret(&self, id: Uuid, key: KeyId) -> Result<SecretString, AppError> {
        let live = self.live(id)?;
        if let Some(secret) = self.at_hand(id, key) {
            return Ok(secret);
        }
        let offer = self.keys_offer(&live).await?;
        let secret = live.provider.api_key_secret(&live.session, offer.kind, key).await;
        self.concluded(&live, secret).await
    }

    /// What another API says of a token or key, because the person asks. Its secret goes from service to API through here; the
    /// web view has no part in it.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`] where the service names no such API; what befell the question; as every call.
    pub async fn key_standing(&self, id: Uuid, key: KeyId) -> Result<KeyStanding, AppError> {
        let live = self.live(id)?;
        let offer = self.keys_offer(&live).await?;
        let (Some(KeysCheck::WhatapOpenApi), Some(address)) = (offer.check, &self.whatap) else {
            return Err(Refusal::NotOffered.into());
        };
        let secret = self.key_secret(id, key).await?;
        // Not the account's service: what it answers says nothing of the session.
        Ok(providers::whatap_standing(address, &secret).await?)
    }

    /// Forgets the secret at hand: the person has it where it is needed.
    pub fn forget_made_key(&self, id: Uuid) {
        self.lock().made_keys.remove(&id);
    }

    async fn keys_offer(&self, live: &Arc<Live>) -> Result<KeysOffer, AppError> {
        let capabilities = live.provider.capabilities(&live.session).await;
        let capabilities = self.concluded(live, capabilities).await?;
        Ok(capabilities.keys.ok_or(Refusal::NotOffered)?)
    }

    /// Keeps the secret of what was made. Where the answer was lost, looks for what was to be made.
    async fn made(
        &self,
        live: &Arc<Live>,
        answer: Result<MadeKey, Refusal>,
        is_it: impl Fn(&ApiKey) -> bool,
    ) -> Result<ListedKey, AppError> {
        let Some(lost) = lost(&answer) else {
            let made = self.concluded(live, answer).await?;
            let at_hand = AtHand {
                key: made.key.id,
                secret: made.secret,
            };
            self.lock().made_keys.insert(live.id, at_hand);
            return Ok(ListedKey {
                key: made.key,
                at_hand: true,
            });
        };
        let now = self
            .api_keys(live.id)
            .await
            .map(|now| now.keys.into_iter().find(|listed| is_it(&listed.key)));
        resolved(lost.clone(), now, Option::is_some)?.ok_or_else(|| lost.into())
    }

    fn listed(&self, id: Uuid, keys: Vec<ApiKey>) -> Vec<ListedKey> {
        let list = |key: ApiKey| ListedKey {
            at_hand: self.at_hand(id, key.id).is_some(),
            key,
        };
        keys.into_iter().map(list).collect()
    }

    fn at_hand(&self, id: Uuid, key: KeyId) -> Option<SecretString> {
        let state = self.lock();
        let made = state.made_keys.get(&id).filter(|made| made.key == key);
        made.map(|made| made.secret.clone())
    }
}
