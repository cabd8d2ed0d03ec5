//! The words of the app in one language, as its own catalogue has them.

use std::path::Path;

use serde_json::{Map, Value};

use crate::desk::{Failure, Outcome};

/// The catalogue of one language.
pub struct Words {
    language: String,
    messages: Map<String, Value>,
}

impl Words {
    /// The words of `en`, `ko` or `ja`.
    ///
    /// # Errors
    /// There is no such catalogue.
    pub fn of(language: &str) -> Outcome<Self> {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("../ui/messages/{language}.json"));
        Ok(Self {
            language: language.to_owned(),
            messages: serde_json::from_str(&std::fs::read_to_string(file)?)?,
        })
    }

    /// Which language.
    #[must_use]
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The message with this key.
    ///
    /// # Errors
    /// The catalogue has none.
    pub fn say(&self, key: &str) -> Outcome<&str> {
        let message = self.messages.get(key).and_then(Value::as_str);
        message.ok_or_else(|| Failure::new(format!("no message {key} in {}", self.language)))
    }

    /// The message with its places filled in.
    ///
    /// # Errors
    /// The catalogue has none.
    pub fn say_with(&self, key: &str, places: &[(&str, &str)]) -> Outcome<String> {
        let message = self.say(key)?.to_owned();
        Ok(places.iter().fold(message, |message, (name, value)| {
            message.replace(&format!("{{{name}}}"), value)
        }))
    }

    /// The longest part of a message that is the same whatever its places hold.
    ///
    /// # Errors
    /// The catalogue has none.
    pub fn fixed_part(&self, key: &str) -> Outcome<&str> {
        let parts = self.say(key)?.split(['{', '}']).step_by(2);
        Ok(parts.max_by_key(|part| part.len()).unwrap_or_default().trim())
    }

    /// Messages without places that read otherwise in another language: where those words are seen, that language is spoken.
    #[must_use]
    pub fn unlike(&self, other: &Self) -> Vec<&str> {
        let plain = self
            .messages
            .iter()
            .filter_map(|(key, message)| Some((key, message.as_str()?)));
        let own = plain.filter(|(key, message)| {
            !message.contains('{') && other.messages.get(*key).and_then(Value::as_str) != Some(*message)
        });
        own.map(|(_, message)| message).collect()
    }
}
