//! Android's shared preferences in XML, as they lie on a rooted phone: texts by name.

use zeroize::Zeroizing;

/// Whether a text is such a file.
pub(super) fn is_file(text: &str) -> bool {
    let begin = text.trim_start();
    begin.starts_with("<?xml") && text.contains("<map") && text.trim_end().ends_with("</map>")
}

/// Every text of the file by its name, in order.
pub(super) fn texts(text: &str) -> impl Iterator<Item = (&str, Zeroizing<String>)> {
    text.split("<string name=\"").skip(1).filter_map(|part| {
        let (name, rest) = part.split_once("\">")?;
        let (value, _) = rest.split_once("</string>")?;
        Some((name, unescaped(value)))
    })
}

/// The longest escape, `&#x10FFFF;` with a few zeros to spare.
const LONGEST_ESCAPE: usize = 16;

/// XML's escapes: the five names, and characters by number.
fn unescaped(text: &str) -> Zeroizing<String> {
    let mut plain = Zeroizing::new(String::with_capacity(text.len()));
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('&') {
        plain.push_str(before);
        // An end is looked for nearby only: in a text of nothing but ampersands every search would go through all of it.
        let end = after.bytes().take(LONGEST_ESCAPE).position(|byte| byte == b';');
        let named = end.and_then(|end| Some((character(&after[..end])?, &after[end + 1..])));
        match named {
            Some((character, after)) => {
                plain.push(character);
                rest = after;
            }
            None => {
                plain.push('&');
                rest = after;
            }
        }
    }
    plain.push_str(rest);
    plain
}

fn character(name: &str) -> Option<char> {
    match name {
        "quot" => Some('"'),
        "apos" => Some('\''),
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix('x') {
                Some(hex) => u32::from_str_radix(hex, 16),
                None => number.parse(),
            };
            char::from_u32(code.ok()?)
        }
    }
}
