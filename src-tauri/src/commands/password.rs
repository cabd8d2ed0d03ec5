//! The password.

use secrecy::{ExposeSecret, SecretString};

use super::{House, account};
use crate::dto::failure::Failure;
use crate::dto::password::PasswordCheck;

/// Checks a new password against the service's rules, while it is typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn password_check(house: House<'_>, id: String, password: String) -> Result<PasswordCheck, Failure> {
    let password = SecretString::from(password);
    let verdicts = house.accounts.check_password(account(&id)?, &password).await?;
    // Exposed to be measured; nothing of it is kept.
    Ok(PasswordCheck::of(&verdicts, password.expose_secret()))
}

/// The same for an account that is not there yet.
#[tauri::command]
#[specta::specta]
pub(crate) async fn password_check_at(
    house: House<'_>,
    origin: String,
    email: String,
    password: String,
) -> Result<PasswordCheck, Failure> {
    let password = SecretString::from(password);
    let verdicts = house.accounts.check_password_at(&origin, &email, &password).await?;
    // Exposed to be measured; nothing of it is kept.
    Ok(PasswordCheck::of(&verdicts, password.expose_secret()))
}

/// Changes the password; other sessions end.
#[tauri::command]
#[specta::specta]
pub(crate) async fn password_change(
    house: House<'_>,
    id: String,
    current: String,
    new_password: String,
) -> Result<(), Failure> {
    Ok(house
        .accounts
        .change_password(account(&id)?, &current.into(), &new_password.into())
        .await?)
}
