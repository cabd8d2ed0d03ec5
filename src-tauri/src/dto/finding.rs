//! The list as it is looked through, and what is done with several of its entries.

use std::collections::BTreeMap;

use app::accounts::Accounts;
use app::clock::OtherTime;
use app::codes::{Chosen, Found, Row, Sort, Tagged, Wanted};
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;

use super::codes::{EntryRow, TagCount};
use super::vault::count;

/// The order of the list.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SortView {
    /// By who issued them, then by account.
    Issuer,
    /// By account, then by who issued them.
    Account,
    /// The one added last comes first.
    Added,
    /// As the person has put them.
    Own,
}

/// Which tag is looked at.
#[derive(Debug, Clone, PartialEq, Deserialize, Type)]
#[serde(tag = "kind", rename_all = "lowercase")]
pub(crate) enum TagChoice {
    /// Whatever there is.
    All,
    /// This tag.
    Tag {
        /// The tag.
        tag: String,
    },
    /// No tag at all.
    Untagged,
}

/// What the list is to show.
#[derive(Debug, Clone, PartialEq, Deserialize, Type)]
pub(crate) struct FindWanted {
    /// What was typed.
    pub(crate) query: String,
    /// Under which tag.
    pub(crate) choice: TagChoice,
    /// In which order.
    pub(crate) sort: SortView,
}

/// The list by its entries' identities; the rows of a first screen come with it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct FoundView {
    /// Matching pinned entries, in order.
    pub(crate) pinned: Vec<String>,
    /// The other matching entries, in order.
    pub(crate) rest: Vec<String>,
    /// The first rows.
    pub(crate) rows: Vec<EntryRow>,
    /// All live entries, matching or not.
    pub(crate) total: u32,
    /// Those of them without a tag.
    pub(crate) untagged: u32,
    /// Every tag in use, with its count.
    pub(crate) tags: Vec<TagCount>,
    /// Entries in the trash.
    pub(crate) trashed: u32,
    /// Entries kept because they could not be understood.
    pub(crate) quarantined: u32,
}

/// Beside which entry another one is put.
#[derive(Debug, Clone, PartialEq, Deserialize, Type)]
pub(crate) struct BesideView {
    /// The entry it is put beside.
    pub(crate) id: String,
    /// After it, or before it.
    pub(crate) after: bool,
}

/// What the chosen entries have in common, and what a person should know before they are deleted.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ChosenView {
    /// How many of them are there still.
    pub(crate) count: u32,
    /// How many are pinned.
    pub(crate) pinned: u32,
    /// Their tags, and how many carry each.
    pub(crate) tags: Vec<TagCount>,
    /// Those that an account needs, or may need.
    pub(crate) protecting: Vec<EntryRow>,
}

/// What there is to say of the clock that codes are made by.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ClockView {
    /// How many seconds codes are made ahead of this computer's clock; negative behind it.
    pub(crate) offset: i32,
    /// A service whose clock shows another time, by more than ten seconds.
    pub(crate) other: Option<OtherTimeView>,
}

/// A service whose clock shows another time than codes are made for.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct OtherTimeView {
    /// The service's name.
    pub(crate) service: String,
    /// How many seconds it is ahead of this computer's clock; negative behind it.
    pub(crate) ahead: i32,
}

impl From<SortView> for Sort {
    fn from(sort: SortView) -> Self {
        match sort {
            SortView::Issuer => Self::Issuer,
            SortView::Account => Self::Account,
            SortView::Added => Self::Added,
            SortView::Own => Self::Own,
        }
    }
}

impl From<Sort> for SortView {
    fn from(sort: Sort) -> Self {
        match sort {
            Sort::Issuer => Self::Issuer,
            Sort::Account => Self::Account,
            Sort::Added => Self::Added,
            Sort::Own => Self::Own,
        }
    }
}

impl From<FindWanted> for Wanted {
    fn from(wanted: FindWanted) -> Self {
        Self {
            query: wanted.query,
            tagged: match wanted.choice {
                TagChoice::All => Tagged::Any,
                TagChoice::Tag { tag } => Tagged::With(tag),
                TagChoice::Untagged => Tagged::Without,
            },
            sort: wanted.sort.into(),
        }
    }
}

impl FoundView {
    /// The list, its first rows' links resolved to the accounts that the app knows.
    pub(crate) fn of(found: Found, accounts: &Accounts) -> Self {
        let texts = |ids: Vec<Uuid>| ids.into_iter().map(|id| id.to_string()).collect();
        Self {
            pinned: texts(found.pinned),
            rest: texts(found.rest),
            rows: rows_of(found.rows, accounts),
            total: count(found.total),
            untagged: count(found.untagged),
            tags: counted(found.tags),
            trashed: count(found.trashed),
            quarantined: count(found.quarantined),
        }
    }
}

impl ChosenView {
    /// What was looked over.
    pub(crate) fn of(chosen: Chosen, accounts: &Accounts) -> Self {
        Self {
            count: count(chosen.count),
            pinned: count(chosen.pinned),
            tags: counted(chosen.tags),
            protecting: rows_of(chosen.protecting, accounts),
        }
    }
}

impl From<OtherTime> for OtherTimeView {
    fn from(other: OtherTime) -> Self {
        Self {
            service: other.service,
            ahead: i32::try_from(other.ahead).unwrap_or(if other.ahead < 0 { i32::MIN } else { i32::MAX }),
        }
    }
}

/// Rows as the list shows them.
pub(crate) fn rows_of(rows: Vec<Row>, accounts: &Accounts) -> Vec<EntryRow> {
    rows.into_iter().map(|row| EntryRow::of(row, accounts)).collect()
}

fn counted(tags: BTreeMap<String, usize>) -> Vec<TagCount> {
    let count = |(tag, number)| TagCount {
        tag,
        count: count(number),
    };
    tags.into_iter().map(count).collect()
}
