//! What is done with several entries at once: one save for all of them, or none.

use std::collections::{BTreeMap, HashSet};

use uuid::Uuid;

use super::tidy_tags;
use super::{Codes, Row};
use crate::AppError;

/// What the chosen entries have in common, and what a person should know before they are deleted.
pub struct Chosen {
    /// How many of them are there still.
    pub count: usize,
    /// How many are pinned.
    pub pinned: usize,
    /// Their tags, and how many carry each.
    pub tags: BTreeMap<String, usize>,
    /// Those that an account needs, or may need: the service may have taken a key that it has not confirmed.
    pub protecting: Vec<Row>,
}

impl Codes {
    /// Looks over the chosen entries.
    ///
    /// # Errors
    /// When the vault isn't open.
    pub fn chosen(&self, ids: &HashSet<Uuid>) -> Result<Chosen, AppError> {
        self.vault().read(|document| {
            let all: Vec<_> = document.live().filter(|entry| ids.contains(&entry.id)).collect();
            let mut tags = BTreeMap::new();
            for tag in all.iter().flat_map(|entry| &entry.tags) {
                *tags.entry(tag.clone()).or_insert(0) += 1;
            }
            let needed = all.iter().map(|entry| super::entries::row(entry));
            Chosen {
                count: all.len(),
                pinned: all.iter().filter(|entry| entry.pinned).count(),
                tags,
                protecting: needed.filter(|row| row.link.is_some()).collect(),
            }
        })
    }

    /// Pins or unpins them.
    ///
    /// # Errors
    /// When the vault can't be saved.
    pub fn pin_all(&self, ids: &HashSet<Uuid>, pinned: bool) -> Result<(), AppError> {
        self.vault().update(|document| {
            document.change_each(ids, |entry| entry.pinned = pinned);
            Ok(())
        })
    }

    /// Gives them tags and takes others from them.
    ///
    /// # Errors
    /// When the vault can't be saved.
    pub fn tag_all(&self, ids: &HashSet<Uuid>, add: &[String], remove: &[String]) -> Result<(), AppError> {
        self.vault().update(|document| {
            document.change_each(ids, |entry| {
                entry.tags.retain(|tag| !remove.contains(tag));
                entry.tags.extend_from_slice(add);
                entry.tags = tidy_tags(&entry.tags);
            });
            Ok(())
        })
    }

    /// Moves them to the trash, for 30 days; answers which those were, to be undone.
    ///
    /// # Errors
    /// When the vault can't be saved.
    pub fn trash_all(&self, ids: &HashSet<Uuid>) -> Result<Vec<Uuid>, AppError> {
        let now = jiff::Timestamp::now();
        self.vault().update(|document| {
            let mut moved = Vec::new();
            document.change_each(ids, |entry| {
                if entry.deleted_at.is_none() {
                    entry.deleted_at = Some(now);
                    moved.push(entry.id);
                }
            });
            Ok(moved)
        })
    }

    /// Takes them back out of the trash.
    ///
    /// # Errors
    /// When the vault can't be saved.
    pub fn untrash_all(&self, ids: &HashSet<Uuid>) -> Result<(), AppError> {
        self.vault().update(|document| {
            document.change_each(ids, |entry| entry.deleted_at = None);
            Ok(())
        })
    }
}
