//! What a session remembers between requests: how the person signed in, and the steps that await an answer.
//!
//! Kept as JSON in the session's row. One-time codes are in it as salted digests only.

use data_encoding::HEXLOWER;
use protocol::core::Method;
use serde::{Deserialize, Serialize};

use crate::clock::is_ahead;
use crate::secrets::SaltedDigest;

/// The longest a one-time code holds, in milliseconds.
pub(crate) const CODE_LIFE: i64 = 10 * 60 * 1000;
/// How long a begun sign-in waits for its next step, in milliseconds.
pub(crate) const SIGN_IN_LIFE: i64 = 15 * 60 * 1000;
/// How long a code that has run out is remembered, in milliseconds.
const REMEMBERED: i64 = 60 * 60 * 1000;
/// How often a code may be sent again.
pub(crate) const MOST_RESENDS: u32 = 2;

/// A session's memory.
#[derive(Default, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct State {
    /// Acts of authentication, oldest first, all by `methods_of`.
    pub(crate) methods: Vec<Method>,
    pub(crate) methods_of: Option<i64>,
    /// A sign-in that is under way.
    pub(crate) sign_in: Option<SignInUnderWay>,
    /// An e-mail address that awaits its code: at sign-up, or a change by someone signed in.
    pub(crate) verify_email: Option<PendingCode>,
    /// A password reset that awaits its code or its new password.
    pub(crate) reset: Option<PendingCode>,
    /// The temporary password that began this sign-in.
    pub(crate) temporary: Option<Temporary>,
    /// A phone number that awaits its code.
    pub(crate) phone: Option<PendingCode>,
    /// The code that the second step of a sign-in, or a step-up, waits for.
    pub(crate) challenge: Option<FactorCode>,
    /// The code that will validate a method that was chosen.
    pub(crate) factor_setup: Option<FactorCode>,
    /// The TOTP key on offer, base32; usable, so in clear like the active one.
    pub(crate) totp_key: Option<String>,
}

impl State {
    /// Whether there is nothing worth a row.
    pub(crate) fn is_empty(&self) -> bool {
        self.methods.is_empty()
            && self.sign_in.is_none()
            && self.verify_email.is_none()
            && self.reset.is_none()
            && self.temporary.is_none()
            && self.phone.is_none()
            && self.challenge.is_none()
            && self.factor_setup.is_none()
            && self.totp_key.is_none()
    }

    /// Notes an act of authentication. Those of another account are forgotten.
    pub(crate) fn record(&mut self, account: i64, method: Method) {
        if self.methods_of != Some(account) {
            self.methods.clear();
            self.methods_of = Some(account);
        }
        self.methods.push(method);
    }

    /// The acts of authentication by this account.
    pub(crate) fn methods_by(&self, account: i64) -> Vec<Method> {
        if self.methods_of == Some(account) {
            self.methods.clone()
        } else {
            Vec::new()
        }
    }

    /// Ends a sign-in that is under way.
    pub(crate) fn abandon_sign_in(&mut self) {
        self.sign_in = None;
        self.temporary = None;
        self.challenge = None;
        self.methods.clear();
        self.methods_of = None;
    }

    /// The address of an account that came with a temporary password, which it has to replace.
    pub(crate) fn address_to_replace(&self, account: i64) -> Option<String> {
        let temporary = self
            .temporary
            .as_ref()
            .filter(|temporary| temporary.account == Some(account))?;
        Some(temporary.address.clone())
    }

    /// The accounts that a sign-in or a reset was begun for.
    pub(crate) fn begun_for(&self) -> Vec<i64> {
        let sign_in = self.sign_in.as_ref().and_then(|sign_in| sign_in.account);
        let reset = self.reset.as_ref().and_then(|reset| reset.account);
        sign_in.into_iter().chain(reset).collect()
    }

