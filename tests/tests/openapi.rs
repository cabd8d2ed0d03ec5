//! A generic fuzzer of OpenAPI services (schemathesis) against the real service over HTTP, as somebody who is signed in: it
//! reads the document the service serves, and finds no failure of the service and no answer that the document does not tell.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use gatehouse_tests::python;
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use serde_json::{Value, json};

const EMAIL: &str = "kim@lab.invalid";
const PASSWORD: &str = "Harbor-Lamp-42";

/// Far more than a run takes.
const LONGEST: Duration = Duration::from_secs(420);

#[test]
fn schemathesis_finds_nothing_at_whatap() {
    finds_nothing("whatap");
}

#[test]
fn schemathesis_finds_nothing_at_carecall() {
    finds_nothing("carecall");
}

#[test]
fn schemathesis_finds_nothing_at_plain() {
    finds_nothing("plain");
}

fn finds_nothing(preset: &str) {
    let python = python::environment("schemathesis").unwrap();
    let server = ServiceServer::start(&ServiceOptions {
        preset: preset.to_owned(),
        // The person proved who they are before the fuzzer begins, and that counts until it ends.
        reauth_timeout: Duration::from_secs(86_400),
        ..ServiceOptions::default()
    })
    .unwrap();
    let token = signed_in(&server);
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log.txt");
    let mut fuzzer = Command::new(python)
        .args(["-m", "schemathesis.cli", "--config-file"])
        .arg(settings())
        .args(["--no-color", "run"])
        .arg(format!("{}/account/v1/openapi.json", server.address()))
        .env("SESSION_TOKEN", token)
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .stdout(std::fs::File::create(&log).unwrap())
        .stderr(Stdio::inherit())
        .spawn()
        .unwrap();
    let good = ended(&mut fuzzer).unwrap_or_else(|| panic!("{preset}: the fuzzer took more than {LONGEST:?}"));
    let told = std::fs::read_to_string(&log).unwrap();
    assert!(good, "{preset}: schemathesis found something:\n{told}");
    let counted = told.lines().find(|line| line.contains("Test cases:"));
    let counted = counted.unwrap_or_else(|| panic!("{preset}: nothing was tried:\n{told}"));
    println!("{preset}:{counted}");
}

fn settings() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemathesis/schemathesis.toml")
}

/// Whether it ended well; nothing when it had to be stopped.
fn ended(child: &mut Child) -> Option<bool> {
    let begun = Instant::now();
    while begun.elapsed() < LONGEST {
        if let Some(status) = child.try_wait().unwrap() {
            return Some(status.success());
        }
        std::thread::sleep(Duration::from_millis(200));
    }
    child.kill().unwrap();
    child.wait().unwrap();
    None
}

/// The token of someone who signed up, verified their address and proved once more who they are.
fn signed_in(server: &ServiceServer) -> String {
    let token = |answer: &Value| answer["meta"]["session_token"].as_str().unwrap().to_owned();
    let begun = post(server, "signup", None, &json!({"email": EMAIL, "password": PASSWORD}));
    let code = server.inbox().await_code(EMAIL, None).unwrap();
    let verified = post(server, "email/verify", Some(&token(&begun)), &json!({"key": code}));
    let token = token(&verified);
    post(server, "reauthenticate", Some(&token), &json!({"password": PASSWORD}));
    token
}

/// A call of the core.
fn post(server: &ServiceServer, name: &str, token: Option<&str>, body: &Value) -> Value {
    let (address, body) = (server.address().trim_start_matches("http://"), body.to_string());
    let token = token
        .map(|token| format!("X-Session-Token: {token}\r\n"))
        .unwrap_or_default();
    let mut stream = TcpStream::connect(address).unwrap();
    write!(
        stream,
        "POST /_allauth/app/v1/auth/{name} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n{token}\
         Content-Type: application/json\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    serde_json::from_str(answer.split_once("\r\n\r\n").unwrap().1).unwrap()
}
