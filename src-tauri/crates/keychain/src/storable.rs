//! Which texts may go into a keyring. The rule is the strictest of the three systems', so that a vault's key moves
//! between them, and so that no provider is led to damage what it holds.

use crate::error::{KeychainError, NotStorable};

/// The longest text that is stored, in bytes.
pub(crate) const LIMIT: usize = 1_000;

/// Refuses what a keyring could lose: see [`NotStorable`] for each reason.
pub(crate) fn check(text: &str) -> Result<(), KeychainError> {
    let reason = if text.is_empty() {
        NotStorable::Empty
    } else if text.len() > LIMIT {
        NotStorable::TooLong {
            bytes: text.len(),
            limit: LIMIT,
        }
    } else if text
        .chars()
        .any(|c| c.is_control() || matches!(c, '\u{2028}' | '\u{2029}'))
    {
        NotStorable::ControlCharacter
    } else {
        return Ok(());
    };
    Err(KeychainError::NotStorable(reason))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn reason(text: &str) -> Option<NotStorable> {
        match check(text) {
            Err(KeychainError::NotStorable(reason)) => Some(reason),
            _ => None,
        }
    }

    #[test]
    fn one_line_up_to_the_limit_is_storable() {
        assert_eq!(check("AGE-SECRET-KEY-1QQ"), Ok(()));
        assert_eq!(check(&"k".repeat(LIMIT)), Ok(()));
        assert_eq!(check("열쇠 鍵"), Ok(()));
    }

    #[test]
    fn what_a_provider_could_lose_is_refused() {
        assert_eq!(reason(""), Some(NotStorable::Empty));
        for text in ["a\nb", "a\r", "\0", "tab\t", "line\u{2028}separator"] {
            assert_eq!(reason(text), Some(NotStorable::ControlCharacter), "{text:?}");
        }
        assert_eq!(
            reason(&"k".repeat(LIMIT + 1)),
            Some(NotStorable::TooLong {
                bytes: 1_001,
                limit: LIMIT
            })
        );
    }
}
