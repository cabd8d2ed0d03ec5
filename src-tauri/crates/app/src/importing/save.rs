//! Keeping what was read, in one step that can be taken back.

use std::collections::HashSet;

use jiff::Timestamp;
use transfer::{Import, Imported};
use uuid::Uuid;
use vault::{Document, Entry, HeldRecord, SecretText, SecretUri, VaultError};

use super::report::Outcome;
use super::{Importing, outcomes};
use crate::AppError;
use crate::codes::{each_later, tidy_tags};
use crate::vault_session::VaultSession;

/// What saving an import did.
#[derive(Clone, Default)]
pub struct Saved {
    /// The new entries.
    pub entries: Vec<Uuid>,
    /// Records held among the quarantined.
    held: Vec<SecretText>,
}

impl Importing {
    /// Adds every new entry and holds every record that needs attention, all in one write or none.
    ///
    /// # Errors
    /// [`AppError::NoImport`]; the vault's own. Nothing is saved then.
    pub fn save(&self, vault: &VaultSession) -> Result<Saved, AppError> {
        let mut state = self.lock();
        let format = state.both()?.0.format.id;
        let in_hand = state.in_hand_mut()?;
        let now = Timestamp::now();
        let import = &in_hand.import;
        let saved = vault.update(|document| keep(document, import, format, now))?;
        in_hand.saved = Some(saved.clone());
        Ok(saved)
    }

    /// Takes a saved import back: its entries and held records go, whatever the person has changed since stays.
    ///
    /// # Errors
    /// [`AppError::NoImport`] when none was saved; the vault's own. Nothing is changed then.
    pub fn undo(&self, vault: &VaultSession) -> Result<(), AppError> {
        let mut state = self.lock();
        let in_hand = state.in_hand_mut()?;
        let saved = in_hand.saved.as_ref().ok_or(AppError::NoImport)?;
        vault.update(|document| {
            for id in &saved.entries {
                let untouched = |entry: &Entry| entry.created_at == entry.updated_at;
                if document.entry(*id).is_some_and(untouched) {
                    document.erase(*id)?;
                }
            }
            for held in &saved.held {
                // One that the person discarded meanwhile is gone already.
                let _ = document.discard_quarantined(held);
            }
            Ok(())
        })?;
        in_hand.saved = None;
        Ok(())
    }
}

fn keep(document: &mut Document, import: &Import, format: &str, now: Timestamp) -> Result<Saved, VaultError> {
    let known: HashSet<_> = document.live().map(|entry| entry.otp().fingerprint()).collect();
    let mut saved = Saved::default();
    for (place, (imported, outcome)) in import.entries.iter().zip(outcomes(import, known)).enumerate() {
        if outcome == Outcome::New {
            saved.entries.push(document.add(entry_of(imported, each_later(now, place)))?);
        }
    }
    for issue in &import.issues {
        let name = issue.draft.as_ref().map(transfer::Draft::name).unwrap_or_default();
        let held = HeldRecord::new(format, &name, issue.reason.code(), &issue.verbatim);
        saved.held.push(document.hold(held)?);
    }
    Ok(saved)
}

fn entry_of(imported: &Imported, now: Timestamp) -> Entry {
    let mut entry = Entry::new(imported.otpauth.clone(), now);
    let original = imported.original.as_ref();
    // Kept only where it says more than the canonical one.
    entry.original_uri = original
        .filter(|text| ***text != **imported.otpauth.to_uri())
        .map(|text| SecretUri::from(text.clone()));
    let extras = &imported.extras;
    entry.tags = tidy_tags(&extras.tags);
    entry.note = extras.note.clone().map(SecretText::from);
    entry.pinned = extras.pinned;
    entry.icon.clone_from(&extras.icon);
    entry.deleted_at = extras.trashed.then_some(now);
    entry
}
