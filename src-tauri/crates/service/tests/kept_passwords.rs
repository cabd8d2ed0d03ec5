//! The passwords of mail server and text gateway in the system's keyring: kept by the program, found by its next run, and told to nobody
//! else. Needs Debian's `dbus`, `gnome-keyring`, `libsecret-tools`.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod running;
#[path = "../../keychain/tests/session/mod.rs"]
#[allow(dead_code)]
mod session;
mod sinks;

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use running::{program, sign_up, start};
use session::{Bus, Daemon, secret_tool, within_session};
use sinks::{Gateway, MailServer};

const PASSWORD: &str = "Relay-Heron-31";
const LACKING: &str = "needs its password in the environment or the keyring";
const BUS: &str = "DBUS_SESSION_BUS_ADDRESS";

/// The program on the bus of the session it runs in.
fn on_the_bus(mut command: Command) -> Command {
    match std::env::var_os(BUS) {
        Some(address) => command.env(BUS, address),
        None => command.env_remove(BUS),
    };
    command
}

/// Has the program keep what it reads.
fn keep(whose: &str, typed: &str) -> Output {
    let mut command = on_the_bus(Command::new(env!("CARGO_BIN_EXE_gatehouse-service")));
    command.args(["keep-password", whose]);
    command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    child.wait_with_output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&[output.stdout.as_slice(), &output.stderr].concat()).into_owned()
}

fn mailing(server: &MailServer, data: &Path) -> Command {
    let url = server.address().replace("//", "//relay@");
    let arguments = [
        "--listen",
        "127.0.0.1:0",
        "--rate-limits",
        "off",
        "--smtp",
        &url,
        "--mail-from",
        "no-reply@lab.invalid",
    ];
    on_the_bus(program(&arguments, data))
}

/// Who signed in at the mail server when the program, run so, mailed something.
fn login_at(server: &MailServer, command: &mut Command) -> Option<String> {
    let before = server.mails().len();
    let (mut child, address) = start(command);
    sign_up(&address, "kim@lab.invalid").unwrap();
    let login = server.await_mails(before + 1).remove(before).login;
    child.kill().unwrap();
    child.wait().unwrap();
    login
}

#[test]
fn a_kept_password_reaches_the_mail_server() {
    within_session("a_kept_password_reaches_the_mail_server", Bus::Private, || {
        let _daemon = Daemon::unlocked();
        let folder = tempfile::tempdir().unwrap();
        let server = MailServer::start();
        let first = keep("smtp", "an earlier one\n");
        assert!(first.status.success(), "{}", said(&first));
        let output = keep("smtp", &format!("{PASSWORD}\r\nnot a part of it\n"));
        assert!(output.status.success(), "{}", said(&output));
        assert!(said(&output).contains("smtp of gatehouse-service"), "{}", said(&output));
        assert!(!said(&output).contains(PASSWORD));
        let lookup = ["lookup", "service", "gatehouse-service", "username", "smtp"];
        assert_eq!(secret_tool(&lookup, ""), PASSWORD, "seen from outside");

        let login = login_at(&server, &mut mailing(&server, &folder.path().join("kept")));
        assert_eq!(login.as_deref(), Some("relay Relay-Heron-31"));
        let mut told = mailing(&server, &folder.path().join("told"));
        told.env("GATEHOUSE_SMTP_PASSWORD", "Told-Otter-8");
        let login = login_at(&server, &mut told);
        assert_eq!(
            login.as_deref(),
            Some("relay Told-Otter-8"),
            "the environment comes first"
        );
    });
}

#[test]
fn mail_server_and_text_gateway_have_a_password_each() {
    within_session(
        "mail_server_and_text_gateway_have_a_password_each",
        Bus::Private,
        || {
            let _daemon = Daemon::unlocked();
            let folder = tempfile::tempdir().unwrap();
            let url = Gateway::start().address().replace("//", "//AC1@");
            let arguments = [
                "--listen",
                "127.0.0.1:0",
                "--text-gateway",
                &url,
                "--text-from",
                "+15005550006",
            ];
            let texting = || on_the_bus(program(&arguments, folder.path()));
            assert!(keep("smtp", PASSWORD).status.success());
            let output = texting().output().unwrap();
            assert!(said(&output).contains(LACKING), "{}", said(&output));

            let output = keep("text-gateway", PASSWORD);
            assert!(output.status.success(), "{}", said(&output));
            // A user without a password would not let it start.
            let (mut child, _) = start(&mut texting());
            child.kill().unwrap();
            child.wait().unwrap();
        },
    );
}

#[test]
fn what_can_not_be_kept_is_refused() {
    within_session("what_can_not_be_kept_is_refused", Bus::Private, || {
        let _daemon = Daemon::unlocked();
        for nothing in ["", "\n", "\r\nsecond line\n"] {
            let output = keep("smtp", nothing);
            assert!(
                !output.status.success() && said(&output).contains("empty"),
                "{}",
                said(&output)
            );
        }
        let long = "k".repeat(5000);
        let output = keep("smtp", &long);
        assert!(
            !output.status.success() && said(&output).contains("the limit is"),
            "{}",
            said(&output)
        );
        assert!(!said(&output).contains("kkkk"));
        let output = keep("other", PASSWORD);
        assert!(
            !output.status.success() && said(&output).contains("text-gateway"),
            "{}",
            said(&output)
        );

        // Nothing was kept, so a user has no password.
        let folder = tempfile::tempdir().unwrap();
        let output = mailing(&MailServer::start(), folder.path()).output().unwrap();
        assert!(!output.status.success(), "{}", said(&output));
        assert!(said(&output).contains(LACKING), "{}", said(&output));
    });
}

#[test]
fn a_keyring_that_is_not_there_is_said() {
    within_session("a_keyring_that_is_not_there_is_said", Bus::None, || {
        let output = keep("smtp", PASSWORD);
        assert!(!output.status.success(), "{}", said(&output));
        assert!(said(&output).contains("no keyring is available"), "{}", said(&output));
        assert!(!said(&output).contains(PASSWORD));
        let folder = tempfile::tempdir().unwrap();
        let output = mailing(&MailServer::start(), folder.path()).output().unwrap();
        assert!(said(&output).contains(LACKING), "{}", said(&output));
    });
}
