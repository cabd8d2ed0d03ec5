//! One-time passwords turned off, and what becomes of the vault's entry then: it is touched only once it is known that they are. A vault
//! that can't follow does not make a refusal of what holds at the service.

use std::sync::Arc;

use account::{FactorKind, Refusal};
use jiff::Timestamp;
use uuid::Uuid;

use super::otp_outcome::tidied;
use super::{Accounts, Live};
use crate::AppError;

/// What is to become of an entry once OTP is off.
#[derive(Clone, Copy)]
pub(super) struct Clearing {
    entry: Uuid,
    /// It moves to the trash; else it is one without a service.
    trash: bool,
}

impl Accounts {
    /// Turns OTP off at the service, and then moves the vault's entry to the trash if asked. A lost answer is resolved by reading.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] when the answer was lost and reading showed no change; as every call. The entry is only touched
    /// after the service has confirmed.
    pub async fn clear_otp(&self, id: Uuid, trash_entry: bool) -> Result<(), AppError> {
        let live = self.live(id)?;
        let clearing = self.clearing(&live, trash_entry);
        let mut answer = live.provider.deactivate_totp(&live.session).await;
        if answer.as_ref().is_err_and(Refusal::leaves_outcome_open) {
            answer = match self.is_otp_on(&live).await {
                Ok(false) => Ok(()),
                _ => Err(Refusal::Unknown),
            };
        }
        if let (Err(Refusal::Unknown), Some(clearing)) = (&answer, clearing) {
            // It may be under way: a later reading tells.
            self.lock().clearing.insert(id, clearing);
        }
        self.concluded(&live, answer).await?;
        self.lock().setups.remove(&id);
        tidied(self.release(&live, clearing).await);
        Ok(())
    }

    /// What is to become of the account's entry, as the vault is now. A closed vault's entry is the person's to delete later.
    pub(super) fn clearing(&self, live: &Live, trash: bool) -> Option<Clearing> {
        let owner = self.owner(live);
        let entry = self.vault.read(|document| owner.entry(document).map(|entry| entry.id));
        entry.ok().flatten().map(|entry| Clearing { entry, trash })
    }

    /// The service asks for this entry's codes no longer: it moves to the trash, or is one without a service. Where the vault can't
    /// follow now, the next reading has it try again.
    pub(super) async fn release(&self, live: &Live, clearing: Option<Clearing>) -> Result<(), AppError> {
        let Some(clearing) = clearing else { return Ok(()) };
        let Clearing { entry: id, trash } = clearing;
        self.lock().clearing.insert(live.id, clearing);
        self.in_vault(live, move |_, document| {
            // It may have been deleted for good meanwhile.
            if document.entry(id).is_none() {
                return Ok(());
            }
            if trash {
                return document.trash(id, Timestamp::now());
            }
            document.entry_mut(id)?.link = None;
            Ok(())
        })
        .await?;
        self.lock().clearing.remove(&live.id);
        Ok(())
    }

    /// Whether the service asks for an authenticator's codes now.
    pub(super) async fn is_otp_on(&self, live: &Arc<Live>) -> Result<bool, AppError> {
        let answer = live.provider.factors(&live.session).await;
        let factors = self.concluded(live, answer).await?;
        Ok(factors.iter().any(|factor| factor.kind == FactorKind::Totp))
    }
}
