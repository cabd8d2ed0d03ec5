//! The edit form: what it starts from, and what of it is saved when somebody else changed the entry meanwhile.

use uuid::Uuid;
use vault::{Entry, SecretText, VaultError};

use super::Codes;
use crate::AppError;

/// What the edit form holds.
#[derive(Clone)]
pub struct Details {
    /// Who issued it.
    pub issuer: String,
    /// Whose it is.
    pub account: String,
    /// Its tags.
    pub tags: Vec<String>,
    /// Its note.
    pub note: Option<SecretText>,
    /// Pinned.
    pub pinned: bool,
}

impl Codes {
    /// What the edit form starts from.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; or the vault isn't open.
    pub fn details(&self, id: Uuid) -> Result<Details, AppError> {
        self.vault.read(|document| {
            let entry = document.entry(id).ok_or(VaultError::NoSuchEntry { id })?;
            Ok(Details::of(entry))
        })?
    }

    /// Saves what the person changed between `from`, which the form started with, and `to`. What another writer changed
    /// meanwhile stays, and both writers' tags are kept.
    ///
    /// # Errors
    /// [`VaultError::ChangedMeanwhile`], with nothing saved, when both changed the same name or the note, to different texts;
    /// [`VaultError::Label`] when a label can't be kept; [`VaultError::NoSuchEntry`]; or the vault can't be saved.
    pub fn edit(&self, id: Uuid, from: &Details, to: &Details) -> Result<(), AppError> {
        self.vault.update(|document| {
            let entry = document.entry_mut(id)?;
            let merged = Details::of(entry).merged(from, to);
            let details = merged.ok_or(VaultError::ChangedMeanwhile { id })?;
            let issuer = Some(details.issuer.trim()).filter(|issuer| !issuer.is_empty());
            entry.set_label(issuer, details.account.trim())?;
            entry.tags = tidy_tags(&details.tags);
            entry.note = details.note;
            entry.pinned = details.pinned;
            Ok(())
        })
    }
}

impl Details {
    fn of(entry: &Entry) -> Self {
        Self {
            issuer: entry.issuer().unwrap_or_default().to_owned(),
            account: entry.account().to_owned(),
            tags: entry.tags.clone(),
            note: entry.note.clone(),
            pinned: entry.pinned,
        }
    }

    /// What there is now, with the changes that lead from one form to another; none where these are about the same text.
    fn merged(self, from: &Self, to: &Self) -> Option<Self> {
        let kept = self
            .tags
            .into_iter()
            .filter(|tag| !from.tags.contains(tag) || to.tags.contains(tag));
        let mut tags: Vec<String> = kept.collect();
        tags.extend(to.tags.iter().filter(|tag| !from.tags.contains(tag)).cloned());
        Some(Self {
            issuer: one_of(self.issuer, &from.issuer, &to.issuer)?,
            account: one_of(self.account, &from.account, &to.account)?,
            // A person who only put the tags into another order finds them in that order.
            tags: if same(&tags, &to.tags) { to.tags.clone() } else { tags },
            note: one_of(self.note, &from.note, &to.note)?,
            pinned: if to.pinned == from.pinned {
                self.pinned
            } else {
                to.pinned
            },
        })
    }
}

/// The text after both writers: the other one's where the form left it alone, the form's where the other one did, or what
/// both say.
fn one_of<T: PartialEq + Clone>(now: T, from: &T, to: &T) -> Option<T> {
    if to == from || now == *to {
        Some(now)
    } else if now == *from {
        Some(to.clone())
    } else {
        None
    }
}

fn same(tags: &[String], others: &[String]) -> bool {
    tags.len() == others.len() && tags.iter().all(|tag| others.contains(tag))
}

/// Tags without spaces around them, empty ones and repetitions.
#[must_use]
pub fn tidy_tags(tags: &[String]) -> Vec<String> {
    let mut tidy: Vec<String> = Vec::new();
    for tag in tags.iter().map(|tag| tag.trim()).filter(|tag| !tag.is_empty()) {
        if !tidy.iter().any(|other| other == tag) {
            tidy.push(tag.to_owned());
        }
    }
    tidy
}
