//! API tokens and keys. Their secrets stay in the app: copied from here, shown only when the person asks.

use account::KeyId;
use secrecy::ExposeSecret;

use super::{House, account};
use crate::dto::codes::Copied;
use crate::dto::failure::{Failure, FailureCode};
use crate::dto::keys::{KeyRow, KeySecretView, KeyStandingView, KeysView};

/// The API token, or the API keys.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_get(house: House<'_>, id: String) -> Result<KeysView, Failure> {
    Ok(house.accounts.api_keys(account(&id)?).await?.into())
}

/// Makes a key with a name.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_add(house: House<'_>, id: String, name: String) -> Result<KeyRow, Failure> {
    Ok(house.accounts.add_key(account(&id)?, &name).await?.into())
}

/// Makes another token; the old one stops working.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_reissue(house: House<'_>, id: String) -> Result<KeyRow, Failure> {
    Ok(house.accounts.reissue_token(account(&id)?).await?.into())
}

/// Deletes a key, which stops working; those that are left.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_delete(house: House<'_>, id: String, key: String) -> Result<Vec<KeyRow>, Failure> {
    let left = house.accounts.delete_key(account(&id)?, number(&key)?).await?;
    Ok(left.into_iter().map(Into::into).collect())
}

/// Copies the secret of a token or key, because the person asks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_copy(house: House<'_>, id: String, key: String) -> Result<Copied, Failure> {
    let secret = house.accounts.key_secret(account(&id)?, number(&key)?).await?;
    // Exposed because the person copies it.
    house.copy(secret.expose_secret())
}

/// Shows the secret of a token or key, because the person asks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_show(house: House<'_>, id: String, key: String) -> Result<KeySecretView, Failure> {
    Ok(house.accounts.key_secret(account(&id)?, number(&key)?).await?.into())
}

/// What another API says of the token, because the person asks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_check(house: House<'_>, id: String, key: String) -> Result<KeyStandingView, Failure> {
    Ok(house.accounts.key_standing(account(&id)?, number(&key)?).await?.into())
}

/// The person has the secret of what was just made where it is needed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn keys_done(house: House<'_>, id: String) -> Result<(), Failure> {
    house.accounts.forget_made_key(account(&id)?);
    Ok(())
}

fn number(text: &str) -> Result<KeyId, Failure> {
    text.parse().map_err(|_| FailureCode::BadValue.into())
}
