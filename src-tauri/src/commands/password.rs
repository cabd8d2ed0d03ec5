//! The password.

use secrecy::ExposeSecret;

use super::{House, account};
use crate::dto::failure::Failure;
use crate::dto::password::PasswordCheck;
use crate::sealed::Sealed;

/// Checks a new password against the service's rules, while it is typed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn password_check(house: House<'_>, id: String, password: Sealed) -> Result<PasswordCheck, Failure> {
    let password = password.into_secret();
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
    password: Sealed,
) -> Result<PasswordCheck, Failure> {
    let password = password.into_secret();
    let verdicts = house.accounts.check_password_at(&origin, &email, &password).await?;
    // Exposed to be measured; nothing of it is kept.
    Ok(PasswordCheck::of(&verdicts, password.expose_secret()))
}

/// How often a new password was seen in known leaks; none where the person did not switch that question on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn password_leaks(house: House<'_>, password: Sealed) -> Result<Option<u32>, Failure> {
    let times = app::leaks::times_leaked(&house.settings, &password.into_secret()).await?;
    Ok(times.map(|times| u32::try_from(times).unwrap_or(u32::MAX)))
}

/// Changes the password; other sessions end.
#[tauri::command]
#[specta::specta]
pub(crate) async fn password_change(
    house: House<'_>,
    id: String,
    current: Sealed,
    new_password: Sealed,
) -> Result<(), Failure> {
    Ok(house
        .accounts
        .change_password(account(&id)?, &current.into_secret(), &new_password.into_secret())
        .await?)
}
