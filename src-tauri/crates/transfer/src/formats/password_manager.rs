//! What the password managers' exports have in common: a code in whatever form a person once pasted, with the login's own
//! names beside it, and tables in CSV.

use zeroize::Zeroizing;

use crate::error::{ImportError, Refusal};
use crate::{Draft, DraftKind, DraftSecret, Extras, Import, Reason, Work};
use otp::OtpauthUri;

/// A code as a login holds it: a link, or a bare key for the usual settings. The login's names stand in for those that a
/// link doesn't have.
pub(super) fn code_of(text: &str, title: Option<&str>, username: Option<&str>) -> Draft {
    let text = text.trim();
    let given = |name: Option<&str>| name.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned);
    if !text.contains("://") && !text.to_ascii_lowercase().starts_with("motp:") {
        let key = DraftSecret::Base32(Zeroizing::new(text.to_owned()));
        let mut draft = Draft::new(DraftKind::Totp, key);
        draft.issuer = given(title);
        draft.account = given(username).unwrap_or_default();
        return draft;
    }
    let mut draft = Draft::of_uri(text);
    let read = OtpauthUri::parse(text).ok();
    if read.as_ref().is_none_or(|read| read.issuer.is_none()) {
        draft.issuer = given(title);
    }
    if read.as_ref().is_none_or(|read| read.account.is_empty()) {
        draft.account = given(username).unwrap_or_default();
    }
    draft
}

/// The code as it was written, to be held where it can't be read: of a login nothing else, and least of all its password.
pub(super) fn written(draft: &Draft) -> Zeroizing<String> {
    match (&draft.uri, &draft.secret) {
        (Some(text), _) | (None, DraftSecret::Base32(text)) => text.clone(),
        _ => Zeroizing::default(),
    }
}

/// The most cells of a line: password managers write about ten.
const MOST_CELLS: usize = 1_000;

/// Which columns of a table hold what.
pub(super) struct Columns {
    pub(super) code: &'static str,
    pub(super) title: &'static str,
    pub(super) username: &'static str,
    pub(super) group: Option<&'static str>,
    pub(super) note: Option<&'static str>,
    pub(super) pinned: Option<&'static str>,
}

/// A table in CSV (RFC 4180) with a line of names first.
pub(super) struct Table;

impl Table {
    /// Whether the first line has the columns that matter.
    pub(super) fn has(text: &str, columns: &Columns) -> bool {
        let first = text.lines().next().filter(|first| is_narrow(first));
        let Some(first) = first else { return false };
        let mut reader = csv::ReaderBuilder::new()
            .has_headers(false)
            .from_reader(first.as_bytes());
        let Some(Ok(names)) = reader.records().next() else {
            return false;
        };
        let needed = [columns.code, columns.title, columns.username];
        needed.iter().all(|needed| names.iter().any(|name| name == *needed))
    }

    /// Every line that has a code.
    pub(super) fn read(text: &str, columns: &Columns, work: &Work) -> Result<Import, ImportError> {
        if !is_narrow(text) {
            return Err(Refusal::TooLarge.into());
        }
        let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let names = reader.headers().map_err(|_| ImportError::Damaged)?.clone();
        let place = |name: &str| names.iter().position(|there| there == name);
        let mut import = Import::default();
        for record in reader.records() {
            work.go_on()?;
            let record = record.map_err(|_| ImportError::Damaged)?;
            if record.len() != names.len() {
                let line = record.iter().collect::<Vec<_>>().join(",");
                import.refuse(Reason::Malformed { field: "line" }, Zeroizing::new(line))?;
                continue;
            }
            let cell = |name: &str| {
                place(name)
                    .and_then(|place| record.get(place))
                    .filter(|cell| !cell.is_empty())
            };
            let Some(code) = cell(columns.code) else { continue };
            let mut draft = code_of(code, cell(columns.title), cell(columns.username));
            draft.extras = Extras {
                tags: groups(columns.group.and_then(cell).unwrap_or_default()),
                note: columns.note.and_then(cell).map(|note| Zeroizing::new(note.to_owned())),
                pinned: columns.pinned.and_then(cell).is_some_and(|cell| cell == "1"),
                ..Extras::default()
            };
            let code = written(&draft);
            import.take(draft, || code)?;
        }
        Ok(import)
    }
}

/// Whether no line has more than a thousand cells. The reader makes sixteen bytes of each comma, before anything can be asked
/// of it.
fn is_narrow(text: &str) -> bool {
    enum Cell {
        Begins,
        Plain,
        Quoted,
        /// Behind a quote that ends it, or is the first of two that stand for one.
        Ends,
    }
    let (mut cell, mut commas) = (Cell::Begins, 0);
    for byte in text.bytes() {
        cell = match (cell, byte) {
            (Cell::Begins | Cell::Ends, b'"') => Cell::Quoted,
            (Cell::Quoted, b'"') => Cell::Ends,
            (Cell::Quoted, _) => Cell::Quoted,
            (_, b',') => {
                commas += 1;
                Cell::Begins
            }
            (_, b'\r' | b'\n') => {
                commas = 0;
                Cell::Begins
            }
            _ => Cell::Plain,
        };
        if commas > MOST_CELLS {
            return false;
        }
    }
    true
}

/// The groups of a path such as `Root/Work`, without the one that all are in.
fn groups(path: &str) -> Vec<String> {
    let inner = path
        .strip_prefix("Root")
        .map_or(path, |inner| inner.trim_start_matches('/'));
    inner
        .split('/')
        .filter(|group| !group.is_empty())
        .map(str::to_owned)
        .collect()
}
