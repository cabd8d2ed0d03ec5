//! Stratum, once Authenticator Pro (Android): its backups, plain and encrypted in two ways, and its page for the browser.

mod html;
mod sealed;

use std::collections::{HashMap, HashSet};

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::{Groups, List, Loose, filled, or_default, take_record};
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Extras, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "stratum",
    app: "Stratum",
    detect,
    parse,
};

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Backup<'a> {
    #[serde(borrow)]
    authenticators: List<&'a RawValue>,
    #[serde(default, deserialize_with = "or_default")]
    categories: List<Category>,
    #[serde(default, deserialize_with = "or_default")]
    authenticator_categories: List<Belongs>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Category {
    id: String,
    name: String,
}

/// Which entry, told by its key, is in which category.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Belongs {
    category_id: String,
    authenticator_secret: Zeroizing<String>,
}

/// The categories by identity, and those of each entry by its key.
struct Categories<'a> {
    named: Groups<'a, &'a str>,
    of: HashMap<&'a str, Vec<&'a str>>,
}

#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Record {
    #[serde(rename = "Type")]
    kind: u64,
    #[serde(default)]
    icon: Option<String>,
    #[serde(default)]
    issuer: Option<String>,
    #[serde(default)]
    username: Option<String>,
    secret: Zeroizing<String>,
    #[serde(default)]
    pin: Option<Zeroizing<String>>,
    #[serde(default)]
    algorithm: u64,
    #[serde(default)]
    digits: Loose,
    #[serde(default)]
    period: Loose,
    #[serde(default)]
    counter: Loose,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    if sealed::is_sealed(input.bytes()) {
        return Some(true);
    }
    let plain = input.is_object_with(&["Authenticators"]);
    (plain || html::is_page(input.text()?)).then_some(false)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    if let Some(opened) = sealed::opened(input.bytes(), password, work)? {
        return backup(std::str::from_utf8(&opened).map_err(|_| ImportError::Damaged)?, work);
    }
    let text = input.text().ok_or(ImportError::Damaged)?;
    if html::is_page(text) {
        html::page(text, work)
    } else {
        backup(text, work)
    }
}

fn backup(text: &str, work: &Work) -> Result<Import, ImportError> {
    let backup: Backup<'_> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    let (categories, belonging) = (backup.categories.whole()?, backup.authenticator_categories.whole()?);
    let named = categories
        .iter()
        .map(|category| (category.id.as_str(), category.name.as_str()));
    let mut categories = Categories {
        named: Groups::new(named),
        of: HashMap::new(),
    };
    let mut seen = HashSet::new();
    for belongs in &belonging {
        let (key, category) = (belongs.authenticator_secret.as_str(), belongs.category_id.as_str());
        // Each once: they are looked through for every entry with this key.
        if seen.insert((key, category)) {
            categories.of.entry(key).or_default().push(category);
        }
    }
    let mut import = Import::default();
    for raw in backup.authenticators.whole()? {
        work.go_on()?;
        take_record(&mut import, raw, |record: Record| draft(record, &categories))?;
    }
    Ok(import)
}

fn draft(record: Record, categories: &Categories<'_>) -> Draft {
    let belongs = categories.of.get(record.secret.as_str());
    let tags = categories.named.tags(belongs.into_iter().flatten().copied());
    let kind = match record.kind {
        1 => DraftKind::Hotp,
        2 => DraftKind::Totp,
        3 => DraftKind::Motp,
        4 => DraftKind::Steam,
        5 => DraftKind::Yandex,
        other => DraftKind::Unknown(other.to_string()),
    };
    // A Mobile-OTP key is the one that isn't base32.
    let secret = match kind {
        // Stratum hashes the key's letters as they are; capitals make other codes than the same key elsewhere.
        DraftKind::Motp if record.secret.bytes().any(|byte| byte.is_ascii_uppercase()) => DraftSecret::Missing,
        DraftKind::Motp => DraftSecret::Hex(record.secret),
        _ => DraftSecret::Base32(record.secret),
    };
    // Kinds with settings of their own: what stands in the fields is what every other kind begins with.
    let settled = matches!(kind, DraftKind::Motp | DraftKind::Yandex | DraftKind::Steam);
    let mut draft = Draft::new(kind, secret);
    draft.extras = Extras {
        tags,
        // A custom icon is a picture of the backup's own, named with an @.
        icon: record.icon.filter(|name| !name.is_empty() && !name.starts_with('@')),
        ..Extras::default()
    };
    draft.issuer = record.issuer;
    draft.account = record.username.unwrap_or_default();
    draft.algorithm = match record.algorithm {
        _ if settled => None,
        0 => Some("SHA1".to_owned()),
        1 => Some("SHA256".to_owned()),
        2 => Some("SHA512".to_owned()),
        other => Some(other.to_string()),
    };
    draft.digits = record.digits.0.filter(|_| !settled);
    draft.period = record.period.0.filter(|_| !settled);
    draft.counter = record.counter.0;
    draft.pin = filled(record.pin);
    draft
}
