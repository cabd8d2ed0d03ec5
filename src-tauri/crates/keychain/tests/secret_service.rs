//! The real Secret Service in each of its states. Needs Debian's `dbus`, `gnome-keyring`, `libsecret-tools`.
//!
//! Each test starts this program again on a private bus, with folders of its own; the machine's bus is never touched.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod session;

use std::time::Duration;

use keychain::{Keychain, KeychainError};
use secrecy::{ExposeSecret, SecretString};
use session::{Bus, Daemon, secret_tool, within_session};

const SERVICE: &str = "gatehouse-test";
const USER: &str = "6f1f9f6e";
const TEXT: &str = "AGE-SECRET-KEY-1QQQQ";

fn keychain() -> Keychain {
    Keychain::system().with_time_limit(Duration::from_secs(20))
}

fn text() -> SecretString {
    SecretString::from(TEXT)
}

fn get(keychain: Keychain) -> Result<String, KeychainError> {
    keychain.get(SERVICE, USER).map(|text| text.expose_secret().to_owned())
}

fn lookup() -> String {
    secret_tool(&["lookup", "service", SERVICE, "username", USER], "")
}

#[test]
fn available() {
    within_session("available", Bus::Private, || {
        let _daemon = Daemon::unlocked();
        let keychain = keychain();
        assert_eq!(keychain.availability(), Ok(()));
        assert_eq!(get(keychain), Err(KeychainError::Missing));
        assert_eq!(keychain.delete(SERVICE, USER), Err(KeychainError::Missing));

        keychain.set(SERVICE, USER, &text()).unwrap();
        assert_eq!(lookup(), TEXT, "seen from outside");
        assert_eq!(get(keychain).as_deref(), Ok(TEXT));

        keychain.set(SERVICE, USER, &SecretString::from("another")).unwrap();
        assert_eq!(lookup(), "another", "replaced, not doubled");
        keychain.delete(SERVICE, USER).unwrap();
        assert_eq!(lookup(), "");
        assert_eq!(get(keychain), Err(KeychainError::Missing));
        assert_eq!(
            keychain.unlock_with_prompt(Duration::from_secs(5)),
            Ok(()),
            "nothing to unlock"
        );
    });
}

#[test]
fn what_another_program_stored_is_found() {
    within_session("what_another_program_stored_is_found", Bus::Private, || {
        let _daemon = Daemon::unlocked();
        secret_tool(
            &["store", "--label=x", "service", SERVICE, "username", USER],
            "from outside",
        );
        assert_eq!(get(keychain()).as_deref(), Ok("from outside"));
        secret_tool(
            &["store", "--label=x", "service", SERVICE, "username", "binary"],
            "\u{fffd}",
        );
        assert!(keychain().get(SERVICE, "binary").is_ok());
    });
}

#[test]
fn the_store_is_the_real_one() {
    within_session("the_store_is_the_real_one", Bus::Private, || {
        let _daemon = Daemon::unlocked();
        assert_eq!(Keychain::provider(), "secret-service");
        keychain().set(SERVICE, USER, &text()).unwrap();
        // A mock or the kernel's key store would forget with the process or answer without the daemon.
        assert_eq!(lookup(), TEXT);
    });
}

#[test]
fn locked() {
    within_session("locked", Bus::Private, || {
        let _daemon = Daemon::unlocked();
        let keychain = keychain();
        keychain.set(SERVICE, USER, &text()).unwrap();
        secret_tool(&["lock", "--collection=login"], "");
        assert_eq!(get(keychain), Err(KeychainError::Locked));
        assert_eq!(
            keychain.get(SERVICE, "nobody").err(),
            Some(KeychainError::Locked),
            "locked, not missing"
        );
        assert_eq!(keychain.set(SERVICE, USER, &text()), Err(KeychainError::Locked));
        assert_eq!(keychain.set(SERVICE, "new", &text()), Err(KeychainError::Locked));
        assert_eq!(keychain.delete(SERVICE, USER), Err(KeychainError::Locked));
        assert_eq!(keychain.availability(), Err(KeychainError::Locked));
        // No display: the prompt cannot be shown. Whatever the provider makes of it, the call ends.
        let unlocked = keychain.unlock_with_prompt(Duration::from_secs(3));
        assert!(
            matches!(
                unlocked,
                Err(KeychainError::Denied | KeychainError::TimedOut | KeychainError::Locked)
            ),
            "{unlocked:?}"
        );
    });
}

