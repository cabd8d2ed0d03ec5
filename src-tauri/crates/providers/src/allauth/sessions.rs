//! Where the account is signed in.

use account::{Refusal, Session, SessionId, SessionInfo};
use http::Method;
use protocol::core::{SessionRecord, path, request::EndSessions};

use super::AllauthProvider;
use super::convert::session_info;
use crate::transport::client::Call;

impl AllauthProvider {
    pub(super) async fn listing_sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Refusal> {
        let list: Vec<SessionRecord> = self.data(session, Call::get(path::SESSIONS)).await?;
        Ok(list.iter().map(session_info).collect())
    }

    pub(super) async fn ending_sessions(
        &self,
        session: &Session,
        ids: &[SessionId],
    ) -> Result<Vec<SessionInfo>, Refusal> {
        if ids.is_empty() {
            return self.listing_sessions(session).await;
        }
        let call = Call::change(Method::DELETE, path::SESSIONS).json(&EndSessions { sessions: ids.to_vec() });
        let left: Vec<SessionRecord> = self.data(session, call).await?;
        Ok(left.iter().map(session_info).collect())
    }

    /// The core has no call for this: the others are read, then ended by number. One that begins in between stays.
    pub(super) async fn ending_other_sessions(&self, session: &Session) -> Result<Vec<SessionInfo>, Refusal> {
        let all = self.listing_sessions(session).await?;
        if !all.iter().any(|one| one.current) {
            // Without a mark on our own session, "the others" would include it.
            return Err(Refusal::Nonsense);
        }
        let others: Vec<_> = all.iter().filter(|one| !one.current).map(|one| one.id).collect();
        self.ending_sessions(session, &others).await
    }
}
