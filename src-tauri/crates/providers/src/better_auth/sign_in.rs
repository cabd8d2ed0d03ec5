//! Signing up, in and out, and mailed codes. A step of a sign-in is remembered here: the service wants the address again
//! with each code, and says of a half-finished sign-in only that nobody is signed in.

use account::{Credentials, NewAccount, Refusal, ResetDelivery, Session, SignedIn};
use http::Method;
use protocol::Sensitive;
use secrecy::{ExposeSecret, SecretString};

use super::BetterAuthProvider;
use super::answer::{About, Problem, problem, read, refusal};
use super::held::{Awaits, By, Held, SENT, TOTP};
use super::request::{self, Code, Mail, MailedCode, Nothing, typed, wire};
use super::wire::{Done, Entered, signed_in};
use crate::transport::client::{Call, Reply};

const SIGN_UP: &str = "/api/auth/sign-up/email";
const SIGN_IN: &str = "/api/auth/sign-in/email";
const SIGN_IN_BY_CODE: &str = "/api/auth/sign-in/email-otp";
const SIGN_OUT: &str = "/api/auth/sign-out";
const SEND_CODE: &str = "/api/auth/email-otp/send-verification-otp";
const VERIFY_EMAIL: &str = "/api/auth/email-otp/verify-email";
const CHECK_CODE: &str = "/api/auth/email-otp/check-verification-otp";
const REQUEST_RESET: &str = "/api/auth/email-otp/request-password-reset";
const RESET: &str = "/api/auth/email-otp/reset-password";
const SEND_FACTOR: &str = "/api/auth/two-factor/send-otp";
const VERIFY_TOTP: &str = "/api/auth/two-factor/verify-totp";
const VERIFY_SENT: &str = "/api/auth/two-factor/verify-otp";
const VERIFY_RECOVERY: &str = "/api/auth/two-factor/verify-backup-code";

/// The length of a recovery code without the dash in its middle.
const RECOVERY: usize = 10;

pub(super) fn change(path: &'static str, body: &impl serde::Serialize) -> Call {
    Call::change(Method::POST, path).json(body)
}

/// What a code that was typed can be, by its looks, and the calls that take it, in the order to ask. Only where a code was sent
/// to someone who has an authenticator, too, there are two.
pub(super) fn factor_calls(held: &Held, typed: &SecretString) -> Vec<(Call, By)> {
    // Exposed to be told apart and sent.
    let text = typed.expose_secret().trim();
    let digits = (4..=10).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    let call = |path, code| change(path, &Code { code });
    if !digits {
        return vec![(call(VERIFY_RECOVERY, with_dash(text)), By::RecoveryCode)];
    }
    let mut calls = Vec::new();
    if held.sent || !held.may_have_totp() {
        calls.push((call(VERIFY_SENT, Sensitive::from(text)), By::FactorCode));
    }
    if held.may_have_totp() {
        calls.push((call(VERIFY_TOTP, Sensitive::from(text)), By::Totp));
    }
    calls
}

/// The call that has a second factor sent.
pub(super) fn send_factor_call() -> Call {
    change(SEND_FACTOR, &Nothing {})
}

/// Whether it was the code that was refused, so that it may be a code of another kind.
fn is_wrong_code(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Fields(errors) if errors.iter().all(|error| error.field == "code"))
}

/// A recovery code as the service writes it: people, and fields that group letters, leave the dash out.
fn with_dash(text: &str) -> Sensitive {
    let plain = text.len() == RECOVERY && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    match text.split_at_checked(RECOVERY / 2) {
        Some((start, end)) if plain => Sensitive::new(format!("{start}-{end}")),
        _ => Sensitive::from(text),
    }
}

impl BetterAuthProvider {
    pub(super) async fn current_person(&self, session: &Session) -> Result<SignedIn, Refusal> {
        let (held, current) = self.who(session).await?;
        Ok(signed_in(current.user, &held.by))
    }

    /// The service wants a name; an empty one is taken, and the person gives theirs in the profile.
    pub(super) async fn signing_up(&self, session: &Session, account: &NewAccount) -> Result<SignedIn, Refusal> {
        let body = request::Credentials {
            name: Some(""),
            email: &account.email,
            password: wire(&account.password),
        };
        let reply = self.afresh(session, &change(SIGN_UP, &body)).await?;
        let entered: Entered = entered(&reply)?;
        if entered.token.is_some() {
            return self.entered(session, &reply, entered, By::Password);
        }
        if entered.user.is_none() {
            return Err(Refusal::Nonsense);
        }
        // The account is made; that the rest can't be asked now leaves open what it waits for.
        let plugins = self.plugins().await.map_err(|_| Refusal::Unknown)?;
        let awaits = if plugins.email_codes {
            self.memory.will_need(session, &account.password);
            Awaits::VerifyEmail(account.email.clone())
        } else {
            Awaits::Link
        };
        Err(self.awaiting(session, Held::awaiting(awaits))?)
    }

