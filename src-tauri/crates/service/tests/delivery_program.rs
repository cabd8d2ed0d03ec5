//! The program `gatehouse-service` as an operator runs it: killed between a change and its mail, with TLS to a mail server, and silent about
//! what is secret.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![cfg(unix)]

mod running;
mod sinks;

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;
use std::process::{Child, Command};
use std::time::Duration;

use running::{call, program, sign_up, start};
use serde_json::{Value, json};
use sinks::{Gateway, MailServer, Speech, TextCall, certificate, wait_for};

const MAIL_PASSWORD: &str = "Relay-Heron-31";

fn kill(child: &mut Child) {
    child.kill().unwrap();
    child.wait().unwrap();
}

fn mailing(data: &Path, smtp: &str) -> Command {
    program(
        &[
            "--listen",
            "127.0.0.1:0",
            "--preset",
            "whatap",
            "--rate-limits",
            "off",
            "--smtp",
            smtp,
            "--mail-from",
            "no-reply@lab.invalid",
        ],
        data,
    )
}

#[test]
fn killed_between_accept_and_delivery_it_loses_no_mail() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let server = MailServer::start();
    let mut accepted = BTreeSet::new();
    for run in 0..40_u64 {
        // Some runs meet a server that is busy, at the door or when it has the mail already.
        match run % 4 {
            1 => server.refuse("ACCEPT", "421 busy"),
            2 => server.refuse(".", "451 busy"),
            _ => {}
        }
        let (mut child, address) = start(&mut mailing(&data, &server.address()));
        for at in 0..2 {
            let email = format!("p{run}-{at}@lab.invalid");
            let status = sign_up(&address, &email).expect("an answer");
            assert_eq!(status, "HTTP/1.1 401 Unauthorized");
            accepted.insert(email);
        }
        // Before, while and after the last mail is spoken of.
        std::thread::sleep(Duration::from_micros(run * 700));
        kill(&mut child);
    }
    let (mut child, _) = start(&mut mailing(&data, &server.address()));
    let arrived = || -> BTreeSet<String> { server.mails().into_iter().map(|mail| mail.to).collect() };
    let whole = wait_for(|| (arrived() == accepted).then_some(()));
    let lost: Vec<_> = accepted.difference(&arrived()).cloned().collect();
    assert!(whole.is_some(), "lost: {lost:?}");
    kill(&mut child);

    one_mark_each(server.mails().into_iter().map(|mail| {
        let mark = mail.header("Message-ID").unwrap().to_owned();
        (mail.to, mark)
    }));
}

/// What came twice to somebody came under one mark, and no two messages share one.
fn one_mark_each(came: impl Iterator<Item = (String, String)>) {
    let mut marks: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut owners: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for (to, mark) in came {
        marks.entry(to.clone()).or_default().insert(mark.clone());
        owners.entry(mark).or_default().insert(to);
    }
    assert!(marks.values().all(|marks| marks.len() == 1), "{marks:?}");
    assert!(owners.values().all(|owners| owners.len() == 1), "{owners:?}");
}

/// Somebody who may change their number, in a session that outlives restarts.
fn member(address: &str, server: &MailServer) -> String {
    let core = |path: &str| format!("POST /_allauth/app/v1/auth/{path}");
    let told = |answer: &(u16, Value)| answer.1["meta"]["session_token"].as_str().unwrap().to_owned();
    let body = json!({"email": "kim@lab.invalid", "password": "Harbor-Lamp-42"});
    let begun = told(&call(address, &core("signup"), "", &body));
    let code = server.await_mails(1)[0].code().unwrap();
    let token = told(&call(address, &core("email/verify"), &begun, &json!({ "key": code })));
    let proof = json!({"password": "Harbor-Lamp-42"});
    assert_eq!(call(address, &core("reauthenticate"), &token, &proof).0, 200);
    token
}

#[test]
fn killed_between_accept_and_delivery_it_loses_no_text() {
    let folder = tempfile::tempdir().unwrap();
    let (server, gateway) = (MailServer::start(), Gateway::start());
    let texting = || {
        let mut command = mailing(&folder.path().join("data"), &server.address());
        command
            .args(["--text-gateway", &gateway.address(), "--text-from", "+15005550006"])
            .args(["--reauth-timeout", "86400"]);
        command
    };
    let (mut child, address) = start(&mut texting());
    let token = member(&address, &server);
    kill(&mut child);
    let mut accepted = BTreeSet::new();
    for run in 0..30_u64 {
        match run % 4 {
            1 => gateway.answer("503 Service Unavailable"),
            2 => gateway.answer("500 Internal Server Error"),
            _ => {}
        }
        let (mut child, address) = start(&mut texting());
        for at in 0..2 {
            let number = format!("+82102841{:04}", 2 * run + at);
            let body = json!({ "number": number });
            let asked = call(&address, "PUT /account/v1/phones/sms", &token, &body);
            assert_eq!(asked.0, 200, "{asked:?}");
            accepted.insert(number);
        }
        // Before, while and after the last text is spoken of.
        std::thread::sleep(Duration::from_micros(run * 700));
        kill(&mut child);
    }
    let (mut child, _) = start(&mut texting());
    let to = |text: &TextCall| text.field("To").unwrap().to_owned();
    let arrived = || -> BTreeSet<String> { gateway.calls().iter().map(to).collect() };
    let whole = wait_for(|| (arrived() == accepted).then_some(()));
    kill(&mut child);
    let lost: Vec<_> = accepted.difference(&arrived()).cloned().collect();
    assert!(whole.is_some(), "lost: {lost:?}");
    one_mark_each(gateway.calls().iter().map(|text| {
        let mark = text.header("idempotency-key").unwrap().to_owned();
        (to(text), mark)
    }));
}

