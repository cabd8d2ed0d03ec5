//! User information: the extension's where it is served, else the little the core tells.

use std::collections::BTreeMap;

use account::{PasswordPolicy, Profile, Refusal, Session};

use super::{AllauthProvider, Extension};
use crate::extension::{password_policy, profile};
use crate::transport::client::{Call, Effect, Reply};

impl AllauthProvider {
    pub(super) async fn reading_profile(&self, session: &Session) -> Result<Profile, Refusal> {
        if self.serves_extension().await? {
            return profile::read(&self.extended(session, &profile::read_call()).await?);
        }
        let email = self.who(session).await?.user.email;
        Ok(Profile {
            fields: email.map(|email| ("email".to_owned(), email)).into_iter().collect(),
            version: None,
        })
    }

    pub(super) async fn saving_profile(
        &self,
        session: &Session,
        changes: &BTreeMap<String, String>,
        version: Option<&str>,
    ) -> Result<Profile, Refusal> {
        if !self.serves_extension().await? {
            return Err(Refusal::NotOffered);
        }
        profile::read(&self.extended(session, &profile::save_call(changes, version)?).await?)
    }

    pub(super) async fn reading_password_policy(&self, session: &Session) -> Result<PasswordPolicy, Refusal> {
        if !self.serves_extension().await? {
            return Ok(PasswordPolicy::unstated());
        }
        match password_policy::read(&self.extended(session, &password_policy::call()).await?) {
            Err(Refusal::NotOffered) => Ok(PasswordPolicy::unstated()),
            answered => answered,
        }
    }

    /// Whether the extension is there; asks once.
    async fn serves_extension(&self) -> Result<bool, Refusal> {
        Ok(match self.extension() {
            Extension::Served => true,
            Extension::Absent => false,
            Extension::Unasked => self.discovery().await?.is_some(),
        })
    }

    /// A call of the extension with the session's token. The extension hands out no tokens.
    async fn extended(&self, session: &Session, call: &Call) -> Result<Reply, Refusal> {
        if !session.belongs_to(&self.client.origin) {
            return Err(Refusal::ForeignSession);
        }
        let sent = session.token_for(&self.client.origin);
        let reply = self.client.send(call, sent.as_ref()).await?;
        let ended = matches!(reply.status.as_u16(), 401 | 410);
        let renewed = ended && sent.is_some_and(|sent| session.has_moved_on_from(&sent));
        match (renewed, call.effect) {
            (false, _) => Ok(reply),
            (true, Effect::Reading) => {
                self.client
                    .send(call, session.token_for(&self.client.origin).as_ref())
                    .await
            }
            (true, _) => Err(Refusal::Unreachable {
                reason: account::UnreachableReason::TokenRenewed,
            }),
        }
    }
}
