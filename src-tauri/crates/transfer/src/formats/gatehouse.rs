//! Gatehouse's own: the vault's documented JSON (`vault/FORMAT.md`), plain or as an age file under a passphrase.

use age::{DecryptError, Decryptor};
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde_json::value::RawValue;
use std::io::Read;
use zeroize::Zeroizing;

use super::json::{List, few, filled, take_record};
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::input::MOST_BYTES;
use crate::registry::Format;
use crate::{Draft, Extras, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "gatehouse",
    app: "Gatehouse",
    detect,
    parse,
};

/// What every age file begins with.
const AGE: &[u8] = b"age-encryption.org/v1";
/// What one in text form begins with.
const ARMOUR: &[u8] = b"-----BEGIN AGE ENCRYPTED FILE-----";
/// The newest version of the document that is known.
const NEWEST: u64 = 1;

#[derive(Deserialize)]
struct Document<'a> {
    version: u64,
    #[serde(borrow)]
    entries: List<&'a RawValue>,
    #[serde(borrow, default)]
    quarantine: List<&'a RawValue>,
}

#[derive(Deserialize)]
struct Entry {
    uri: Zeroizing<String>,
    #[serde(default)]
    original_uri: Option<Zeroizing<String>>,
    #[serde(default, deserialize_with = "few")]
    tags: Vec<String>,
    #[serde(default)]
    note: Option<Zeroizing<String>>,
    #[serde(default)]
    pinned: bool,
    #[serde(default)]
    deleted_at: Option<String>,
    #[serde(default)]
    icon: Option<String>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    if input.bytes().starts_with(AGE) || input.bytes().starts_with(ARMOUR) {
        return Some(true);
    }
    input
        .is_object_with(&["version", "generation", "entries"])
        .then_some(false)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    if input.json().is_some() {
        return document(input.text().ok_or(ImportError::Damaged)?, work);
    }
    let opened = opened(input.bytes(), password, work)?;
    document(std::str::from_utf8(&opened).map_err(|_| ImportError::Damaged)?, work)
}

fn opened(bytes: &[u8], password: Option<&SecretString>, work: &Work) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    let armoured = age::armor::ArmoredReader::new(bytes);
    let decryptor = Decryptor::new_buffered(armoured).map_err(|_| ImportError::Damaged)?;
    if !decryptor.is_scrypt() {
        return Err(Refusal::KeyFileNeeded.into());
    }
    let password = password.ok_or(ImportError::PasswordNeeded)?;
    // A copy of its own type, which is wiped like the original.
    let mut key = age::scrypt::Identity::new(SecretString::from(password.expose_secret()));
    key.set_max_work_factor(work.most().log_n);
    work.go_on()?;
    let reader = decryptor
        .decrypt(std::iter::once(&key as &dyn age::Identity))
        .map_err(|error| match error {
            DecryptError::ExcessiveWork { .. } => Refusal::KeyDerivationTooCostly.into(),
            DecryptError::DecryptionFailed | DecryptError::NoMatchingKeys | DecryptError::KeyDecryptionFailed => {
                ImportError::WrongPassword
            }
            _ => ImportError::Damaged,
        })?;
    let mut text = Zeroizing::new(Vec::with_capacity(bytes.len()));
    let most = MOST_BYTES as u64;
    reader
        .take(most + 1)
        .read_to_end(&mut text)
        .map_err(|_| ImportError::Damaged)?;
    if text.len() > MOST_BYTES {
        return Err(Refusal::TooLarge.into());
    }
    Ok(text)
}

fn document(text: &str, work: &Work) -> Result<Import, ImportError> {
    let document: Document<'_> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    if document.version > NEWEST {
        return Err(Refusal::UnknownVersion.into());
    }
    let mut import = Import::default();
    for raw in document.entries.whole()? {
        work.go_on()?;
        take_record(&mut import, raw, |entry| draft(entry, raw.get()))?;
    }
    for raw in document.quarantine.whole()? {
        // What that vault did not understand is held here as well.
        import.quarantined(Zeroizing::new(raw.get().to_owned()))?;
    }
    Ok(import)
}

fn draft(entry: Entry, record: &str) -> Draft {
    // The canonical link holds the counter of now; the original is a keepsake.
    let mut draft = Draft::of_uri(&entry.uri);
    draft.original = entry.original_uri;
    draft.extras = Extras {
        tags: entry.tags,
        note: filled(entry.note),
        pinned: entry.pinned,
        trashed: entry.deleted_at.is_some(),
        icon: entry.icon,
    };
    // Recovery codes, dates, the account it belongs to, a place in the person's order: what no other app's file has.
    draft.own = Some(Zeroizing::new(record.to_owned()));
    draft
}
