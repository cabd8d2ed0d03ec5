//! The parameters behind `?`: read once, each at most once, and nothing that could change the code passed over.

use super::{UriError, label::decoded};

/// Parameters that change the code elsewhere, or misspell one that does here. Passing one over would give wrong codes.
const DANGEROUS: [&str; 16] = [
    "algo",
    "alg",
    "hash",
    "hashalgorithm",
    "digit",
    "length",
    "size",
    "step",
    "interval",
    "timestep",
    "timeinterval",
    "t0",
    "epoch",
    "offset",
    "type",
    "base",
];

/// The parameters, still percent-encoded.
#[derive(Default)]
pub(super) struct Query<'a> {
    pub(super) secret: Option<&'a str>,
    pub(super) issuer: Option<&'a str>,
    pub(super) algorithm: Option<&'a str>,
    pub(super) digits: Option<&'a str>,
    pub(super) period: Option<&'a str>,
    pub(super) counter: Option<&'a str>,
    pub(super) encoder: Option<&'a str>,
    pub(super) pin: Option<&'a str>,
    /// The other parameters' names, in the order they came in.
    pub(super) ignored: Vec<String>,
}

impl<'a> Query<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, UriError> {
        let mut query = Self::default();
        let mut seen = Vec::new();
        for (index, part) in text.split('&').enumerate().filter(|(_, part)| !part.is_empty()) {
            let malformed = UriError::MalformedParameter { number: index + 1 };
            let (name, value) = part.split_once('=').filter(|(name, _)| plain(name)).ok_or(malformed)?;
            let parameter = name.to_ascii_lowercase();
            if seen.contains(&parameter) {
                return Err(UriError::Duplicated { parameter });
            }
            match query.slot(&parameter) {
                Some(slot) => *slot = Some(value),
                None if DANGEROUS.contains(&parameter.as_str()) => return Err(UriError::Unsupported { parameter }),
                None => query.ignored.push(name.to_owned()),
            }
            seen.push(parameter);
        }
        Ok(query)
    }

    fn slot(&mut self, parameter: &str) -> Option<&mut Option<&'a str>> {
        match parameter {
            "secret" => Some(&mut self.secret),
            "issuer" => Some(&mut self.issuer),
            "algorithm" => Some(&mut self.algorithm),
            "digits" => Some(&mut self.digits),
            "period" => Some(&mut self.period),
            "counter" => Some(&mut self.counter),
            "encoder" => Some(&mut self.encoder),
            "pin" => Some(&mut self.pin),
            _ => None,
        }
    }

    /// Notes a known parameter that has no meaning for this kind among the ignored.
    pub(super) fn ignore(&mut self, name: &str, value: Option<&str>) {
        if value.is_some() {
            self.ignored.push(name.to_owned());
        }
    }
}

/// Whether a name is one: what isn't may be half a parameter (`amp;digits`) or the key itself, so it's refused unseen.
/// The shortest keys in use have 16 letters, one more than a name that is repeated in errors and among the ignored.
fn plain(name: &str) -> bool {
    matches!(name.len(), 1..=15)
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

/// A whole number in the digits 0 to 9; `None` stands for one beyond 64 bits.
pub(super) fn number(parameter: &'static str, text: &str) -> Result<Option<u64>, UriError> {
    let text = decoded(parameter, text)?;
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(UriError::NotANumber {
            parameter,
            value: crate::error::quoted(&text),
        });
    }
    // Only digits are left, so the one way to fail is to be too great.
    Ok(text.parse().ok())
}
