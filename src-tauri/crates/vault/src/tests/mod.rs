//! Tests that need the inside of the crate: a file system that fails, and the format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod backups;
mod copies;
mod differences;
mod failing;
mod faults;
mod format;
mod merge;
mod order;

use std::sync::Arc;

use jiff::Timestamp;
use secrecy::SecretString;

use crate::disk::Disk;
use crate::{Document, Entry, Folder, Identity, NewVault, Vault, VaultError};

/// A folder for one test: in memory where the system has such a place, because syncing a disk takes most of the time.
fn place() -> tempfile::TempDir {
    tempfile::tempdir_in("/dev/shm")
        .or_else(|_| tempfile::tempdir())
        .unwrap()
}

/// 2026-11-20T00:00:00Z.
fn now() -> Timestamp {
    Timestamp::from_second(1_795_132_800).unwrap()
}

fn totp(account: &str) -> Entry {
    let uri = format!("otpauth://totp/ACME:{account}?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ACME");
    Entry::from_uri(&uri, now()).unwrap()
}

fn hotp(counter: u64) -> Entry {
    let uri = format!("otpauth://hotp/ACME:h?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=ACME&counter={counter}");
    Entry::from_uri(&uri, now()).unwrap()
}

fn passphrase(text: &str) -> SecretString {
    SecretString::from(text)
}

fn create(folder: Folder, identity: &Identity) -> Result<Vault, VaultError> {
    let new = NewVault {
        passphrase: Some(&passphrase("old")),
        ..NewVault::weak_for_tests(identity.clone())
    };
    Vault::create(folder, new)
}

fn on(disk: Arc<dyn Disk>, path: &std::path::Path) -> Result<Folder, VaultError> {
    Folder::open_on(path.to_path_buf(), disk)
}

/// The accounts in a document, in order.
fn accounts(document: &Document) -> Vec<String> {
    document
        .entries()
        .iter()
        .map(|entry| entry.account().to_owned())
        .collect()
}
