//! Consents, which the core knows nothing of.

use account::{Consent, Refusal, Session};

use super::AllauthProvider;
use crate::extension::consents;

impl AllauthProvider {
    pub(super) async fn reading_consent(&self, session: &Session) -> Result<Consent, Refusal> {
        consents::read(&self.offered(session, &consents::read_call()).await?)
    }

    pub(super) async fn deciding(&self, session: &Session, agreed: bool) -> Result<Consent, Refusal> {
        consents::read(&self.offered(session, &consents::decide_call(agreed)).await?)
    }
}
