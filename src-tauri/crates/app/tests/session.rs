//! The open vault's passphrase asked again.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use app::AppError;
use app::vault_session::{LockReason, VaultSession};
use keychain::Keychain;
use secrecy::SecretString;
use vault::{Folder, Identity, NewVault, Vault, VaultError};

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
