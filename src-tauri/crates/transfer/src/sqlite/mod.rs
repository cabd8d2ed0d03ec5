//! Rows out of a SQLite database, without SQLite: some apps' exports are databases, and a C library must not read files of
//! unknown origin here. Read-only, tables with row ids only, every number in the file checked against what is there.
//! The format: sqlite.org/fileformat2.html.

mod btree;
mod columns;
mod record;

use zeroize::Zeroizing;

use self::btree::Pages;
pub(crate) use self::record::Value;
use crate::error::{ImportError, Refusal};

/// What a database begins with.
pub(crate) const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// The page that lists all tables.
const SCHEMA: u32 = 1;
/// The most values of all rows: of one byte in the file each may be made dozens.
const MOST_VALUES: usize = 2_000_000;

/// A table with all its rows.
pub(crate) struct Table {
    columns: Vec<String>,
    /// In the order of their row ids.
    pub(crate) rows: Vec<Row>,
}

/// One row.
pub(crate) struct Row {
    values: Vec<Value>,
}

/// The table of this name; `None` where there is none.
pub(crate) fn table(file: &[u8], name: &str) -> Result<Option<Table>, ImportError> {
    let pages = Pages::of(file)?;
    for (_, payload) in pages.rows(SCHEMA)? {
        let listed = pages.values(&payload)?;
        if let [
            Value::Text(kind),
            Value::Text(there),
            _,
            Value::Integer(root),
            Value::Text(sql),
            ..,
        ] = &listed[..]
            && kind.as_str() == "table"
            && there.eq_ignore_ascii_case(name)
        {
            let root = u32::try_from(*root).map_err(|_| ImportError::Damaged)?;
            return read(&pages, root, sql).map(Some);
        }
    }
    Ok(None)
}

/// The table of this name, with rows in it, or why there are none.
pub(crate) fn filled_table(file: &[u8], name: &str) -> Result<Table, ImportError> {
    match table(file, name)? {
        Some(table) if !table.rows.is_empty() || !is_journalled(file) => Ok(table),
        _ if is_journalled(file) => Err(Refusal::JournalNeeded.into()),
        _ => Err(ImportError::Damaged),
    }
}

/// Whether what is written last goes to another file first (`-wal`), which was to be copied, too. While it stands there only,
/// nothing in this file tells of it but that something is missing.
pub(crate) fn is_journalled(file: &[u8]) -> bool {
    file.get(18..20) == Some(&[2, 2])
}

/// Whether there is no table at all.
pub(crate) fn is_empty(file: &[u8]) -> Result<bool, ImportError> {
    Pages::of(file)?.rows(SCHEMA).map(|listed| listed.is_empty())
}

fn read(pages: &Pages<'_>, root: u32, sql: &str) -> Result<Table, ImportError> {
    let columns = columns::of(sql).ok_or(ImportError::Damaged)?;
    let mut rows = Vec::new();
    let mut count = 0;
    for (id, payload) in pages.rows(root)? {
        let mut values = pages.values(&payload)?;
        count += values.len();
        if count > MOST_VALUES {
            return Err(Refusal::TooLarge.into());
        }
        for (value, column) in values.iter_mut().zip(&columns) {
            // The row id itself is stored where the row would hold it again.
            if column.is_row_id && matches!(value, Value::Null) {
                *value = Value::Integer(id);
            }
        }
        rows.push(Row { values });
    }
    Ok(Table {
        columns: columns.into_iter().map(|column| column.name).collect(),
        rows,
    })
}

impl Table {
    /// Whether there is a column of this name.
    pub(crate) fn has(&self, column: &str) -> bool {
        self.place(column).is_some()
    }

    fn place(&self, column: &str) -> Option<usize> {
        self.columns.iter().position(|there| there.eq_ignore_ascii_case(column))
    }

    /// A row's value in a column; a row from before the column was added has none.
    pub(crate) fn value<'a>(&self, row: &'a Row, column: &str) -> &'a Value {
        let value = self.place(column).and_then(|place| row.values.get(place));
        value.unwrap_or(&Value::Null)
    }

    /// A row's value as a whole number; `None` for others.
    pub(crate) fn integer(&self, row: &Row, column: &str) -> Option<i64> {
        match self.value(row, column) {
            Value::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// A row's value as text, whole numbers included; `None` where there is none, or bytes.
    pub(crate) fn text(&self, row: &Row, column: &str) -> Option<Zeroizing<String>> {
        match self.value(row, column) {
            Value::Text(text) => Some(text.clone()),
            Value::Integer(number) => Some(Zeroizing::new(number.to_string())),
            Value::Real(number) => Some(Zeroizing::new(number.to_string())),
            Value::Null | Value::Blob(_) => None,
        }
    }

    /// A whole row as JSON: how it is kept where it can't be understood.
    pub(crate) fn json(&self, row: &Row) -> Zeroizing<String> {
        let mut written = Zeroizing::new(String::with_capacity(4096));
        written.push('{');
        for (place, (column, value)) in self.columns.iter().zip(&row.values).enumerate() {
            if place > 0 {
                written.push(',');
            }
            written.push_str(&serde_json::Value::from(column.as_str()).to_string());
            written.push(':');
            written.push_str(&value.json());
        }
        written.push('}');
        written
    }
}