    /// Forgets a sign-in and a reset that were begun for this account before a moment.
    pub(crate) fn drop_begun_before(&mut self, account: i64, moment: i64) -> bool {
        let reset = &mut self.reset;
        let dropped = reset.take_if(|reset| reset.account == Some(account) && reset.since < moment);
        let sign_in = self.sign_in.as_ref();
        let over = sign_in.is_some_and(|sign_in| sign_in.account == Some(account) && sign_in.since < moment);
        if over {
            self.verify_email = None;
            self.abandon_sign_in();
        }
        dropped.is_some() || over
    }

    /// Forgets what has run out.
    pub(crate) fn drop_expired(&mut self, now: i64) -> bool {
        let mut changed = false;
        for code in [&mut self.verify_email, &mut self.reset] {
            changed |= code.take_if(|code| !code.holds(now)).is_some();
        }
        // These stay a while after they have run out, so that it can be said that they have.
        for sent in [&mut self.challenge, &mut self.factor_setup] {
            changed |= sent.take_if(|sent| now - sent.code.since > REMEMBERED).is_some();
        }
        let over = self
            .sign_in
            .as_ref()
            .is_some_and(|sign_in| sign_in.is_over(now, self.verify_email.is_some()));
        if over {
            self.abandon_sign_in();
        }
        changed | over
    }
}

/// A sign-in that is under way. The account is absent when there is none of that address: the answers must not differ.
#[derive(Serialize, Deserialize)]
pub(crate) struct SignInUnderWay {
    pub(crate) account: Option<i64>,
    pub(crate) email: String,
    pub(crate) since: i64,
    pub(crate) step: Step,
}

/// What a sign-in waits for.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Step {
    /// The code in [`State::verify_email`].
    VerifyEmail,
    /// A mailed code instead of a password.
    Code(PendingCode),
    /// A second factor.
    Factor,
    /// A password in place of [`State::temporary`].
    ReplacePassword,
}

/// A temporary password that was used.
#[derive(Serialize, Deserialize)]
pub(crate) struct Temporary {
    /// Whose it is; nobody's once the account is closed.
    pub(crate) account: Option<i64>,
    /// Where it was mailed to.
    pub(crate) address: String,
    salt: String,
    digest: String,
}

impl Temporary {
    /// Remembers what was typed, as a digest: it may not be chosen again.
    pub(crate) fn new(account: i64, address: String, typed: &str) -> Self {
        let salted = SaltedDigest::of(typed);
        Self {
            account: Some(account),
            address,
            salt: HEXLOWER.encode(&salted.salt),
            digest: HEXLOWER.encode(&salted.digest),
        }
    }

    /// Whether this is the temporary password, whatever its case and punctuation.
    pub(crate) fn is(&self, typed: &str) -> bool {
        match (
            HEXLOWER.decode(self.salt.as_bytes()),
            HEXLOWER.decode(self.digest.as_bytes()),
        ) {
            (Ok(salt), Ok(digest)) => SaltedDigest { salt, digest }.matches(typed),
            _ => false,
        }
    }
}

impl SignInUnderWay {
    fn is_over(&self, now: i64, email_awaited: bool) -> bool {
        let step_over = match &self.step {
            Step::VerifyEmail => !email_awaited,
            Step::Code(code) => !code.holds(now),
            Step::Factor | Step::ReplacePassword => false,
        };
        step_over || now - self.since > SIGN_IN_LIFE || is_ahead(self.since, now)
    }
}

/// A code of a second factor that was sent.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct FactorCode {
    /// The method it belongs to: `email` or `sms`.
    pub(crate) method: String,
    /// How it went. A text method whose number is gone is served by mail.
    pub(crate) channel: String,
    pub(crate) code: PendingCode,
}

/// A one-time code that was sent.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct PendingCode {
    pub(crate) since: i64,
    /// How long it holds, in milliseconds.
    #[serde(default = "longest_life")]
    life: i64,
    pub(crate) failed: u32,
    pub(crate) resent: u32,
    /// Whose; absent when nobody's, and then no code is right.
    pub(crate) account: Option<i64>,
    /// The address or number it was sent to.
    pub(crate) target: String,
    salt: String,
    digest: String,
    /// A reset's code was right; the new password is awaited.
    pub(crate) confirmed: bool,
}

