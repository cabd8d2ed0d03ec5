//! TOTP Authenticator (Android): one JSON text, encrypted under the password's plain SHA-256 with no salt and no tag. Only what
//! comes out tells a wrong password.

use data_encoding::BASE64;
use secrecy::SecretString;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::json::{Loose, json_records, take_record};
use crate::cipher::open_cbc;
use crate::derive;
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Extras, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "totp-authenticator",
    app: "TOTP Authenticator",
    detect,
    parse,
};

/// A cipher's block.
const BLOCK: usize = 16;
/// The password of backups that a person gave none.
const BUILT_IN: &[u8] = b"TotpAuthenticator";
/// The shortest backup: its text is longer than this even when it is empty.
const LEAST: usize = 2 * BLOCK;

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    base: u64,
    key: Zeroizing<String>,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    digits: Loose,
    #[serde(default)]
    period: Loose,
    #[serde(default)]
    is_favorite: bool,
}

/// Base64 of whole blocks and nothing else: nothing more can be known of it from outside.
fn detect(input: &Input<'_>) -> Option<bool> {
    let sealed = sealed(input)?;
    (sealed.len() >= LEAST).then(|| opened(&sealed, BUILT_IN).is_none())
}

/// The text under a password, if that is its own: it is an object whose one name is a list.
fn opened(sealed: &[u8], password: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let key: [u8; 32] = Sha256::digest(password).into();
    open_cbc(&Zeroizing::new(key), &[0; BLOCK], sealed).filter(|text| text.starts_with(b"{\"["))
}

fn sealed(input: &Input<'_>) -> Option<Vec<u8>> {
    let text = input.text()?.trim();
    let encoded = text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"+/=".contains(&byte));
    let sealed = encoded.then(|| BASE64.decode(text.as_bytes()).ok()).flatten()?;
    sealed.len().is_multiple_of(BLOCK).then_some(sealed)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let sealed = sealed(input).ok_or(ImportError::Damaged)?;
    let text = match opened(&sealed, BUILT_IN) {
        Some(text) => text,
        None => opened(&sealed, derive::needed(password)?).ok_or(ImportError::WrongPassword)?,
    };
    let mut values = serde_json::Deserializer::from_slice(&text[1..]).into_iter::<Zeroizing<String>>();
    let list = values.next().and_then(Result::ok).ok_or(ImportError::Damaged)?;
    let mut import = Import::default();
    for raw in json_records(&list)? {
        work.go_on()?;
        take_record(&mut import, raw, draft)?;
    }
    Ok(import)
}

fn draft(record: Record) -> Draft {
    let key = record.key;
    let decoded = |key: &str| BASE64.decode(key.as_bytes()).map(Zeroizing::new);
    let (kind, secret) = match record.base {
        16 => (DraftKind::Totp, DraftSecret::Hex(key)),
        32 => (DraftKind::Totp, DraftSecret::Base32(key)),
        64 => (
            DraftKind::Totp,
            decoded(&key).map_or(DraftSecret::Missing, DraftSecret::Bytes),
        ),
        other => (DraftKind::Unknown(format!("base{other}")), DraftSecret::Missing),
    };
    let mut draft = Draft::new(kind, secret);
    draft.extras = Extras {
        pinned: record.is_favorite,
        ..Extras::default()
    };
    draft.issuer = record.issuer;
    draft.account = record.name.unwrap_or_default();
    draft.digits = record.digits.0;
    draft.period = record.period.0;
    draft
}
