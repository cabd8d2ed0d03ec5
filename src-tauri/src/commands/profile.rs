//! User information.

use std::collections::BTreeMap;

use super::{House, account};
use crate::dto::failure::Failure;
use crate::dto::profile::ProfileView;

/// Reads the user information.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profile_get(house: House<'_>, id: String) -> Result<ProfileView, Failure> {
    Ok(house.accounts.profile(account(&id)?).await?.into())
}

/// Saves changed fields.
#[tauri::command]
#[specta::specta]
pub(crate) async fn profile_save(
    house: House<'_>,
    id: String,
    changes: BTreeMap<String, String>,
    version: Option<String>,
) -> Result<ProfileView, Failure> {
    Ok(house
        .accounts
        .save_profile(account(&id)?, &changes, version.as_deref())
        .await?
        .into())
}
