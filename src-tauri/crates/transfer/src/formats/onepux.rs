//! 1Password's export (1PUX): an archive with everything in `export.data`. An item may have several one-time codes among its
//! fields; items without one are not this app's business.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::{filled, or_default};
use super::password_manager::{code_of, written};
use crate::archive::Archive;
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, Extras, Import, Reason, Work};

pub(crate) const FORMAT: Format = Format {
    id: "1password",
    app: "1Password",
    detect,
    parse,
};

const DATA: &str = "export.data";
const ATTRIBUTES: &str = "export.attributes";
/// An item that was thrown away.
const TRASHED: [&str; 2] = ["trashed", "deleted"];

#[derive(Deserialize)]
struct Data<'a> {
    #[serde(borrow)]
    accounts: Vec<Account<'a>>,
}

#[derive(Deserialize)]
struct Account<'a> {
    #[serde(borrow, default)]
    vaults: Vec<Vault<'a>>,
}

#[derive(Deserialize)]
struct Vault<'a> {
    #[serde(default)]
    attrs: Option<VaultNames>,
    #[serde(borrow, default)]
    items: Vec<&'a RawValue>,
}

#[derive(Deserialize)]
struct VaultNames {
    #[serde(default)]
    name: Option<String>,
}

/// The first exports wrapped each item in another.
#[derive(Deserialize)]
struct Wrapped {
    #[serde(default)]
    item: Option<Item>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Item {
    #[serde(default)]
    fav_index: i64,
    #[serde(default)]
    state: Option<String>,
    #[serde(default)]
    trashed: bool,
    #[serde(default, deserialize_with = "or_default")]
    overview: Overview,
    #[serde(default, deserialize_with = "or_default")]
    details: Details,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct Overview {
    title: Option<String>,
    tags: Option<Vec<String>>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Details {
    #[serde(deserialize_with = "or_default")]
    login_fields: Vec<LoginField>,
    notes_plain: Option<Zeroizing<String>>,
    #[serde(deserialize_with = "or_default")]
    sections: Vec<Section>,
}

#[derive(Deserialize)]
struct LoginField {
    #[serde(default)]
    designation: Option<String>,
    #[serde(default)]
    value: Option<String>,
}

#[derive(Deserialize)]
struct Section {
    #[serde(default, deserialize_with = "or_default")]
    fields: Vec<Field>,
}

#[derive(Deserialize)]
struct Field {
    #[serde(default)]
    value: Value,
}

/// Of a field's value only a one-time code matters.
#[derive(Deserialize, Default)]
#[serde(default)]
struct Value {
    totp: Option<Zeroizing<String>>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    let bytes = input.bytes();
    let archive = Archive::is_meant(bytes).then(|| Archive::open(bytes).ok()).flatten()?;
    (archive.find(DATA).is_some() && archive.find(ATTRIBUTES).is_some()).then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let mut archive = Archive::open(input.bytes())?;
    let name = archive.find(DATA).ok_or(ImportError::Damaged)?;
    let text = archive.read(&name, None, |_| true)?;
    let data: Data<'_> = serde_json::from_slice(&text).map_err(|_| ImportError::Damaged)?;
    let mut import = Import::default();
    for vault in data.accounts.iter().flat_map(|account| &account.vaults) {
        let name = vault.attrs.as_ref().and_then(|names| names.name.as_deref());
        for raw in &vault.items {
            work.go_on()?;
            match serde_json::from_str::<Wrapped>(raw.get()) {
                Ok(Wrapped { item: Some(item) }) => take(&mut import, item, name),
                _ => match serde_json::from_str::<Item>(raw.get()) {
                    Ok(item) => take(&mut import, item, name),
                    Err(_) => import.refuse(
                        Reason::Malformed { field: "item" },
                        Zeroizing::new(raw.get().to_owned()),
                    ),
                },
            }
        }
    }
    Ok(import)
}

fn take(import: &mut Import, item: Item, vault: Option<&str>) {
    for draft in drafts(item, vault) {
        let code = written(&draft);
        import.take(draft, || code);
    }
}

fn drafts(item: Item, vault: Option<&str>) -> Vec<Draft> {
    let details = item.details;
    let username = details
        .login_fields
        .iter()
        .find(|field| field.designation.as_deref() == Some("username"));
    let username = username.and_then(|field| field.value.as_deref());
    let trashed = item.trashed || item.state.as_deref().is_some_and(|state| TRASHED.contains(&state));
    let tags = vault
        .map(str::to_owned)
        .into_iter()
        .chain(item.overview.tags.into_iter().flatten());
    let extras = Extras {
        tags: tags.collect(),
        note: filled(details.notes_plain),
        pinned: item.fav_index > 0,
        trashed,
        ..Extras::default()
    };
    let codes = details.sections.into_iter().flat_map(|section| section.fields);
    let codes = codes.filter_map(|field| filled(field.value.totp));
    codes
        .map(|code| {
            let mut draft = code_of(&code, item.overview.title.as_deref(), username);
            draft.extras = extras.clone();
            draft
        })
        .collect()
}
