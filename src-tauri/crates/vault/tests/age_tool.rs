//! Stock `age` opens what Gatehouse wrote, and Gatehouse what stock `age` wrote. Needs Debian's `age` and `script`.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use secrecy::{ExposeSecret, SecretString};
use shared::{PASSPHRASE, SECRET, accounts, create, folder, now, place, totp};
use vault::{Identity, Vault, WorkFactor, unlock_with_passphrase};

fn run(command: &mut Command, input: &[u8]) -> Output {
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped
        .spawn()
        .expect("this test needs the programs `age` and `script` (Debian: age, bsdutils)");
    // A program that needs no input may have ended.
    let _ = child.stdin.take().unwrap().write_all(input);
    child.wait_with_output().unwrap()
}

fn stdout(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// Runs a command line on a terminal of its own and types `line` at its prompt.
fn on_a_terminal(command: &str, line: &str) -> Output {
    run(
        Command::new("script").args(["-qec", command, "/dev/null"]),
        format!("{line}\n").as_bytes(),
    )
}

fn filled(path: &Path, identity: &Identity) -> Vault {
    let mut vault = create(folder(path), identity).unwrap();
    vault.update(now(), |document| document.add(totp("ann"))).unwrap();
    vault
}

fn shows_the_entry(plaintext: &str) {
    let json: serde_json::Value = serde_json::from_str(plaintext).expect("the plaintext is JSON");
    assert_eq!(json["format"], "gatehouse-vault");
    assert_eq!(json["version"], 1);
    let uri = json["entries"][0]["uri"].as_str().unwrap();
    assert_eq!(
        uri,
        format!("otpauth://totp/ACME:ann?secret={SECRET}&issuer=ACME&algorithm=SHA1&digits=6&period=30")
    );
}

#[test]
fn age_opens_the_vault_with_the_recovery_key() {
    let place = place();
    let identity = Identity::generate();
    let vault = filled(place.path(), &identity);
    let key = place.path().join("key.txt");
    fs::write(&key, identity.to_text().expose_secret()).unwrap();
    let output = run(
        Command::new("age")
            .arg("-d")
            .arg("-i")
            .arg(&key)
            .arg(vault.folder().path().join("vault.age")),
        b"",
    );
    shows_the_entry(&stdout(&output));
}

#[test]
fn age_opens_the_identity_with_the_passphrase_and_with_it_the_vault() {
    let place = place();
    let identity = Identity::generate();
    let vault = filled(place.path(), &identity);
    let root = vault.folder().path();
    let (key, plain) = (place.path().join("key.txt"), place.path().join("plain.json"));

    let decrypt = format!("age -d -o {} {}", key.display(), root.join("identity.age").display());
    assert!(on_a_terminal(&decrypt, PASSPHRASE).status.success());
    assert_eq!(
        fs::read_to_string(&key).unwrap(),
        format!("{}\n", identity.to_text().expose_secret())
    );

    let direct = format!(
        "age -d -i {} -o {} {}",
        root.join("identity.age").display(),
        plain.display(),
        root.join("vault.age").display()
    );
    assert!(on_a_terminal(&direct, PASSPHRASE).status.success());
    shows_the_entry(&fs::read_to_string(&plain).unwrap());
}

#[test]
fn the_standard_work_factor_is_one_that_age_takes() {
    let place = place();
    let mut vault = filled(place.path(), &Identity::generate());
    vault
        .set_passphrase_with(&SecretString::from("standard"), WorkFactor::default())
        .unwrap();
    let file = vault.folder().path().join("identity.age");
    assert!(
        fs::read(&file).unwrap().windows(4).any(|bytes| bytes == b" 18\n"),
        "2^18, as stock age writes"
    );
    let key = place.path().join("key.txt");
    assert!(
        on_a_terminal(&format!("age -d -o {} {}", key.display(), file.display()), "standard")
            .status
            .success()
    );
    assert!(unlock_with_passphrase(vault.folder(), &SecretString::from("standard")).is_ok());
}

#[test]
fn gatehouse_opens_what_age_encrypted() {
    let place = place();
    let identity = Identity::generate();
    let vault = filled(place.path(), &identity);
    let json = format!(
        r#"{{"version":1,"generation":3,"entries":[{{"id":"6f1f9f6e-2f8c-4a6e-9a53-0d8c4f6d2b11",
        "uri":"otpauth://totp/By%20hand?secret={SECRET}","created_at":"2026-11-20T00:00:00Z","updated_at":"2026-11-20T00:00:00Z"}}]}}"#
    );
    let file = vault.folder().path().join("vault.age");
    let sealed = run(Command::new("age").args(["-r", &identity.recipient()]), json.as_bytes());
    assert!(sealed.status.success());
    fs::write(&file, sealed.stdout).unwrap();
    let mut vault = Vault::open(folder(place.path()), identity).unwrap();
    assert_eq!(accounts(&vault), ["By hand"]);
    vault.update(now(), |document| document.add(totp("ann"))).unwrap();
    assert_eq!(vault.document().generation(), 4);
}

#[test]
fn gatehouse_opens_an_identity_that_age_encrypted() {
    let place = place();
    let identity = Identity::generate();
    let vault = filled(place.path(), &identity);
    let key = place.path().join("key.txt");
    // As age-keygen writes it, comments and all.
    let text = format!(
        "# created: today\n# public key: {}\n{}\n",
        identity.recipient(),
        identity.to_text().expose_secret()
    );
    fs::write(&key, text).unwrap();
    let file = vault.folder().path().join("identity.age");
    let output = on_a_terminal(
        &format!("age -p -o {} {}", file.display(), key.display()),
        "by age\nby age",
    );
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stdout));
    let unlocked = unlock_with_passphrase(vault.folder(), &SecretString::from("by age")).unwrap();
    assert_eq!(unlocked.recipient(), identity.recipient());
}
