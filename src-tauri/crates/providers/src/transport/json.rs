//! Reading and writing JSON bodies that may hold tokens, passwords or keys.

use bytes::Bytes;
use http::HeaderMap;
use http::header::CONTENT_TYPE;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// No answer of an account service nests deeper; deeper ones are made to hurt.
const DEEPEST: usize = 32;

/// Whether the answer says it is JSON (`application/json` or `application/…+json`).
pub(crate) fn is_json(headers: &HeaderMap) -> bool {
    let Some(kind) = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()) else {
        return false;
    };
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
}

/// Reads a body; `None` for whatever is not the expected shape. The reason is dropped: it may quote the body.
pub(crate) fn read<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    if depth(body) > DEEPEST {
        return None;
    }
    serde_json::from_slice(body).ok()
}

/// Reads a body that must be an object. Read as a structure, a list would pass for one: its members in their order.
pub(crate) fn read_object<T: DeserializeOwned>(body: &[u8]) -> Option<T> {
    let begins = body.iter().find(|byte| !byte.is_ascii_whitespace());
    if begins != Some(&b'{') {
        return None;
    }
    read(body)
}

/// Reads a body that must be a list of objects.
pub(crate) fn read_objects<T: DeserializeOwned>(body: &[u8]) -> Option<Vec<T>> {
    if depth(body) > DEEPEST {
        return None;
    }
    let members: Vec<&serde_json::value::RawValue> = serde_json::from_slice(body).ok()?;
    members
        .iter()
        .map(|member| read_object(member.get().as_bytes()))
        .collect()
}

/// Writes a body into memory that is wiped after sending. The buffer is large enough from the start, because growing
/// would leave a copy behind.
pub(crate) fn write<T: Serialize>(value: &T) -> Option<Bytes> {
    let mut buffer = Zeroizing::new(Vec::with_capacity(16 * 1024));
    serde_json::to_writer(&mut *buffer, value).ok()?;
    Some(Bytes::from_owner(buffer))
}

/// How deep brackets nest, strings left out. Looks at bytes only, so it costs nothing for hostile input.
fn depth(body: &[u8]) -> usize {
    let (mut now, mut most, mut in_text, mut escaped) = (0_usize, 0_usize, false, false);
    for byte in body {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => {
                now += 1;
                most = most.max(now);
            }
            b']' | b'}' if !in_text => now = now.saturating_sub(1),
            _ => {}
        }
    }
    most
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn depth_ignores_brackets_in_text() {
        assert_eq!(depth(br#"{"a":["[[[[\"[["]}"#), 2);
        assert_eq!(depth(b"]]]][["), 2);
        assert_eq!(depth(b""), 0);
    }

    #[test]
    fn deep_json_is_not_read() {
        let deep = |n: usize| format!("{}{}", "[".repeat(n), "]".repeat(n));
        assert!(read::<serde_json::Value>(deep(DEEPEST).as_bytes()).is_some());
        assert!(read::<serde_json::Value>(deep(DEEPEST + 1).as_bytes()).is_none());
        assert!(read::<serde::de::IgnoredAny>("[".repeat(1_000_000).as_bytes()).is_none());
    }

    #[test]
    fn only_json_is_json() {
        let says = |kind: &str| is_json(&HeaderMap::from_iter([(CONTENT_TYPE, kind.parse().unwrap())]));
        assert!(
            says("application/json") && says("Application/JSON; charset=utf-8") && says("application/problem+json")
        );
        assert!(!says("text/html") && !says("text/json") && !says("application/jsonp") && !says(""));
        assert!(!is_json(&HeaderMap::new()));
    }
}
