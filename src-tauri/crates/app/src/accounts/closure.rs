//! Closing an account for good. Afterwards its session leaves the keyring and the account leaves the list; the vault's
//! entries stay.
//!
//! An answer that was lost leaves the outcome open. It is found out by asking who is signed in: a session that is gone went
//! with its account. Until then the app remembers that the end was asked for, so that the session's end, by
//! whichever call it is noticed, is understood.

use std::sync::Arc;

use account::{Closure, ClosureRequest, Refusal};
use uuid::Uuid;

use super::lost::lost;
use super::{Accounts, Live};
use crate::AppError;

/// An account that is no more.
pub struct Closed {
    /// The service's name.
    pub service: String,
    /// The address it had.
    pub email: String,
    /// The service keeps nothing of it: the address can have another account.
    pub forgotten: bool,
    /// The vault's entry for it, which has no use any more.
    pub entry: Option<Uuid>,
}

impl Accounts {
    /// What closing the account means now.
    ///
    /// # Errors
    /// [`Refusal::NotOffered`] where the service does not close accounts; as every call.
    pub async fn closure(&self, id: Uuid) -> Result<Closure, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.closure(&live.session).await;
        self.concluded(&live, answer).await
    }

    /// Closes the account. Never repeated; where the answer was lost, who is signed in is asked.
    ///
    /// # Errors
    /// Refused fields, what stands in the way among them; [`Refusal::Unknown`] when the answer was lost and the account
    /// was still there when asked; as every call.
    pub async fn close_account(&self, id: Uuid, request: &ClosureRequest) -> Result<Closed, AppError> {
        let live = self.live(id)?;
        let asked_before = !self.lock().closing.insert(id);
        let answer = live.provider.close_account(&live.session, request).await;
        match answer {
            Ok(()) => Ok(self.closed(&live).await),
            // The first request had done it.
            Err(Refusal::Gone) if asked_before => Ok(self.closed(&live).await),
            // A session that still stands says nothing yet: the request may be under way.
            answer if lost(&answer).is_some() => match live.provider.current(&live.session).await {
                Err(Refusal::Gone) => Ok(self.closed(&live).await),
                _ => Err(Refusal::Unknown.into()),
            },
            Err(refusal) => {
                self.lock().closing.remove(&id);
                self.concluded(&live, Err(refusal)).await
            }
        }
    }

    /// After a lost answer: whether the account is gone. `None` when it is still there.
    ///
    /// # Errors
    /// Why the service can't be asked; then it is still unknown.
    pub async fn check_closure(&self, id: Uuid) -> Result<Option<Closed>, AppError> {
        let live = self.live(id)?;
        let asked = self.lock().closing.contains(&id);
        match live.provider.current(&live.session).await {
            Err(Refusal::Gone) if asked => Ok(Some(self.closed(&live).await)),
            answer => {
                self.concluded(&live, answer).await?;
                // It was not closed, so that a later end of the session has another reason.
                self.lock().closing.remove(&id);
                Ok(None)
            }
        }
    }

    /// Takes leave of an account that is no more: its token, its place in the list, what was shown of it.
    pub(super) async fn closed(&self, live: &Arc<Live>) -> Closed {
        self.drop_session(live).await;
        if let Err(error) = self.book.remove(live.id) {
            tracing::warn!(%error, "a closed account could not be taken off the list");
        }
        (self.ended)();
        let owner = self.owner(live);
        let entry = self.vault.read(|document| owner.entry(document).map(|entry| entry.id));
        Closed {
            service: live.service.clone(),
            email: live.email.clone(),
            forgotten: live.engine.forgets_closed_accounts(),
            entry: entry.ok().flatten(),
        }
    }

    /// Whether the session's end means that the account is no more.
    pub(super) fn is_closing(&self, id: Uuid) -> bool {
        self.lock().closing.contains(&id)
    }
}