    pub(super) async fn signing_in(&self, session: &Session, with: &Credentials) -> Result<SignedIn, Refusal> {
        let reply = self.afresh(session, &sign_in_call(&with.email, &with.password)).await?;
        let unverified = problem(&reply).is_some_and(|problem: Problem| problem.code == "EMAIL_NOT_VERIFIED");
        if unverified {
            return Err(self.verify_first(session, with).await?);
        }
        let entered: Entered = entered(&reply)?;
        if !entered.two_factor_redirect {
            return self.entered(session, &reply, entered, By::Password);
        }
        let mut held = challenge(&reply, entered)?;
        if !held.may_have_totp() {
            // A code that is sent has to be asked for.
            let sent = self.send(&held, &send_factor_call()).await?;
            done(&sent, About::Entering)?;
            held.sent = true;
        }
        Err(self.awaiting(session, held)?)
    }

    /// The address was never verified: a code is mailed, because services differ in whether a sign-in already mails one.
    async fn verify_first(&self, session: &Session, with: &Credentials) -> Result<Refusal, Refusal> {
        if !self.plugins().await?.email_codes {
            return self.awaiting(session, Held::awaiting(Awaits::Link));
        }
        self.mail_code(&with.email, "email-verification").await?;
        self.memory.will_need(session, &with.password);
        self.awaiting(session, Held::awaiting(Awaits::VerifyEmail(with.email.clone())))
    }

