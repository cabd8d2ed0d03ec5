//! Going back to a vault that was taken along under a passphrase, and to another vault's copy.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::Arc;

use app::AppError;
use app::restoring::{Offer, Restoring, Take};
use app::vault_session::{VaultSession, VaultState};
use jiff::Timestamp;
use keychain::Keychain;
use secrecy::SecretString;
use vault::{
    CopyFolder, Document, Entry, Folder, HeldRecord, Identity, NewVault, RecoveryCodes, SecretText, Vault, VaultError,
    WorkFactor,
};

const URI: &str = "otpauth://totp/Harbour:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour";
const PASSPHRASE: &str = "lantern lantern";

fn exported(folder: &Path) -> (std::path::PathBuf, Document) {
    let mut document = Document::default();
    let mut entry = Entry::from_uri(URI, Timestamp::UNIX_EPOCH).unwrap();
    let codes = ["one-one", "two-two"].map(SecretText::from);
    entry.recovery_codes = Some(RecoveryCodes::new("Harbour", codes, Timestamp::UNIX_EPOCH));
    document.add(entry).unwrap();
    document
        .hold(HeldRecord::new("aegis", "Old", "pin-missing", "{}"))
        .unwrap();
    let sealed = vault::sealed_backup(&document, &SecretString::from(PASSPHRASE), WorkFactor::WEAK_FOR_TESTS).unwrap();
    let path = folder.join("Gatehouse-codes.age");
    std::fs::write(&path, sealed).unwrap();
    (path, document)
}

fn session(folder: &Path) -> (Arc<VaultSession>, Identity) {
    let identity = Identity::generate();
    let path = folder.join("vault");
    Vault::create(Folder::open(&path).unwrap(), NewVault::weak_for_tests(identity.clone())).unwrap();
    (Arc::new(VaultSession::new(path, Keychain::system())), identity)
}

fn holds(session: &VaultSession, wanted: &Document) -> bool {
    session
        .read(|document| document.entries() == wanted.entries() && document.quarantine() == wanted.quarantine())
        .unwrap()
}

/// Chooses the file and opens it with its passphrase.
fn looked_at(restoring: &Restoring, file: &Path) -> Offer {
    let Offer::NeedsKey { passphrase: true, .. } = restoring.look_at_file(file).unwrap() else {
        panic!("a passphrase opens it");
    };
    let wrong = restoring.open_with(&SecretString::from("wrong"), true);
    assert!(matches!(wrong, Err(AppError::Vault(VaultError::WrongPassphrase))));
    restoring.open_with(&SecretString::from(PASSPHRASE), true).unwrap()
}

#[test]
fn an_export_under_a_passphrase_is_restored_into_an_open_vault() {
    let folder = tempfile::tempdir().unwrap();
    let (file, document) = exported(folder.path());
    for take in [Take::All, Take::Missing] {
        let place = tempfile::tempdir().unwrap();
        let (session, identity) = session(place.path());
        session.unlock_with_recovery_key(&identity.to_text()).unwrap();
        let restoring = Restoring::new(Arc::clone(&session));
        assert!(matches!(looked_at(&restoring, &file), Offer::Differs(found) if found.only_there.len() == 1));
        restoring.take(take).unwrap();
        assert!(holds(&session, &document), "recovery codes and held records too");
    }
}

#[test]
fn an_export_takes_the_place_of_a_vault_that_cannot_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let (file, document) = exported(folder.path());
    let (session, identity) = session(folder.path());
    std::fs::write(folder.path().join("vault/vault.age"), "not a vault").unwrap();
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    assert!(matches!(session.state(), VaultState::Damaged { .. }));
    let restoring = Restoring::new(Arc::clone(&session));
    assert!(matches!(looked_at(&restoring, &file), Offer::Holds(names) if names.len() == 1));
    restoring.take(Take::All).unwrap();
    assert!(holds(&session, &document));
    assert!(matches!(session.state(), VaultState::Open { .. }));
    session.lock(app::vault_session::LockReason::ByHand);
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    assert!(holds(&session, &document), "under the vault's own key");
}

/// The passphrase of the vault that another's copy takes the place of.
const OWN: &str = "harbour harbour";