#[test]
fn what_was_delivered_before_a_kill_is_off_the_disk_after_the_next_start() {
    let folder = tempfile::tempdir().unwrap();
    let (data, log) = (folder.path().join("data"), folder.path().join("log"));
    let server = MailServer::start();
    let mut command = mailing(&data, &server.address());
    command.env("RUST_LOG", "info").stderr(File::create(&log).unwrap());
    let (mut child, address) = start(&mut command);
    // The log is emptied after the first; the second's code stays in it for a while.
    for at in 1..=2 {
        sign_up(&address, &format!("p{at}@lab.invalid")).unwrap();
        let told = || std::fs::read_to_string(&log).unwrap();
        let delivered = || told().matches("a message was delivered").count() == at;
        assert!(wait_for(|| delivered().then_some(())).is_some(), "{}", told());
    }
    kill(&mut child);
    let code = server.mails()[1].code().unwrap();
    // As it stands in the letter: six digits alone may occur by chance.
    let code = format!("\n\n{code}\n\n");
    let (mut child, _) = start(&mut mailing(&data, &server.address()));
    let left = || {
        let mut files = std::fs::read_dir(&data).unwrap().flatten();
        files.any(|file| {
            let bytes = std::fs::read(file.path()).unwrap();
            bytes.windows(code.len()).any(|part| part == code.as_bytes())
        })
    };
    let gone = wait_for(|| (!left()).then_some(()));
    kill(&mut child);
    assert!(gone.is_some(), "the code is still on the disk");
}

#[test]
fn mails_and_logins_go_through_tls_or_not_at_all() {
    let folder = tempfile::tempdir().unwrap();
    let (trusted, config) = certificate(folder.path());
    let cases = [
        ("smtps", Speech::Tls(config.clone()), true, true),
        ("smtp", Speech::StartTls(config.clone()), true, true),
        ("smtps", Speech::Tls(config.clone()), false, false),
        ("smtp", Speech::StartTls(config), false, false),
        // The server offers no TLS, as a man in the middle would have it.
        ("smtp", Speech::Plain, true, false),
    ];
    for (at, (scheme, speech, is_trusted, arrives)) in cases.into_iter().enumerate() {
        let server = MailServer::at(0, speech);
        let log = folder.path().join(format!("log-{at}"));
        let url = server.url(scheme).replace("//", "//relay@");
        let mut command = mailing(&folder.path().join(format!("data-{at}")), &url);
        command
            .env("GATEHOUSE_SMTP_PASSWORD", MAIL_PASSWORD)
            .env("RUST_LOG", "trace")
            .stderr(File::create(&log).unwrap());
        if is_trusted {
            command.env("SSL_CERT_FILE", &trusted);
        } else {
            command.env_remove("SSL_CERT_FILE");
        }
        let (mut child, address) = start(&mut command);
        sign_up(&address, "kim@lab.invalid").unwrap();
        let told = || std::fs::read_to_string(&log).unwrap();
        if arrives {
            let mail = server.await_mails(1).remove(0);
            assert!(mail.encrypted);
            assert_eq!(mail.login.as_deref(), Some("relay Relay-Heron-31"));
            assert!(wait_for(|| told().contains("a message was delivered").then_some(())).is_some());
            assert!(!told().contains(&mail.code().unwrap()), "a code in the log");
        } else {
            assert!(wait_for(|| told().contains("could not be delivered yet").then_some(())).is_some());
            assert!(server.mails().is_empty());
            assert_eq!(
                (server.heard("AUTH"), server.heard("MAIL")),
                (0, 0),
                "{:?}",
                server.commands()
            );
        }
        let log = told();
        for secret in [MAIL_PASSWORD, "Harbor-Lamp-42", "Enter this code"] {
            assert!(!log.contains(secret), "{secret} in the log of case {at}");
        }
        let login = data_encoding::BASE64.encode(format!("\0relay\0{MAIL_PASSWORD}").as_bytes());
        assert!(!log.contains(&login));
        kill(&mut child);
    }
}
