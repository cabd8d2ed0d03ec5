//! A person's own order: each entry's place is a text between those of its neighbours, so that moving one entry changes
//! that entry alone, and two writers who move different entries never meet.

use std::fmt::Write as _;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

const DIGITS: &[u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";
const BASE: usize = DIGITS.len();
/// Enough for the microseconds of any time that RFC 3339 can write (36^11 > 2^56).
const TIME_DIGITS: usize = 11;

/// A place in a person's own order: digits `0`–`9`, `a`–`z`, read as a fraction and compared as text. It never ends in
/// `0`, because nothing would fit between `a` and `a0`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Position(String);

impl Position {
    /// Where an entry stands that was never moved: after everything older.
    pub(crate) fn of_new(created_at: Timestamp, id: Uuid) -> Self {
        let mut left = u64::try_from(created_at.as_microsecond()).unwrap_or(0);
        let mut text = vec![b'0'; TIME_DIGITS];
        for place in text.iter_mut().rev() {
            *place = digit(usize::try_from(left % BASE as u64).unwrap_or(0));
            left /= BASE as u64;
        }
        let mut text: String = text.into_iter().map(char::from).collect();
        let _ = write!(text, "{}i", id.simple());
        Self(text)
    }

    /// A place between two neighbours; none given is the list's end. `None` when they leave no room: they are equal, or
    /// in the wrong order.
    ///
    /// `salt` keeps two writers apart who put different entries into one gap: give each entry another.
    #[must_use]
    pub fn between(before: Option<&Self>, after: Option<&Self>, salt: u64) -> Option<Self> {
        let low = before.map_or("", |place| &place.0).as_bytes();
        let high = after.map(|place| place.0.as_bytes());
        if high.is_some_and(|high| low >= high) {
            return None;
        }
        let mut digits = middle(low, high);
        let salt = usize::try_from(salt % (BASE * BASE) as u64).unwrap_or(0);
        // Whatever follows the middle is still between the two, and the last digit is never 0.
        digits.extend([digit(salt / BASE), digit(1 + salt % (BASE - 1))]);
        Some(Self(digits.into_iter().map(char::from).collect()))
    }

    /// The text as it stands in the document.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Position {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let fits = text.bytes().all(|byte| DIGITS.contains(&byte)) && !text.is_empty() && !text.ends_with('0');
        if fits {
            Ok(Self(text))
        } else {
            Err("not a place in an order")
        }
    }
}

impl From<Position> for String {
    fn from(place: Position) -> Self {
        place.0
    }
}

/// The shortest digits above `low` and below `high`, of which none is a beginning of `high`, so that more may follow.
fn middle(low: &[u8], high: Option<&[u8]>) -> Vec<u8> {
    let mut digits = Vec::new();
    let mut high = high;
    for place in 0.. {
        let below = low.get(place).map_or(0, |&byte| value(byte));
        let above = high.map_or(BASE, |high| high.get(place).map_or(0, |&byte| value(byte)));
        if above > below + 1 {
            digits.push(digit(usize::midpoint(below, above)));
            break;
        }
        digits.push(digit(below));
        if above > below {
            // From here on only the lower bound counts.
            high = None;
        }
    }
    digits
}

fn digit(value: usize) -> u8 {
    DIGITS[value]
}

fn value(byte: u8) -> usize {
    DIGITS.iter().position(|&digit| digit == byte).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use proptest::prelude::*;

    use super::*;

    fn place(text: &str) -> Position {
        Position::try_from(text.to_owned()).unwrap()
    }

    #[test]
    fn only_texts_that_leave_room_are_places() {
        for text in ["", "0", "a0", "A", "ä", "a b", "-"] {
            assert!(Position::try_from(text.to_owned()).is_err(), "{text}");
        }
    }

    #[test]
    fn equal_and_crossed_neighbours_leave_no_room() {
        let (low, high) = (place("a"), place("b"));
        assert_eq!(Position::between(Some(&high), Some(&low), 0), None);
        assert_eq!(Position::between(Some(&low), Some(&low), 0), None);
    }

    #[test]
    fn the_newer_entry_stands_later_and_both_leave_room() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let (old, new) = (
            Position::of_new(at(1_795_132_800), Uuid::max()),
            Position::of_new(at(1_795_132_801), Uuid::nil()),
        );
        let between = Position::between(Some(&old), Some(&new), 7).unwrap();
        assert!(old < between && between < new);
    }

    #[test]
    fn moving_to_one_gap_a_thousand_times_stays_short() {
        let (low, mut high) = (place("i"), place("j"));
        for salt in 0..1000 {
            let next = Position::between(Some(&low), Some(&high), salt).unwrap();
            assert!(low < next && next < high);
            high = next;
        }
        assert!(high.as_str().len() < 300, "{}", high.as_str().len());
    }

    proptest! {
        #[test]
        fn there_is_always_room_between_two(a in "[0-9a-z]{0,6}[1-9a-z]", b in "[0-9a-z]{0,6}[1-9a-z]", salt: u64) {
            prop_assume!(a != b);
            let (low, high) = (place(&a).min(place(&b)), place(&a).max(place(&b)));
            let between = Position::between(Some(&low), Some(&high), salt).unwrap();
            prop_assert!(low < between && between < high, "{low:?} {between:?} {high:?}");
            prop_assert!(Position::try_from(between.as_str().to_owned()).is_ok());
            prop_assert!(Position::between(None, Some(&low), salt).unwrap() < low);
            prop_assert!(Position::between(Some(&high), None, salt).unwrap() > high);
        }
    }
}
