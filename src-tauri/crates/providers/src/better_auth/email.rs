//! Another address for the account, by a code that is mailed to it. The old one holds until then.
//!
//! Only the plugin for mailed codes changes an address by a code, and only where its site turned that on. The core's own way
//! mails links, which lead to pages of the site: that is not done here. The service wants the address again with its
//! code and does not tell which one awaits it: that is remembered in `memory`.
//!
//! An address that is somebody else's looks the same, but nothing is mailed to it. A site that wants a code from the old address
//! first says so only when it is asked for a change; it is refused as not offered then.

use account::{EmailAddresses, Refusal, Session, SignedIn};
use http::Method;
use secrecy::SecretString;

use super::BetterAuthProvider;
use super::answer::{About, EMAIL_CHANGE_OFF, problem};
use super::held::Held;
use super::request::{NewEmail, NewEmailCode, typed};
use super::sign_in::change;
use crate::transport::client::Call;
use crate::transport::text::plain;

const REQUEST: &str = "/api/auth/email-otp/request-email-change";
const CHANGE: &str = "/api/auth/email-otp/change-email";

/// The longest address that is shown: RFC 5321 has 254 characters.
const ADDRESS: usize = 254;

impl BetterAuthProvider {
    pub(super) async fn reading_email(&self, session: &Session) -> Result<EmailAddresses, Refusal> {
        let (_, current) = self.who(session).await?;
        Ok(EmailAddresses {
            current: plain(&current.user.email.ok_or(Refusal::Nonsense)?, ADDRESS),
            pending: self.memory.email(session),
        })
    }

    pub(super) async fn beginning_email_change(
        &self,
        session: &Session,
        email: &str,
    ) -> Result<EmailAddresses, Refusal> {
        // As the service writes addresses.
        let email = email.trim().to_lowercase();
        let before = self.reading_email(session).await?;
        if before.current == email {
            return Err(Refusal::of_field("email", "same_as_current"));
        }
        self.mail_new(session, &email).await?;
        Ok(EmailAddresses {
            pending: Some(email),
            ..before
        })
    }

    /// Someone signed in answers with the code that came to their new address.
    pub(super) async fn confirming_email_change(
        &self,
        session: &Session,
        code: &SecretString,
    ) -> Result<SignedIn, Refusal> {
        let email = self.memory.email(session).ok_or(Refusal::NoSuchStep)?;
        let body = NewEmailCode {
            new_email: &email,
            otp: typed(code),
        };
        let done = self.done(session, &change(CHANGE, &body), About::Section).await;
        if done.as_ref().err().is_none_or(is_over) {
            self.memory.await_email(session, None);
        }
        done?;
        // It is changed; that it can't be read now leaves open what it is.
        self.current_person(session).await.map_err(|refusal| match refusal {
            Refusal::Gone => Refusal::Gone,
            _ => Refusal::Unknown,
        })
    }

    /// Sends the code of the address that awaits one again.
    pub(super) async fn resending_new_email_code(&self, session: &Session) -> Result<(), Refusal> {
        let email = self.memory.email(session).ok_or(Refusal::NoSuchStep)?;
        self.mail_new(session, &email).await
    }

    async fn mail_new(&self, session: &Session, email: &str) -> Result<(), Refusal> {
        let call = change(REQUEST, &NewEmail { new_email: email });
        self.done(session, &call, About::Section).await?;
        self.memory.await_email(session, Some(email));
        Ok(())
    }

    /// Whether the site changes addresses by a code; none where it does not say. It is asked for a change to no address, which
    /// it refuses before anything else, or as no address. Only someone signed in gets that far.
    pub(super) async fn asking_for_email_change(&self, held: &Held) -> Result<Option<bool>, Refusal> {
        let nowhere = Call::once(Method::POST, REQUEST).json(&NewEmail { new_email: "" });
        match self.send(held, &nowhere).await {
            Ok(reply) => Ok(problem(&reply).and_then(|problem| match problem.name() {
                "INVALID_EMAIL" => Some(true),
                EMAIL_CHANGE_OFF => Some(false),
                _ => None,
            })),
            // Asked for too often, or no answer of the service's own.
            Err(Refusal::RateLimited { .. } | Refusal::Nonsense) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }
}

/// Whether a refusal of a code ends the waiting for it: it has died of wrong tries, or the address is somebody else's by now.
fn is_over(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::NoSuchStep => true,
        Refusal::Fields(errors) => errors.iter().any(|error| error.field == "email"),
        _ => false,
    }
}
