//! Going back to a vault that was taken along under a passphrase.
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
    Document, Entry, Folder, HeldRecord, Identity, NewVault, RecoveryCodes, SecretText, Vault, VaultError, WorkFactor,
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
