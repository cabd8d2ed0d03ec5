//! Bitwarden's vault export: JSON, plain or under a password, and CSV; and Bitwarden Authenticator's JSON and CSV. Records are the
//! logins that have a one-time code; cards, notes and other logins are not this app's business.

mod authenticator_csv;
mod csv;
mod sealed;

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::{Groups, List, few, filled, or_default};
use super::password_manager::{code_of, written};
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, Extras, Import, Reason, Work};

pub(crate) const VAULT: Format = Format {
    id: "bitwarden",
    app: "Bitwarden",
    detect: detect_vault,
    parse,
};

pub(crate) const AUTHENTICATOR: Format = Format {
    id: "bitwarden-authenticator",
    app: "Bitwarden Authenticator",
    detect: detect_authenticator,
    parse: parse_authenticator,
};

pub(crate) const CSV: Format = Format {
    id: "bitwarden-csv",
    app: "Bitwarden",
    detect: csv::detect,
    parse: csv::parse,
};

#[derive(Deserialize)]
struct Export<'a> {
    #[serde(borrow)]
    items: List<&'a RawValue>,
    #[serde(default, deserialize_with = "or_default")]
    folders: List<Folder>,
    #[serde(default, deserialize_with = "or_default")]
    collections: List<Folder>,
}

#[derive(Deserialize)]
struct Folder {
    id: String,
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    notes: Option<Zeroizing<String>>,
    #[serde(default)]
    favorite: bool,
    #[serde(default)]
    folder_id: Option<String>,
    #[serde(default, deserialize_with = "few")]
    collection_ids: Vec<String>,
    #[serde(default)]
    login: Option<Login>,
}

#[derive(Deserialize)]
struct Login {
    #[serde(default)]
    username: Option<String>,
    #[serde(default)]
    totp: Option<Zeroizing<String>>,
}

fn detect_vault(input: &Input<'_>) -> Option<bool> {
    if input.is_object_with(&["encrypted", "encKeyValidation_DO_NOT_EDIT"]) {
        return Some(true);
    }
    let vault = input.is_object_with(&["encrypted", "items", "folders"])
        || input.is_object_with(&["encrypted", "items", "collections"]);
    vault.then_some(false)
}

fn detect_authenticator(input: &Input<'_>) -> Option<bool> {
    let authenticator = input.is_object_with(&["encrypted", "items"]) && detect_vault(input).is_none();
    (authenticator || authenticator_csv::is_table(input.text()?)).then_some(false)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    if !input.is_object_with(&["encKeyValidation_DO_NOT_EDIT"]) {
        return items(text, work);
    }
    if !input.is_object_with(&["passwordProtected", "salt", "data"]) {
        return Err(Refusal::AccountRestricted.into());
    }
    let opened = sealed::opened(text, password, work)?;
    items(std::str::from_utf8(&opened).map_err(|_| ImportError::Damaged)?, work)
}

fn parse_authenticator(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    match input.text().filter(|text| authenticator_csv::is_table(text)) {
        Some(text) => authenticator_csv::parse(text, work),
        None => parse(input, password, work),
    }
}

fn items(text: &str, work: &Work) -> Result<Import, ImportError> {
    let export: Export<'_> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    let (folders, collections) = (export.folders.whole()?, export.collections.whole()?);
    let all = folders.iter().chain(&collections);
    let names = Groups::new(all.map(|folder| (folder.id.as_str(), folder.name.as_str())));
    let mut import = Import::default();
    for raw in export.items.whole()? {
        work.go_on()?;
        match serde_json::from_str::<Item>(raw.get()) {
            Ok(item) => {
                if let Some(draft) = draft(item, &names) {
                    let code = written(&draft);
                    import.take(draft, || code)?;
                }
            }
            Err(_) => import.refuse(
                Reason::Malformed { field: "item" },
                Zeroizing::new(raw.get().to_owned()),
            )?,
        }
    }
    Ok(import)
}

/// The item's code, if it has one.
fn draft(item: Item, names: &Groups<'_, &str>) -> Option<Draft> {
    let login = item.login?;
    let code = filled(login.totp)?;
    let mut draft = code_of(&code, item.name.as_deref(), login.username.as_deref());
    let places = item.folder_id.iter().chain(&item.collection_ids);
    draft.extras = Extras {
        tags: names.tags(places.map(String::as_str)),
        note: filled(item.notes),
        pinned: item.favorite,
        ..Extras::default()
    };
    Some(draft)
}
