//! A file's bytes with what the formats ask of them at first, worked out once for all of them.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

/// The largest file read, in bytes. Exports of ten thousand codes with their icons stay below it.
pub(crate) const MOST_BYTES: usize = 64 * 1024 * 1024;

/// The most names looked at in an object, and the longest, in bytes: exports have dozens.
const MOST_NAMES: usize = 256;
const LONGEST_NAME: usize = 64;

/// A file's bytes, looked at by one format after the other.
pub struct Input<'a> {
    bytes: &'a [u8],
    json: OnceCell<Option<JsonShape>>,
}

/// What stands outermost in a JSON text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum JsonShape {
    /// An object with these names.
    Object(BTreeSet<String>),
    /// An array whose first element is an object with these names; none for other elements, or an empty array.
    Array(BTreeSet<String>),
    /// A text, a number, `true`, `false` or `null`.
    Other,
}

impl<'a> Input<'a> {
    /// Takes a file's bytes.
    #[must_use]
    pub const fn new(bytes: &'a [u8]) -> Self {
        Self {
            bytes,
            json: OnceCell::new(),
        }
    }

    /// All of it.
    #[must_use]
    pub const fn bytes(&self) -> &'a [u8] {
        self.bytes
    }

    /// The text, without a byte-order mark, where it is UTF-8.
    #[must_use]
    pub fn text(&self) -> Option<&'a str> {
        let bytes = self.bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(self.bytes);
        std::str::from_utf8(bytes).ok()
    }

    /// What stands outermost, where it is JSON from its beginning to its end.
    pub(crate) fn json(&self) -> Option<&JsonShape> {
        self.json
            .get_or_init(|| {
                let text = self.text()?;
                let first = text.trim_start().as_bytes().first()?;
                // Most files are no JSON: their first character tells.
                matches!(first, b'{' | b'[').then(|| serde_json::from_str(text).ok())?
            })
            .as_ref()
    }

    /// Whether it is a JSON object that has all of these names.
    pub(crate) fn is_object_with(&self, names: &[&str]) -> bool {
        matches!(self.json(), Some(JsonShape::Object(there)) if names.iter().all(|name| there.contains(*name)))
    }

    /// Whether it is a JSON array whose first element is an object that has all of these names.
    pub(crate) fn is_array_with(&self, names: &[&str]) -> bool {
        matches!(self.json(), Some(JsonShape::Array(there)) if names.iter().all(|name| there.contains(*name)))
    }
}

impl<'de> Deserialize<'de> for JsonShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ShapeVisitor)
    }
}

struct ShapeVisitor;

impl<'de> Visitor<'de> for ShapeVisitor {
    type Value = JsonShape;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<JsonShape, A::Error> {
        let mut names = BTreeSet::new();
        while let Some((name, _)) = map.next_entry::<String, IgnoredAny>()? {
            if names.len() < MOST_NAMES && name.len() <= LONGEST_NAME {
                names.insert(name);
            }
        }
        Ok(JsonShape::Object(names))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<JsonShape, A::Error> {
        let first = seq.next_element::<JsonShape>()?;
        while seq.next_element::<IgnoredAny>()?.is_some() {}
        Ok(JsonShape::Array(match first {
            Some(JsonShape::Object(names)) => names,
            _ => BTreeSet::new(),
        }))
    }

    fn visit_str<E>(self, _: &str) -> Result<JsonShape, E> {
        Ok(JsonShape::Other)
    }

    fn visit_bool<E>(self, _: bool) -> Result<JsonShape, E> {
        Ok(JsonShape::Other)
    }

    fn visit_i64<E>(self, _: i64) -> Result<JsonShape, E> {
        Ok(JsonShape::Other)
    }

    fn visit_u64<E>(self, _: u64) -> Result<JsonShape, E> {
        Ok(JsonShape::Other)
    }

    fn visit_f64<E>(self, _: f64) -> Result<JsonShape, E> {
        Ok(JsonShape::Other)
    }

    fn visit_unit<E>(self) -> Result<JsonShape, E> {
        Ok(JsonShape::Other)
    }
}
