//! Aegis Authenticator (Android), plain and encrypted. Its format is documented in its repository (`docs/vault.md`).
//!
//! Encrypted: each password slot wraps the master key with a key that scrypt derives; the master key opens the database. A slot
//! that opens proves the password, so a database that doesn't open then is damaged.

use data_encoding::{BASE64, HEXLOWER_PERMISSIVE};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::{Groups, List, Loose, few, filled, or_default, take_record};
use crate::cipher::open_gcm;
use crate::derive::{self, Key};
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Extras, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "aegis",
    app: "Aegis",
    detect,
    parse,
};

/// The slot that a password opens; the others are for biometrics.
const PASSWORD_SLOT: u64 = 1;
/// The most slots: each may cost a derivation.
const MOST_SLOTS: usize = 16;
/// The newest version of the database that is known.
const NEWEST_DATABASE: u64 = 3;

#[derive(Deserialize)]
struct File<'a> {
    version: u64,
    #[serde(borrow)]
    header: Header<'a>,
    #[serde(borrow)]
    db: &'a RawValue,
}

#[derive(Deserialize)]
struct Header<'a> {
    #[serde(borrow)]
    slots: Option<List<&'a RawValue, MOST_SLOTS>>,
    params: Option<Params>,
}

#[derive(Deserialize)]
struct Params {
    nonce: String,
    tag: String,
}

#[derive(Deserialize)]
struct Slot {
    #[serde(rename = "type")]
    kind: u64,
    key: Option<String>,
    key_params: Option<Params>,
    n: Option<u64>,
    r: Option<u32>,
    p: Option<u32>,
    salt: Option<String>,
}

#[derive(Deserialize)]
struct Database<'a> {
    version: u64,
    #[serde(borrow)]
    entries: List<&'a RawValue>,
    #[serde(default, deserialize_with = "or_default")]
    groups: List<Group>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default, deserialize_with = "or_default")]
    uuid: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    note: Option<Zeroizing<String>>,
    #[serde(default, deserialize_with = "or_default")]
    favorite: bool,
    /// Versions 1 and 2: one group by name.
    #[serde(default)]
    group: Option<String>,
    /// Version 3: groups by identity.
    #[serde(default, deserialize_with = "few")]
    groups: Vec<String>,
    info: Info,
}

#[derive(Deserialize)]
struct Info {
    secret: Zeroizing<String>,
    #[serde(default)]
    algo: Loose,
    #[serde(default)]
    digits: Loose,
    #[serde(default)]
    period: Loose,
    #[serde(default)]
    counter: Loose,
    #[serde(default)]
    pin: Option<Zeroizing<String>>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    if !input.is_object_with(&["version", "header", "db"]) {
        return None;
    }
    let file: File<'_> = serde_json::from_str(input.text()?).ok()?;
    Some(file.header.slots.is_some())
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    let file: File<'_> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    if file.version != 1 {
        return Err(Refusal::UnknownVersion.into());
    }
    let (Some(slots), Some(params)) = (file.header.slots, &file.header.params) else {
        return entries(file.db.get(), work);
    };
    let key = master_key(&slots.whole()?, derive::needed(password)?, work)?;
    let database = opened(&key, params, sealed_database(file.db)?).ok_or(ImportError::Damaged)?;
    entries(std::str::from_utf8(&database).map_err(|_| ImportError::Damaged)?, work)
}

/// The database's bytes. Its text is let go of here: both are as long as the file.
fn sealed_database(db: &RawValue) -> Result<Vec<u8>, ImportError> {
    let text: Zeroizing<String> = serde_json::from_str(db.get()).map_err(|_| ImportError::Damaged)?;
    BASE64.decode(text.as_bytes()).map_err(|_| ImportError::Damaged)
}

/// The master key out of the first slot that the password opens.
fn master_key(slots: &[&RawValue], password: &[u8], work: &Work) -> Result<Key<32>, ImportError> {
    let mut tried = false;
    for raw in slots {
        let slot: Slot = serde_json::from_str(raw.get()).map_err(|_| ImportError::Damaged)?;
        if slot.kind != PASSWORD_SLOT {
            continue;
        }
        tried = true;
        if let Some(key) = unwrapped(&slot, password, work)? {
            return Ok(key);
        }
    }
    Err(if tried {
        ImportError::WrongPassword
    } else {
        Refusal::KeyFileNeeded.into()
    })
}

fn unwrapped(slot: &Slot, password: &[u8], work: &Work) -> Result<Option<Key<32>>, ImportError> {
    let whole = (|| {
        let (salt, key) = (hex(slot.salt.as_ref()?)?, hex(slot.key.as_ref()?)?);
        Some((salt, key, slot.key_params.as_ref()?, (slot.n?, slot.r?, slot.p?)))
    })();
    let (salt, sealed, params, cost) = whole.ok_or(ImportError::Damaged)?;
    let wrapping: Key<32> = derive::scrypt(password, &salt, cost, work)?;
    let Some(key) = opened(&wrapping, params, sealed) else {
        return Ok(None);
    };
    let key = <[u8; 32]>::try_from(&key[..]).map_err(|_| ImportError::Damaged)?;
    Ok(Some(Zeroizing::new(key)))
}

/// Text out of AES-256-GCM whose nonce and tag stand beside it.
fn opened(key: &[u8; 32], params: &Params, mut sealed: Vec<u8>) -> Option<Zeroizing<Vec<u8>>> {
    let (nonce, tag) = (hex(&params.nonce)?, hex(&params.tag)?);
    sealed.extend(tag);
    open_gcm(key, &nonce, &sealed, &[])
}

fn hex(text: &str) -> Option<Vec<u8>> {
    HEXLOWER_PERMISSIVE.decode(text.as_bytes()).ok()
}

fn entries(text: &str, work: &Work) -> Result<Import, ImportError> {
    let database: Database<'_> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    if database.version > NEWEST_DATABASE {
        return Err(Refusal::UnknownVersion.into());
    }
    let (all, named) = (database.entries.whole()?, database.groups.whole()?);
    let groups = Groups::new(named.iter().map(|group| (group.uuid.as_str(), group.name.as_str())));
    let mut import = Import::default();
    for raw in all {
        work.go_on()?;
        take_record(&mut import, raw, |entry: Entry| draft(entry, &groups))?;
    }
    Ok(import)
}

fn draft(entry: Entry, groups: &Groups<'_, &str>) -> Draft {
    let info = entry.info;
    let kind = match entry.kind.as_str() {
        "totp" => DraftKind::Totp,
        "hotp" => DraftKind::Hotp,
        "steam" => DraftKind::Steam,
        "motp" => DraftKind::Motp,
        "yandex" => DraftKind::Yandex,
        other => DraftKind::Unknown(other.to_owned()),
    };
    let mut draft = Draft::new(kind, DraftSecret::Base32(info.secret));
    let named = groups.tags(entry.groups.iter().map(String::as_str));
    draft.extras = Extras {
        tags: entry.group.into_iter().chain(named).collect(),
        note: filled(entry.note),
        pinned: entry.favorite,
        ..Extras::default()
    };
    draft.issuer = entry.issuer;
    draft.account = entry.name.unwrap_or_default();
    // Aegis writes MD5 for mOTP, whose only hash that is.
    draft.algorithm = info
        .algo
        .0
        .filter(|name| draft.kind != DraftKind::Motp || name != "MD5");
    draft.digits = info.digits.0;
    draft.period = info.period.0;
    draft.counter = info.counter.0;
    draft.pin = filled(info.pin);
    draft
}
