//! Phone numbers: verified by a code before they count. Where a service does not tell which number awaits its code, the app
//! remembers it, so that leaving the page does not lose the request.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use account::{PendingNumber, Phone, PhoneChannel, PhonesOffer, Refusal};
use secrecy::SecretString;
use uuid::Uuid;

use super::Accounts;
use super::lost::{lost, resolved};
use crate::AppError;

/// A request nobody tells the end of is remembered for as long as a code may hold.
const REMEMBERED: Duration = Duration::from_secs(600);

/// Numbers that await their code, by account and channel, and when it was sent.
#[derive(Default)]
pub(super) struct AwaitedPhones(HashMap<(Uuid, PhoneChannel), (Instant, PendingNumber)>);

impl AwaitedPhones {
    pub(super) fn forget_all(&mut self, id: Uuid) {
        self.0.retain(|(account, _), _| *account != id);
    }

    /// What is awaited now, with what is left of the wait.
    fn get(&self, key: (Uuid, PhoneChannel)) -> Option<PendingNumber> {
        let (since, pending) = self.0.get(&key)?;
        let age = since.elapsed();
        (age < REMEMBERED).then(|| PendingNumber {
            resend_in: pending.resend_in.saturating_sub(age),
            ..pending.clone()
        })
    }
}

/// The numbers, and what can be done with them.
pub struct PhonesAndOffer {
    /// What the service does with numbers.
    pub offer: PhonesOffer,
    /// The number of each channel of the offer, in its order.
    pub phones: Vec<Phone>,
}

impl Accounts {
    /// The numbers of every channel.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`] where there are none; as every call.
    pub async fn phones(&self, id: Uuid) -> Result<PhonesAndOffer, AppError> {
        let live = self.live(id)?;
        let capabilities = live.provider.capabilities(&live.session).await;
        let capabilities = self.concluded(&live, capabilities).await?;
        let offer = capabilities.phones.ok_or(Refusal::NotOffered)?;
        let mut phones = Vec::with_capacity(offer.channels.len());
        for channel in &offer.channels {
            phones.push(self.phone(id, channel.channel).await?);
        }
        Ok(PhonesAndOffer { offer, phones })
    }

