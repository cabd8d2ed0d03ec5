//! Sending a call: with its origin and the session's cookies, and what it takes to believe that a session has ended.

use account::{PendingStep, Refusal, Session, SessionToken, UnreachableReason};
use http::header::{COOKIE, ORIGIN};
use serde::de::DeserializeOwned;

use super::BetterAuthProvider;
use super::answer::{About, is_null, read, read_list, refusal, says_nobody};
use super::held::Held;
use super::wire::{Current, Done};
use crate::transport::client::{Call, Effect, Reply};

/// Whether the service works at all; needs no sign-in.
pub(super) const OK: &str = "/api/auth/ok";
/// Who is signed in.
const SESSION: &str = "/api/auth/get-session";

/// What the session held when a call was sent.
pub(super) struct Sent {
    token: SessionToken,
    pub(super) held: Held,
}

impl BetterAuthProvider {
    /// A call with these cookies, or without any.
    pub(super) async fn send(&self, held: &Held, call: &Call) -> Result<Reply, Refusal> {
        let mut call = call
            .clone()
            .header(ORIGIN, &self.client.origin.origin().ascii_serialization())?;
        if let Some(cookies) = held.header() {
            call = call.header(COOKIE, &cookies)?;
        }
        self.client.send(&call, None).await
    }

    /// A call of someone signed in, whose success says nothing more.
    pub(super) async fn done(&self, session: &Session, call: &Call, about: About) -> Result<(), Refusal> {
        match self.data::<Done>(session, call, about).await?.status {
            true => Ok(()),
            false => Err(Refusal::Nonsense),
        }
    }

    /// A call of someone signed in, with a payload. The session takes over the answer's cookies.
    pub(super) async fn data<D: DeserializeOwned>(
        &self,
        session: &Session,
        call: &Call,
        about: About,
    ) -> Result<D, Refusal> {
        let (sent, reply) = self.within(session, call).await?;
        if !reply.status.is_success() {
            return Err(self.refused(session, &sent, &reply, about).await);
        }
        let payload = read(&reply)?;
        self.adopt(session, &sent, &reply)?;
        Ok(payload)
    }

    /// The same with a payload that is a list.
    pub(super) async fn list<D: DeserializeOwned>(&self, session: &Session, call: &Call) -> Result<Vec<D>, Refusal> {
        let (sent, reply) = self.within(session, call).await?;
        if !reply.status.is_success() {
            return Err(self.refused(session, &sent, &reply, About::Section).await);
        }
        let payload = read_list(&reply)?;
        self.adopt(session, &sent, &reply)?;
        Ok(payload)
    }

    /// Who is signed in.
    pub(super) async fn who(&self, session: &Session) -> Result<(Held, Current), Refusal> {
        let (sent, reply) = self.within(session, &Call::get(SESSION)).await?;
        if !reply.status.is_success() {
            return Err(self.refused(session, &sent, &reply, About::Section).await);
        }
        if !is_null(&reply) {
            let current: Current = read(&reply)?;
            if !sent.held.is_session(&current.session.token) {
                return Err(Refusal::Nonsense);
            }
            return Ok((self.adopt(session, &sent, &reply)?, current));
        }
        // "Nobody" is a short word. The service says it with the cookie's end, or, where it does not know the cookie at
        // all, is asked once more whether it is itself.
        let itself = sent.held.is_taken_away_by(&reply.headers) || self.is_itself().await?;
        Err(if itself { self.gone(session) } else { Refusal::Nonsense })
    }

