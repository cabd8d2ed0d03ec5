//! Sending an extension call within a session.

use account::{Refusal, Session, UnreachableReason};

use super::{AllauthProvider, Extension};
use crate::transport::client::{Call, Effect, Reply};

impl AllauthProvider {
    /// Whether the extension is there; asks once.
    pub(super) async fn serves_extension(&self) -> Result<bool, Refusal> {
        Ok(match self.extension() {
            Extension::Served => true,
            Extension::Absent => false,
            Extension::Unasked => self.discovery().await?.is_some(),
        })
    }

    /// A call of the extension, where the service has it.
    pub(super) async fn offered(&self, session: &Session, call: &Call) -> Result<Reply, Refusal> {
        if !self.serves_extension().await? {
            return Err(Refusal::NotOffered);
        }
        self.extended(session, call).await
    }

    /// A call of the extension with the session's token. The extension hands out no tokens.
    pub(super) async fn extended(&self, session: &Session, call: &Call) -> Result<Reply, Refusal> {
        if !session.belongs_to(&self.client.origin) {
            return Err(Refusal::ForeignSession);
        }
        let sent = session.token_for(&self.client.origin);
        let reply = self.client.send(call, sent.as_ref()).await?;
        let ended = matches!(reply.status.as_u16(), 401 | 410);
        let renewed = ended && sent.is_some_and(|sent| session.has_moved_on_from(&sent));
        match (renewed, call.effect) {
            (false, _) => Ok(reply),
            (true, Effect::Reading) => {
                self.client
                    .send(call, session.token_for(&self.client.origin).as_ref())
                    .await
            }
            (true, _) => Err(Refusal::Unreachable {
                reason: UnreachableReason::TokenRenewed,
            }),
        }
    }
}
