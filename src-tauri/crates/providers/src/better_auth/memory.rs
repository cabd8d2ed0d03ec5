//! What has to be remembered for a session for a moment, in memory only: the service wants a proven password with each
//! change, tells recovery codes once, together with the key, and wants the number or the address again with the code that
//! went there, without telling which one awaits it.
//!
//! A number or an address that awaits its code is kept no longer than this run of the app: its code counts for minutes, and
//! having another one sent is all that is lost with it.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use account::Session;
use secrecy::SecretString;

use super::held::Held;

/// How long a proven password may be used, for one change.
const PROOF: Duration = Duration::from_secs(120);
/// How long the password of a sign-up may be used to finish it, once its address is verified.
const SIGN_UP: Duration = Duration::from_secs(900);
/// How long recovery codes wait to be asked for.
const CODES: Duration = Duration::from_secs(3600);
/// How long a sign-in that is to refresh a session waits for its second factor.
const CHALLENGE: Duration = Duration::from_secs(600);

/// How long a number or an address is kept that awaits its code. The service does not tell how long its codes count: five
/// minutes, unless a site was told otherwise.
const AWAITED: Duration = Duration::from_secs(600);

/// Something that is forgotten by itself.
struct For<T> {
    what: T,
    until: Instant,
}

impl<T> For<T> {
    fn a(time: Duration, what: T) -> Self {
        Self {
            what,
            until: Instant::now() + time,
        }
    }
}

#[derive(Default)]
struct Kept {
    password: Option<For<SecretString>>,
    codes: Option<For<Vec<SecretString>>>,
    challenge: Option<For<Held>>,
    phone: Option<For<String>>,
    email: Option<For<String>>,
    /// The service finds the session too old for what was asked.
    stale: bool,
}

impl Kept {
    fn forget_old(&mut self) {
        let now = Instant::now();
        self.password.take_if(|kept| kept.until <= now);
        self.codes.take_if(|kept| kept.until <= now);
        self.challenge.take_if(|kept| kept.until <= now);
        self.phone.take_if(|kept| kept.until <= now);
        self.email.take_if(|kept| kept.until <= now);
    }

    fn is_empty(&self) -> bool {
        self.password.is_none()
            && self.codes.is_none()
            && self.challenge.is_none()
            && self.phone.is_none()
            && self.email.is_none()
            && !self.stale
    }
}

/// What is remembered, by session.
#[derive(Default)]
pub(super) struct Memory(Mutex<HashMap<u64, Kept>>);

impl Memory {
    /// Keeps a password that the service has just found right.
    pub(super) fn prove(&self, session: &Session, password: &SecretString) {
        self.of(session, |kept| kept.password = Some(For::a(PROOF, password.clone())));
    }

    /// Keeps the password that a sign-up or a sign-in will need once the address is verified.
    pub(super) fn will_need(&self, session: &Session, password: &SecretString) {
        self.of(session, |kept| kept.password = Some(For::a(SIGN_UP, password.clone())));
    }

    /// The password that was proven.
    pub(super) fn password(&self, session: &Session) -> Option<SecretString> {
        self.of(session, |kept| kept.password.as_ref().map(|kept| kept.what.clone()))
    }

    /// The password has done what it was typed for, or was refused.
    pub(super) fn spend(&self, session: &Session) {
        self.of(session, |kept| kept.password = None);
    }

    /// Keeps recovery codes until they are asked for.
    pub(super) fn keep_codes(&self, session: &Session, codes: Vec<SecretString>) {
        self.of(session, |kept| kept.codes = Some(For::a(CODES, codes)));
    }

    /// The recovery codes that came with the key.
    pub(super) fn codes(&self, session: &Session) -> Option<Vec<SecretString>> {
        self.of(session, |kept| kept.codes.as_ref().map(|kept| kept.what.clone()))
    }

    /// Those codes were handed on, or count no more.
    pub(super) fn forget_codes(&self, session: &Session) {
        self.of(session, |kept| kept.codes = None);
    }

    /// Notes that the session is too old for what was asked, or that it is not any more.
    pub(super) fn note_stale(&self, session: &Session, stale: bool) {
        self.of(session, |kept| kept.stale = stale);
    }

