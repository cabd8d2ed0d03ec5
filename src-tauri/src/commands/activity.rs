//! What happened to an account lately.

use super::{House, account};
use crate::dto::activity::ActivityRow;
use crate::dto::failure::Failure;

/// The last activity, newest first; nothing where the service does not tell.
#[tauri::command]
#[specta::specta]
pub(crate) async fn activity_list(house: House<'_>, id: String) -> Result<Option<Vec<ActivityRow>>, Failure> {
    let events = house.accounts.activity(account(&id)?).await?;
    Ok(events.map(|events| events.into_iter().map(Into::into).collect()))
}