    /// A call with the session's cookies; answers whatever came, with nothing taken over yet.
    async fn within(&self, session: &Session, call: &Call) -> Result<(Sent, Reply), Refusal> {
        let sent = self.signed_in(session)?;
        let reply = self.send(&sent.held, call).await?;
        let nobody = says_nobody(&reply) || (call.path == SESSION && sent.held.is_taken_away_by(&reply.headers));
        if !(nobody && session.has_moved_on_from(&sent.token)) {
            return Ok((sent, reply));
        }
        // Another call renewed the session while this one was under way: "nobody" is about the old one only, which did
        // nothing. A reading is asked again; a change is the caller's to repeat.
        if call.effect != Effect::Reading {
            return Err(Refusal::Unreachable {
                reason: UnreachableReason::TokenRenewed,
            });
        }
        let sent = self.signed_in(session)?;
        let reply = self.send(&sent.held, call).await?;
        Ok((sent, reply))
    }

    /// What a refusal means to someone who was signed in. That nobody is, two different answers have to say.
    async fn refused(&self, session: &Session, sent: &Sent, reply: &Reply, about: About) -> Refusal {
        if !says_nobody(reply) {
            return self.noted(session, refusal(reply, about), about);
        }
        match self.send(&sent.held, &Call::get(SESSION)).await {
            Ok(reply) if is_null(&reply) => self.gone(session),
            Ok(_) => Refusal::Nonsense,
            Err(refusal) => refusal,
        }
    }

    fn gone(&self, session: &Session) -> Refusal {
        self.memory.forget(session);
        Refusal::Gone
    }

    /// Whether the service answers as itself.
    pub(super) async fn is_itself(&self) -> Result<bool, Refusal> {
        is_ok(&self.client.send(&Call::get(OK), None).await)
    }

    /// What the session holds, of someone signed in. Without cookies nobody is, and nothing needs to be asked.
    pub(super) fn signed_in(&self, session: &Session) -> Result<Sent, Refusal> {
        let (token, held) = self.holding(session)?.ok_or(Refusal::Gone)?;
        match held.step() {
            Some(step) => Err(Refusal::Step(step)),
            None => Ok(Sent { token, held }),
        }
    }

    /// What the session holds, of a sign-in that waits for something.
    pub(super) fn pending(&self, session: &Session) -> Result<(Held, PendingStep), Refusal> {
        let (_, held) = self.holding(session)?.ok_or(Refusal::NoSuchStep)?;
        let step = held.step().ok_or(Refusal::NoSuchStep)?;
        Ok((held, step))
    }

    fn holding(&self, session: &Session) -> Result<Option<(SessionToken, Held)>, Refusal> {
        if !session.belongs_to(&self.client.origin) {
            return Err(Refusal::ForeignSession);
        }
        let Some(token) = session.token_for(&self.client.origin) else {
            return Ok(None);
        };
        // A text that is none of ours opens nothing anywhere.
        Ok(Held::read(&token).map(|held| (token, held)))
    }

    /// Takes over the cookies of an answer, unless another call was faster.
    fn adopt(&self, session: &Session, sent: &Sent, reply: &Reply) -> Result<Held, Refusal> {
        let mut held = sent.held.clone();
        held.take(&reply.headers)?;
        if held != sent.held && !session.has_moved_on_from(&sent.token) {
            session.renew(held.token()?);
        }
        Ok(held)
    }

    /// Notes on the session something that only this adapter knows of it.
    pub(super) fn note(&self, session: &Session, change: impl FnOnce(&mut Held)) -> Result<(), Refusal> {
        let Sent { mut held, .. } = self.signed_in(session)?;
        change(&mut held);
        session.renew(held.token()?);
        Ok(())
    }
}

/// Whether an answer to `OK` is the service's.
pub(super) fn is_ok(answered: &Result<Reply, Refusal>) -> Result<bool, Refusal> {
    #[derive(serde::Deserialize)]
    struct Working {
        ok: bool,
    }
    match answered {
        Ok(reply) => Ok(reply.status.is_success() && read::<Working>(reply).is_ok_and(|answer| answer.ok)),
        Err(Refusal::Nonsense) => Ok(false),
        Err(refusal) => Err(refusal.clone()),
    }
}

/// The question who is signed in.
pub(super) fn who_call() -> Call {
    Call::get(SESSION)
}