    /// Whether the session has to be renewed by a step-up.
    pub(super) fn is_stale(&self, session: &Session) -> bool {
        self.of(session, |kept| kept.stale)
    }

    /// Keeps the sign-in that is to renew the session and waits for a second factor; none once it is answered.
    pub(super) fn note_challenge(&self, session: &Session, challenge: Option<Held>) {
        self.of(session, |kept| {
            kept.challenge = challenge.map(|held| For::a(CHALLENGE, held))
        });
    }

    /// The sign-in that waits for a second factor.
    pub(super) fn challenge(&self, session: &Session) -> Option<Held> {
        self.of(session, |kept| kept.challenge.as_ref().map(|kept| kept.what.clone()))
    }

    /// A code is on its way to a number; none once it was answered, or counts no more.
    pub(super) fn await_phone(&self, session: &Session, number: Option<&str>) {
        let number = number.map(str::to_owned);
        self.of(session, |kept| {
            kept.phone = number.map(|number| For::a(AWAITED, number))
        });
    }

    /// The number that awaits its code.
    pub(super) fn phone(&self, session: &Session) -> Option<String> {
        self.of(session, |kept| kept.phone.as_ref().map(|kept| kept.what.clone()))
    }

    /// A code is on its way to a new address; none once it was answered, or counts no more.
    pub(super) fn await_email(&self, session: &Session, email: Option<&str>) {
        let email = email.map(str::to_owned);
        self.of(session, |kept| kept.email = email.map(|email| For::a(AWAITED, email)));
    }

    /// The address that awaits its code.
    pub(super) fn email(&self, session: &Session) -> Option<String> {
        self.of(session, |kept| kept.email.as_ref().map(|kept| kept.what.clone()))
    }

    /// The session is over.
    pub(super) fn forget(&self, session: &Session) {
        self.lock().remove(&session.serial());
    }

    /// Works with what is kept for a session; whatever is too old is gone before, and wiped.
    fn of<T>(&self, session: &Session, work: impl FnOnce(&mut Kept) -> T) -> T {
        let mut all = self.lock();
        all.values_mut().for_each(Kept::forget_old);
        let answer = work(all.entry(session.serial()).or_default());
        all.retain(|_, kept| !kept.is_empty());
        answer
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<u64, Kept>> {
        // No code panics while holding the lock half-changed.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use url::Url;

    use super::*;

    fn session() -> Session {
        Session::anonymous(&Url::parse("https://a.example").unwrap())
    }

    #[test]
    fn each_session_has_its_own_and_leaves_nothing() {
        let (memory, one, other) = (Memory::default(), session(), session());
        memory.prove(&one, &SecretString::from("secret"));
        assert!(memory.password(&one).is_some() && memory.password(&other).is_none());
        memory.spend(&one);
        assert!(memory.password(&one).is_none());
        memory.keep_codes(&one, vec![SecretString::from("abc")]);
        memory.note_stale(&one, true);
        memory.forget(&one);
        assert!(memory.codes(&one).is_none() && !memory.is_stale(&one));
        assert!(memory.lock().is_empty());
    }

    #[test]
    fn what_is_too_old_is_gone() {
        let (memory, session) = (Memory::default(), session());
        memory.of(&session, |kept| {
            kept.password = Some(For::a(Duration::ZERO, SecretString::from("secret")))
        });
        assert!(memory.password(&session).is_none());
        assert!(memory.lock().is_empty());
    }

    #[test]
    fn the_newest_number_and_address_await_their_codes() {
        let (memory, one, other) = (Memory::default(), session(), session());
        memory.await_phone(&one, Some("+821028410037"));
        memory.await_phone(&one, Some("+821055309184"));
        assert_eq!(memory.phone(&one).as_deref(), Some("+821055309184"));
        assert_eq!(memory.phone(&other), None);
        memory.await_email(&one, Some("new@lab.invalid"));
        memory.await_phone(&one, None);
        assert!(memory.phone(&one).is_none());
        assert_eq!(memory.email(&one).as_deref(), Some("new@lab.invalid"));
        memory.await_email(&one, None);
        assert!(memory.lock().is_empty());
    }
}
