//! The folded texts of an open vault, and its entries' order. Kept beside the document and gone with it: at a change, and
//! at the lock, for it holds notes.

use uuid::Uuid;
use vault::{Document, Entry, SecretText};
use zeroize::Zeroizing;

use super::Query;
use super::fold::fold;
use crate::codes::Sort;

/// Parts an entry's texts. Folded texts have no control characters, so that no word matches across two of them.
const BETWEEN: char = '\n';

/// The live entries of one state of a document.
pub(crate) struct SearchIndex {
    lines: Vec<Line>,
    /// The order the lines are in.
    sort: Option<Sort>,
}

/// One live entry.
struct Line {
    /// Its place among the document's entries.
    at: usize,
    issuer: Zeroizing<String>,
    account: Zeroizing<String>,
    /// Note and tags.
    more: Zeroizing<String>,
}

impl SearchIndex {
    pub(crate) fn of(document: &Document) -> Self {
        let all = document.entries().iter().enumerate();
        let live = all.filter(|(_, entry)| entry.deleted_at.is_none());
        Self {
            lines: live.map(|(at, entry)| Line::of(at, entry)).collect(),
            sort: None,
        }
    }

    /// The entries that match, in this order. `document` is the one the index was made of.
    pub(crate) fn find<'a>(&mut self, document: &'a Document, query: &Query, sort: Sort) -> Vec<&'a Entry> {
        if self.sort != Some(sort) {
            self.put_in_order(document, sort);
        }
        let found = self.lines.iter().filter(|line| line.matches(query));
        found.filter_map(|line| document.entries().get(line.at)).collect()
    }

    fn put_in_order(&mut self, document: &Document, sort: Sort) {
        let entry = |line: &Line| document.entries().get(line.at);
        let id = |line: &Line| entry(line).map_or(Uuid::nil(), |entry| entry.id);
        match sort {
            Sort::Issuer => self.lines.sort_by(|a, b| {
                let key = |line| (Line::title(line), Line::account(line), id(line));
                key(a).cmp(&key(b))
            }),
            Sort::Account => self.lines.sort_by(|a, b| {
                let key = |line| (Line::account(line), Line::title(line), id(line));
                key(a).cmp(&key(b))
            }),
            Sort::Added => self
                .lines
                .sort_by_cached_key(|line| std::cmp::Reverse((entry(line).map(|entry| entry.created_at), line.at))),
            Sort::Own => self
                .lines
                .sort_by_cached_key(|line| (entry(line).map(Entry::own_place), id(line))),
        }
        self.sort = Some(sort);
    }
}

impl Line {
    fn of(at: usize, entry: &Entry) -> Self {
        let mut more = Zeroizing::new(String::new());
        // Exposed to be looked through; the index is wiped with the vault's lock.
        let note = fold(entry.note.as_ref().map_or("", SecretText::expose));
        let tags: Vec<_> = entry.tags.iter().map(|tag| fold(tag)).collect();
        let parts = || std::iter::once(&note).chain(&tags);
        more.reserve_exact(parts().map(|part| part.len() + 1).sum());
        for part in parts() {
            more.push_str(part);
            more.push(BETWEEN);
        }
        Self {
            at,
            issuer: fold(entry.issuer().unwrap_or_default()),
            account: fold(entry.account()),
            more,
        }
    }

    /// What its row is headed by.
    fn title(&self) -> &str {
        if self.issuer.is_empty() {
            &self.account
        } else {
            &self.issuer
        }
    }

    fn account(&self) -> &str {
        &self.account
    }

    /// Whether each word occurs in one of the entry's texts.
    fn matches(&self, query: &Query) -> bool {
        query.matches([&self.issuer, &self.account, &self.more])
    }
}
