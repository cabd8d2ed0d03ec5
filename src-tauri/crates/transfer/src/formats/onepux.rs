//! 1Password's export (1PUX): an archive with everything in `export.data`. An item may have several one-time codes among its
//! fields; items without one are not this app's business.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::{List, few, filled, or_default};
use super::password_manager::{code_of, written};
use crate::archive::Archive;
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Extras, Import, Reason, Work};

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
    accounts: List<&'a RawValue>,
}

#[derive(Deserialize)]
struct Account<'a> {
    #[serde(borrow, default)]
    vaults: List<&'a RawValue>,
}

#[derive(Deserialize)]
struct Vault<'a> {
    #[serde(default)]
    attrs: Option<VaultNames>,
    #[serde(borrow, default)]
    items: List<&'a RawValue>,
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
    #[serde(deserialize_with = "few")]
    tags: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(default, rename_all = "camelCase")]
struct Details {
    #[serde(deserialize_with = "few")]
    login_fields: Vec<LoginField>,
    notes_plain: Option<Zeroizing<String>>,
    #[serde(deserialize_with = "few")]
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
    #[serde(default, deserialize_with = "few")]
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
    let text = std::str::from_utf8(&text).map_err(|_| ImportError::Damaged)?;
    let mut import = Import::default();
    // One list within the other, each only as long as it is read.
    for account in part::<Data<'_>>(text)?.accounts.whole()? {
        for vault in part::<Account<'_>>(account.get())?.vaults.whole()? {
            let vault: Vault<'_> = part(vault.get())?;
            let name = vault.attrs.and_then(|names| names.name);
            for raw in vault.items.whole()? {
                work.go_on()?;
                take(&mut import, raw, name.as_deref())?;
            }
        }
    }
    Ok(import)
}

fn part<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, ImportError> {
    serde_json::from_str(text).map_err(|_| ImportError::Damaged)
}

fn take(import: &mut Import, raw: &RawValue, vault: Option<&str>) -> Result<(), ImportError> {
    let item = match serde_json::from_str::<Wrapped>(raw.get()) {
        Ok(Wrapped { item: Some(item) }) => Ok(item),
        _ => serde_json::from_str::<Item>(raw.get()),
    };
    let Ok(item) = item else {
        return import.refuse(
            Reason::Malformed { field: "item" },
            Zeroizing::new(raw.get().to_owned()),
        );
    };
    take_codes(import, item, vault)
}

fn take_codes(import: &mut Import, item: Item, vault: Option<&str>) -> Result<(), ImportError> {
    let details = item.details;
    let username = details
        .login_fields
        .iter()
        .find(|field| field.designation.as_deref() == Some("username"));
    let username = username.and_then(|field| field.value.as_deref());
    let trashed = item.trashed || item.state.as_deref().is_some_and(|state| TRASHED.contains(&state));
    let tags = vault.map(str::to_owned).into_iter().chain(item.overview.tags);
    let extras = Extras {
        tags: tags.collect(),
        note: filled(details.notes_plain),
        pinned: item.fav_index > 0,
        trashed,
        ..Extras::default()
    };
    let codes = details.sections.into_iter().flat_map(|section| section.fields);
    for code in codes.filter_map(|field| filled(field.value.totp)) {
        let mut draft = code_of(&code, item.overview.title.as_deref(), username);
        draft.extras = extras.clone();
        let code = written(&draft);
        import.take(draft, || code)?;
    }
    Ok(())
}
