//! FreeOTP 1's preferences from a rooted phone: a token in JSON under each name.

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::freeotp_plus::{Token, draft};
use super::preferences;
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Import, Reason, Work};

pub(crate) const FORMAT: Format = Format {
    id: "freeotp1",
    app: "FreeOTP",
    detect,
    parse,
};

/// The one preference that is no token.
const ORDER: &str = "tokenOrder";

fn detect(input: &Input<'_>) -> Option<bool> {
    let text = input.text()?;
    let token = |(name, value): (&str, Zeroizing<String>)| name != ORDER && value.contains("\"secret\":[");
    (preferences::is_file(text) && preferences::texts(text).any(token)).then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    let mut import = Import::default();
    for (_, value) in preferences::texts(text).filter(|(name, _)| *name != ORDER) {
        work.go_on()?;
        match serde_json::from_str::<Token>(&value) {
            Ok(token) => import.take(draft(token), || value.clone())?,
            Err(_) => import.refuse(Reason::Malformed { field: "token" }, value)?,
        }
    }
    Ok(import)
}
