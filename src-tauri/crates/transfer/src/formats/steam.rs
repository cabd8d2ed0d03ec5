//! A Steam Desktop Authenticator's `maFile`: one account's secrets, of which the shared one makes the codes.

use data_encoding::BASE64;
use secrecy::SecretString;
use serde::Deserialize;
use zeroize::Zeroizing;

use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "steam",
    app: "Steam",
    detect,
    parse,
};

#[derive(Deserialize)]
struct File {
    shared_secret: Zeroizing<String>,
    #[serde(default)]
    account_name: Option<String>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    let steam = input.is_object_with(&["shared_secret"])
        && (input.is_object_with(&["identity_secret"]) || input.is_object_with(&["account_name"]));
    steam.then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, _: &Work) -> Result<Import, ImportError> {
    let text = input.text().ok_or(ImportError::Damaged)?;
    let file: File = serde_json::from_str(text).map_err(|_| ImportError::Damaged)?;
    if file.shared_secret.is_empty() {
        return Err(Refusal::NotAnExport.into());
    }
    let key = BASE64.decode(file.shared_secret.as_bytes()).map(Zeroizing::new);
    let mut draft = Draft::new(DraftKind::Steam, key.map_or(DraftSecret::Missing, DraftSecret::Bytes));
    draft.issuer = Some("Steam".to_owned());
    draft.account = file.account_name.unwrap_or_default();
    let mut import = Import::default();
    import.take(draft, || Zeroizing::new(text.to_owned()))?;
    Ok(import)
}
