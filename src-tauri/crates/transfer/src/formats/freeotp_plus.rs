//! FreeOTP+ (Android): tokens with keys as signed bytes. Its counter is that of the code shown last.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::freeotp::Described;
use super::json::{List, take_record};
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "freeotp-plus",
    app: "FreeOTP+",
    detect,
    parse,
};

#[derive(Deserialize)]
struct File<'a> {
    #[serde(borrow)]
    tokens: List<&'a RawValue>,
}

/// A token; FreeOTP 1 keeps the same in its preferences.
#[derive(Deserialize)]
pub(super) struct Token {
    #[serde(flatten)]
    described: Described,
    #[serde(default)]
    counter: Option<i64>,
    #[serde(default)]
    secret: Zeroizing<Vec<i8>>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    input.is_object_with(&["tokens", "tokenOrder"]).then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    let file: File<'_> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    let mut import = Import::default();
    for raw in file.tokens.whole()? {
        work.go_on()?;
        take_record(&mut import, raw, draft)?;
    }
    Ok(import)
}

/// A token's values.
pub(super) fn draft(token: Token) -> Draft {
    let key = Zeroizing::new(token.secret.iter().map(|byte| byte.cast_unsigned()).collect());
    let mut draft = token.described.draft(key);
    // The code to show next is one further than the one shown last.
    draft.counter = token
        .counter
        .and_then(|counter| counter.checked_add(1))
        .map(|counter| counter.to_string());
    draft
}
