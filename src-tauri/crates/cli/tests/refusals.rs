//! What the command line refuses rather than guess: an empty name, input cut short, a passphrase that is none; and a vault it can't
//! look at is told from one that is damaged or locked.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::path::Path;
use std::process::{Command, Output};

use program::{fed, gatehouse, new_vault};
use serde_json::Value;
use vault::Identity;

const ANN: &str = "otpauth://totp/A:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=A";
const BOB: &str = "otpauth://totp/bob?secret=NBSWY3DPEB3W64TMMQQGG33EMVZSA2LO";

/// A run that may be refused.
fn tried(home: &Path, words: &[&str], input: &str) -> Output {
    let mut command = Command::new("sh");
    command
        .args(["-c", "exec \"$0\" --passphrase-fd 3 \"$@\" 3<\"$GATEHOUSE_HOME/key\""])
        .arg(env!("CARGO_BIN_EXE_gatehouse"))
        .args(words)
        .env("GATEHOUSE_HOME", home);
    fed(&mut command, input)
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn listed(home: &Path) -> usize {
    let list: Value = serde_json::from_str(&gatehouse(home, &["list", "--json"], "")).unwrap();
    list.as_array().unwrap().len()
}

#[test]
fn an_empty_name_means_no_entry() {
    let home = tempfile::tempdir().unwrap();
    new_vault(home.path());
    gatehouse(home.path(), &["add"], &format!("{ANN}\n{BOB}\n"));
    for words in [
        &["remove", ""][..],
        &["remove", " ", ""],
        &["code", "--next", ""],
        &["edit", "", "--pin"],
    ] {
        let output = tried(home.path(), words, "");
        assert_eq!(output.status.code(), Some(2), "{words:?}: {}", said(&output));
    }
    assert_eq!(listed(home.path()), 2);
    // Even where it is the only one.
    gatehouse(home.path(), &["remove", "bob"], "");
    for words in [&["trash", "delete", ""][..], &["trash", "restore", " "]] {
        assert_eq!(tried(home.path(), words, "").status.code(), Some(2), "{words:?}");
    }
    let trash: Value = serde_json::from_str(&gatehouse(home.path(), &["trash", "list", "--json"], "")).unwrap();
    assert_eq!(trash.as_array().unwrap().len(), 1);
}

#[test]
fn input_beyond_what_is_read_is_refused_and_never_cut() {
    let home = tempfile::tempdir().unwrap();
    new_vault(home.path());
    // The last link is the one that a cut would fall into: it would still be read, without its settings.
    let mut list = format!("{ANN}\n");
    list.push_str(&" ".repeat(1024 * 1024 - list.len() - BOB.len()));
    list.push_str(&format!("{BOB}&algorithm=SHA256&digits=8&period=60\n"));
    let output = tried(home.path(), &["add"], &list);
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    assert!(said(&output).contains("1 MiB"), "{}", said(&output));
    assert_eq!(listed(home.path()), 0, "all of it or nothing");

    gatehouse(home.path(), &["add"], &format!("{ANN}\n"));
    let output = tried(home.path(), &["edit", "ann", "--note-stdin"], &"é".repeat(600_000));
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}

#[test]
fn a_file_is_not_encrypted_with_a_passphrase_that_is_none() {
    let home = tempfile::tempdir().unwrap();
    new_vault(home.path());
    gatehouse(home.path(), &["add"], &format!("{ANN}\n"));
    let file = home.path().join("out.age");
    for (format, input) in [("gatehouse", ""), ("gatehouse", "\n"), ("aegis", "1234567\n")] {
        let words = ["export", "--format", format, "--password-stdin", file.to_str().unwrap()];
        let output = tried(home.path(), &words, input);
        assert_eq!(output.status.code(), Some(2), "{format} {input:?}: {}", said(&output));
        assert!(!file.exists());
    }
}

#[test]
fn the_next_code_says_how_long_until_it_ends() {
    let home = tempfile::tempdir().unwrap();
    new_vault(home.path());
    gatehouse(home.path(), &["add"], &format!("{ANN}\n"));
    let left = |words: &[&str]| {
        let shown: Value = serde_json::from_str(&gatehouse(home.path(), words, "")).unwrap();
        shown["seconds_left"].as_u64()
    };
    assert_eq!(left(&["code", "ann", "--at", "59", "--json"]), Some(1));
    assert_eq!(left(&["code", "ann", "--next", "--at", "59", "--json"]), Some(31));
}

#[test]
fn a_recovery_key_of_another_vault_is_told_from_a_wrong_passphrase() {
    let home = tempfile::tempdir().unwrap();
    new_vault(home.path());
    let other = Identity::generate().to_text();
    std::fs::write(home.path().join("key"), secrecy::ExposeSecret::expose_secret(&other)).unwrap();
    let output = tried(home.path(), &["list"], "");
    assert_eq!(output.status.code(), Some(1));
    assert!(
        said(&output).contains("the key does not belong to this vault"),
        "{}",
        said(&output)
    );
}

/// A link is neither followed nor taken for damage: an older copy in its place would be a loss.
#[test]
fn a_vault_that_cannot_be_looked_at_is_not_called_damaged() {
    let home = tempfile::tempdir().unwrap();
    new_vault(home.path());
    let (vault, elsewhere) = (home.path().join("vault"), home.path().join("elsewhere"));
    std::fs::rename(&vault, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &vault).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatehouse"));
    let unasked = fed(command.arg("list").env("GATEHOUSE_HOME", home.path()), "");
    for output in [unasked, tried(home.path(), &["list"], "")] {
        assert_eq!(output.status.code(), Some(1));
        let said = said(&output);
        assert!(
            said.contains("a symbolic link stands") && !said.contains("damaged"),
            "{said}"
        );
    }
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatehouse"));
    let status = fed(
        command.args(["status", "--json"]).env("GATEHOUSE_HOME", home.path()),
        "",
    );
    let status: Value = serde_json::from_slice(&status.stdout).unwrap();
    assert_eq!(status["state"], "unreachable");
}
