//! Closing the account, which the core has no way to.

use account::{Closure, ClosureRequest, Refusal, Session};

use super::AllauthProvider;
use crate::extension::closure;

impl AllauthProvider {
    pub(super) async fn reading_closure(&self, session: &Session) -> Result<Closure, Refusal> {
        closure::read(&self.offered(session, &closure::read_call()).await?)
    }

    pub(super) async fn closing(&self, session: &Session, request: &ClosureRequest) -> Result<(), Refusal> {
        closure::read_closed(&self.offered(session, &closure::close_call(request)).await?)
    }
}
