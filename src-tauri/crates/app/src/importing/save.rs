//! Keeping what was read, in one step that can be taken back.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use transfer::{Import, Imported, Issue};
use uuid::Uuid;
use vault::{Document, Entry, HeldRecord, SecretText, SecretUri, Taken, VaultError};

use super::report::Outcome;
use super::{Importing, outcomes};
use crate::AppError;
use crate::codes::{each_later, tidy_tags};
use crate::vault_session::VaultSession;

/// What saving an import did.
#[derive(Clone, Default)]
pub struct Saved {
    /// The new entries, each with the time of its last change: one that was changed since has another.
    pub entries: HashMap<Uuid, Timestamp>,
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
            for (id, saved) in &saved.entries {
                if document.entry(*id).is_some_and(|entry| entry.updated_at == *saved) {
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
    let links: Vec<_> = document.live().filter_map(|entry| entry.link.clone()).collect();
    let mut saved = Saved::default();
    for (place, (imported, outcome)) in import.entries.iter().zip(outcomes(import, known)).enumerate() {
        if outcome != Outcome::New {
            continue;
        }
        let mut entry = entry_of(imported, each_later(now, place));
        // The vault's own key of that account stays the one it is signed in to with.
        entry.link.take_if(|link| links.iter().any(|own| own.is_with(link)));
        if document.entry(entry.id).is_some() {
            entry.id = Uuid::new_v4();
        }
        let changed = entry.updated_at;
        saved.entries.insert(document.add(entry)?, changed);
    }
    for issue in &import.issues {
        hold(document, issue, format, &mut saved)?;
    }
    Ok(saved)
}

/// Keeps a record that needs attention: one out of the quarantine of a vault of ours as it was there.
fn hold(document: &mut Document, issue: &Issue, format: &str, saved: &mut Saved) -> Result<(), VaultError> {
    if !issue.quarantined {
        let name = issue.draft.as_ref().map(transfer::Draft::name).unwrap_or_default();
        let held = HeldRecord::new(format, &name, issue.reason.code(), &issue.verbatim);
        // One that is held already is not this import's to let go of again.
        saved.held.extend(document.hold(held)?);
        return Ok(());
    }
    match document.take_quarantined(&issue.verbatim) {
        Some(Taken::Held(verbatim)) => saved.held.push(verbatim),
        Some(Taken::Entry(id)) => {
            let changed = document.entry(id).map(|entry| entry.updated_at);
            saved.entries.extend(changed.map(|changed| (id, changed)));
        }
        None => {}
    }
    Ok(())
}

fn entry_of(imported: &Imported, now: Timestamp) -> Entry {
    let own = imported.own.as_ref();
    // An entry of a vault of ours comes with all it had, its dates too.
    own.and_then(|record| Entry::from_record(record, imported.otpauth.clone()))
        .unwrap_or_else(|| new_entry(imported, now))
}

fn new_entry(imported: &Imported, now: Timestamp) -> Entry {
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
