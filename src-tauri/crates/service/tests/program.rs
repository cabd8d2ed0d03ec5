//! The program `gatehouse-service`: what it prints, what it refuses, how it stops.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

fn program(arguments: &[&str], data: &std::path::Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatehouse-service"));
    command
        .arg("--data")
        .arg(data)
        .args(arguments)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

/// Starts the program and reads the address it prints.
fn start(command: &mut Command) -> (Child, String) {
    let mut child = command.spawn().unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut line)
        .unwrap();
    let address = line
        .trim_end()
        .strip_prefix("listening on http://")
        .expect("the line that tells the address")
        .to_owned();
    (child, address)
}

fn get(address: &str, path: &str) -> String {
    let mut stream = TcpStream::connect(address).unwrap();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: lab\r\nConnection: close\r\n\r\n").unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

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

#[test]
fn refuses_a_network_address_without_tls_in_front() {
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
    ];
    for (arguments, reason) in refusals {
        let output = program(&arguments, folder.path()).output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(
            !output.status.success() && told.contains(reason),
            "{arguments:?}: {told}"
        );
        assert!(output.stdout.is_empty());
    }
}