    /// The number of one channel.
    ///
    /// # Errors
    /// As every call.
    pub async fn phone(&self, id: Uuid, channel: PhoneChannel) -> Result<Phone, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.phone(&live.session, channel).await;
        let phone = self.concluded(&live, answer).await?;
        Ok(self.completed(id, channel, phone))
    }

    /// Has a code sent to a number. A lost answer is resolved by reading, where the service tells what awaits a code.
    ///
    /// # Errors
    /// Refused fields; [`Refusal::Unknown`] when the answer was lost and reading showed no such request; as every call.
    pub async fn begin_phone(&self, id: Uuid, channel: PhoneChannel, number: &str) -> Result<Phone, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.begin_phone(&live.session, channel, number).await;
        if let Some(lost) = lost(&answer) {
            let awaited = |phone: &Phone| phone.pending.as_ref().is_some_and(|pending| pending.number == number);
            return self.phone_found(id, channel, lost, awaited).await;
        }
        let phone = self.concluded(&live, answer).await?;
        Ok(self.noted(id, channel, phone))
    }

    /// Answers with the code that came to `number`. A lost answer is resolved by reading.
    ///
    /// # Errors
    /// Refused fields; [`Refusal::NoSuchStep`] when no code is awaited; [`Refusal::Unknown`] when the answer was lost and
    /// reading showed another number; as every call.
    pub async fn verify_phone(
        &self,
        id: Uuid,
        channel: PhoneChannel,
        number: &str,
        code: &SecretString,
    ) -> Result<Phone, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.verify_phone(&live.session, channel, code).await;
        if let Some(lost) = lost(&answer) {
            let verified = |phone: &Phone| phone.number.as_ref().is_some_and(|verified| verified.number == number);
            return self.phone_found(id, channel, lost, verified).await;
        }
        if ends_waiting(&answer) {
            self.forget_awaited(id, channel);
        }
        self.concluded(&live, answer).await
    }

    /// Has another code sent to the number that awaits one. A lost answer is resolved by reading: another one can't be
    /// asked for at once when this one was sent.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`] when no code is awaited; [`Refusal::Unknown`] when the answer was lost; as every call.
    pub async fn resend_phone_code(&self, id: Uuid, channel: PhoneChannel, number: &str) -> Result<Phone, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.resend_phone_code(&live.session, channel, number).await;
        if let Some(lost) = lost(&answer) {
            let sent = |phone: &Phone| {
                phone
                    .pending
                    .as_ref()
                    .is_some_and(|pending| !pending.resend_in.is_zero())
            };
            return self.phone_found(id, channel, lost, sent).await;
        }
        if matches!(answer, Err(Refusal::NoSuchStep)) {
            self.forget_awaited(id, channel);
        }
        let phone = self.concluded(&live, answer).await?;
        Ok(self.noted(id, channel, phone))
    }

    /// Deletes the number. A lost answer is resolved by reading.
    ///
    /// # Errors
    /// [`Refusal::Changed`] when it is gone already; as every call.
    pub async fn delete_phone(&self, id: Uuid, channel: PhoneChannel) -> Result<Phone, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.delete_phone(&live.session, channel).await;
        if let Some(lost) = lost(&answer) {
            return self
                .phone_found(id, channel, lost, |phone| phone.number.is_none())
                .await;
        }
        self.concluded(&live, answer).await
    }

    /// What reading shows after a lost answer, if it shows that the change holds.
    async fn phone_found(
        &self,
        id: Uuid,
        channel: PhoneChannel,
        lost: Refusal,
        holds: impl Fn(&Phone) -> bool,
    ) -> Result<Phone, AppError> {
        resolved(lost, self.phone(id, channel).await, holds)
    }

    /// Remembers a request that the service does not tell of again.
    fn noted(&self, id: Uuid, channel: PhoneChannel, phone: Phone) -> Phone {
        if let Some(pending) = phone.pending.as_ref().filter(|pending| pending.expires_in.is_none()) {
            let entry = (Instant::now(), pending.clone());
            self.lock().awaited_phones.0.insert((id, channel), entry);
        }
        phone
    }

    /// A reading, with the request that the service does not tell of.
    fn completed(&self, id: Uuid, channel: PhoneChannel, phone: Phone) -> Phone {
        let pending = phone.pending.or_else(|| self.lock().awaited_phones.get((id, channel)));
        // Verified meanwhile, in another place.
        let own = phone.number.as_ref().map(|number| number.number.as_str());
        let pending = pending.filter(|pending| own != Some(pending.number.as_str()));
        Phone { pending, ..phone }
    }

    fn forget_awaited(&self, id: Uuid, channel: PhoneChannel) {
        self.lock().awaited_phones.0.remove(&(id, channel));
    }
}

/// Whether no code is awaited any more: it was answered, it is over, or it was right and the number is somebody else's.
fn ends_waiting(answer: &Result<Phone, Refusal>) -> bool {
    match answer {
        Ok(_) | Err(Refusal::NoSuchStep) => true,
        Err(Refusal::Fields(errors)) => errors.iter().any(|error| error.field == "number"),
        Err(_) => false,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use account::FieldError;

    use super::*;

    fn refused(field: &str) -> Result<Phone, Refusal> {
        Err(Refusal::Fields(vec![FieldError {
            field: field.to_owned(),
            code: "x".to_owned(),
            message: None,
        }]))
    }

    #[test]
    fn a_wrong_code_is_awaited_still_and_a_taken_number_is_not() {
        assert!(!ends_waiting(&refused("code")));
        assert!(ends_waiting(&refused("number")));
        assert!(!ends_waiting(&Err(Refusal::Unknown)), "it may have been taken or not");
    }
}
