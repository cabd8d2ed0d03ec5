//! The last activity, which the core does not tell.

use account::{Event, Refusal, Session};

use super::AllauthProvider;
use crate::extension::activity;

impl AllauthProvider {
    pub(super) async fn reading_activity(&self, session: &Session) -> Result<Vec<Event>, Refusal> {
        activity::read(&self.offered(session, &activity::call()).await?)
    }
}