/// A folder with a copy of another vault and that vault's key under [`PASSPHRASE`]: the copy's path, and its vault's key.
fn stick(folder: &Path) -> (std::path::PathBuf, Identity, Document) {
    let identity = Identity::generate();
    let (_, document) = exported(folder);
    let new = NewVault {
        passphrase: Some(&SecretString::from(PASSPHRASE)),
        document: document.clone(),
        ..NewVault::weak_for_tests(identity.clone())
    };
    let vault = Vault::create(Folder::open(folder.join("another")).unwrap(), new).unwrap();
    let stick = folder.join("stick");
    std::fs::create_dir(&stick).unwrap();
    let sealed = vault.sealed().unwrap();
    let copy = CopyFolder::at(&stick).keep(&sealed, 3, Timestamp::now()).unwrap();
    (stick.join(copy.name), identity, document)
}

/// What is in the folder beside the copy: the key of its vault under a passphrase.
fn beside(copy: &Path) -> Vec<u8> {
    let paths = vault::identities_beside(copy);
    std::fs::read(paths.iter().find(|path| path.exists()).unwrap()).unwrap()
}

/// A vault under [`OWN`] whose file is damaged or gone.
fn broken(folder: &Path, gone: bool) -> Arc<VaultSession> {
    let path = folder.join("vault");
    let new = NewVault {
        passphrase: Some(&SecretString::from(OWN)),
        recovery_sheet_confirmed: false,
        ..NewVault::weak_for_tests(Identity::generate())
    };
    Vault::create(Folder::open(&path).unwrap(), new).unwrap();
    if gone {
        std::fs::remove_file(path.join("vault.age")).unwrap();
    } else {
        std::fs::write(path.join("vault.age"), "not a vault").unwrap();
    }
    Arc::new(VaultSession::new(path, Keychain::system()))
}

#[test]
fn another_vaults_copy_in_the_place_of_one_that_cannot_be_read_leaves_its_ways_in() {
    for gone in [false, true] {
        let folder = tempfile::tempdir().unwrap();
        let (copy, _, document) = stick(folder.path());
        let key_beside = beside(&copy);
        let session = broken(folder.path(), gone);
        session.unlock_with_passphrase(&SecretString::from(OWN)).unwrap();
        assert!(matches!(session.state(), VaultState::Damaged { .. }));
        let restoring = Restoring::new(Arc::clone(&session));
        assert!(matches!(looked_at(&restoring, &copy), Offer::Holds(_)));
        restoring.take(Take::All).unwrap();
        assert!(holds(&session, &document));
        session.lock(app::vault_session::LockReason::ByHand);
        session.unlock_with_passphrase(&SecretString::from(OWN)).unwrap();
        assert!(holds(&session, &document), "the passphrase opens what it opened");
        // The next copy is another vault's: the one it came from still opens.
        let next = CopyFolder::at(copy.parent().unwrap());
        next.keep(&session.sealed().unwrap(), 3, Timestamp::now()).unwrap();
        assert!(beside(&copy) == key_beside);
    }
}

/// The person has nothing of the vault that was here, only another's recovery key and copy.
#[cfg(target_os = "linux")]
#[test]
fn another_vaults_copy_brings_its_own_ways_in_where_the_old_key_is_lost() {
    const NAME: &str = "another_vaults_copy_brings_its_own_ways_in_where_the_old_key_is_lost";
    if std::env::var_os("GATEHOUSE_TEST_NO_KEYRING").is_none() {
        // A new key is offered to the keyring, and this must not be the one of whoever runs the test.
        let run = std::process::Command::new(std::env::current_exe().unwrap())
            .args(["--exact", NAME, "--nocapture"])
            .env("GATEHOUSE_TEST_NO_KEYRING", "1")
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .status();
        assert!(run.unwrap().success());
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let (copy, identity, document) = stick(folder.path());
    let session = broken(folder.path(), true);
    let old_key = std::fs::read(folder.path().join("vault/identity.age")).unwrap();
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    // With its recovery key at hand the copy opens at once.
    let restoring = Restoring::new(Arc::clone(&session));
    assert!(matches!(restoring.look_at_file(&copy).unwrap(), Offer::Holds(_)));
    restoring.take(Take::All).unwrap();
    assert!(holds(&session, &document));
    session.lock(app::vault_session::LockReason::ByHand);
    let old = session.unlock_with_passphrase(&SecretString::from(OWN));
    assert!(
        matches!(old, Err(AppError::Vault(VaultError::NoPassphrase))),
        "no way in that leads nowhere"
    );
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    assert!(holds(&session, &document));
    let backups = std::fs::read_dir(folder.path().join("vault/backups")).unwrap();
    let aside = backups.map(|entry| entry.unwrap().path());
    let aside = aside
        .into_iter()
        .find(|path| path.to_string_lossy().contains("identity-"));
    assert!(std::fs::read(aside.unwrap()).unwrap() == old_key, "and nothing is lost");
}
