//! Aegis' vault file (its `docs/vault.md`), plain or under a password. It holds every kind of code there is here.

use std::collections::BTreeMap;

use aes::Aes256;
use aes_gcm::AesGcm;
use aes_gcm::aead::consts::U12;
use aes_gcm::aead::{Aead, KeyInit};
use data_encoding::{BASE64, HEXLOWER};
use otp::Kind;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use zeroize::Zeroizing;

use super::{Export, LeftOut, Outgoing, Random, identity};
use crate::derive::{self, Key};
use crate::error::ImportError;
use crate::work::Work;

/// scrypt's cost, as Aegis itself chooses it.
const COST: (u64, u32, u32) = (1 << 15, 8, 1);

#[derive(Serialize)]
struct File<'a, D: Serialize> {
    version: u64,
    header: Header,
    db: &'a D,
}

#[derive(Serialize)]
struct Header {
    slots: Option<[Slot; 1]>,
    params: Option<Params>,
}

#[derive(Serialize)]
struct Slot {
    #[serde(rename = "type")]
    kind: u64,
    uuid: String,
    key: String,
    key_params: Params,
    n: u64,
    r: u32,
    p: u32,
    salt: String,
    repaired: bool,
    is_backup: bool,
}

#[derive(Serialize)]
struct Params {
    nonce: String,
    tag: String,
}

#[derive(Serialize)]
struct Database<'a> {
    version: u64,
    entries: Vec<Entry<'a>>,
    groups: Vec<Group<'a>>,
}

#[derive(Serialize)]
struct Group<'a> {
    uuid: String,
    name: &'a str,
}

#[derive(Serialize)]
struct Entry<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    uuid: String,
    name: &'a str,
    issuer: &'a str,
    note: &'a str,
    favorite: bool,
    icon: Option<()>,
    info: Info<'a>,
    groups: Vec<String>,
}

#[derive(Serialize)]
struct Info<'a> {
    secret: Zeroizing<String>,
    algo: &'static str,
    digits: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    period: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    counter: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pin: Option<&'a str>,
}

/// A vault file that anyone can read.
///
/// # Errors
/// None that is met: the file is made of texts and numbers.
pub fn aegis_plain(entries: &[Outgoing], random: Random<'_>) -> Result<Export, ImportError> {
    let header = Header {
        slots: None,
        params: None,
    };
    let (entries, left_out) = expressible(entries);
    written(header, &database(&entries, random), left_out)
}

/// A vault file under a password.
///
/// # Errors
/// [`ImportError::Cancelled`].
pub fn aegis_encrypted(
    entries: &[Outgoing],
    password: &SecretString,
    random: Random<'_>,
    work: &Work,
) -> Result<Export, ImportError> {
    let (entries, left_out) = expressible(entries);
    let text = json(&database(&entries, random))?;
    let (mut master, mut salt) = (Zeroizing::new([0; 32]), [0; 32]);
    random(&mut *master);
    random(&mut salt);
    // The password opens the file wherever it is taken.
    let wrapping: Key<32> = derive::scrypt(password.expose_secret().as_bytes(), &salt, COST, work)?;
    let (key, key_params) = sealed(&wrapping, &*master, random)?;
    let (content, params) = sealed(&master, &text, random)?;
    let slot = Slot {
        kind: 1,
        uuid: identity(random),
        key: HEXLOWER.encode(&key),
        key_params,
        n: COST.0,
        r: COST.1,
        p: COST.2,
        salt: HEXLOWER.encode(&salt),
        repaired: true,
        is_backup: false,
    };
    let header = Header {
        slots: Some([slot]),
        params: Some(params),
    };
    written(header, &BASE64.encode(&content), left_out)
}

/// Aegis reads a counter into 63 bits.
fn expressible(entries: &[Outgoing]) -> (Vec<&Outgoing>, Vec<(usize, LeftOut)>) {
    let beyond = |entry: &Outgoing| {
        let kind = entry.otpauth.otp.kind;
        matches!(kind, Kind::Hotp { counter, .. } if i64::try_from(counter).is_err())
    };
    let (beyond, kept): (Vec<_>, Vec<_>) = entries.iter().enumerate().partition(|(_, entry)| beyond(entry));
    let left_out = beyond.into_iter().map(|(place, _)| (place, LeftOut::Counter));
    (kept.into_iter().map(|(_, entry)| entry).collect(), left_out.collect())
}

fn database<'a>(entries: &[&'a Outgoing], random: Random<'_>) -> Database<'a> {
    let mut groups: BTreeMap<&str, String> = BTreeMap::new();
    for tag in entries.iter().flat_map(|entry| &entry.extras.tags) {
        groups.entry(tag).or_insert_with(|| identity(random));
    }
    let ids = |entry: &Outgoing| {
        entry
            .extras
            .tags
            .iter()
            .filter_map(|tag| groups.get(tag.as_str()).cloned())
            .collect()
    };
    Database {
        version: 3,
        entries: entries
            .iter()
            .map(|outgoing| entry(outgoing, identity(random), ids(outgoing)))
            .collect(),
        groups: groups
            .iter()
            .map(|(name, uuid)| Group {
                uuid: uuid.clone(),
                name,
            })
            .collect(),
    }
}

fn entry(outgoing: &Outgoing, uuid: String, groups: Vec<String>) -> Entry<'_> {
    let otp = &outgoing.otpauth.otp;
    Entry {
        kind: otp.kind.name(),
        uuid,
        name: &outgoing.otpauth.account,
        issuer: outgoing.otpauth.issuer.as_deref().unwrap_or_default(),
        note: outgoing.extras.note.as_ref().map_or("", |note| note.as_str()),
        favorite: outgoing.extras.pinned,
        icon: None,
        info: Info {
            secret: otp.secret.to_base32(),
            algo: otp.kind.algorithm().map_or("MD5", otp::Algorithm::name),
            digits: otp.kind.length(),
            period: otp.kind.period().map(otp::Period::get),
            counter: match otp.kind {
                Kind::Hotp { counter, .. } => Some(counter),
                _ => None,
            },
            pin: otp.pin().map(otp::Pin::expose),
        },
        groups,
    }
}

fn sealed(key: &[u8; 32], text: &[u8], random: Random<'_>) -> Result<(Vec<u8>, Params), ImportError> {
    let mut nonce = [0; 12];
    random(&mut nonce);
    let sealed = AesGcm::<Aes256, U12>::new(key.into()).encrypt((&nonce).into(), text);
    let mut sealed = sealed.map_err(|_| ImportError::Damaged)?;
    let tag = sealed.split_off(text.len());
    let params = Params {
        nonce: HEXLOWER.encode(&nonce),
        tag: HEXLOWER.encode(&tag),
    };
    Ok((sealed, params))
}

fn written<D: Serialize>(header: Header, db: &D, left_out: Vec<(usize, LeftOut)>) -> Result<Export, ImportError> {
    Ok(Export {
        written: json(&File { version: 1, header, db })?,
        left_out,
    })
}

fn json<T: Serialize>(value: &T) -> Result<Zeroizing<Vec<u8>>, ImportError> {
    serde_json::to_vec_pretty(value)
        .map(Zeroizing::new)
        .map_err(|_| ImportError::Damaged)
}
