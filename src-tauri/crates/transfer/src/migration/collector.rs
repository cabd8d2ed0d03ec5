//! Parts of exports as they come in, one QR code after the other, in any order and more than once.

use std::collections::BTreeMap;

use super::Part;
use crate::error::ImportError;
use crate::{Import, Parts};

/// What was scanned so far. No `Debug`: it holds keys.
#[derive(Clone, Default)]
pub struct Collector {
    exports: Vec<Export>,
}

/// One export with the parts that are here.
#[derive(Clone)]
struct Export {
    batch: i64,
    total: u32,
    parts: BTreeMap<u32, Part>,
}

impl Export {
    fn has_place_for(&self, part: &Part) -> bool {
        self.batch == part.batch && self.total == part.total && !self.parts.contains_key(&part.index)
    }

    fn has(&self, part: &Part) -> bool {
        self.parts.get(&part.index) == Some(part)
    }
}

impl Collector {
    /// Takes a part; whether it is one that wasn't here. The same part twice is taken once. Parts of several exports may
    /// come mixed; a part with the numbers of another but other content belongs to another export.
    pub fn add(&mut self, part: Part) -> bool {
        if self.exports.iter().any(|export| export.has(&part)) {
            return false;
        }
        match self.exports.iter_mut().find(|export| export.has_place_for(&part)) {
            Some(export) => {
                export.parts.insert(part.index, part);
            }
            None => self.exports.push(Export {
                batch: part.batch,
                total: part.total,
                parts: BTreeMap::from([(part.index, part)]),
            }),
        }
        true
    }

    /// The exports, with the parts of each that are here.
    #[must_use]
    pub fn parts(&self) -> Vec<Parts> {
        let parts = self.exports.iter().map(|export| Parts {
            batch: export.batch,
            total: export.total,
            present: export.parts.keys().map(|index| index + 1).collect(),
        });
        parts.collect()
    }

    /// Whether there is something, and no part of it is still to come.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        !self.exports.is_empty() && self.parts().iter().all(Parts::is_whole)
    }

    /// How many exports the parts belong to.
    pub(crate) const fn exports(&self) -> usize {
        self.exports.len()
    }

    /// The codes of all parts that are here, those of each export in its order.
    ///
    /// # Errors
    /// As [`Import::take`].
    pub fn import(&self) -> Result<Import, ImportError> {
        let mut import = Import::default();
        for part in self.exports.iter().flat_map(|export| export.parts.values()) {
            part.take_into(&mut import)?;
        }
        import.parts = self.parts();
        Ok(import)
    }
}
