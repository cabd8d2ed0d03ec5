//! The second factor that is sent: a code for a sign-in, or for one that renews a session. It has to be asked for, and each
//! code takes the place of the one before. Where it went, how many digits it has and how long it counts the service does not tell.

use std::time::Duration;

use account::{FactorMethod, Refusal, SecondFactor, SentCode, Session};

use super::BetterAuthProvider;
use super::answer::{About, refusal};
use super::held::{Awaits, Held};
use super::sign_in::{done, send_factor_call};

impl BetterAuthProvider {
    /// What is known of the code that was sent.
    pub(super) fn reading_factor_code(&self, session: &Session) -> Result<SentCode, Refusal> {
        let held = match self.pending(session) {
            Ok((held, _)) => held,
            Err(Refusal::NoSuchStep) => self.memory.challenge(session).ok_or(Refusal::NoSuchStep)?,
            Err(refusal) => return Err(refusal),
        };
        if held.sent {
            Ok(sent())
        } else {
            Err(Refusal::NoSuchStep)
        }
    }

    /// Has a code sent for a sign-in that waits, or for the one that renews a session.
    pub(super) async fn sending_factor_code(&self, session: &Session) -> Result<SentCode, Refusal> {
        match self.pending(session) {
            Ok((held, _)) if held.awaits == Some(Awaits::SecondFactor) => self.sending_at_sign_in(session, held).await,
            Ok(_) => Err(Refusal::NoSuchStep),
            Err(Refusal::NoSuchStep) => self.sending_at_step_up(session).await,
            Err(refusal) => Err(refusal),
        }
    }

    /// Turns the second factor off, whichever it is. Which one holds is chosen at the site.
    pub(super) async fn choosing_factor(
        &self,
        session: &Session,
        method: Option<FactorMethod>,
    ) -> Result<SecondFactor, Refusal> {
        if method.is_some() {
            return Err(Refusal::NotOffered);
        }
        self.deactivating_totp(session).await?;
        Ok(SecondFactor {
            method: None,
            since: None,
            offers: Vec::new(),
            pending: None,
        })
    }

    async fn sending_at_sign_in(&self, session: &Session, mut held: Held) -> Result<SentCode, Refusal> {
        offered(&held)?;
        let reply = self
            .answering_as(session, &held, &send_factor_call(), About::Entering)
            .await?;
        done(&reply, About::Entering)?;
        held.take(&reply.headers)?;
        held.sent = true;
        session.renew(held.token()?);
        Ok(sent())
    }

    async fn sending_at_step_up(&self, session: &Session) -> Result<SentCode, Refusal> {
        let mut challenge = self.memory.challenge(session).ok_or(Refusal::NoSuchStep)?;
        offered(&challenge)?;
        let reply = self.send(&challenge, &send_factor_call()).await?;
        if !reply.status.is_success() {
            let refusal = refusal(&reply, About::Entering);
            if refusal == Refusal::NoSuchStep {
                self.memory.note_challenge(session, None);
            }
            return Err(refusal);
        }
        done(&reply, About::Entering)?;
        challenge.sent = true;
        self.memory.note_challenge(session, Some(challenge));
        Ok(sent())
    }
}

fn offered(held: &Held) -> Result<(), Refusal> {
    if held.can_be_sent() {
        Ok(())
    } else {
        Err(Refusal::NotOffered)
    }
}

fn sent() -> SentCode {
    SentCode {
        method: FactorMethod::Email,
        to: String::new(),
        digits: None,
        expires_in: None,
        resend_in: Duration::ZERO,
    }
}
