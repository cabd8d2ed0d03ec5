//! The session a client holds at a service: one token, bound to the origin it came from.

use std::fmt;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use secrecy::{ExposeSecret, SecretString};
use url::Url;

/// A session token. No `Debug`, `Display` or `Serialize`.
#[derive(Clone)]
pub struct SessionToken(SecretString);

impl SessionToken {
    /// Wraps a token that a service handed out, or that the keyring kept.
    #[must_use]
    pub fn new(token: SecretString) -> Self {
        Self(token)
    }

    /// The token as secret text, for the keyring and for the request header.
    #[must_use]
    pub fn secret(&self) -> &SecretString {
        &self.0
    }

    fn same(&self, other: &Self) -> bool {
        // Exposed to tell a renewed token from the one that was sent; both are ours, so timing tells nobody anything.
        self.0.expose_secret() == other.0.expose_secret()
    }
}

/// The session at one service. Shared by concurrent calls; a service may renew the token in any answer.
///
/// A token goes only to the origin the session was made for: an adapter asks with its own origin and gets nothing if
/// it differs.
pub struct Session {
    origin: url::Origin,
    serial: u64,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    token: Option<SessionToken>,
    renewed: bool,
}

impl Session {
    /// A session at the service at `origin`, with the token the keyring kept or none yet.
    #[must_use]
    pub fn new(origin: &Url, token: Option<SessionToken>) -> Self {
        static SERIAL: AtomicU64 = AtomicU64::new(0);
        Self {
            origin: origin.origin(),
            serial: SERIAL.fetch_add(1, Ordering::Relaxed),
            state: Mutex::new(State { token, renewed: false }),
        }
    }

    /// A session that is signed out.
    #[must_use]
    pub fn anonymous(origin: &Url) -> Self {
        Self::new(origin, None)
    }

    /// Tells this session from every other one of this run, for adapters that remember something of it.
    #[must_use]
    pub fn serial(&self) -> u64 {
        self.serial
    }

    /// Whether the session was made for this origin (scheme, host, port).
    #[must_use]
    pub fn belongs_to(&self, origin: &Url) -> bool {
        self.origin == origin.origin()
    }

    /// The current token, if the session belongs to `origin` and has one.
    #[must_use]
    pub fn token_for(&self, origin: &Url) -> Option<SessionToken> {
        if self.belongs_to(origin) {
            self.state().token.clone()
        } else {
            None
        }
    }

    /// Whether there is a token at all; it may stand for a half-finished sign-in.
    #[must_use]
    pub fn has_token(&self) -> bool {
        self.state().token.is_some()
    }

    /// Takes over a token the service handed out. Called by adapters.
    pub fn renew(&self, token: SessionToken) {
        let mut state = self.state();
        state.token = Some(token);
        state.renewed = true;
    }

    /// Whether the token was replaced since `sent` was taken from here: then a "gone" answer is about the old one.
    #[must_use]
    pub fn has_moved_on_from(&self, sent: &SessionToken) -> bool {
        self.state().token.as_ref().is_some_and(|now| !now.same(sent))
    }

    /// Drops the token: signed out, or the service ended the session.
    pub fn forget(&self) {
        *self.state() = State::default();
    }

    /// The token, once, if the service renewed it since the last asking: the caller stores it durably. A token of a
    /// half-finished sign-in is reported as well; the caller stores only what [`crate::Provider::current`] confirms
    /// or what came with a sign-in that succeeded.
    #[must_use]
    pub fn take_renewed(&self) -> Option<SessionToken> {
        let mut state = self.state();
        if std::mem::take(&mut state.renewed) {
            state.token.clone()
        } else {
            None
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // No code panics while holding the lock half-changed, so a poisoned state is still whole.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Session")
            .field("origin", &self.origin.ascii_serialization())
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn token(text: &str) -> SessionToken {
        SessionToken::new(SecretString::from(text))
    }

    fn url(text: &str) -> Url {
        Url::parse(text).unwrap()
    }

    #[test]
    fn a_token_goes_only_to_its_origin() {
        let session = Session::new(&url("https://a.example/app/"), Some(token("t")));
        assert!(session.token_for(&url("https://a.example")).is_some());
        for other in [
            "https://b.example",
            "http://a.example",
            "https://a.example:8443",
            "https://x.a.example",
        ] {
            assert!(session.token_for(&url(other)).is_none(), "{other}");
        }
    }

    #[test]
    fn a_renewed_token_is_reported_once() {
        let session = Session::anonymous(&url("https://a.example"));
        assert!(session.take_renewed().is_none());
        session.renew(token("new"));
        assert_eq!(session.take_renewed().unwrap().secret().expose_secret(), "new");
        assert!(session.take_renewed().is_none());
        assert!(session.has_token());
    }

    #[test]
    fn knows_whether_an_answer_is_about_an_older_token() {
        let old = token("old");
        let session = Session::new(&url("https://a.example"), Some(old.clone()));
        assert!(!session.has_moved_on_from(&old));
        session.renew(token("new"));
        assert!(session.has_moved_on_from(&old));
        session.forget();
        assert!(!session.has_moved_on_from(&old), "signed out is not renewed");
    }

    #[test]
    fn debug_shows_no_token() {
        let session = Session::new(&url("https://a.example"), Some(token("canary")));
        assert!(!format!("{session:?}").contains("canary"));
    }
}
