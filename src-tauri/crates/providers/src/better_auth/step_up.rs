//! Proving again who is there. The service knows two ways to want it: the password with the change itself, and a session
//! that is young. The first is answered by remembering the password for a moment; the second by signing in once more,
//! which may take a second factor, too.

use account::{FactorWay, Refusal, Session, StepUpWay};
use http::Method;
use secrecy::SecretString;

use super::BetterAuthProvider;
use super::answer::{About, refusal};
use super::held::{By, Held};
use super::request::{Password, wire};
use super::sign_in::{about, challenge, entered, factor_calls, new_session, sign_in_call};
use super::wire::Entered;
use crate::transport::client::Call;

const VERIFY_PASSWORD: &str = "/api/auth/verify-password";

impl BetterAuthProvider {
    pub(super) async fn stepping_up(&self, session: &Session, password: &SecretString) -> Result<(), Refusal> {
        let call = Call::once(Method::POST, VERIFY_PASSWORD).json(&Password {
            password: wire(password),
        });
        self.done(session, &call, About::Proof).await?;
        self.memory.prove(session, password);
        if self.memory.is_stale(session) {
            self.renew(session, password).await?;
        }
        Ok(())
    }

    /// Answers the second factor of the sign-in that is to renew the session.
    pub(super) async fn stepping_up_factor(&self, session: &Session, code: &SecretString) -> Result<(), Refusal> {
        let before = self.signed_in(session)?.held;
        let challenge = self.memory.challenge(session).ok_or(Refusal::NoSuchStep)?;
        // Of someone with an authenticator no code is sent here, so there is one call.
        let (call, by) = factor_calls(&challenge, code).pop().ok_or(Refusal::NoSuchStep)?;
        let reply = self.send(&challenge, &call).await?;
        if !reply.status.is_success() {
            let refusal = refusal(&reply, about(by));
            if refusal == Refusal::NoSuchStep {
                self.memory.note_challenge(session, None);
            }
            return Err(refusal);
        }
        let entered: Entered = entered(&reply)?;
        let (mut held, _) = new_session(&reply, entered, By::Password)?;
        held.by.push(by);
        held.factors = challenge.factors;
        self.replace(session, &before, &held).await
    }

    /// Signs in anew. With a second factor the sign-in waits for it, and the next refusal asks for it.
    async fn renew(&self, session: &Session, password: &SecretString) -> Result<(), Refusal> {
        let (before, current) = self.who(session).await?;
        let email = current.user.email.ok_or(Refusal::Nonsense)?;
        let reply = self.send(&Held::default(), &sign_in_call(&email, password)).await?;
        let entered: Entered = entered(&reply)?;
        if entered.two_factor_redirect {
            self.memory.note_challenge(session, Some(challenge(&reply, entered)?));
            return Ok(());
        }
        let (held, _) = new_session(&reply, entered, By::Password)?;
        self.replace(session, &before, &held).await
    }

    async fn replace(&self, session: &Session, before: &Held, held: &Held) -> Result<(), Refusal> {
        session.renew(held.token()?);
        self.memory.note_challenge(session, None);
        self.memory.note_stale(session, false);
        self.leave(before).await;
        Ok(())
    }

    /// The password that was just proven, for a change that carries it.
    pub(super) fn proven(&self, session: &Session) -> Result<SecretString, Refusal> {
        self.memory
            .password(session)
            .ok_or_else(|| Refusal::StepUp(vec![StepUpWay::Password]))
    }

    /// Notes why a step-up is asked for, and names what is still to be proven.
    pub(super) fn noted(&self, session: &Session, refusal: Refusal, about: About) -> Refusal {
        if !matches!(refusal, Refusal::StepUp(_)) {
            return refusal;
        }
        if about == About::Proven {
            self.memory.spend(session);
            return refusal;
        }
        self.memory.note_stale(session, true);
        match self.memory.challenge(session) {
            Some(challenge) => Refusal::StepUp(vec![StepUpWay::Factor {
                ways: nearest(challenge.ways()),
            }]),
            None => refusal,
        }
    }
}

/// The ways to ask for in a step-up. Who has an authenticator signed in with it, or has it in the vault: a mail would only keep
/// them waiting.
fn nearest(mut ways: Vec<FactorWay>) -> Vec<FactorWay> {
    if ways.contains(&FactorWay::Totp) {
        ways.retain(|way| *way != FactorWay::Email);
    }
    ways
}
