//! The sign-in that waits for its next step. There is one at a time, as the window shows one: when another gets as far, or somebody is
//! signed in, the one before is given up. It outlives the page, which begins anew when the vault locks.

use std::sync::Arc;

use account::{PendingStep, Refusal, SignedIn};
use uuid::Uuid;

use super::signing_in::Progress;
use super::{Accounts, Address, Live};
use crate::AppError;

/// A sign-in that waits.
pub(super) struct Pending {
    live: Arc<Live>,
    step: PendingStep,
}

/// A sign-in that waits, for a page that knows nothing of it yet.
pub struct Waiting {
    /// Its identity, for the answers.
    pub id: Uuid,
    /// What the service asks for.
    pub step: PendingStep,
    /// Whose it is.
    pub email: String,
    /// The service's name.
    pub service: String,
    /// The service's address.
    pub address: Address,
    /// Whether the person will stay signed in.
    pub stay: bool,
}

impl Accounts {
    /// The sign-in that waits for its next step, if one does.
    #[must_use]
    pub fn waiting(&self) -> Option<Waiting> {
        let state = self.lock();
        let Pending { live, step } = state.pending.as_ref()?;
        Some(Waiting {
            id: live.id,
            step: step.clone(),
            email: live.email.clone(),
            service: live.service.clone(),
            address: live.address.clone(),
            stay: live.stay,
        })
    }

    /// Gives a pending sign-in up.
    pub fn cancel(&self, id: Uuid) {
        self.lock().pending.take_if(|pending| pending.live.id == id);
    }

    pub(super) fn pending(&self, id: Uuid) -> Result<Arc<Live>, AppError> {
        let state = self.lock();
        let pending = state.pending.as_ref().filter(|pending| pending.live.id == id);
        let live = pending.map(|pending| Arc::clone(&pending.live));
        live.ok_or(AppError::Service(Refusal::NoSuchStep))
    }

    /// What asking for a mailed code came to.
    pub(super) fn asked(
        &self,
        live: Arc<Live>,
        answer: Result<(), Refusal>,
        step: PendingStep,
    ) -> Result<Progress, AppError> {
        match answer {
            Ok(()) => Ok(self.step(live, step)),
            Err(Refusal::Step(step)) => Ok(self.step(live, step)),
            Err(refusal) => Err(refusal.into()),
        }
    }

    /// How far a sign-in got with the service's answer.
    pub(super) async fn progressed(
        &self,
        live: Arc<Live>,
        answer: Result<SignedIn, Refusal>,
    ) -> Result<Progress, AppError> {
        match answer {
            Err(Refusal::Step(step)) => Ok(self.step(live, step)),
            answer => {
                let signed_in = self.unless_over(live.id, answer)?;
                Ok(Progress::SignedIn(self.signed_in(live, signed_in).await?))
            }
        }
    }

    /// The answer to a pending step. A sign-in that is no more at the service is none here, either: it would only lead in circles.
    pub(super) fn unless_over<T>(&self, id: Uuid, answer: Result<T, Refusal>) -> Result<T, AppError> {
        if let Err(Refusal::Gone | Refusal::NoSuchStep) = &answer {
            self.cancel(id);
        }
        Ok(answer?)
    }

    fn step(&self, live: Arc<Live>, step: PendingStep) -> Progress {
        let progress = Progress::Step {
            id: live.id,
            step: step.clone(),
            email: live.email.clone(),
            service: live.service.clone(),
        };
        self.lock().pending = Some(Pending { live, step });
        progress
    }
}
