//! Signing up, in and out; mailed codes; step-up.

use account::{Credentials, NewAccount, Refusal, ResetDelivery, Session, SignedIn};
use http::{HeaderName, Method};
use protocol::Sensitive;
use protocol::core::{Meta, SessionData, path, request};
use secrecy::{ExposeSecret, SecretString};

use super::AllauthProvider;
use super::answer::{Place, refusal, success};
use super::convert::signed_in;
use crate::transport::client::{Call, Reply};

/// The wire's secret type. Exposed because the request is what the secret was typed for.
pub(super) fn wire(secret: &SecretString) -> Sensitive {
    Sensitive::from(secret.expose_secret())
}

fn post<T: serde::Serialize>(path: &'static str, body: &T) -> Call {
    Call::change(Method::POST, path).json(body)
}

fn code(code: &SecretString) -> request::Code {
    request::Code { code: wire(code) }
}

/// Someone is signed in, or a refusal says what is awaited.
pub(super) fn outcome(reply: &Reply) -> Result<SignedIn, Refusal> {
    if !reply.status.is_success() {
        return Err(refusal(reply, Place::Stage));
    }
    let answer = success::<SessionData>(reply)?;
    if answer.meta.is_none_or(|meta: Meta| meta.is_authenticated != Some(true)) {
        return Err(Refusal::Nonsense);
    }
    answer.data.and_then(signed_in).ok_or(Refusal::Nonsense)
}

/// A step that is now awaited counts as done; so does a plain success.
fn awaited(reply: &Reply) -> Result<bool, Refusal> {
    if reply.status.is_success() {
        return Ok(false);
    }
    match refusal(reply, Place::Stage) {
        Refusal::Step(_) => Ok(true),
        other => Err(other),
    }
}

impl AllauthProvider {
    pub(super) async fn who(&self, session: &Session) -> Result<SignedIn, Refusal> {
        let reply = self.within(session, &Call::get(path::SESSION), Place::SignedIn).await?;
        outcome(&reply)
    }

    pub(super) async fn signing_up(&self, session: &Session, account: &NewAccount) -> Result<SignedIn, Refusal> {
        let body = request::Credentials {
            email: account.email.clone(),
            password: wire(&account.password),
        };
        outcome(&self.afresh(session, &post(path::SIGNUP, &body)).await?)
    }

    pub(super) async fn signing_in(&self, session: &Session, with: &Credentials) -> Result<SignedIn, Refusal> {
        let body = request::Credentials {
            email: with.email.clone(),
            password: wire(&with.password),
        };
        outcome(&self.afresh(session, &post(path::LOGIN, &body)).await?)
    }

    pub(super) async fn verifying_email(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal> {
        let body = request::VerifyEmail { key: wire(code) };
        outcome(&self.raw(session, &post(path::EMAIL_VERIFY, &body)).await?)
    }

    pub(super) async fn resending_email_code(&self, session: &Session) -> Result<(), Refusal> {
        let reply = self
            .raw(session, &post(path::EMAIL_VERIFY_RESEND, &serde_json::json!({})))
            .await?;
        awaited(&reply).map(drop)
    }

    pub(super) async fn answering_factor(&self, session: &Session, typed: &SecretString) -> Result<SignedIn, Refusal> {
        outcome(&self.raw(session, &post(path::MFA_AUTHENTICATE, &code(typed))).await?)
    }

    pub(super) async fn requesting_code(&self, session: &Session, email: &str) -> Result<(), Refusal> {
        let body = request::Email {
            email: email.to_owned(),
            primary: None,
        };
        awaited(&self.afresh(session, &post(path::CODE_REQUEST, &body)).await?).map(drop)
    }

    pub(super) async fn confirming_code(&self, session: &Session, typed: &SecretString) -> Result<SignedIn, Refusal> {
        outcome(&self.raw(session, &post(path::CODE_CONFIRM, &code(typed))).await?)
    }

    pub(super) async fn requesting_reset(&self, session: &Session, email: &str) -> Result<ResetDelivery, Refusal> {
        let body = request::Email {
            email: email.to_owned(),
            primary: None,
        };
        let by_code = awaited(&self.afresh(session, &post(path::PASSWORD_REQUEST, &body)).await?)?;
        Ok(if by_code {
            ResetDelivery::Code
        } else {
            ResetDelivery::Elsewhere
        })
    }

    pub(super) async fn checking_reset_code(&self, session: &Session, typed: &SecretString) -> Result<(), Refusal> {
        let header = HeaderName::from_static(protocol::core::RESET_KEY_HEADER);
        // Exposed because the core takes the code to check in a header; what can't be one is a wrong code.
        let call = Call::get_once(path::PASSWORD_RESET)
            .header(header, typed.expose_secret().trim())
            .map_err(|_| Refusal::of_field("code", "incorrect_code"))?;
        let reply = self.raw(session, &call).await?;
        if reply.status.is_success() {
            Ok(())
        } else {
            Err(refusal(&reply, Place::Stage))
        }
    }

    pub(super) async fn resetting_password(
        &self,
        session: &Session,
        typed: &SecretString,
        new_password: &SecretString,
    ) -> Result<(), Refusal> {
        let body = request::PasswordReset {
            key: wire(typed),
            password: wire(new_password),
        };
        let reply = self.raw(session, &post(path::PASSWORD_RESET, &body)).await?;
        if reply.status.is_success() {
            return Ok(());
        }
        match refusal(&reply, Place::Stage) {
            // Done: "sign in now" is a 401, and so is a second factor asked where a reset also signs in.
            Refusal::NoSuchStep if reply.status.as_u16() == 401 => Ok(()),
            Refusal::Step(account::PendingStep::SecondFactor { .. }) => Ok(()),
            other => Err(other),
        }
    }

    pub(super) async fn signing_out(&self, session: &Session) -> Result<(), Refusal> {
        if !session.has_token() {
            return Ok(());
        }
        let reply = self.raw(session, &Call::change(Method::DELETE, path::SESSION)).await?;
        let ended = reply.status.is_success() || refusal(&reply, Place::SignedIn) == Refusal::Gone;
        if !ended {
            return Err(refusal(&reply, Place::SignedIn));
        }
        session.forget();
        Ok(())
    }

    pub(super) async fn stepping_up(&self, session: &Session, password: &SecretString) -> Result<(), Refusal> {
        self.done(
            session,
            post(
                path::REAUTHENTICATE,
                &request::Reauthenticate {
                    password: wire(password),
                },
            ),
        )
        .await
    }

    pub(super) async fn stepping_up_factor(&self, session: &Session, typed: &SecretString) -> Result<(), Refusal> {
        self.done(session, post(path::MFA_REAUTHENTICATE, &code(typed))).await
    }
}
