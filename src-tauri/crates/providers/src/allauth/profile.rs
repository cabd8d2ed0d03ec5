//! User information: the extension's where it is served, else the little the core tells.

use std::collections::BTreeMap;

use account::{PasswordPolicy, Profile, Refusal, Session};

use super::AllauthProvider;
use crate::extension::{password_policy, profile};

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
        profile::read(&self.offered(session, &profile::save_call(changes, version)?).await?)
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
}
