//! Text on the wire that must never be printed: tokens, passwords, keys, codes.
//!
//! Elsewhere in Gatehouse a secret has no `Serialize`. Here it must, because this crate *is* the wire; what it still
//! lacks is `Debug` and `Display`, so a struct that holds one can't be logged by accident either.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use zeroize::Zeroizing;

/// Text that is wiped when dropped and has no `Debug`. Serialises as a plain JSON string.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Sensitive(Zeroizing<String>);

impl Sensitive {
    /// Takes the text over; the caller keeps no copy.
    #[must_use]
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text itself. Every caller says in a comment why it needs it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether no text was sent; a form field left out arrives like this.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl From<&str> for Sensitive {
    fn from(text: &str) -> Self {
        Self::new(text.to_owned())
    }
}

impl From<String> for Sensitive {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl Serialize for Sensitive {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Sensitive {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::new)
    }
}

impl JsonSchema for Sensitive {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "Sensitive".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        schemars::json_schema!({"type": "string"})
    }
}
