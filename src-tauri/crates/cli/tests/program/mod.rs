//! Running the program, and a vault of a test's own that it is given the recovery key of, not a passphrase, so that a run costs
//! no second of key derivation. Each test is a program of its own and uses a part of this.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use secrecy::ExposeSecret;
use vault::{Folder, Identity, NewVault, Vault};

/// Makes a vault in a home, its key beside it, to be handed to the program by a descriptor as a person's script would.
pub(crate) fn new_vault(home: &Path) -> (Identity, Vault) {
    let identity = Identity::generate();
    std::fs::write(home.join("key"), identity.to_text().expose_secret()).unwrap();
    let new = NewVault::weak_for_tests(identity.clone());
    let vault = Vault::create(Folder::open(home.join("vault")).unwrap(), new).unwrap();
    (identity, vault)
}

/// One run of the program on the vault of this home; what it printed.
pub(crate) fn gatehouse(home: &Path, words: &[&str], input: &str) -> String {
    let mut command = Command::new("sh");
    command
        .args(["-c", "exec \"$0\" --passphrase-fd 3 \"$@\" 3<\"$GATEHOUSE_HOME/key\""])
        .arg(env!("CARGO_BIN_EXE_gatehouse"))
        .args(words)
        .env("GATEHOUSE_HOME", home);
    let output = fed(&mut command, input);
    let said = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(0), "{words:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// Runs a program with this on its standard input, out of reach of a keyring.
pub(crate) fn fed(command: &mut Command, input: &str) -> Output {
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped
        .env_remove("DBUS_SESSION_BUS_ADDRESS")
        .spawn()
        .expect("the program is there");
    // A command that reads nothing may have ended already.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}
