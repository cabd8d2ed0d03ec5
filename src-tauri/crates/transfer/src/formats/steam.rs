//! Steam's secrets, of which the shared one makes the codes: a Steam Desktop Authenticator's `maFile`, or the phone app's
//! `Steamguard-…` file from a rooted phone, of one account or, in newer versions, of several by their Steam identities.

use std::collections::BTreeMap;

use data_encoding::BASE64;
use otp::OtpauthUri;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::{filled, take_record};
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "steam",
    app: "Steam",
    detect,
    parse,
};

/// The accounts of one file; people have a handful.
const MOST_ACCOUNTS: usize = 1_000;

#[derive(Deserialize)]
struct Accounts<'a> {
    #[serde(borrow)]
    accounts: BTreeMap<String, &'a RawValue>,
}

#[derive(Deserialize)]
struct Account {
    #[serde(default)]
    shared_secret: Option<Zeroizing<String>>,
    #[serde(default)]
    account_name: Option<String>,
    /// The same key once more, in a link.
    #[serde(default)]
    uri: Option<Zeroizing<String>>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    let beside = ["identity_secret", "account_name", "uri", "steamguard_scheme"];
    let one = input.is_object_with(&["shared_secret"]) && beside.iter().any(|name| input.is_object_with(&[name]));
    (one || !several(input)?.is_empty()).then_some(false)
}

/// The accounts of a newer file, word for word; none where it is another.
fn several<'a>(input: &Input<'a>) -> Option<Vec<&'a RawValue>> {
    if !input.is_object_with(&["accounts"]) {
        return Some(Vec::new());
    }
    let Ok(Accounts { accounts }) = serde_json::from_str(input.text()?) else {
        return Some(Vec::new());
    };
    let is_steam = |name: &String| name.len() == 17 && name.bytes().all(|byte| byte.is_ascii_digit());
    let ours = accounts.len() <= MOST_ACCOUNTS && accounts.keys().all(is_steam);
    Some(if ours {
        accounts.into_values().collect()
    } else {
        Vec::new()
    })
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    let mut import = Import::default();
    for raw in several(input).ok_or(ImportError::Damaged)? {
        work.go_on()?;
        take_record(&mut import, raw, draft)?;
    }
    if import.records() > 0 {
        return Ok(import);
    }
    let account: Account = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    let is_empty = |text: &Option<Zeroizing<String>>| text.as_ref().is_none_or(|text| text.is_empty());
    if is_empty(&account.shared_secret) && is_empty(&account.uri) {
        return Err(Refusal::NotAnExport.into());
    }
    import.take(draft(account), || Zeroizing::new(text.to_owned()))?;
    Ok(import)
}

fn draft(account: Account) -> Draft {
    let linked = account.uri.as_ref().and_then(|uri| OtpauthUri::parse(uri).ok());
    let key = match filled(account.shared_secret) {
        Some(key) => BASE64
            .decode(key.as_bytes())
            .ok()
            .map(|key| DraftSecret::Bytes(Zeroizing::new(key))),
        None => linked
            .as_ref()
            .map(|linked| DraftSecret::Base32(linked.otp.secret.to_base32())),
    };
    let mut draft = Draft::new(DraftKind::Steam, key.unwrap_or(DraftSecret::Missing));
    draft.issuer = Some("Steam".to_owned());
    let named = account.account_name.filter(|name| !name.is_empty());
    draft.account = named.or(linked.map(|linked| linked.account)).unwrap_or_default();
    draft
}