    pub(super) async fn verifying_email(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal> {
        if self.signed_in(session).is_ok() {
            return self.confirming_email_change(session, code).await;
        }
        let (held, _) = self.pending(session)?;
        let Some(Awaits::VerifyEmail(email)) = &held.awaits else {
            return Err(Refusal::NoSuchStep);
        };
        let reply = self
            .answering(session, &held, &change(VERIFY_EMAIL, &mailed(email, code)))
            .await?;
        let entered: Entered = read(&reply)?;
        if entered.user.is_none() {
            return Err(Refusal::Nonsense);
        }
        if entered.token.is_some() {
            self.memory.forget(session);
            return self.entered(session, &reply, entered, By::Password);
        }
        // Not every service signs in the one who verified an address: the password that was typed does.
        let Some(password) = self.memory.password(session) else {
            session.forget();
            return Err(Refusal::NoSuchStep);
        };
        self.memory.forget(session);
        let email = email.clone();
        self.signing_in(session, &Credentials { email, password }).await
    }

    pub(super) async fn resending_email_code(&self, session: &Session) -> Result<(), Refusal> {
        if self.signed_in(session).is_ok() {
            return self.resending_new_email_code(session).await;
        }
        let (held, _) = self.pending(session)?;
        match &held.awaits {
            Some(Awaits::VerifyEmail(email)) => self.mail_code(email, "email-verification").await,
            _ => Err(Refusal::NoSuchStep),
        }
    }

    /// A code of an authenticator, one that was sent, or a recovery code.
    pub(super) async fn answering_factor(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal> {
        let (held, _) = self.pending(session)?;
        if held.awaits != Some(Awaits::SecondFactor) {
            return Err(Refusal::NoSuchStep);
        }
        let (reply, by) = self.answering_in_turn(session, &held, code).await?;
        let entered: Entered = read(&reply)?;
        let (Some(token), Some(user)) = (entered.token, entered.user) else {
            return Err(Refusal::Nonsense);
        };
        let mut held = held;
        held.take(&reply.headers)?;
        if !held.is_session(&token) {
            return Err(Refusal::Nonsense);
        }
        held.awaits = None;
        held.sent = false;
        held.by.push(by);
        session.renew(held.token()?);
        Ok(signed_in(user, &held.by))
    }

    /// Asks about a code by what it can be, one after the other.
    async fn answering_in_turn(
        &self,
        session: &Session,
        held: &Held,
        code: &SecretString,
    ) -> Result<(Reply, By), Refusal> {
        let mut refused = Refusal::NoSuchStep;
        for (call, by) in factor_calls(held, code) {
            match self.answering_as(session, held, &call, about(by)).await {
                Ok(reply) => return Ok((reply, by)),
                Err(refusal) if is_wrong_code(&refusal) => refused = refusal,
                Err(refusal) => return Err(refusal),
            }
        }
        Err(refused)
    }

    pub(super) async fn requesting_code(&self, session: &Session, email: &str) -> Result<(), Refusal> {
        self.own(session)?;
        self.mail_code(email, "sign-in").await?;
        let _ = self.awaiting(session, Held::awaiting(Awaits::SignInCode(email.to_owned())))?;
        Ok(())
    }

    pub(super) async fn confirming_code(&self, session: &Session, code: &SecretString) -> Result<SignedIn, Refusal> {
        let (held, _) = self.pending(session)?;
        let Some(Awaits::SignInCode(email)) = &held.awaits else {
            return Err(Refusal::NoSuchStep);
        };
        let call = change(SIGN_IN_BY_CODE, &mailed(email, code));
        let reply = self.answering(session, &held, &call).await?;
        let entered: Entered = read(&reply)?;
        if entered.two_factor_redirect {
            return Err(self.awaiting(session, challenge(&reply, entered)?)?);
        }
        self.entered(session, &reply, entered, By::MailedCode)
    }

    pub(super) async fn requesting_reset(&self, session: &Session, email: &str) -> Result<ResetDelivery, Refusal> {
        self.own(session)?;
        let call = change(REQUEST_RESET, &Mail { email, kind: None });
        done(&self.send(&Held::default(), &call).await?, About::Entering)?;
        let _ = self.awaiting(session, Held::awaiting(Awaits::ResetCode(email.to_owned())))?;
        Ok(ResetDelivery::Code)
    }

    pub(super) async fn checking_reset_code(&self, session: &Session, code: &SecretString) -> Result<(), Refusal> {
        let (held, email) = self.resetting(session)?;
        let body = MailedCode {
            kind: Some("forget-password"),
            ..mailed(&email, code)
        };
        let call = Call::once(Method::POST, CHECK_CODE).json(&body);
        done(&self.answering(session, &held, &call).await?, About::Entering)
    }

    pub(super) async fn resetting_password(
        &self,
        session: &Session,
        code: &SecretString,
        new_password: &SecretString,
    ) -> Result<(), Refusal> {
        let (held, email) = self.resetting(session)?;
        let body = MailedCode {
            password: Some(wire(new_password)),
            ..mailed(&email, code)
        };
        let reply = self.answering(session, &held, &change(RESET, &body)).await?;
        done(&reply, About::Entering)?;
        session.forget();
        Ok(())
    }

    fn resetting(&self, session: &Session) -> Result<(Held, String), Refusal> {
        let (held, _) = self.pending(session)?;
        match &held.awaits {
            Some(Awaits::ResetCode(email)) => {
                let email = email.clone();
                Ok((held, email))
            }
            _ => Err(Refusal::NoSuchStep),
        }
    }

    pub(super) async fn signing_out(&self, session: &Session) -> Result<(), Refusal> {
        self.own(session)?;
        if session.has_token() {
            match self.done(session, &change(SIGN_OUT, &Nothing {}), About::Section).await {
                Ok(()) | Err(Refusal::Gone | Refusal::Step(_)) => {}
                Err(refusal) => return Err(refusal),
            }
        }
        self.memory.forget(session);
        session.forget();
        Ok(())
    }

    /// Ends a session at the service that nothing here holds any more; whether it could be told makes no difference.
    pub(super) async fn leave(&self, held: &Held) {
        if let Err(refusal) = self.send(held, &change(SIGN_OUT, &Nothing {})).await {
            tracing::info!(code = refusal.code(), "a session that was renewed could not be ended");
        }
    }

    /// Has a code mailed. Says the same for unknown addresses.
    async fn mail_code(&self, email: &str, kind: &str) -> Result<(), Refusal> {
        let call = change(
            SEND_CODE,
            &Mail {
                email,
                kind: Some(kind),
            },
        );
        done(&self.send(&Held::default(), &call).await?, About::Entering)
    }

    /// A call that begins something new: no cookie goes along, and what is held stays until the answer brings more.
    async fn afresh(&self, session: &Session, call: &Call) -> Result<Reply, Refusal> {
        self.own(session)?;
        self.send(&Held::default(), call).await
    }

    fn own(&self, session: &Session) -> Result<(), Refusal> {
        if session.belongs_to(&self.client.origin) {
            Ok(())
        } else {
            Err(Refusal::ForeignSession)
        }
    }

    /// A call that answers a step; only a success comes back. A step that is over at the service is over here, too.
    async fn answering(&self, session: &Session, held: &Held, call: &Call) -> Result<Reply, Refusal> {
        self.answering_as(session, held, call, About::Entering).await
    }

    pub(super) async fn answering_as(
        &self,
        session: &Session,
        held: &Held,
        call: &Call,
        about: About,
    ) -> Result<Reply, Refusal> {
        let reply = self.send(held, call).await?;
        if reply.status.is_success() {
            return Ok(reply);
        }
        let refusal = refusal(&reply, about);
        if refusal == Refusal::NoSuchStep {
            self.memory.forget(session);
            session.forget();
        }
        Err(refusal)
    }

    /// Notes what a sign-in waits for.
    fn awaiting(&self, session: &Session, held: Held) -> Result<Refusal, Refusal> {
        let step = held.step().ok_or(Refusal::Nonsense)?;
        session.renew(held.token()?);
        Ok(Refusal::Step(step))
    }

    /// Someone has signed in: the answer names them and brings a cookie of the session it names.
    fn entered(&self, session: &Session, reply: &Reply, entered: Entered, by: By) -> Result<SignedIn, Refusal> {
        let (held, user) = new_session(reply, entered, by)?;
        session.renew(held.token()?);
        Ok(signed_in(user, &held.by))
    }
}

/// The call that signs in; also the one that renews a session.
pub(super) fn sign_in_call(email: &str, password: &SecretString) -> Call {
    let body = request::Credentials {
        name: None,
        email,
        password: wire(password),
    };
    change(SIGN_IN, &body)
}

/// What the answer to a second factor is about.
pub(super) fn about(by: By) -> About {
    if by == By::FactorCode {
        About::SentCode
    } else {
        About::Entering
    }
}

/// What an answer to a sign-in holds.
pub(super) fn entered(reply: &Reply) -> Result<Entered, Refusal> {
    if reply.status.is_success() {
        read(reply)
    } else {
        Err(refusal(reply, About::Entering))
    }
}

/// The session that an answer brings.
pub(super) fn new_session(reply: &Reply, entered: Entered, by: By) -> Result<(Held, super::wire::UserRow), Refusal> {
    let (Some(token), Some(user)) = (entered.token, entered.user) else {
        return Err(Refusal::Nonsense);
    };
    let mut held = Held {
        by: vec![by],
        ..Held::default()
    };
    held.take(&reply.headers)?;
    if held.is_session(&token) {
        Ok((held, user))
    } else {
        Err(Refusal::Nonsense)
    }
}

/// The sign-in that waits for a second factor.
pub(super) fn challenge(reply: &Reply, entered: Entered) -> Result<Held, Refusal> {
    let named = |name: &String| matches!(name.as_str(), TOTP | SENT);
    let mut factors = entered.two_factor_methods;
    factors.retain(named);
    let mut held = Held {
        awaits: Some(Awaits::SecondFactor),
        by: vec![By::Password],
        factors: Some(factors),
        ..Held::default()
    };
    held.take(&reply.headers)?;
    Ok(held)
}

fn mailed<'a>(email: &'a str, code: &SecretString) -> MailedCode<'a> {
    MailedCode {
        email,
        otp: typed(code),
        kind: None,
        password: None,
    }
}

