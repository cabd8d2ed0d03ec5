//! LastPass Authenticator's JSON, versions 1 and 3.

use secrecy::SecretString;
use serde::Deserialize;
use serde_json::value::RawValue;
use zeroize::Zeroizing;

use super::json::{Groups, List, Loose, or_default, take_record};
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Extras, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "lastpass",
    app: "LastPass Authenticator",
    detect,
    parse,
};

#[derive(Deserialize)]
struct File<'a> {
    version: u64,
    #[serde(borrow)]
    accounts: List<&'a RawValue>,
    #[serde(default, deserialize_with = "or_default")]
    folders: List<Folder>,
}

#[derive(Deserialize)]
struct Folder {
    id: i64,
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    #[serde(default)]
    issuer_name: Option<String>,
    #[serde(default)]
    user_name: Option<String>,
    secret: Zeroizing<String>,
    #[serde(default)]
    time_step: Loose,
    #[serde(default)]
    digits: Loose,
    #[serde(default)]
    algorithm: Loose,
    #[serde(default)]
    is_favorite: bool,
    #[serde(default)]
    folder_data: Option<FolderData>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct FolderData {
    folder_id: i64,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    let lastpass = input.is_object_with(&["version", "accounts", "deviceName"])
        || input.is_object_with(&["version", "accounts", "localDeviceId"]);
    lastpass.then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    let file: File<'_> = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    if !matches!(file.version, 1..=3) {
        return Err(Refusal::UnknownVersion.into());
    }
    let folders = file.folders.whole()?;
    // Those in no folder are in one without a name.
    let named = folders.iter().filter(|folder| !folder.name.is_empty());
    let folders = Groups::new(named.map(|folder| (folder.id, folder.name.as_str())));
    let mut import = Import::default();
    for raw in file.accounts.whole()? {
        work.go_on()?;
        take_record(&mut import, raw, |account: Account| draft(account, &folders))?;
    }
    Ok(import)
}

fn draft(account: Account, folders: &Groups<'_, i64>) -> Draft {
    let mut draft = Draft::new(DraftKind::Totp, DraftSecret::Base32(account.secret));
    draft.extras = Extras {
        tags: folders.tags(account.folder_data.map(|data| data.folder_id)),
        pinned: account.is_favorite,
        ..Extras::default()
    };
    draft.issuer = account.issuer_name;
    draft.account = account.user_name.unwrap_or_default();
    draft.algorithm = account.algorithm.0;
    draft.digits = account.digits.0;
    draft.period = account.time_step.0;
    draft
}