#[test]
fn nobody_on_the_bus() {
    within_session("nobody_on_the_bus", Bus::Private, || {
        let keychain = keychain();
        assert_eq!(keychain.availability(), Err(KeychainError::NoProvider));
        assert_eq!(get(keychain), Err(KeychainError::NoProvider));
        assert_eq!(keychain.set(SERVICE, USER, &text()), Err(KeychainError::NoProvider));
        assert_eq!(
            keychain.unlock_with_prompt(Duration::from_secs(5)),
            Err(KeychainError::NoProvider)
        );

        // It appears later, and is found: a failed start is not remembered.
        let _daemon = Daemon::unlocked();
        keychain.set(SERVICE, USER, &text()).unwrap();
        assert_eq!(get(keychain).as_deref(), Ok(TEXT));
    });
}

#[test]
fn no_bus() {
    within_session("no_bus", Bus::None, || {
        assert_eq!(keychain().availability(), Err(KeychainError::NoProvider));
        assert_eq!(get(keychain()), Err(KeychainError::NoProvider));
        assert_eq!(keychain().delete(SERVICE, USER), Err(KeychainError::NoProvider));
    });
}

#[test]
fn never_set_up() {
    within_session("never_set_up", Bus::Private, || {
        let _daemon = Daemon::without_keyring();
        let expected = KeychainError::Failed {
            code: "no-default-collection",
        };
        assert_eq!(keychain().availability(), Err(expected));
        assert_eq!(keychain().set(SERVICE, USER, &text()), Err(expected));
        assert_eq!(get(keychain()), Err(KeychainError::Missing));
    });
}

#[test]
fn hanging() {
    within_session("hanging", Bus::Private, || {
        let daemon = Daemon::unlocked();
        keychain().set(SERVICE, USER, &text()).unwrap();
        daemon.stop();
        let brief = Keychain::system().with_time_limit(Duration::from_millis(300));
        for _ in 0..3 {
            assert_eq!(get(brief), Err(KeychainError::TimedOut));
        }
        assert_eq!(brief.set(SERVICE, USER, &text()), Err(KeychainError::TimedOut));
        assert_eq!(brief.availability(), Err(KeychainError::TimedOut));
        daemon.carry_on();
        assert_eq!(get(keychain()).as_deref(), Ok(TEXT));
    });
}

#[test]
fn restarted() {
    within_session("restarted", Bus::Private, || {
        let daemon = Daemon::unlocked();
        let keychain = keychain();
        keychain.set(SERVICE, USER, &text()).unwrap();
        daemon.kill();
        let _daemon = Daemon::unlocked();
        assert_eq!(get(keychain).as_deref(), Ok(TEXT));
        keychain.set(SERVICE, USER, &SecretString::from("after")).unwrap();
        assert_eq!(lookup(), "after");
    });
}

#[test]
fn what_is_not_storable_is_never_sent() {
    within_session("what_is_not_storable_is_never_sent", Bus::Private, || {
        let _daemon = Daemon::unlocked();
        for text in ["", "two\nlines", &"k".repeat(1_001)] {
            let refused = keychain().set(SERVICE, USER, &SecretString::from(text));
            assert!(matches!(refused, Err(KeychainError::NotStorable(_))), "{refused:?}");
        }
        assert_eq!(lookup(), "");
        let longest = "k".repeat(1_000);
        keychain()
            .set(SERVICE, USER, &SecretString::from(longest.as_str()))
            .unwrap();
        assert_eq!(lookup(), longest);
    });
}
