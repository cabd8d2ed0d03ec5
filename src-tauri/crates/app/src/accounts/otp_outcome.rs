//! What is found out about a key later than its set-up: by a reading after a lost answer, or by a key that took its place.

use account::{Factor, FactorKind};
use uuid::Uuid;

use super::otp_clearing::Clearing;
use super::otp_setup::{Progress, Setup};
use super::{Accounts, Live};
use crate::AppError;

/// What was not known when a reading began: its answer tells nothing of what was asked later.
pub(super) struct LeftOpen {
    progress: Option<Progress>,
    clearing: Option<Clearing>,
}

impl Accounts {
    /// What a reading that begins now may settle.
    pub(super) fn left_open(&self, id: Uuid) -> LeftOpen {
        let state = self.lock();
        LeftOpen {
            progress: state.setups.get(&id).map(|setup| setup.progress),
            clearing: state.clearing.get(&id).copied(),
        }
    }

    /// Settles in the vault what the reading told. That OTP is on confirms the key of a set-up that was asked for in this run and
    /// of no other: it may have been turned on elsewhere. Answers why the vault can't follow, where it is open and can't.
    pub(super) async fn settle(&self, live: &Live, open: LeftOpen, factors: &[Factor]) -> Option<AppError> {
        let on = factors.iter().any(|factor| factor.kind == FactorKind::Totp);
        let settled = match open {
            LeftOpen {
                progress: Some(Progress::Unsure | Progress::Active),
                ..
            } if on => self.took_hold(live).await,
            LeftOpen {
                clearing: Some(clearing),
                ..
            } if !on => self.release(live, Some(clearing)).await,
            _ => Ok(()),
        };
        settled.err().filter(is_behind)
    }

    /// The key that the service was asked to take counts.
    async fn took_hold(&self, live: &Live) -> Result<(), AppError> {
        let Ok(setup) = self.setup(live.id) else { return Ok(()) };
        self.note_progress(live.id, Progress::Active);
        let confirmed = self.confirm_setup(live, &setup).await;
        // One that is going on answers for itself.
        if setup.progress == Progress::Unsure {
            self.end_setup(live.id, &confirmed);
        }
        confirmed
    }

    /// The set-up's key counts: the vault's entry with it is the account's.
    pub(super) async fn confirm_setup(&self, live: &Live, setup: &Setup) -> Result<(), AppError> {
        let (entry, key) = (setup.entry, setup.uri.otp.clone());
        self.in_vault(live, move |owner, document| {
            match entry.filter(|entry| document.entry(*entry).is_some()) {
                Some(entry) => owner.confirm(document, entry),
                None => owner.confirm_key(document, &key),
            }
        })
        .await
    }

    /// Forgets a set-up whose key counts, unless the vault has still to follow.
    pub(super) fn end_setup(&self, id: Uuid, confirmed: &Result<(), AppError>) {
        if !confirmed.as_ref().is_err_and(is_behind) {
            self.lock().setups.remove(&id);
        }
    }

    /// The service has just proposed a key, so none counts there, and none that it proposed before can be validated any more.
    pub(super) async fn nothing_counts(&self, live: &Live) {
        let clearing = self.lock().clearing.get(&live.id).copied();
        tidied(self.release(live, clearing).await);
        let waits = |document: &vault::Document| self.owner(live).unconfirmed(document).next().is_some();
        if self.vault.read(waits).unwrap_or(false) {
            let retired = self.in_vault(live, |owner, document| owner.retire_unconfirmed(document));
            tidied(retired.await);
        }
    }
}

/// Whether the vault could not follow what holds at the service. A closed one, or one without the account's entry, has nothing to follow.
fn is_behind(error: &AppError) -> bool {
    !matches!(
        error,
        AppError::VaultAbsent | AppError::VaultLocked | AppError::NoMatchingCode
    )
}

/// Says in the log that the vault could not follow what holds at the service.
pub(super) fn tidied(followed: Result<(), AppError>) {
    if let Some(error) = followed.err().filter(is_behind) {
        tracing::warn!(%error, "the vault's entry of an account is not in step with the service");
    }
}
