//! Proton Authenticator, plain and encrypted with a password.

use argon2::Algorithm;
use data_encoding::BASE64;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::{List, filled, take_record};
use crate::cipher::open_gcm;
use crate::derive::{self, Key};
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "proton",
    app: "Proton Authenticator",
    detect,
    parse,
};

/// What the ciphertext is bound to.
const BOUND_TO: &[u8] = b"proton.authenticator.export.v1";
/// Argon2id's fixed cost: KiB, passes, lanes.
const COST: (u64, u64, u64) = (19_456, 2, 1);
const NONCE: usize = 12;
const TAG: usize = 16;

#[derive(Deserialize)]
struct Sealed {
    version: u64,
    salt: String,
    content: String,
}

#[derive(Deserialize)]
struct File<'a> {
    version: u64,
    #[serde(borrow)]
    entries: List<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry {
    content: Content,
    #[serde(default)]
    note: Option<Zeroizing<String>>,
}

#[derive(Deserialize)]
struct Content {
    uri: Zeroizing<String>,
    #[serde(default)]
    name: Option<String>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    if input.is_object_with(&["version", "salt", "content"]) {
        return Some(true);
    }
    let plain = input.is_object_with(&["version", "entries"]) && !input.is_object_with(&["generation"]);
    let file: File<'_> = plain.then(|| serde_json::from_str(input.text()?).ok()).flatten()?;
    // Other apps have entries too; Proton's hold a URI within their content.
    let proton = |raw: &&RawValue| serde_json::from_str::<Entry>(raw.get()).is_ok();
    // Of a file with too many it is said when it is read.
    let Ok(entries) = file.entries.whole() else {
        return Some(false);
    };
    (entries.is_empty() || entries.iter().any(proton)).then_some(false)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    if !input.is_object_with(&["salt", "content"]) {
        return entries(text, work);
    }
    let sealed: Sealed = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    if sealed.version != 1 {
        return Err(Refusal::UnknownVersion.into());
    }
    let decoded = |text: &str| BASE64.decode(text.as_bytes()).map_err(|_| ImportError::Damaged);
    let (salt, content) = (decoded(&sealed.salt)?, decoded(&sealed.content)?);
    let (nonce, content) = content.split_at_checked(NONCE).ok_or(ImportError::Damaged)?;
    if content.len() < TAG {
        return Err(ImportError::Damaged);
    }
    let key: Key<32> = derive::argon2(Algorithm::Argon2id, derive::needed(password)?, &salt, COST, work)?;
    // One tag guards all of it: a wrong password and a flipped bit look alike, and the password is the likelier.
    let opened = open_gcm(&key, nonce, content, BOUND_TO).ok_or(ImportError::WrongPassword)?;
    entries(std::str::from_utf8(&opened).map_err(|_| ImportError::Damaged)?, work)
}

fn entries(text: &str, work: &Work) -> Result<Import, ImportError> {
    let file: File<'_> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    if file.version != 1 {
        return Err(Refusal::UnknownVersion.into());
    }
    let mut import = Import::default();
    for raw in file.entries.whole()? {
        work.go_on()?;
        take_record(&mut import, raw, draft)?;
    }
    Ok(import)
}

fn draft(entry: Entry) -> Draft {
    let mut draft = Draft::of_uri(&entry.content.uri);
    // The name is what the person sees and edits; a Steam link carries none at all.
    draft.account = entry.content.name.unwrap_or_default();
    draft.extras.note = filled(entry.note);
    draft
}
