//! Phone numbers: by the extension where it serves them, else the one number the core knows, which it calls by no channel.
//!
//! The core sends a code again when the number is posted again, once a minute, tells of no number that awaits its code,
//! and can't delete.

use std::time::Duration;

use account::{PendingNumber, Phone, PhoneChannel, Refusal, Session, VerifiedNumber};
use http::Method;
use protocol::core::{PhoneNumber, path, request};
use secrecy::SecretString;

use super::AllauthProvider;
use super::answer::{Place, refusal};
use super::sign_in::wire;
use crate::extension::phones;
use crate::transport::client::{Call, Reply};
use crate::transport::text::plain;

/// The longest number that is shown.
const NUMBER: usize = 32;
/// The core sends one code a minute, and does not say so.
const BETWEEN_CODES: Duration = Duration::from_secs(60);

impl AllauthProvider {
    pub(super) async fn reading_phone(&self, session: &Session, channel: PhoneChannel) -> Result<Phone, Refusal> {
        match self.by_extension(session, &phones::read_call(channel)).await? {
            Some(reply) => phones::read(&reply),
            None => self.core_phone(session, channel).await,
        }
    }

    pub(super) async fn beginning_phone(
        &self,
        session: &Session,
        channel: PhoneChannel,
        number: &str,
    ) -> Result<Phone, Refusal> {
        match self.by_extension(session, &phones::begin_call(channel, number)).await? {
            Some(reply) => phones::read(&reply),
            None => self.core_code(session, channel, number).await,
        }
    }

    pub(super) async fn verifying_phone(
        &self,
        session: &Session,
        channel: PhoneChannel,
        code: &SecretString,
    ) -> Result<Phone, Refusal> {
        if let Some(reply) = self.by_extension(session, &phones::verify_call(channel, code)).await? {
            return phones::read(&reply);
        }
        only_text_messages(channel)?;
        let call = Call::change(Method::POST, path::PHONE_VERIFY).json(&request::Code { code: wire(code) });
        let reply = self.raw(session, &call).await?;
        if !reply.status.is_success() {
            return Err(refusal(&reply, Place::Stage));
        }
        // The number is verified, and only reading tells its name. If that fails, the change holds all the same.
        self.core_phone(session, channel).await.map_err(|_| Refusal::Unknown)
    }

    pub(super) async fn resending_phone_code(
        &self,
        session: &Session,
        channel: PhoneChannel,
        number: &str,
    ) -> Result<Phone, Refusal> {
        match self.by_extension(session, &phones::resend_call(channel)).await? {
            Some(reply) => phones::read(&reply),
            None => self.core_code(session, channel, number).await,
        }
    }

    pub(super) async fn deleting_phone(&self, session: &Session, channel: PhoneChannel) -> Result<Phone, Refusal> {
        let reply = self.by_extension(session, &phones::delete_call(channel)).await?;
        phones::read(&reply.ok_or(Refusal::NotOffered)?)
    }

    /// A call of the extension; `None` where the service serves the core's number only. Nothing was done then.
    async fn by_extension(&self, session: &Session, call: &Call) -> Result<Option<Reply>, Refusal> {
        if !self.serves_extension().await? {
            return Ok(None);
        }
        let reply = self.extended(session, call).await?;
        Ok((!phones::is_absent(&reply)).then_some(reply))
    }

    async fn core_phone(&self, session: &Session, channel: PhoneChannel) -> Result<Phone, Refusal> {
        only_text_messages(channel)?;
        let numbers: Vec<PhoneNumber> = self.data(session, Call::get(path::PHONE)).await?;
        let number = numbers.into_iter().find(|number| number.verified);
        Ok(Phone {
            number: number.map(|number| VerifiedNumber {
                number: plain(&number.phone, NUMBER),
                verified_at: None,
            }),
            pending: None,
        })
    }

    async fn core_code(&self, session: &Session, channel: PhoneChannel, number: &str) -> Result<Phone, Refusal> {
        only_text_messages(channel)?;
        // Read first, so that a failure of the reading is not one of the change.
        let before = self.core_phone(session, channel).await?;
        let body = request::Phone {
            phone: number.to_owned(),
        };
        let asked: Vec<PhoneNumber> = self
            .data(session, Call::change(Method::POST, path::PHONE).json(&body))
            .await?;
        let pending = asked
            .into_iter()
            .find(|number| !number.verified)
            .ok_or(Refusal::Nonsense)?;
        Ok(Phone {
            pending: Some(PendingNumber {
                number: plain(&pending.phone, NUMBER),
                expires_in: None,
                resend_in: BETWEEN_CODES,
            }),
            ..before
        })
    }
}

/// The core's number is one for text messages.
fn only_text_messages(channel: PhoneChannel) -> Result<(), Refusal> {
    if channel == PhoneChannel::Sms {
        Ok(())
    } else {
        Err(Refusal::NotOffered)
    }
}
