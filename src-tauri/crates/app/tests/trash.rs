//! What is in the trash leaves it in time, and nothing else goes with it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::AppError;
use app::clock::CodeClock;
use app::codes::{Codes, Emptying};
use app::vault_session::VaultSession;
use jiff::{SignedDuration, Timestamp};
use keychain::Keychain;
use vault::{Entry, Folder, Identity, NewVault, Vault, VaultError};

const URI: &str = "otpauth://totp/Harbour:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour";

fn hours_ago(hours: i64) -> Timestamp {
    Timestamp::now() - SignedDuration::from_hours(hours)
}

/// A vault with an entry that has been in the trash for so long, and was looked at there yesterday; not opened by the session.
fn trashed(folder: &Path, days: i64) -> (Arc<VaultSession>, Identity, uuid::Uuid) {
    let identity = Identity::generate();
    let path = folder.join("vault");
    let mut vault = Vault::create(Folder::open(&path).unwrap(), NewVault::weak_for_tests(identity.clone())).unwrap();
    let entry = deleted(hours_ago(24 * 100), hours_ago(24 * days));
    let id = vault
        .update(Timestamp::now(), |document| {
            let id = document.add(entry.clone())?;
            document.purge_expired(hours_ago(25));
            Ok(id)
        })
        .unwrap();
    (Arc::new(VaultSession::new(path, Keychain::system())), identity, id)
}

fn deleted(created_at: Timestamp, deleted_at: Timestamp) -> Entry {
    let mut entry = Entry::from_uri(URI, created_at).unwrap();
    entry.deleted_at = Some(deleted_at);
    entry
}

#[test]
fn what_came_back_out_of_the_trash_is_not_deleted_for_good() {
    let folder = tempfile::tempdir().unwrap();
    let (session, identity, id) = trashed(folder.path(), 1);
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    let codes = Codes::new(Arc::clone(&session), CodeClock::default());
    codes.untrash(id).unwrap();
    let refused = codes.delete_forever(id);
    assert!(matches!(refused, Err(AppError::Vault(VaultError::NoSuchEntry { .. }))));
    assert_eq!(session.read(|document| document.live().count()).unwrap(), 1);
    codes.trash(id).unwrap();
    codes.delete_forever(id).unwrap();
    assert_eq!(session.read(|document| document.entries().len()).unwrap(), 0);
}

#[test]
fn the_trash_is_looked_through_whenever_the_vault_opens_and_while_it_stays_open() {
    let folder = tempfile::tempdir().unwrap();
    let (session, identity, _) = trashed(folder.path(), 33);
    let (told, hears) = std::sync::mpsc::channel();
    let emptying = Emptying::every(Duration::from_millis(200), Arc::clone(&session), move || {
        let _ = told.send(());
    });
    assert!(
        hears.recv_timeout(Duration::from_millis(500)).is_err(),
        "locked: nothing to look through"
    );
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    hears.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(session.read(|document| document.entries().len()).unwrap(), 0);
    // Days later, the vault has been open all the time.
    let late = deleted(hours_ago(24 * 100), hours_ago(24 * 33));
    session
        .update(|document| {
            document.add(late.clone())?;
            document.purge_expired(hours_ago(25));
            Ok(())
        })
        .unwrap();
    hears.recv_timeout(Duration::from_secs(10)).unwrap();
    assert_eq!(session.read(|document| document.entries().len()).unwrap(), 0);
    drop(emptying);
}

#[test]
fn what_is_not_due_stays() {
    let folder = tempfile::tempdir().unwrap();
    let (session, identity, id) = trashed(folder.path(), 29);
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    let emptying = Emptying::every(Duration::from_millis(50), Arc::clone(&session), || {
        panic!("nothing goes")
    });
    let until = Instant::now() + Duration::from_millis(400);
    while Instant::now() < until {
        std::thread::sleep(Duration::from_millis(50));
    }
    assert!(session.read(|document| document.entry(id).is_some()).unwrap());
    drop(emptying);
}

/// A clock that nothing had set when the entry was deleted, or that is ahead by weeks when the vault is opened.
#[test]
fn a_wrong_clock_empties_no_trash() {
    let long_ago = Timestamp::from_second(1_262_304_000).unwrap();
    for entry in [
        deleted(Timestamp::now(), long_ago),
        deleted(hours_ago(24 * 400), long_ago),
        deleted(hours_ago(24 * 100), hours_ago(24 * 40)),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let identity = Identity::generate();
        let path = folder.path().join("vault");
        let mut vault =
            Vault::create(Folder::open(&path).unwrap(), NewVault::weak_for_tests(identity.clone())).unwrap();
        let id = vault
            .update(Timestamp::now(), |document| document.add(entry.clone()))
            .unwrap();
        let session = Arc::new(VaultSession::new(path, Keychain::system()));
        let emptying = Emptying::every(Duration::from_millis(50), Arc::clone(&session), || {
            panic!("nothing goes at the first look")
        });
        session.unlock_with_recovery_key(&identity.to_text()).unwrap();
        let until = Instant::now() + Duration::from_millis(400);
        while Instant::now() < until {
            std::thread::sleep(Duration::from_millis(50));
        }
        assert!(session.read(|document| document.entry(id).is_some()).unwrap());
        drop(emptying);
    }
}
