//! What happened to an account lately, as its service tells it.

use account::{Event, Refusal};
use uuid::Uuid;

use super::Accounts;
use crate::AppError;

impl Accounts {
    /// The account's last activity, newest first; nothing where the service does not tell.
    ///
    /// # Errors
    /// As every call.
    pub async fn activity(&self, id: Uuid) -> Result<Option<Vec<Event>>, AppError> {
        let live = self.live(id)?;
        let answer = match live.provider.activity(&live.session).await {
            Err(Refusal::NotOffered) => Ok(None),
            answer => answer.map(Some),
        };
        self.concluded(&live, answer).await
    }
}
