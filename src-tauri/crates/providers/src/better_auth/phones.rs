//! The account's one phone number, by the plugin for it: sent a code, verified, taken away.
//!
//! The service sends a code to whatever number it is given, whoever asks, so who is signed in is asked first. It wants the
//! number again with the code and does not tell which one awaits it: that is remembered in `memory`. Another code may be asked
//! for at once; how often, only its limits say.

use std::time::Duration;

use account::{PendingNumber, Phone, PhoneChannel, Refusal, Session, VerifiedNumber};
use secrecy::SecretString;

use super::BetterAuthProvider;
use super::answer::About;
use super::request::{self, PhoneCode, typed};
use super::sign_in::change;
use super::wire::{self, Told, UserRow};
use crate::transport::text::plain;

const SEND: &str = "/api/auth/phone-number/send-otp";
const VERIFY: &str = "/api/auth/phone-number/verify";
/// Takes a number away; sets none.
const UPDATE: &str = "/api/auth/update-user";

/// The longest number that is shown.
const NUMBER: usize = 32;

impl BetterAuthProvider {
    pub(super) async fn reading_phone(&self, session: &Session, channel: PhoneChannel) -> Result<Phone, Refusal> {
        only_text_messages(channel)?;
        let (_, current) = self.who(session).await?;
        Ok(self.phone_of(session, &current.user))
    }

    pub(super) async fn beginning_phone(
        &self,
        session: &Session,
        channel: PhoneChannel,
        number: &str,
    ) -> Result<Phone, Refusal> {
        let before = self.reading_phone(session, channel).await?;
        if before.number.as_ref().is_some_and(|own| own.number == number) {
            return Err(Refusal::of_field("number", "same_as_current"));
        }
        self.texting(session, number).await?;
        Ok(Phone {
            pending: self.awaited_phone(session),
            ..before
        })
    }

    pub(super) async fn verifying_phone(
        &self,
        session: &Session,
        channel: PhoneChannel,
        code: &SecretString,
    ) -> Result<Phone, Refusal> {
        only_text_messages(channel)?;
        let number = self.memory.phone(session).ok_or(Refusal::NoSuchStep)?;
        let body = PhoneCode {
            phone_number: &number,
            code: typed(code),
            update_phone_number: true,
        };
        let answered = self
            .data::<wire::VerifiedNumber>(session, &change(VERIFY, &body), About::Section)
            .await;
        if answered.as_ref().map_or_else(is_over, |verified| verified.status) {
            self.memory.await_phone(session, None);
        }
        let phone = self.phone_of(session, &answered?.user);
        match &phone.number {
            Some(own) if own.number == number => Ok(phone),
            _ => Err(Refusal::Nonsense),
        }
    }

    pub(super) async fn resending_phone_code(
        &self,
        session: &Session,
        channel: PhoneChannel,
        number: &str,
    ) -> Result<Phone, Refusal> {
        let phone = self.reading_phone(session, channel).await?;
        if phone.pending.as_ref().is_none_or(|pending| pending.number != number) {
            return Err(Refusal::NoSuchStep);
        }
        self.texting(session, number).await?;
        Ok(phone)
    }

    pub(super) async fn deleting_phone(&self, session: &Session, channel: PhoneChannel) -> Result<Phone, Refusal> {
        let before = self.reading_phone(session, channel).await?;
        if before.number.is_none() {
            return Err(Refusal::Changed);
        }
        let nothing = request::Phone { phone_number: None };
        self.done(session, &change(UPDATE, &nothing), About::Section).await?;
        Ok(Phone { number: None, ..before })
    }

    /// Has a code sent to a number, which awaits it then.
    async fn texting(&self, session: &Session, number: &str) -> Result<(), Refusal> {
        let body = request::Phone {
            phone_number: Some(number),
        };
        match self.data::<Told>(session, &change(SEND, &body), About::Section).await {
            Ok(_) => {}
            // The plugin is there, but nothing that sends texts.
            Err(Refusal::ServiceFailed { status: 501 }) => return Err(Refusal::NotOffered),
            Err(refusal) => return Err(refusal),
        }
        self.memory.await_phone(session, Some(number));
        Ok(())
    }

    fn phone_of(&self, session: &Session, user: &UserRow) -> Phone {
        let verified = user.phone_number_verified == Some(true);
        let number = user.phone_number.as_deref().filter(|_| verified);
        Phone {
            number: number.map(|number| VerifiedNumber {
                number: plain(number, NUMBER),
                verified_at: None,
            }),
            pending: self.awaited_phone(session),
        }
    }

    fn awaited_phone(&self, session: &Session) -> Option<PendingNumber> {
        self.memory.phone(session).map(|number| PendingNumber {
            number,
            expires_in: None,
            resend_in: Duration::ZERO,
        })
    }
}

/// Whether a refusal of a code ends the waiting for it: it has died of wrong tries, or the number is somebody else's.
fn is_over(refusal: &Refusal) -> bool {
    match refusal {
        Refusal::NoSuchStep => true,
        Refusal::Fields(errors) => errors.iter().any(|error| error.field == "number"),
        _ => false,
    }
}

/// The plugin's number is one for text messages.
fn only_text_messages(channel: PhoneChannel) -> Result<(), Refusal> {
    if channel == PhoneChannel::Sms {
        Ok(())
    } else {
        Err(Refusal::NotOffered)
    }
}
