//! What the person agreed to.

use super::{House, account};
use crate::dto::consents::ConsentView;
use crate::dto::failure::Failure;

/// The consent to marketing messages.
#[tauri::command]
#[specta::specta]
pub(crate) async fn consents_get(house: House<'_>, id: String) -> Result<ConsentView, Failure> {
    Ok(house.accounts.marketing_consent(account(&id)?).await?.into())
}

/// Agrees to marketing messages, or no longer does.
#[tauri::command]
#[specta::specta]
pub(crate) async fn consents_save(house: House<'_>, id: String, agreed: bool) -> Result<ConsentView, Failure> {
    Ok(house.accounts.decide_on_marketing(account(&id)?, agreed).await?.into())
}
