//! Texts as the search compares them: without case, accents, width, and the difference of the two kana.

use unicode_normalization::UnicodeNormalization;
use zeroize::Zeroizing;

/// The folded text, in a buffer that is never copied while it grows: notes pass through here.
pub(super) fn fold(text: &str) -> Zeroizing<String> {
    let length = folded(text).map(char::len_utf8).sum();
    let mut buffer = Zeroizing::new(String::with_capacity(length));
    buffer.extend(folded(text));
    buffer
}

/// Compatibility forms become plain ones (full and half width, circled and so on), then everything is taken apart, the
/// accents are left out, and what is left is put together again: Korean syllables, and kana with their voicing marks.
fn folded(text: &str) -> impl Iterator<Item = char> {
    text.nfkd()
        .filter(|&letter| !is_accent(letter) && !is_unseen(letter))
        .flat_map(char::to_lowercase)
        .flat_map(plain)
        .nfc()
}

/// Accents of Latin, Greek and Cyrillic letters. The voicing marks of kana are none: か and が are two letters.
fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}')
}

/// Spaces, which people set as they like, and letters that take no room.
fn is_unseen(letter: char) -> bool {
    letter.is_whitespace()
        || letter.is_control()
        || matches!(letter, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}')
}

/// Letters that nothing takes apart, as they are typed where a keyboard has none of them; katakana as hiragana.
fn plain(letter: char) -> impl Iterator<Item = char> {
    let (one, two) = match letter {
        'ß' => ('s', Some('s')),
        'æ' => ('a', Some('e')),
        'œ' => ('o', Some('e')),
        'þ' => ('t', Some('h')),
        'ø' => ('o', None),
        'ł' => ('l', None),
        'đ' | 'ð' => ('d', None),
        'ı' => ('i', None),
        'ς' => ('σ', None),
        'ァ'..='ヶ' | 'ヽ' | 'ヾ' => (char::from_u32(u32::from(letter) - 0x60).unwrap_or(letter), None),
        _ => (letter, None),
    };
    std::iter::once(one).chain(two)
}
