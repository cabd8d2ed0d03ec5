//! A vault that would be too large to be opened again is not written.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::Timestamp;
use vault::{Entry, Folder, Identity, NewVault, Vault, VaultError};

const URI: &str = "otpauth://totp/Harbour:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour";

#[test]
fn what_could_not_be_opened_again_is_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::generate();
    let place = || Folder::open(folder.path()).unwrap();
    let mut vault = Vault::create(place(), NewVault::weak_for_tests(identity.clone())).unwrap();
    let now = Timestamp::now();
    let id = vault
        .update(now, |document| document.add(Entry::from_uri(URI, now).unwrap()))
        .unwrap();
    let before = std::fs::read(folder.path().join("vault.age")).unwrap();
    let refused = vault.update(now, |document| {
        document.entry_mut(id)?.note = Some("n".repeat(64 << 20).as_str().into());
        Ok(())
    });
    assert!(matches!(refused, Err(VaultError::TooLarge)));
    assert_eq!(std::fs::read(folder.path().join("vault.age")).unwrap(), before);
    assert!(vault.document().entry(id).unwrap().note.is_none());
    let again = Vault::open(place(), identity).unwrap();
    assert_eq!(again.document().entries().len(), 1);
}
