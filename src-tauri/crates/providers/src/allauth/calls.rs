//! Sending a core call within a session: which token goes along, and what a renewed one means.

use account::{Refusal, Session, SessionToken, UnreachableReason};
use serde::de::DeserializeOwned;

use super::AllauthProvider;
use super::answer::{Place, refusal, success, token};
use crate::transport::client::{Call, Effect, Reply};

impl AllauthProvider {
    /// A call of someone signed in, with a payload.
    pub(super) async fn data<D: DeserializeOwned>(&self, session: &Session, call: Call) -> Result<D, Refusal> {
        let reply = self.within(session, &call, Place::SignedIn).await?;
        success::<D>(&reply)?.data.ok_or(Refusal::Nonsense)
    }

    /// A call of someone signed in, whose success says nothing more.
    pub(super) async fn done(&self, session: &Session, call: Call) -> Result<(), Refusal> {
        let reply = self.within(session, &call, Place::SignedIn).await?;
        success::<serde::de::IgnoredAny>(&reply).map(drop)
    }

    /// A call with the session's token; answers only a success (2xx).
    pub(super) async fn within(&self, session: &Session, call: &Call, place: Place) -> Result<Reply, Refusal> {
        let reply = self.raw(session, call).await?;
        if reply.status.is_success() {
            Ok(reply)
        } else {
            Err(refusal(&reply, place))
        }
    }

    /// A call with the session's token; answers whatever well-formed thing came, with its token taken over.
    pub(super) async fn raw(&self, session: &Session, call: &Call) -> Result<Reply, Refusal> {
        if !session.belongs_to(&self.client.origin) {
            return Err(Refusal::ForeignSession);
        }
        let sent = session.token_for(&self.client.origin);
        let reply = self.client.send(call, sent.as_ref()).await?;
        let ended = matches!(reply.status.as_u16(), 401 | 410) && refusal(&reply, Place::SignedIn) == Refusal::Gone;
        if !(ended && sent.is_some_and(|sent| session.has_moved_on_from(&sent))) {
            return adopt(session, reply);
        }
        // Another call renewed the token while this one was under way: "gone" is about the old token only, and a
        // refused token did nothing. A reading is asked again; a change is the caller's to repeat.
        if call.effect != Effect::Reading {
            return Err(Refusal::Unreachable {
                reason: UnreachableReason::TokenRenewed,
            });
        }
        let renewed = session.token_for(&self.client.origin);
        adopt(session, self.client.send(call, renewed.as_ref()).await?)
    }

    /// A call that begins something new: no token goes along, and an older one stays until the answer brings another.
    pub(super) async fn afresh(&self, session: &Session, call: &Call) -> Result<Reply, Refusal> {
        if !session.belongs_to(&self.client.origin) {
            return Err(Refusal::ForeignSession);
        }
        adopt(session, self.client.send(call, None).await?)
    }
}

/// Takes over the token of a well-formed answer.
fn adopt(session: &Session, reply: Reply) -> Result<Reply, Refusal> {
    if let Some(new) = token(&reply)? {
        session.renew(SessionToken::new(new));
    }
    Ok(reply)
}