/// Of codes kept before this was noted.
fn longest_life() -> i64 {
    CODE_LIFE
}

/// What became of a try.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Try {
    Right,
    Wrong,
    /// Wrong once too often: the code is dead.
    Spent,
}

impl PendingCode {
    /// Remembers a code that is being sent.
    pub(crate) fn new(code: &str, account: Option<i64>, target: &str, now: i64) -> Self {
        let mut pending = Self {
            since: now,
            life: CODE_LIFE,
            failed: 0,
            resent: 0,
            account,
            target: target.to_owned(),
            salt: String::new(),
            digest: String::new(),
            confirmed: false,
        };
        pending.replace(code, now);
        pending
    }

    /// The same, holding for this many milliseconds.
    pub(crate) fn lasting(self, life: i64) -> Self {
        Self { life, ..self }
    }

    /// A new code takes the place of the old one; failures stay counted.
    pub(crate) fn replace(&mut self, code: &str, now: i64) {
        let salted = SaltedDigest::of(code);
        self.salt = HEXLOWER.encode(&salted.salt);
        self.digest = HEXLOWER.encode(&salted.digest);
        self.since = now;
    }

    pub(crate) fn holds(&self, now: i64) -> bool {
        now <= self.since + self.life && !is_ahead(self.since, now)
    }

    /// How long it still holds, in milliseconds.
    pub(crate) fn left(&self, now: i64) -> i64 {
        if self.holds(now) {
            self.since + self.life - now
        } else {
            0
        }
    }

    /// How long nothing more may be sent, when this is to be the time between two codes, in milliseconds.
    pub(crate) fn rest(&self, between: i64, now: i64) -> i64 {
        if is_ahead(self.since, now) {
            0
        } else {
            (self.since + between - now).max(0)
        }
    }

    /// Holds what was typed against the code.
    pub(crate) fn attempt(&mut self, typed: &str, most: u32) -> Try {
        let same = match (
            HEXLOWER.decode(self.salt.as_bytes()),
            HEXLOWER.decode(self.digest.as_bytes()),
        ) {
            (Ok(salt), Ok(digest)) => SaltedDigest { salt, digest }.matches(typed),
            _ => false,
        };
        if same && self.account.is_some() {
            return Try::Right;
        }
        self.failed += 1;
        if self.failed >= most { Try::Spent } else { Try::Wrong }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_code_dies_of_tries_and_of_age() {
        let mut code = PendingCode::new("482913", Some(1), "a@b.invalid", 0);
        assert_eq!(code.attempt("111111", 3), Try::Wrong);
        assert_eq!(code.attempt("482 913", 3), Try::Right);
        assert_eq!(code.attempt("111111", 3), Try::Wrong);
        assert_eq!(code.attempt("111111", 3), Try::Spent);
        assert!(code.holds(CODE_LIFE) && !code.holds(CODE_LIFE + 1));
    }

    #[test]
    fn a_code_from_the_future_is_over() {
        let code = PendingCode::new("482913", Some(1), "a@b.invalid", 0);
        let hours = 9 * 3_600_000;
        assert!(!code.holds(-hours));
        assert_eq!((code.left(-hours), code.rest(30_000, -hours)), (0, 0));
        // Of a request that came a little later, and was the first at the database.
        assert!(code.holds(-5));
    }

    #[test]
    fn nobodys_code_is_never_right() {
        let mut code = PendingCode::new("482913", None, "a@b.invalid", 0);
        assert_eq!(code.attempt("482913", 5), Try::Wrong);
    }

    #[test]
    fn the_stored_form_holds_no_code() {
        let state = State {
            reset: Some(PendingCode::new("482913", Some(1), "a@b.invalid", 0)),
            ..State::default()
        };
        assert!(!serde_json::to_string(&state).unwrap().contains("482913"));
    }
}
