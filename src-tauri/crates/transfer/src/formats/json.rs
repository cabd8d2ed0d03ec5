//! Lists of records in JSON, each read by itself: one that doesn't fit its shape must not take the others with it.

use std::collections::{HashMap, HashSet};
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;

use serde::de::{self, Deserialize, Deserializer, IgnoredAny, SeqAccess, Visitor};
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use crate::error::{ImportError, Refusal};
use crate::issue::MOST_RECORDS;
use crate::{Draft, Import, Reason};

/// The most of anything that one record lists.
const MOST_LISTED: usize = 1_000;

/// The elements of an array, word for word.
pub(super) fn json_records(text: &str) -> Result<Vec<&RawValue>, ImportError> {
    let list: List<&RawValue> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    list.whole()
}

/// The elements of an array, up to a number: two bytes of text, `0,`, can stand for hundreds in memory.
pub(super) struct List<T, const MOST: usize = MOST_RECORDS> {
    elements: Vec<T>,
    is_whole: bool,
}

impl<T, const MOST: usize> List<T, MOST> {
    /// All of them.
    pub(super) fn whole(self) -> Result<Vec<T>, ImportError> {
        if self.is_whole {
            Ok(self.elements)
        } else {
            Err(Refusal::TooLarge.into())
        }
    }
}

impl<T, const MOST: usize> Default for List<T, MOST> {
    fn default() -> Self {
        Self {
            elements: Vec::new(),
            is_whole: true,
        }
    }
}

impl<'de, T: Deserialize<'de>, const MOST: usize> Deserialize<'de> for List<T, MOST> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Elements<T, const MOST: usize>(PhantomData<T>);
        impl<'de, T: Deserialize<'de>, const MOST: usize> Visitor<'de> for Elements<T, MOST> {
            type Value = List<T, MOST>;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("an array")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Self::Value, A::Error> {
                let mut list = List::default();
                while list.elements.len() < MOST {
                    match seq.next_element()? {
                        Some(element) => list.elements.push(element),
                        None => return Ok(list),
                    }
                }
                // The rest is passed over, to tell a file that is too large from a damaged one.
                while seq.next_element::<IgnoredAny>()?.is_some() {
                    list.is_whole = false;
                }
                Ok(list)
            }
        }
        deserializer.deserialize_seq(Elements(PhantomData))
    }
}

/// What a record lists, such as its groups; nothing where `null` stands in its place. A record that lists thousands is
/// malformed.
pub(super) fn few<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de>,
{
    let list: List<T, MOST_LISTED> = or_default(deserializer)?;
    list.whole().map_err(de::Error::custom)
}

/// Groups by their identities.
pub(super) struct Groups<'a, I>(HashMap<I, &'a str>);

impl<'a, I: Eq + Hash> Groups<'a, I> {
    /// Takes identities with their names.
    pub(super) fn new(named: impl IntoIterator<Item = (I, &'a str)>) -> Self {
        Self(named.into_iter().collect())
    }

    /// The names of these groups as tags, each once.
    pub(super) fn tags(&self, ids: impl IntoIterator<Item = I>) -> Vec<String> {
        let mut seen = HashSet::new();
        let names = ids.into_iter().filter_map(|id| self.0.get(&id).copied());
        names.filter(|name| seen.insert(*name)).map(str::to_owned).collect()
    }
}

/// Takes a record: a draft where it has its format's shape, an issue where it doesn't.
pub(super) fn take_record<'a, R: Deserialize<'a>>(
    import: &mut Import,
    raw: &'a RawValue,
    draft: impl FnOnce(R) -> Draft,
) -> Result<(), ImportError> {
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
