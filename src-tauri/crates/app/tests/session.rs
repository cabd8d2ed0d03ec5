//! The open vault's passphrase asked again, and what others write into its file.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::sync::{Arc, Mutex};

use app::AppError;
use app::vault_session::{LockReason, VaultEvent, VaultSession, VaultState};
use jiff::Timestamp;
use keychain::Keychain;
use secrecy::SecretString;
use vault::{Entry, Folder, Identity, NewVault, Vault, VaultError};

const URI: &str = "otpauth://totp/Harbour:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour";
const PASSPHRASE: &str = "lantern lantern";

fn opened(folder: &Path) -> (VaultSession, Identity) {
    let identity = Identity::generate();
    let path = folder.join("vault");
    let passphrase = SecretString::from(PASSPHRASE);
    let new = NewVault {
        passphrase: Some(&passphrase),
        ..NewVault::weak_for_tests(identity.clone())
    };
    Vault::create(Folder::open(&path).unwrap(), new).unwrap();
    let session = VaultSession::new(path, Keychain::system());
    session.unlock_with_passphrase(&passphrase).unwrap();
    (session, identity)
}

#[test]
fn guesses_at_an_open_vault_are_slowed_down_like_those_at_a_locked_one() {
    let folder = tempfile::tempdir().unwrap();
    let (session, identity) = opened(folder.path());
    for _ in 0..3 {
        let wrong = session.confirm(&SecretString::from("a guess"));
        assert!(matches!(wrong, Err(AppError::Vault(VaultError::WrongPassphrase))));
    }
    let right = SecretString::from(PASSPHRASE);
    assert!(matches!(session.confirm(&right), Err(AppError::TryLater { .. })));
    session.lock(LockReason::ByHand);
    let locked = session.unlock_with_passphrase(&right);
    assert!(matches!(locked, Err(AppError::TryLater { .. })), "one count for both");
    // Nobody guesses a recovery key.
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    session.confirm(&identity.to_text()).unwrap();
}

/// What this session's listeners have heard since they were last asked.
fn heard(session: &VaultSession) -> impl Fn() -> Vec<VaultEvent> + use<> {
    let all = Arc::new(Mutex::new(Vec::new()));
    let listening = Arc::clone(&all);
    session.listen(move |event| listening.lock().unwrap().push(event));
    move || std::mem::take(&mut *all.lock().unwrap())
}

#[test]
fn what_another_program_wrote_is_told_apart_from_what_was_written_here() {
    let folder = tempfile::tempdir().unwrap();
    let (session, identity) = opened(folder.path());
    let heard = heard(&session);
    let mut other = Vault::open(Folder::open(folder.path().join("vault")).unwrap(), identity).unwrap();
    let mut writes = |account: &str| {
        let mut entry = Entry::from_uri(URI, Timestamp::now()).unwrap();
        entry.set_label(Some("Harbour"), account).unwrap();
        other
            .update(Timestamp::now(), |document| document.add(entry.clone()))
            .unwrap();
    };
    session.look_for_news();
    assert_eq!(heard(), []);
    writes("one");
    session.look_for_news();
    assert_eq!(heard(), [VaultEvent::SavedElsewhere]);
    session.look_for_news();
    assert_eq!(heard(), [], "told once");
    writes("two");
    assert_eq!(session.read(|document| document.live().count()).unwrap(), 2);
    assert_eq!(heard(), [VaultEvent::SavedElsewhere]);
    // What a change of our own comes upon is told as well.
    writes("three");
    let first = session.read(|document| document.entries()[0].id).unwrap();
    heard();
    writes("four");
    session
        .update(|document| {
            document.entry_mut(first)?.pinned = true;
            Ok(())
        })
        .unwrap();
    let told = heard();
    assert!(
        told.contains(&VaultEvent::Saved) && told.contains(&VaultEvent::SavedElsewhere),
        "{told:?}"
    );
    session.lock(LockReason::ByHand);
    session.look_for_news();
    assert_eq!(heard(), []);
}

/// A link where the folder belongs, as of someone who keeps it on another disk: neither followed nor taken for damage.
#[cfg(unix)]
#[test]
fn a_vault_that_cannot_be_looked_at_is_not_called_damaged_and_is_looked_for_again() {
    let folder = tempfile::tempdir().unwrap();
    let (session, _) = opened(folder.path());
    drop(session);
    let (path, elsewhere) = (folder.path().join("vault"), folder.path().join("elsewhere"));
    std::fs::rename(&path, &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, &path).unwrap();
    let session = VaultSession::new(path.clone(), Keychain::system());
    session.open_at_start(&|| {});
    let link = VaultState::Unreachable {
        why: VaultError::SymlinkRefused,
    };
    assert_eq!(session.state(), link);
    session.look_again(&|| {});
    assert_eq!(session.state(), link);

    std::fs::remove_file(&path).unwrap();
    std::fs::rename(&elsewhere, &path).unwrap();
    session.look_again(&|| {});
    assert!(matches!(session.state(), VaultState::Locked { .. }));
    session.unlock_with_passphrase(&SecretString::from(PASSPHRASE)).unwrap();
    assert!(matches!(session.state(), VaultState::Open { .. }));
    session.look_again(&|| panic!("an open vault is left alone"));
}
