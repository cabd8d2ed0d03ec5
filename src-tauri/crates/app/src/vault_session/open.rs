//! The open vault and what is kept beside it. Both leave memory together.

use std::ops::{Deref, DerefMut};

use vault::{Document, Vault, VaultError};

use crate::codes::search::SearchIndex;

/// An open vault with the index of its present state.
pub(super) struct OpenVault {
    vault: Vault,
    /// Made when it is first asked for; none after a change.
    index: Option<SearchIndex>,
}

impl From<Vault> for OpenVault {
    fn from(vault: Vault) -> Self {
        Self { vault, index: None }
    }
}

impl OpenVault {
    /// Takes over what another process wrote; whether one did.
    pub(super) fn refresh(&mut self) -> Result<bool, VaultError> {
        let news = self.vault.refresh()?;
        if news {
            self.index = None;
        }
        Ok(news)
    }

    /// The document and its index.
    pub(super) fn searched(&mut self) -> (&Document, &mut SearchIndex) {
        let document = self.vault.document();
        let index = self.index.get_or_insert_with(|| SearchIndex::of(document));
        (document, index)
    }
}

impl Deref for OpenVault {
    type Target = Vault;

    fn deref(&self) -> &Vault {
        &self.vault
    }
}

impl DerefMut for OpenVault {
    /// Whoever can change the vault may do so: the index is made anew.
    fn deref_mut(&mut self) -> &mut Vault {
        self.index = None;
        &mut self.vault
    }
}
