//! What the vault's tests share. Each test is a program of its own and uses a part of it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code)]

use std::path::Path;

use jiff::Timestamp;
use secrecy::SecretString;
use vault::{Entry, Folder, Identity, NewVault, Vault, VaultError};

pub(crate) const PASSPHRASE: &str = "correct horse battery staple";
pub(crate) const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// A folder for one test: in memory where the system has such a place, because syncing a disk takes most of the time.
pub(crate) fn place() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

pub(crate) fn now() -> Timestamp {
    Timestamp::from_second(1_795_132_800).unwrap()
}

pub(crate) fn totp(account: &str) -> Entry {
    let uri = format!("otpauth://totp/ACME:{account}?secret={SECRET}&issuer=ACME");
    Entry::from_uri(&uri, now()).unwrap()
}

pub(crate) fn folder(path: &Path) -> Folder {
    Folder::open(path.join("vault")).unwrap()
}

pub(crate) fn create(folder: Folder, identity: &Identity) -> Result<Vault, VaultError> {
    let new = NewVault {
        passphrase: Some(&SecretString::from(PASSPHRASE)),
        recovery_sheet_confirmed: false,
        ..NewVault::weak_for_tests(identity.clone())
    };
    Vault::create(folder, new)
}

pub(crate) fn accounts(vault: &Vault) -> Vec<String> {
    vault
        .document()
        .entries()
        .iter()
        .map(|entry| entry.account().to_owned())
        .collect()
}

/// This test program once more, running only the test `name`, with `variables` set.
pub(crate) fn again(name: &str, variables: &[(&str, &str)]) -> std::process::Command {
    let mut command = std::process::Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", name, "--nocapture", "--test-threads=1"]);
    command.envs(variables.iter().copied());
    command
}
