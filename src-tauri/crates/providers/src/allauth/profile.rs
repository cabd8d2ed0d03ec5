//! User information: the extension's where it is served, else the little the core tells.

use std::collections::BTreeMap;

use account::{EmailAddresses, PasswordPolicy, Profile, Refusal, Session};
use http::Method;
use protocol::core::{EmailAddress, path, request};

use super::AllauthProvider;
use crate::extension::{password_policy, profile};
use crate::transport::client::Call;
use crate::transport::text::plain;

/// The longest address that is shown: RFC 5321 has 254 characters.
const ADDRESS: usize = 254;

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

    pub(super) async fn reading_email(&self, session: &Session) -> Result<EmailAddresses, Refusal> {
        addresses(self.data(session, Call::get(path::EMAIL)).await?)
    }

    pub(super) async fn beginning_email_change(
        &self,
        session: &Session,
        email: &str,
    ) -> Result<EmailAddresses, Refusal> {
        let body = request::Email {
            email: email.to_owned(),
            primary: None,
        };
        let call = Call::change(Method::POST, path::EMAIL).json(&body);
        addresses(self.data(session, call).await?)
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

/// The primary address, and the first that awaits its code.
fn addresses(listed: Vec<EmailAddress>) -> Result<EmailAddresses, Refusal> {
    let current = listed.iter().find(|address| address.primary).ok_or(Refusal::Nonsense)?;
    let pending = listed.iter().find(|address| !address.verified && !address.primary);
    Ok(EmailAddresses {
        current: plain(&current.email, ADDRESS),
        pending: pending.map(|address| plain(&address.email, ADDRESS)),
    })
}
