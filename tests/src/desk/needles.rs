//! Looking for many words at once: a process's memory is large, and is read through one time only.

use std::collections::HashMap;

/// Bytes that every needle begins with in the table.
const HEAD: usize = 4;
/// How much is passed by at once where there is nothing.
const PAGE: usize = 4096;
const EMPTY: [u8; PAGE] = [0; PAGE];

/// Words in all the spellings they are looked for in.
pub(super) struct Needles {
    /// The spellings by their first bytes: which word, and the whole spelling.
    by_head: HashMap<[u8; HEAD], Vec<(usize, Vec<u8>)>>,
    /// Whether any spelling begins with these two bytes: most places of a memory are passed by this look alone.
    begins: Vec<bool>,
}

impl Needles {
    /// The words, as UTF-8 and UTF-16.
    pub(super) fn new(words: &[String]) -> Self {
        let mut needles = Self {
            by_head: HashMap::new(),
            begins: vec![false; 1 << 16],
        };
        for (number, word) in words.iter().enumerate() {
            needles.add(number, word.as_bytes().to_vec());
            needles.add(number, word.encode_utf16().flat_map(u16::to_le_bytes).collect());
        }
        needles
    }

    fn add(&mut self, number: usize, spelling: Vec<u8>) {
        let Some(head) = spelling.first_chunk::<HEAD>().copied() else {
            return;
        };
        self.begins[usize::from(u16::from_le_bytes([head[0], head[1]]))] = true;
        self.by_head.entry(head).or_default().push((number, spelling));
    }

    /// Marks the words that stand in the bytes.
    pub(super) fn mark(&self, bytes: &[u8], found: &mut [bool]) {
        let mut at = 0;
        while at + HEAD <= bytes.len() {
            // Most of a memory is empty, and no word begins with nothing.
            if at.is_multiple_of(PAGE) && bytes[at..].starts_with(&EMPTY) {
                at += PAGE;
                continue;
            }
            if self.begins[usize::from(u16::from_le_bytes([bytes[at], bytes[at + 1]]))] {
                self.mark_at(&bytes[at..], found);
            }
            at += 1;
        }
    }

    fn mark_at(&self, rest: &[u8], found: &mut [bool]) {
        let head = rest.first_chunk::<HEAD>().and_then(|head| self.by_head.get(head));
        for (number, spelling) in head.into_iter().flatten() {
            found[*number] |= rest.starts_with(spelling);
        }
    }
}
