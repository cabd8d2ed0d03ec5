//! The provider's prompt, answered and dismissed. A provider of the test's own stands in: the genuine one wants a screen.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![allow(dead_code, reason = "the session module serves other tests too")]
#![allow(missing_docs, reason = "zbus writes public methods of its own")]

mod session;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use keychain::{Keychain, KeychainError};
use session::{Bus, within_session};
use zbus::blocking::{Connection, connection};
use zbus::object_server::SignalEmitter;
use zbus::zvariant::{ObjectPath, OwnedObjectPath, Value};

const ROOT: &str = "/org/freedesktop/secrets";
const COLLECTION: &str = "/org/freedesktop/secrets/collection/login";
const PROMPT: &str = "/org/freedesktop/secrets/prompt/p1";

/// What the person does with the prompt.
#[derive(Clone, Copy)]
enum Person {
    Answers,
    Dismisses,
    Leaves,
}

struct Service;

#[zbus::interface(name = "org.freedesktop.Secret.Service")]
impl Service {
    fn read_alias(&self, _name: &str) -> ObjectPath<'static> {
        ObjectPath::from_static_str_unchecked(COLLECTION)
    }

    fn unlock(&self, _objects: Vec<OwnedObjectPath>) -> (Vec<OwnedObjectPath>, ObjectPath<'static>) {
        (Vec::new(), ObjectPath::from_static_str_unchecked(PROMPT))
    }
}

struct Collection(Arc<AtomicBool>);

#[zbus::interface(name = "org.freedesktop.Secret.Collection")]
impl Collection {
    #[zbus(property)]
    fn locked(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

struct Prompt(Arc<AtomicBool>, Person);

#[zbus::interface(name = "org.freedesktop.Secret.Prompt")]
impl Prompt {
    async fn prompt(&self, #[zbus(signal_emitter)] emitter: SignalEmitter<'_>, _window: &str) {
        let dismissed = match self.1 {
            Person::Leaves => return,
            Person::Dismisses => true,
            Person::Answers => false,
        };
        if !dismissed {
            self.0.store(false, Ordering::SeqCst);
        }
        Self::completed(&emitter, dismissed, Value::from("")).await.unwrap();
    }

    #[zbus(signal)]
    async fn completed(emitter: &SignalEmitter<'_>, dismissed: bool, result: Value<'_>) -> zbus::Result<()>;
}

fn locked_provider(person: Person) -> Connection {
    let locked = Arc::new(AtomicBool::new(true));
    let provider = connection::Builder::session().unwrap().serve_at(ROOT, Service).unwrap();
    let provider = provider.serve_at(COLLECTION, Collection(locked.clone())).unwrap();
    let provider = provider.serve_at(PROMPT, Prompt(locked, person)).unwrap();
    provider.name("org.freedesktop.secrets").unwrap().build().unwrap()
}

fn unlock(limit: Duration) -> Result<(), KeychainError> {
    Keychain::system().unlock_with_prompt(limit)
}

#[test]
fn answered() {
    within_session("answered", Bus::Private, || {
        let _provider = locked_provider(Person::Answers);
        assert_eq!(Keychain::system().availability(), Err(KeychainError::Locked));
        assert_eq!(unlock(Duration::from_secs(20)), Ok(()));
        assert_eq!(unlock(Duration::from_secs(20)), Ok(()), "nothing left to unlock");
    });
}

#[test]
fn dismissed() {
    within_session("dismissed", Bus::Private, || {
        let _provider = locked_provider(Person::Dismisses);
        assert_eq!(unlock(Duration::from_secs(20)), Err(KeychainError::Denied));
    });
}

#[test]
fn left_open() {
    within_session("left_open", Bus::Private, || {
        let _provider = locked_provider(Person::Leaves);
        assert_eq!(unlock(Duration::from_millis(300)), Err(KeychainError::TimedOut));
    });
}
