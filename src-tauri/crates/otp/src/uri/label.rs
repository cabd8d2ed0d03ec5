//! Names: the label's prefix and account, the `issuer` parameter, and the percent-encoding around them.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use super::{MOST_NAME_BYTES, UriError};

/// Percent-decoded text. Wiped when dropped, for `secret` passes through here as well.
pub(super) fn decoded(parameter: &'static str, text: &str) -> Result<Zeroizing<String>, UriError> {
    let broken = |rest: &str| {
        !rest
            .as_bytes()
            .get(..2)
            .is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit))
    };
    if text.split('%').skip(1).any(broken) {
        return Err(UriError::BadPercentEncoding { parameter });
    }
    // Room for all of it at once: a vector that grows leaves copies behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(text.len()));
    bytes.extend(percent_decode_str(text));
    let text = std::str::from_utf8(&bytes).map_err(|_| UriError::NotUtf8 { parameter })?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// A name without spaces around it; control characters and excess are refused.
pub(super) fn name(parameter: &'static str, text: &str) -> Result<String, UriError> {
    if let Some(index) = text.chars().position(char::is_control) {
        return Err(UriError::ControlCharacter {
            parameter,
            position: index + 1,
        });
    }
    let text = text.trim();
    if text.len() > MOST_NAME_BYTES {
        return Err(UriError::NameTooLong {
            parameter,
            limit: MOST_NAME_BYTES,
        });
    }
    Ok(text.to_owned())
}

/// The label's parts.
pub(super) struct Label {
    pub(super) prefix: Option<String>,
    pub(super) account: String,
}

impl Label {
    /// Reads `account`, `issuer:account` or `issuer%3Aaccount`. A plain colon is the separator where there is one, so
    /// that encoded colons can belong to the names.
    pub(super) fn parse(text: &str) -> Result<Self, UriError> {
        let (prefix, account) = match text.split_once(':') {
            Some((prefix, account)) => (Some(decoded("label", prefix)?), decoded("label", account)?),
            None => {
                let whole = decoded("label", text)?;
                match whole.split_once(':') {
                    Some((prefix, account)) => (Some(prefix.to_owned().into()), account.to_owned().into()),
                    None => (None, whole),
                }
            }
        };
        let prefix = prefix
            .map(|text| name("label", &text))
            .transpose()?
            .filter(|prefix| !prefix.is_empty());
        Ok(Self {
            prefix,
            account: name("label", &account)?,
        })
    }
}

/// The `issuer` parameter. Half the writers encode a space as `+`, the others leave `+` as it is: what the label's prefix
/// says decides, and without one `+` is a space.
pub(super) fn issuer(text: &str, prefix: Option<&str>) -> Result<Option<String>, UriError> {
    let literal = name("issuer", &decoded("issuer", text)?)?;
    if !text.contains('+') || prefix == Some(literal.as_str()) {
        return Ok(Some(literal).filter(|name| !name.is_empty()));
    }
    let spaced = name("issuer", &decoded("issuer", &text.replace('+', " "))?)?;
    Ok(Some(spaced).filter(|name| !name.is_empty()))
}
