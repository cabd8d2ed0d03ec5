//! What was typed: every word of it must occur.

use super::fold::fold;
use super::hangul::{self, Unit};

/// A search, its words folded once.
pub(crate) struct Query(Vec<Word>);

enum Word {
    /// Looked for as it is.
    Plain(String),
    /// Looked for letter by letter, in each of the ways it can be meant.
    Korean(Vec<Vec<Unit>>),
}

impl Query {
    pub(crate) fn new(typed: &str) -> Self {
        let words = typed.split_whitespace().map(fold);
        Self(
            words
                .filter(|word| !word.is_empty())
                .map(|word| Word::new(&word))
                .collect(),
        )
    }

    /// Whether each word occurs in one of these folded texts.
    pub(crate) fn matches<const TEXTS: usize>(&self, texts: [&str; TEXTS]) -> bool {
        self.0.iter().all(|word| texts.iter().any(|text| word.occurs_in(text)))
    }
}

impl Word {
    fn new(folded: &str) -> Self {
        let mut readings = hangul::readings(folded);
        let plain = readings.len() == 1 && readings[0].iter().all(|unit| matches!(unit, Unit::Exact(_)));
        if plain {
            Self::Plain(folded.to_owned())
        } else {
            readings.retain(|reading| !reading.is_empty());
            // A text may hold the very letters, such as ㄵ, that are otherwise read as two initials.
            readings.push(folded.chars().map(Unit::Exact).collect());
            Self::Korean(readings)
        }
    }

    fn occurs_in(&self, text: &str) -> bool {
        match self {
            Self::Plain(word) => text.contains(word.as_str()),
            Self::Korean(readings) => readings.iter().any(|reading| {
                text.char_indices()
                    .any(|(at, _)| stands_at_the_start(reading, &text[at..]))
            }),
        }
    }
}

fn stands_at_the_start(reading: &[Unit], text: &str) -> bool {
    let mut letters = text.chars();
    reading
        .iter()
        .all(|unit| letters.next().is_some_and(|letter| unit.fits(letter)))
}
