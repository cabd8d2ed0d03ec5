//! The list as it is looked through: what matches, in which order. Only names of entries are answered; what stands in their
//! rows is asked for as they come into view, so that ten thousand entries cost no more than those seen.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;
use vault::{Beside, Document, Entry};

use super::Codes;
use super::entries::{Row, row};
use super::search::{Query, SearchIndex};
use crate::AppError;

/// How many rows come with the list itself: those of a first screen.
const FIRST_ROWS: usize = 24;

/// The order of the list. There is none by use: it would write the vault at every copy.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Sort {
    /// By who issued them, then by account.
    #[default]
    Issuer,
    /// By account, then by who issued them.
    Account,
    /// The one added last comes first.
    Added,
    /// As the person has put them.
    Own,
}

/// Which tag is looked at.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Tagged {
    /// Whatever there is.
    #[default]
    Any,
    /// This tag.
    With(String),
    /// No tag at all.
    Without,
}

/// What the list is to show.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// What was typed.
    pub query: String,
    /// Under which tag.
    pub tagged: Tagged,
    /// In which order.
    pub sort: Sort,
}

/// The list and its surroundings.
pub struct Found {
    /// Matching pinned entries, in order.
    pub pinned: Vec<Uuid>,
    /// The other matching entries, in order.
    pub rest: Vec<Uuid>,
    /// The first rows.
    pub rows: Vec<Row>,
    /// All live entries.
    pub total: usize,
    /// Those of them without a tag.
    pub untagged: usize,
    /// Tags in use and how often.
    pub tags: BTreeMap<String, usize>,
    /// Entries in the trash.
    pub trashed: usize,
    /// Entries kept because they aren't understood.
    pub quarantined: usize,
}

impl Codes {
    /// Live entries that match, in order.
    ///
    /// # Errors
    /// When the vault isn't open.
    pub fn find(&self, wanted: &Wanted) -> Result<Found, AppError> {
        self.vault().search(|document, index| found(document, index, wanted))
    }

    /// The rows of these entries. One that was deleted meanwhile is left out.
    ///
    /// # Errors
    /// When the vault isn't open.
    pub fn rows(&self, ids: &[Uuid]) -> Result<Vec<Row>, AppError> {
        self.vault().read(|document| {
            let all = document.by_id();
            let live = ids.iter().filter_map(|id| all.get(id));
            live.filter(|entry| entry.deleted_at.is_none())
                .map(|entry| row(entry))
                .collect()
        })
    }

    /// Moves an entry beside another one in the person's own order.
    ///
    /// # Errors
    /// [`vault::VaultError::NoSuchEntry`]; or the vault can't be saved.
    pub fn place(&self, id: Uuid, beside: Beside) -> Result<(), AppError> {
        self.vault().update(|document| document.place(id, beside))
    }
}

fn found(document: &Document, index: &mut SearchIndex, wanted: &Wanted) -> Found {
    let matching = index.find(document, &Query::new(&wanted.query), wanted.sort);
    let (pinned, rest): (Vec<&Entry>, Vec<&Entry>) = matching
        .into_iter()
        .filter(|entry| wanted.tagged.holds(entry))
        .partition(|entry| entry.pinned);
    let ids = |entries: &[&Entry]| entries.iter().map(|entry| entry.id).collect();
    let mut tags = BTreeMap::new();
    for tag in document.live().flat_map(|entry| &entry.tags) {
        *tags.entry(tag.clone()).or_insert(0) += 1;
    }
    Found {
        pinned: ids(&pinned),
        rest: ids(&rest),
        rows: pinned
            .iter()
            .chain(&rest)
            .take(FIRST_ROWS)
            .map(|entry| row(entry))
            .collect(),
        total: document.live().count(),
        untagged: document.live().filter(|entry| entry.tags.is_empty()).count(),
        tags,
        trashed: document.trashed().count(),
        quarantined: document.quarantine().len(),
    }
}

impl Tagged {
    fn holds(&self, entry: &Entry) -> bool {
        match self {
            Self::Any => true,
            Self::With(tag) => entry.tags.contains(tag),
            Self::Without => entry.tags.is_empty(),
        }
    }
}
