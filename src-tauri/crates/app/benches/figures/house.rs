//! Our side: vaults in a folder of their own, filled and opened as the app does it.

use std::path::PathBuf;
use std::sync::Arc;

use app::clock::CodeClock;
use app::codes::Codes;
use app::vault_session::VaultSession;
use keychain::Keychain;
use vault::{Entry, Folder, Identity, NewVault, Vault};

/// A vault and the key to it.
pub(crate) struct House {
    _folder: tempfile::TempDir,
    path: PathBuf,
    identity: Identity,
}

impl House {
    /// With these entries.
    pub(crate) fn with(entries: impl Iterator<Item = Entry>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("vault");
        let identity = Identity::generate();
        let new = NewVault::weak_for_tests(identity.clone());
        let mut vault = Vault::create(Folder::open(&path).unwrap(), new).unwrap();
        let entries: Vec<Entry> = entries.collect();
        vault
            .update(jiff::Timestamp::now(), |document| {
                entries
                    .iter()
                    .try_for_each(|entry| document.add(entry.clone()).map(drop))
            })
            .unwrap();
        Self {
            _folder: folder,
            path,
            identity,
        }
    }

    /// Opened anew, with the recovery key: no passphrase's derivation is in the time.
    pub(crate) fn open(&self) -> Arc<VaultSession> {
        let session = Arc::new(VaultSession::new(self.path.clone(), Keychain::system()));
        session.unlock_with_recovery_key(&self.identity.to_text()).unwrap();
        session
    }

    /// The codes of a vault that was opened anew.
    pub(crate) fn codes(&self) -> Codes {
        Codes::new(self.open(), CodeClock::default())
    }
}

/// An entry made of this link.
pub(crate) fn entry(link: &str) -> Entry {
    Entry::from_uri(link, jiff::Timestamp::now()).unwrap()
}