pub(super) fn done(reply: &Reply, about: About) -> Result<(), Refusal> {
    if !reply.status.is_success() {
        return Err(refusal(reply, about));
    }
    match read::<Done>(reply)?.status {
        true => Ok(()),
        false => Err(Refusal::Nonsense),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_was_typed_goes_where_it_belongs() {
        let totp = Held {
            factors: Some(vec![TOTP.to_owned(), SENT.to_owned()]),
            ..Held::default()
        };
        let sent = Held {
            factors: Some(vec![SENT.to_owned()]),
            ..Held::default()
        };
        let both = Held {
            sent: true,
            ..totp.clone()
        };
        let paths = |held: &Held, text: &str| -> Vec<_> {
            let calls = factor_calls(held, &SecretString::from(text));
            calls.into_iter().map(|(call, _)| call.path).collect()
        };
        assert_eq!(paths(&totp, " 123456 "), [VERIFY_TOTP], "no code was sent");
        assert_eq!(paths(&sent, "123456"), [VERIFY_SENT]);
        assert_eq!(paths(&both, "123456"), [VERIFY_SENT, VERIFY_TOTP]);
        assert_eq!(paths(&totp, "4LfK8-zqtsA"), [VERIFY_RECOVERY]);
        assert_eq!(paths(&both, "4LfK8zqtsA"), [VERIFY_RECOVERY]);
    }

    #[test]
    fn a_dash_that_was_left_out_is_put_back() {
        assert_eq!(with_dash("4LfK8zqtsA").expose(), "4LfK8-zqtsA");
        for as_typed in ["4LfK8-zqtsA", "4LfK8-zqts", "짧은 것이 아니다", "abc"] {
            assert_eq!(with_dash(as_typed).expose(), as_typed);
        }
    }
}
