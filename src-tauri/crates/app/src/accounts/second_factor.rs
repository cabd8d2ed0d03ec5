//! The choice of the second factor, codes that the service mails or texts, and the account's door.
//!
//! A change whose answer was lost is looked for by reading what holds; it is never sent again by itself.

use std::sync::Arc;
use std::time::Duration;

use account::{FactorMethod, Refusal, SecondFactor, SentCode};
use secrecy::SecretString;
use uuid::Uuid;

use super::lost::{lost, resolved, unread};
use super::otp_outcome::tidied;
use super::{Accounts, Live};
use crate::AppError;

impl Accounts {
    /// Has a code sent that will validate a method. What holds goes on until then.
    ///
    /// # Errors
    /// [`Refusal::Unknown`] when the answer was lost and reading showed no such code; as every call.
    pub async fn choose_factor(&self, id: Uuid, method: FactorMethod) -> Result<SecondFactor, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.choose_factor(&live.session, Some(method)).await;
        let awaited = |now: &SecondFactor| now.pending.as_ref().is_some_and(|sent| sent.method == method);
        self.found(&live, answer, awaited).await
    }

    /// Has that code sent again. After a lost answer, what the service says of the code is told.
    ///
    /// # Errors
    /// How long to wait; [`Refusal::NoSuchStep`] when none is awaited; as every call.
    pub async fn resend_factor(&self, id: Uuid) -> Result<SecondFactor, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.resend_factor(&live.session).await;
        self.found(&live, answer, |now| now.pending.is_some()).await
    }

    /// Validates the method by its code: it holds from now on, in the place of the one before. Then the vault's entry for that
    /// one moves to the trash if asked.
    ///
    /// # Errors
    /// A refused code; [`Refusal::Unknown`] when the answer was lost and reading showed no change; as every call.
    pub async fn validate_factor(
        &self,
        id: Uuid,
        method: FactorMethod,
        code: &SecretString,
        trash_entry: bool,
    ) -> Result<SecondFactor, AppError> {
        let live = self.live(id)?;
        let clearing = self.clearing(&live, trash_entry);
        let answer = live.provider.validate_factor(&live.session, code).await;
        let holds = |now: &SecondFactor| now.method == Some(method);
        let now = self.found(&live, answer, holds).await?;
        tidied(self.release(&live, clearing).await);
        Ok(now)
    }

    /// Turns codes by mail or text off. One-time passwords are cleared by [`Accounts::clear_otp`].
    ///
    /// # Errors
    /// [`Refusal::Unknown`] when the answer was lost and reading showed no change; as every call.
    pub async fn clear_factor(&self, id: Uuid) -> Result<SecondFactor, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.choose_factor(&live.session, None).await;
        self.found(&live, answer, |now| now.method.is_none()).await
    }

    /// Where the code went that the pending sign-in waits for; none when it was not sent yet, or the service does not tell.
    ///
    /// # Errors
    /// [`Refusal::NoSuchStep`] when no sign-in is pending; as every call.
    pub async fn factor_code(&self, id: Uuid) -> Result<Option<SentCode>, AppError> {
        let live = self.pending(id)?;
        match live.provider.factor_code(&live.session).await {
            Ok(sent) => Ok(Some(sent)),
            Err(Refusal::NotOffered | Refusal::NoSuchStep) => Ok(None),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// Has a code sent for the pending sign-in, or another one.
    ///
    /// # Errors
    /// How long to wait; [`Refusal::NoSuchStep`] when the sign-in is over; as every call.
    pub async fn send_factor_code(&self, id: Uuid) -> Result<SentCode, AppError> {
        let live = self.pending(id)?;
        let answer = match sent(&live).await {
            // Nobody signed in and no sign-in waiting: the sign-in is over at the service.
            Err(Refusal::Gone) => Err(Refusal::NoSuchStep),
            answer => answer,
        };
        self.unless_over(id, answer)
    }

    /// Has a code sent for a step-up of a signed-in account, or another one. A code counts in the session that it was sent for:
    /// a sign-in to the same account that waits for its own has nothing to do with it.
    ///
    /// # Errors
    /// How long to wait; as every call.
    pub async fn send_step_up_code(&self, id: Uuid) -> Result<SentCode, AppError> {
        let live = self.live(id)?;
        let answer = sent(&live).await;
        self.concluded(&live, answer).await
    }

    /// Enters the account's pages: for how long the last proof counts there, or none where the service has no such door.
    ///
    /// # Errors
    /// [`Refusal::StepUp`] when it wants a new one; as every call.
    pub async fn enter(&self, id: Uuid) -> Result<Option<Duration>, AppError> {
        let live = self.live(id)?;
        match live.provider.proof_left(&live.session).await {
            Err(Refusal::NotOffered) => Ok(None),
            answer => self.concluded(&live, answer).await.map(Some),
        }
    }

    /// What a change came to. Where its answer was lost, what the service has tells.
    async fn found(
        &self,
        live: &Arc<Live>,
        answer: Result<SecondFactor, Refusal>,
        holds: impl Fn(&SecondFactor) -> bool,
    ) -> Result<SecondFactor, AppError> {
        let Some(lost) = lost(&answer) else {
            return self.concluded(live, answer).await;
        };
        let now = live.provider.second_factor(&live.session).await;
        resolved(lost, self.concluded(live, now).await, holds)
    }
}

/// Has a code sent. After a lost answer, what became of it is read: the countdowns tell whether another one is on its way.
async fn sent(live: &Live) -> Result<SentCode, Refusal> {
    match live.provider.send_factor_code(&live.session).await {
        Err(refusal) if refusal.leaves_outcome_open() => {
            let told = live.provider.factor_code(&live.session).await;
            told.map_err(|_| unread(refusal))
        }
        answer => answer,
    }
}
