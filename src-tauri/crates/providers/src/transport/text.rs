//! Text a service sent, made fit to be shown: it may lie, but it may not disguise itself.

/// The most characters of a message.
pub(crate) const MESSAGE: usize = 300;
/// The most characters of a name, an address, a user agent.
pub(crate) const NAME: usize = 200;
/// The most characters of a code or an identifier.
const WORD: usize = 64;

/// One line of plain text: control, direction and invisible characters become spaces or vanish, and it is cut at `cap`
/// characters.
pub(crate) fn plain(text: &str, cap: usize) -> String {
    let mut shown = String::with_capacity(text.len().min(4 * cap));
    let mut count = 0;
    for character in text.chars().filter_map(presentable) {
        if count == cap {
            shown.push('…');
            break;
        }
        if character == ' ' && (shown.is_empty() || shown.ends_with(' ')) {
            continue;
        }
        shown.push(character);
        count += 1;
    }
    shown.truncate(shown.trim_end().len());
    shown
}

/// A code or identifier: letters, digits, `_`, `-` and `.`; anything else makes it `unknown`.
pub(crate) fn word(text: &str) -> String {
    let fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if !text.is_empty() && text.len() <= WORD && text.chars().all(fit) {
        text.to_owned()
    } else {
        "unknown".to_owned()
    }
}

fn presentable(character: char) -> Option<char> {
    match character {
        '\t' | '\n' | '\r' | '\u{2028}' | '\u{2029}' | '\u{85}' => Some(' '),
        // Unicode `Bidi_Control`, UAX #9: these turn text around.
        '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => None,
        // Invisible fillers, joiners of nothing, interlinear marks, tags, and private use: nothing a message needs.
        '\u{00AD}' | '\u{180E}' | '\u{200B}' | '\u{2060}'..='\u{2065}' | '\u{206A}'..='\u{206F}' | '\u{FEFF}' => None,
        '\u{FFF9}'..='\u{FFFB}' | '\u{E0000}'..='\u{E0FFF}' | '\u{E000}'..='\u{F8FF}' | '\u{3164}' | '\u{115F}' => None,
        other if other.is_control() => None,
        other => Some(other),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn directions_and_controls_vanish() {
        assert_eq!(plain("pay\u{202E}gpj.exe\u{2069}\u{0}\u{1b}[31m", 50), "paygpj.exe[31m");
        assert_eq!(plain("  two\r\n\tlines \u{200B} ", 50), "two lines");
        assert_eq!(plain("비밀번호가 너무 짧습니다.", 50), "비밀번호가 너무 짧습니다.");
    }

    #[test]
    fn long_text_is_cut_at_characters() {
        assert_eq!(plain("한한한한", 2), "한한…");
        assert_eq!(plain("한한", 2), "한한");
    }

    #[test]
    fn words_are_words() {
        assert_eq!(word("incorrect_code"), "incorrect_code");
        for bad in ["", "a b", "<b>", "\u{202E}x", &"x".repeat(65)] {
            assert_eq!(word(bad), "unknown", "{bad:?}");
        }
    }

    proptest! {
        #[test]
        fn whatever_comes_is_one_short_line(text in any::<String>(), cap in 1_usize..50) {
            let shown = plain(&text, cap);
            prop_assert!(shown.chars().count() <= cap + 1);
            prop_assert!(!shown.chars().any(char::is_control));
            prop_assert_eq!(plain(&shown, cap + 1), shown);
        }
    }
}
