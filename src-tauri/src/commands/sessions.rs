//! Where the account is signed in.

use account::SessionInfo;

use super::{House, account};
use crate::dto::failure::{Failure, FailureCode};
use crate::dto::sessions::SessionRow;

/// The sessions.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sessions_list(house: House<'_>, id: String) -> Result<Vec<SessionRow>, Failure> {
    Ok(rows(house.accounts.sessions(account(&id)?).await?))
}

/// Ends one session.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sessions_end(house: House<'_>, id: String, session: String) -> Result<Vec<SessionRow>, Failure> {
    let session = session.parse().map_err(|_| Failure::from(FailureCode::BadValue))?;
    Ok(rows(house.accounts.end_session(account(&id)?, session).await?))
}

/// Ends every other session.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sessions_end_others(house: House<'_>, id: String) -> Result<Vec<SessionRow>, Failure> {
    Ok(rows(house.accounts.end_other_sessions(account(&id)?).await?))
}

fn rows(sessions: Vec<SessionInfo>) -> Vec<SessionRow> {
    sessions.into_iter().map(Into::into).collect()
}
