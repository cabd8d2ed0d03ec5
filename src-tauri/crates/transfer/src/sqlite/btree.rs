//! Pages, and the trees of them that hold a table's rows.

use std::collections::BTreeSet;

use zeroize::Zeroizing;

use super::record::{self, Encoding, Value, varint};
use super::{MAGIC, SCHEMA};
use crate::error::{ImportError, Refusal};

/// A page of a table's tree whose cells are other pages.
const INTERIOR: u8 = 0x05;
/// A page whose cells are rows.
const LEAF: u8 = 0x0D;
/// The length of the file's header, before the first page's tree.
const FILE_HEADER: usize = 100;

/// The most rows, as of any format's records.
const MOST_ROWS: usize = crate::issue::MOST_RECORDS;
/// The most content of all rows, in bytes.
const MOST_CONTENT: usize = 32 * 1024 * 1024;

/// A file's pages.
pub(super) struct Pages<'a> {
    file: &'a [u8],
    size: usize,
    /// What of a page holds content: some keep a few bytes at its end free.
    usable: usize,
    encoding: Encoding,
}

/// A row's id and its content, not yet taken apart.
type Cell = (i64, Zeroizing<Vec<u8>>);

impl<'a> Pages<'a> {
    pub(super) fn of(file: &'a [u8]) -> Result<Self, ImportError> {
        if !file.starts_with(MAGIC) {
            return Err(ImportError::Damaged);
        }
        let size = match number(file, 16, 2)? {
            1 => 65_536,
            size if size >= 512 && size.is_power_of_two() => size,
            _ => return Err(ImportError::Damaged),
        };
        let usable = size - number(file, 20, 1)?;
        // Files that were written while others read say 0 here.
        let pages = number(file, 28, 4)?;
        let whole = file.len().is_multiple_of(size) && (pages == 0 || pages * size <= file.len());
        if usable < 480 || !whole {
            return Err(ImportError::Damaged);
        }
        Ok(Self {
            file,
            size,
            usable,
            encoding: Encoding::numbered(number(file, 56, 4)?).ok_or(ImportError::Damaged)?,
        })
    }

    fn page(&self, page: u32) -> Result<&'a [u8], ImportError> {
        let begin = usize::try_from(page)
            .map_err(|_| ImportError::Damaged)?
            .checked_sub(1)
            .ok_or(ImportError::Damaged)?;
        let begin = begin.checked_mul(self.size).ok_or(ImportError::Damaged)?;
        let end = begin.checked_add(self.usable).ok_or(ImportError::Damaged)?;
        self.file.get(begin..end).ok_or(ImportError::Damaged)
    }

    /// The rows of the tree with this root, in order.
    pub(super) fn rows(&self, root: u32) -> Result<Vec<Cell>, ImportError> {
        let mut rows = Vec::new();
        let mut seen = BTreeSet::new();
        let mut ahead = vec![root];
        let mut length = 0;
        while let Some(page) = ahead.pop() {
            // A page that comes twice would make the tree endless.
            if !seen.insert(page) {
                return Err(ImportError::Damaged);
            }
            let content = self.page(page)?;
            let header = if page == SCHEMA { FILE_HEADER } else { 0 };
            let cells = number(content, header + 3, 2)?;
            match content.get(header) {
                Some(&LEAF) => {
                    for cell in 0..cells {
                        let row = self.row(content, number(content, header + 8 + 2 * cell, 2)?)?;
                        length += row.1.len();
                        rows.push(row);
                        // Every byte of the file is part of one row at most.
                        if length > self.file.len().min(MOST_CONTENT) || rows.len() > MOST_ROWS {
                            return Err(Refusal::TooLarge.into());
                        }
                    }
                }
                Some(&INTERIOR) => {
                    let last = page_number(content, header + 8)?;
                    let mut children = Vec::with_capacity(cells + 1);
                    for cell in 0..cells {
                        let cell = number(content, header + 12 + 2 * cell, 2)?;
                        children.push(page_number(content, cell)?);
                    }
                    children.push(last);
                    ahead.extend(children.into_iter().rev());
                }
                _ => return Err(ImportError::Damaged),
            }
        }
        Ok(rows)
    }

    /// A row out of its cell: how much content, its id, the content's beginning, and the page that goes on with it.
    fn row(&self, page: &[u8], cell: usize) -> Result<Cell, ImportError> {
        let mut rest = page.get(cell..).ok_or(ImportError::Damaged)?;
        let length = usize::try_from(varint(&mut rest)?).map_err(|_| ImportError::Damaged)?;
        let id = varint(&mut rest)?;
        // No content is longer than the file it's in.
        if length > self.file.len().min(MOST_CONTENT) {
            return Err(ImportError::Damaged);
        }
        let here = self.here(length);
        let mut content = Zeroizing::new(Vec::with_capacity(length));
        content.extend_from_slice(rest.get(..here).ok_or(ImportError::Damaged)?);
        if here < length {
            self.overflow(&mut content, length, page_number(rest, here)?)?;
        }
        Ok((id, content))
    }

    /// How much of a content stands in its cell ("B-tree Cell Format": U, X, M and K there).
    const fn here(&self, length: usize) -> usize {
        let (most, least) = (self.usable - 35, (self.usable - 12) * 32 / 255 - 23);
        if length <= most {
            return length;
        }
        let surplus = least + (length - least) % (self.usable - 4);
        if surplus <= most { surplus } else { least }
    }

    fn overflow(&self, content: &mut Zeroizing<Vec<u8>>, length: usize, first: u32) -> Result<(), ImportError> {
        let mut next = first;
        while content.len() < length {
            let page = self.page(next)?;
            next = page_number(page, 0)?;
            let wanted = (length - content.len()).min(self.usable - 4);
            content.extend_from_slice(page.get(4..4 + wanted).ok_or(ImportError::Damaged)?);
        }
        Ok(())
    }

    pub(super) fn values(&self, content: &[u8]) -> Result<Vec<Value>, ImportError> {
        record::values(content, self.encoding)
    }
}

fn page_number(bytes: &[u8], place: usize) -> Result<u32, ImportError> {
    u32::try_from(number(bytes, place, 4)?).map_err(|_| ImportError::Damaged)
}

/// A number of up to four bytes, the greatest first.
fn number(bytes: &[u8], place: usize, length: usize) -> Result<usize, ImportError> {
    let end = place.checked_add(length).ok_or(ImportError::Damaged)?;
    let bytes = bytes.get(place..end).ok_or(ImportError::Damaged)?;
    Ok(bytes.iter().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}
