//! Closing the account for good.

use super::{House, account};
use crate::dto::closure::{ClosedView, ClosureView, ClosureWish};
use crate::dto::failure::Failure;

/// What closing the account means now, and what stands in the way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn closure_get(house: House<'_>, id: String) -> Result<ClosureView, Failure> {
    Ok(house.accounts.closure(account(&id)?).await?.into())
}

/// Closes the account; it leaves the app's list as well.
#[tauri::command]
#[specta::specta]
pub(crate) async fn closure_send(house: House<'_>, id: String, wish: ClosureWish) -> Result<ClosedView, Failure> {
    Ok(house.accounts.close_account(account(&id)?, &wish.into()).await?.into())
}

/// After a lost answer: the account that is gone, or none when it is still there.
#[tauri::command]
#[specta::specta]
pub(crate) async fn closure_check(house: House<'_>, id: String) -> Result<Option<ClosedView>, Failure> {
    Ok(house.accounts.check_closure(account(&id)?).await?.map(Into::into))
}
