//! Challenges that keep programs from having mails sent in other people's names: letters in a picture, and beside them a sum in words, which
//! a screen reader can say. Either answer is right; a challenge counts once, right or wrong.
//!
//! Neither stops a determined program, and neither is meant to: the rate limits are what bounds it. They stop the idle one.

mod picture;
mod question;
mod strokes;

use data_encoding::HEXLOWER;
use rand::RngExt as _;
use serde::{Deserialize, Serialize};

use crate::error::ServiceError;
use crate::secrets::{self, SaltedDigest};
use crate::texts::Language;

/// How long a challenge counts, in milliseconds.
pub(crate) const LIFE: i64 = 10 * 60 * 1000;
/// How many characters the picture shows.
const LENGTH: usize = 6;
/// No answer is longer; more is not even digested.
const LONGEST_ANSWER: usize = 64;

/// A challenge as it is shown, and what is kept of it.
pub(crate) struct Challenge {
    pub(crate) id: String,
    pub(crate) png: Vec<u8>,
    pub(crate) question: String,
    /// What is right, as it is kept.
    pub(crate) answers: String,
}

#[derive(Serialize, Deserialize)]
struct Answers {
    picture: Kept,
    question: Kept,
}

#[derive(Serialize, Deserialize)]
struct Kept {
    salt: String,
    digest: String,
}

impl Kept {
    fn of(answer: &str) -> Self {
        let salted = SaltedDigest::of(answer);
        Self {
            salt: HEXLOWER.encode(&salted.salt),
            digest: HEXLOWER.encode(&salted.digest),
        }
    }

    fn matches(&self, typed: &str) -> bool {
        match (
            HEXLOWER.decode(self.salt.as_bytes()),
            HEXLOWER.decode(self.digest.as_bytes()),
        ) {
            (Ok(salt), Ok(digest)) => SaltedDigest { salt, digest }.matches(typed),
            _ => false,
        }
    }
}

/// Makes a challenge.
pub(crate) fn make(language: Language) -> Result<Challenge, ServiceError> {
    let text = letters();
    let (question, sum) = question::ask(language);
    let answers = Answers {
        picture: Kept::of(&text),
        question: Kept::of(&sum),
    };
    Ok(Challenge {
        id: secrets::new_token().to_string(),
        png: picture::draw(&text)?,
        question,
        answers: serde_json::to_string(&answers).map_err(ServiceError::Stored)?,
    })
}

/// Whether what was typed is one of the answers. Case, spaces and the width of the characters don't matter.
pub(crate) fn is_right(kept: &str, typed: &str) -> bool {
    let Ok(answers) = serde_json::from_str::<Answers>(kept) else {
        return false;
    };
    let typed: String = typed.chars().take(LONGEST_ANSWER).map(half_width).collect();
    // Both are tried whatever the first says.
    answers.picture.matches(&typed) | answers.question.matches(&typed)
}

fn letters() -> String {
    let mut rng = rand::rng();
    let pick = |_| strokes::GLYPHS[rng.random_range(0..strokes::GLYPHS.len())].0;
    (0..LENGTH).map(pick).collect()
}

/// Digits and letters as input methods of Korean and Japanese write them, as plain ones.
fn half_width(c: char) -> char {
    match c {
        '\u{FF01}'..='\u{FF5E}' => char::from_u32(u32::from(c) - 0xFEE0).unwrap_or(c),
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn both_answers_are_right_however_they_are_typed_and_nothing_else_is() {
        let answers = Answers {
            picture: Kept::of("K7MPX3"),
            question: Kept::of("42"),
        };
        let kept = serde_json::to_string(&answers).unwrap();
        for right in ["K7MPX3", " k7m px3 ", "ｋ７ｍｐｘ３", "42", "４２"] {
            assert!(is_right(&kept, right), "{right}");
        }
        for wrong in ["", "K7MPX", "K7MPX33", "43", "K7MPX342"] {
            assert!(!is_right(&kept, wrong), "{wrong}");
        }
        assert!(!kept.contains("42\"") && !kept.contains("K7MPX3"));
    }

    #[test]
    fn no_two_challenges_are_alike() {
        let (one, other) = (make(Language::English).unwrap(), make(Language::English).unwrap());
        assert!(one.id != other.id && one.png != other.png && one.answers != other.answers);
        assert_eq!(one.id.len(), 32);
    }
}
