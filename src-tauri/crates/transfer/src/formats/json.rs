//! Lists of records in JSON, each read by itself: one that doesn't fit its shape must not take the others with it.

use std::fmt;

use serde::de::{self, Deserialize, Deserializer, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::error::ImportError;
use crate::{Draft, Import, Reason};

/// The elements of an array, word for word.
pub(super) fn json_records(text: &str) -> Result<Vec<&RawValue>, ImportError> {
    serde_json::from_str(text).map_err(|_| ImportError::Damaged)
}

/// Takes a record: a draft where it has its format's shape, an issue where it doesn't.
pub(super) fn take_record<'a, R: Deserialize<'a>>(
    import: &mut Import,
    raw: &'a RawValue,
    draft: impl FnOnce(R) -> Draft,
) {
    let verbatim = || Zeroizing::new(raw.get().to_owned());
    match serde_json::from_str::<R>(raw.get()) {
        Ok(record) => import.take(draft(record), verbatim),
        Err(_) => import.refuse(Reason::Malformed { field: "record" }, verbatim()),
    }
}

/// A text, or a number that some version of an app writes in a text's place, as text; an empty one or `null` is none.
#[derive(Clone, Default)]
pub(super) struct Loose(pub(super) Option<String>);

impl<'de> Deserialize<'de> for Loose {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct TextOrNumber;
        impl Visitor<'_> for TextOrNumber {
            type Value = Loose;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a text or a number")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<Loose, E> {
                Ok(Loose((!text.is_empty()).then(|| text.to_owned())))
            }

            fn visit_u64<E: de::Error>(self, number: u64) -> Result<Loose, E> {
                Ok(Loose(Some(number.to_string())))
            }

            fn visit_i64<E: de::Error>(self, number: i64) -> Result<Loose, E> {
                Ok(Loose(Some(number.to_string())))
            }

            fn visit_f64<E: de::Error>(self, number: f64) -> Result<Loose, E> {
                Ok(Loose(Some(number.to_string())))
            }

            fn visit_unit<E: de::Error>(self) -> Result<Loose, E> {
                Ok(Loose(None))
            }
        }
        deserializer.deserialize_any(TextOrNumber)
    }
}

/// A value, or its default where `null` stands in its place.
pub(super) fn or_default<'de, D, T>(deserializer: D) -> Result<T, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + Default,
{
    Option::<T>::deserialize(deserializer).map(Option::unwrap_or_default)
}

/// A secret text, or `null`; an empty one is none.
pub(super) fn filled(text: Option<Zeroizing<String>>) -> Option<Zeroizing<String>> {
    text.filter(|text| !text.trim().is_empty())
}
