//! The password policy: what a new password must be, told before someone types it.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `GET /account/v1/password-policy`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PasswordPolicy {
    /// The fewest characters (Unicode scalar values).
    pub min_length: u32,
    /// The most characters; longer passwords are refused rather than cut.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_length: Option<u32>,
    /// A demand for several classes of characters, where there is one.
    #[serde(default)]
    pub classes: Option<ClassRule>,
    /// Whether well-known passwords are refused.
    #[serde(default)]
    pub blocklist: bool,
    /// Whether passwords too similar to the e-mail address are refused.
    #[serde(default)]
    pub similarity: bool,
}

/// So many of these classes of characters must occur.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ClassRule {
    /// How many different classes must occur.
    pub at_least: u32,
    /// The classes that count.
    pub of: Vec<CharacterClass>,
}

/// A class of characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum CharacterClass {
    /// `a` to `z`.
    Lowercase,
    /// `A` to `Z`.
    Uppercase,
    /// `0` to `9`.
    Digits,
    /// Everything that is in none of the other three.
    Special,
}

impl CharacterClass {
    /// The class a character is in; each is in exactly one.
    pub fn of(character: char) -> Self {
        match character {
            'a'..='z' => Self::Lowercase,
            'A'..='Z' => Self::Uppercase,
            '0'..='9' => Self::Digits,
            _ => Self::Special,
        }
    }
}

impl ClassRule {
    /// Whether enough of the rule's classes occur in the text.
    pub fn is_met_by(&self, text: &str) -> bool {
        let found = self
            .of
            .iter()
            .filter(|class| text.chars().any(|c| CharacterClass::of(c) == **class));
        found.count() >= self.at_least as usize
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn three_of_four() {
        use CharacterClass::*;
        let rule = ClassRule {
            at_least: 3,
            of: vec![Lowercase, Uppercase, Digits, Special],
        };
        assert!(rule.is_met_by("Harbor42"));
        assert!(rule.is_met_by("harbor-42"));
        assert!(rule.is_met_by("한Ab"));
        assert!(!rule.is_met_by("harbor42"));
        assert!(!rule.is_met_by(""));
    }

    #[test]
    fn the_shape_on_the_wire() {
        let text = r#"{"min_length":9,"classes":{"at_least":3,"of":["lowercase","digits"]},"blocklist":true}"#;
        let read: PasswordPolicy = serde_json::from_str(text).unwrap();
        assert_eq!(read.max_length, None);
        assert_eq!(
            read.classes.unwrap().of,
            vec![CharacterClass::Lowercase, CharacterClass::Digits]
        );
        assert!(read.blocklist);
    }
}
