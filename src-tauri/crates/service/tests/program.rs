//! The program `gatehouse-service`: what it prints, what it refuses, how it stops.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod running;
mod sinks;

use std::io::Write as _;
use std::net::TcpStream;
use std::process::{Child, Command};

use running::{get, program, start};
use sinks::wait_for;

#[cfg(unix)]
#[test]
fn serves_its_preset_until_it_is_asked_to_stop() {
    let folder = tempfile::tempdir().unwrap();
    let outbox = folder.path().join("outbox");
    let arguments = [
        "--listen",
        "127.0.0.1:0",
        "--preset",
        "carecall",
        "--outbox",
        outbox.to_str().unwrap(),
    ];
    for signal in ["-TERM", "-INT"] {
        let (mut child, address) = start(&mut program(&arguments, &folder.path().join("data")));
        let answer = get(&address, "/.well-known/account-management");
        assert!(
            answer.starts_with("HTTP/1.1 200") && answer.contains(r#""preset":"carecall","practice":false"#),
            "{answer}"
        );
        assert!(get(&address, "/_allauth/app/v1/auth/session").starts_with("HTTP/1.1 401"));
        assert!(
            Command::new("kill")
                .args([signal, &child.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
        assert!(child.wait().unwrap().success());
    }
}

#[cfg(unix)]
#[test]
fn a_request_that_never_ends_does_not_keep_it_from_stopping() {
    let ask = |child: &Child, signal: &str| {
        let asked = Command::new("kill").args([signal, &child.id().to_string()]).status();
        assert!(asked.unwrap().success());
    };
    let folder = tempfile::tempdir().unwrap();
    let mut running = Vec::new();
    for (at, half) in [
        "POST / HTTP/1.1\r\nHo",
        "POST / HTTP/1.1\r\nHost: lab\r\nContent-Length: 9\r\n\r\n{",
    ]
    .into_iter()
    .enumerate()
    {
        let data = folder.path().join(at.to_string());
        let (child, address) = start(&mut program(&["--listen", "127.0.0.1:0"], &data));
        let mut stream = TcpStream::connect(&address).unwrap();
        stream.write_all(half.as_bytes()).unwrap();
        // Answered, so the one before it has been taken up as well.
        assert!(get(&address, "/.well-known/account-management").starts_with("HTTP/1.1 200"));
        ask(&child, "-TERM");
        running.push((child, stream));
    }
    // One is asked again: it does not wait.
    ask(&running[1].0, "-INT");
    for (mut child, stream) in running {
        let ended = wait_for(|| child.try_wait().unwrap());
        let _ = child.kill();
        assert!(ended.expect("it goes on").success());
        drop(stream);
    }
}

#[test]
fn refuses_what_would_send_secrets_in_the_clear() {
    let folder = tempfile::tempdir().unwrap();
    let refusals = [
        (vec!["--listen", "0.0.0.0:0"], "--behind-tls"),
        (
            vec!["--listen", "0.0.0.0:0", "--behind-tls", "--rate-limits", "off"],
            "loopback only",
        ),
        (
            vec!["--listen", "127.0.0.1:0", "--preset", "other"],
            "whatap, carecall and plain",
        ),
        (
            vec![
                "--listen",
                "127.0.0.1:0",
                "--smtp",
                "smtp+plain://mail.lab.invalid",
                "--mail-from",
                "a@lab.invalid",
            ],
            "loopback only",
        ),
        (
            vec![
                "--listen",
                "127.0.0.1:0",
                "--smtp",
                "smtps://u:secret@h.invalid",
                "--mail-from",
                "a@lab.invalid",
            ],
            "put the password into the environment",
        ),
        (
            vec![
                "--listen",
                "127.0.0.1:0",
                "--smtp",
                "smtps://u@h.invalid",
                "--mail-from",
                "a@lab.invalid",
            ],
            "needs its password in the environment",
        ),
        (
            vec!["--listen", "127.0.0.1:0", "--smtp", "smtps://h.invalid"],
            "--mail-from",
        ),
        (
            vec![
                "--listen",
                "127.0.0.1:0",
                "--text-gateway",
                "http://texts.lab.invalid/",
                "--text-from",
                "+1",
            ],
            "https:// address",
        ),
        (
            vec![
                "--listen",
                "127.0.0.1:0",
                "--text-gateway",
                "https://texts.lab.invalid/",
            ],
            "--text-from",
        ),
    ];
    for (arguments, reason) in refusals {
        let output = program(&arguments, folder.path()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && told.contains(reason),
            "{arguments:?}: {told}"
        );
        assert!(output.stdout.is_empty() && !told.contains("secret@"), "{told}");
    }
}
