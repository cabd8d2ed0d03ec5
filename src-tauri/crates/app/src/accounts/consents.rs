//! What the person agreed to at a service.

use account::Consent;
use uuid::Uuid;

use super::Accounts;
use super::lost::{lost, resolved};
use crate::AppError;

impl Accounts {
    /// The consent to marketing messages.
    ///
    /// # Errors
    /// As every call.
    pub async fn marketing_consent(&self, id: Uuid) -> Result<Consent, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.marketing_consent(&live.session).await;
        self.concluded(&live, answer).await
    }

    /// Agrees to marketing messages, or no longer does. A lost answer is resolved by reading; the change is never repeated.
    ///
    /// # Errors
    /// [`account::Refusal::Unknown`] when the answer was lost and nothing could be read; as every call.
    pub async fn decide_on_marketing(&self, id: Uuid, agreed: bool) -> Result<Consent, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.decide_on_marketing(&live.session, agreed).await;
        let Some(lost) = lost(&answer) else {
            return self.concluded(&live, answer).await;
        };
        resolved(lost, self.marketing_consent(id).await, |now| now.agreed == agreed)
    }
}
