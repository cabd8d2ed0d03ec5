//! The e-mail address of an account, changed by a code.

use tauri::AppHandle;
use tauri_specta::Event as _;

use super::{House, account};
use crate::composition::told;
use crate::dto::email::EmailView;
use crate::dto::failure::Failure;
use crate::events::AccountsChanged;

/// The address, and the one that awaits its code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn email_get(house: House<'_>, id: String) -> Result<EmailView, Failure> {
    Ok(house.accounts.email(account(&id)?).await?.into())
}

/// Has a code mailed to a new address.
#[tauri::command]
#[specta::specta]
pub(crate) async fn email_change(house: House<'_>, id: String, email: String) -> Result<EmailView, Failure> {
    Ok(house.accounts.begin_email_change(account(&id)?, &email).await?.into())
}

/// Answers with the code that was mailed to a new address, which is the account's then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn email_verify(
    app: AppHandle,
    house: House<'_>,
    id: String,
    email: String,
    code: String,
) -> Result<EmailView, Failure> {
    let accounts = &house.accounts;
    let verified = accounts.verify_email_change(account(&id)?, &email, &code.into()).await;
    told(&app, AccountsChanged.emit(&app));
    Ok(verified?.into())
}

/// Has the code mailed again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn email_resend(house: House<'_>, id: String) -> Result<EmailView, Failure> {
    Ok(house.accounts.resend_email_change(account(&id)?).await?.into())
}
