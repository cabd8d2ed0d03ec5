//! 2FAS, plain and encrypted, schemas 1 to 4. `reference` is a known text under the same key: it proves the password, so that
//! entries that don't open then are damaged.

use data_encoding::BASE64;
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::{Groups, List, Loose, filled, json_records, or_default, take_record};
use crate::cipher::open_gcm;
use crate::derive::{self, Hash, Key};
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Extras, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "2fas",
    app: "2FAS",
    detect,
    parse,
};

/// The newest schema that is known.
const NEWEST_SCHEMA: u64 = 4;
/// 2FAS's fixed number of PBKDF2's rounds.
const ROUNDS: u64 = 10_000;

#[derive(Deserialize)]
struct File<'a> {
    #[serde(rename = "schemaVersion", default)]
    schema: u64,
    #[serde(borrow, default)]
    services: List<&'a RawValue>,
    #[serde(default, deserialize_with = "or_default")]
    groups: List<Group>,
    #[serde(rename = "servicesEncrypted", default)]
    encrypted: Option<Zeroizing<String>>,
    #[serde(default)]
    reference: Option<String>,
}

#[derive(Deserialize)]
struct Group {
    #[serde(default, deserialize_with = "or_default")]
    id: String,
    #[serde(default, deserialize_with = "or_default")]
    name: String,
}

#[derive(Deserialize)]
struct Service {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    secret: Zeroizing<String>,
    #[serde(default, deserialize_with = "or_default")]
    otp: Otp,
    #[serde(rename = "groupId", default)]
    group: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "camelCase", default)]
struct Otp {
    label: Option<String>,
    account: Option<String>,
    issuer: Option<String>,
    digits: Loose,
    period: Loose,
    algorithm: Loose,
    counter: Loose,
    token_type: Loose,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    let plain = input.is_object_with(&["services", "schemaVersion"]);
    if !plain && !input.is_object_with(&["servicesEncrypted"]) {
        return None;
    }
    let file: File<'_> = serde_json::from_str(input.text()?).ok()?;
    Some(file.encrypted.is_some_and(|text| !text.is_empty()))
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    let file: File<'_> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    if file.schema > NEWEST_SCHEMA {
        return Err(Refusal::UnknownVersion.into());
    }
    let groups = file.groups.whole()?;
    let Some(encrypted) = filled(file.encrypted) else {
        return entries(&file.services.whole()?, &groups, work);
    };
    let password = derive::needed(password)?;
    let proven = match &file.reference {
        Some(reference) => {
            let known = opened(reference, password, work)?.ok_or(ImportError::WrongPassword)?;
            !known.is_empty()
        }
        None => false,
    };
    let opened = opened(&encrypted, password, work)?;
    let services = opened.ok_or(if proven {
        ImportError::Damaged
    } else {
        ImportError::WrongPassword
    })?;
    let services = std::str::from_utf8(&services).map_err(|_| ImportError::Damaged)?;
    entries(&json_records(services)?, &groups, work)
}

/// Text out of `base64(ciphertext and tag):base64(salt):base64(nonce)`; `None` when it does not open.
fn opened(sealed: &str, password: &[u8], work: &Work) -> Result<Option<Zeroizing<Vec<u8>>>, ImportError> {
    let parts: Vec<Vec<u8>> = sealed
        .splitn(4, ':')
        .map(|part| BASE64.decode(part.as_bytes()))
        .collect::<Result<_, _>>()
        .map_err(|_| ImportError::Damaged)?;
    let [sealed, salt, nonce] = &parts[..] else {
        return Err(ImportError::Damaged);
    };
    let key: Key<32> = derive::pbkdf2(Hash::Sha256, password, salt, ROUNDS, work)?;
    Ok(open_gcm(&key, nonce, sealed, &[]))
}

fn entries(services: &[&RawValue], groups: &[Group], work: &Work) -> Result<Import, ImportError> {
    let groups = Groups::new(groups.iter().map(|group| (group.id.as_str(), group.name.as_str())));
    let mut import = Import::default();
    for raw in services {
        work.go_on()?;
        take_record(&mut import, raw, |service: Service| draft(service, &groups))?;
    }
    Ok(import)
}

fn draft(service: Service, groups: &Groups<'_, &str>) -> Draft {
    let otp = service.otp;
    let kind = match otp.token_type.0.as_deref() {
        // Schemas before 3 had no other kind.
        None | Some("TOTP") => DraftKind::Totp,
        Some("HOTP") => DraftKind::Hotp,
        Some("STEAM") => DraftKind::Steam,
        Some(other) => DraftKind::Unknown(other.to_owned()),
    };
    let mut draft = Draft::new(kind, DraftSecret::Base32(service.secret));
    draft.extras = Extras {
        tags: groups.tags(service.group.as_deref()),
        ..Extras::default()
    };
    // The name is what the person sees and edits; `issuer` is what the link once said.
    draft.issuer = service.name.filter(|name| !name.trim().is_empty()).or(otp.issuer);
    draft.account = otp
        .account
        .filter(|account| !account.trim().is_empty())
        .unwrap_or_else(|| {
            // Older schemas keep "issuer:account" in the label only.
            let label = otp.label.unwrap_or_default();
            label
                .split_once(':')
                .map_or(label.clone(), |(_, account)| account.to_owned())
        });
    draft.algorithm = otp.algorithm.0;
    draft.digits = otp.digits.0;
    draft.period = otp.period.0;
    draft.counter = otp.counter.0;
    draft
}
