//! Records that are kept because they aren't understood: what is said of them, and letting one go.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use vault::{Document, Quarantined, VaultError};

use super::Codes;
use crate::AppError;

/// One kept record, without its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptRecord {
    /// Its identity within this run, told by its text, and by a number where the same text is kept more than once.
    pub id: String,
    /// Why it isn't understood, by the reason's stable name.
    pub reason: String,
    /// The format it was imported from, for one that is held from an import.
    pub format: Option<String>,
    /// What a person knows it by; may be empty.
    pub name: String,
}

impl Codes {
    /// Every kept record.
    ///
    /// # Errors
    /// When the vault isn't open.
    pub fn quarantined(&self) -> Result<Vec<KeptRecord>, AppError> {
        self.vault
            .read(|document| identified(document).map(|(id, record)| kept(id, record)).collect())
    }

    /// Lets a kept record go for good; backups still hold it for a while.
    ///
    /// # Errors
    /// [`VaultError::NoSuchQuarantined`]; or the vault can't be saved.
    pub fn discard_quarantined(&self, id: &str) -> Result<(), AppError> {
        self.vault.update(|document| {
            let found = identified(document).find(|(identity, _)| identity == id);
            let verbatim = found.ok_or(VaultError::NoSuchQuarantined)?.1.verbatim().clone();
            document.discard_quarantined(&verbatim)
        })
    }
}

/// Every kept record with its identity. Earlier versions held the same record once more with every import.
fn identified(document: &Document) -> impl Iterator<Item = (String, &Quarantined)> {
    let mut seen: HashMap<String, usize> = HashMap::new();
    document.quarantine().iter().map(move |record| {
        let text = identity(record);
        let before = seen.entry(text.clone()).or_default();
        *before += 1;
        let id = if *before == 1 { text } else { format!("{text}-{before}") };
        (id, record)
    })
}

fn kept(id: String, record: &Quarantined) -> KeptRecord {
    let held = record.held();
    let (format, name, reason) = match held {
        Some(held) => (Some(held.format), held.name, held.reason),
        None => (None, String::new(), record.reason().code().to_owned()),
    };
    KeptRecord {
        id,
        reason,
        format,
        name,
    }
}

fn identity(record: &Quarantined) -> String {
    let mut hasher = DefaultHasher::new();
    // Exposed to be told from others; a short hash gives nothing of it away.
    record.verbatim().expose().hash(&mut hasher);
    format!("{:016x}", hasher.finish())
}
