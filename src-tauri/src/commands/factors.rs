//! Second factors and recovery codes.

use account::SecondFactor;
use secrecy::{ExposeSecret, SecretString};
use tauri::AppHandle;
use tauri_specta::Event;

use super::{House, account};
use crate::composition::told;
use crate::desktop::saving;
use crate::dto::codes::Copied;
use crate::dto::factors::{FactorMethodView, FactorsView, RecoveryView, SentCodeView, TotpKeyView, TotpSetupView};
use crate::dto::failure::{Failure, FailureCode};
use crate::events::CodesChanged;

/// The second factors as they are.
#[tauri::command]
#[specta::specta]
pub(crate) async fn factors_get(house: House<'_>, id: String) -> Result<FactorsView, Failure> {
    Ok(house.accounts.factors(account(&id)?).await?.into())
}

/// Has a code sent that will validate a method; what holds goes on until then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn factors_choose(
    house: House<'_>,
    id: String,
    method: FactorMethodView,
) -> Result<SentCodeView, Failure> {
    awaited(house.accounts.choose_factor(account(&id)?, method.into()).await?)
}

/// Has that code sent again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn factors_resend(house: House<'_>, id: String) -> Result<SentCodeView, Failure> {
    awaited(house.accounts.resend_factor(account(&id)?).await?)
}

/// Validates the method with its code; moves the entry of the one before to the vault's trash if asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn factors_validate(
    app: AppHandle,
    house: House<'_>,
    id: String,
    method: FactorMethodView,
    code: String,
    trash_entry: bool,
) -> Result<(), Failure> {
    let code = SecretString::from(code.split_whitespace().collect::<String>());
    let validated = house
        .accounts
        .validate_factor(account(&id)?, method.into(), &code, trash_entry);
    let validated = validated.await;
    told(&app, CodesChanged.emit(&app));
    validated?;
    Ok(())
}

/// Turns codes by mail or text off.
#[tauri::command]
#[specta::specta]
pub(crate) async fn factors_clear(house: House<'_>, id: String) -> Result<(), Failure> {
    house.accounts.clear_factor(account(&id)?).await?;
    Ok(())
}

/// The code that is awaited now; none when the method holds already.
fn awaited(now: SecondFactor) -> Result<SentCodeView, Failure> {
    let pending = now.pending.map(Into::into);
    pending.ok_or_else(|| FailureCode::NoSuchStep.into())
}

/// Asks the service for a new OTP key; the key stays in the app.
#[tauri::command]
#[specta::specta]
pub(crate) async fn totp_begin(app: AppHandle, house: House<'_>, id: String) -> Result<TotpSetupView, Failure> {
    let begun = house.accounts.begin_otp(account(&id)?).await;
    told(&app, CodesChanged.emit(&app));
    Ok(begun?.into())
}

/// Shows the new key and its QR code, because the person asks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn totp_show(house: House<'_>, id: String) -> Result<TotpKeyView, Failure> {
    Ok(house.accounts.show_proposed_key(account(&id)?)?.into())
}

/// Copies the new key, because the person asks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn totp_copy_key(house: House<'_>, id: String) -> Result<Copied, Failure> {
    let proposed = house.accounts.show_proposed_key(account(&id)?)?;
    house.copy(&proposed.key)
}

/// One click: stores the key durably, validates it, keeps the recovery codes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn totp_add_to_vault(app: AppHandle, house: House<'_>, id: String) -> Result<RecoveryView, Failure> {
    let added = house.accounts.add_otp_to_vault(account(&id)?).await;
    told(&app, CodesChanged.emit(&app));
    Ok(added?.into())
}

/// Validates the key with a code from another authenticator.
#[tauri::command]
#[specta::specta]
pub(crate) async fn totp_validate(
    app: AppHandle,
    house: House<'_>,
    id: String,
    code: String,
) -> Result<RecoveryView, Failure> {
    let code = SecretString::from(code.split_whitespace().collect::<String>());
    let validated = house.accounts.validate_otp(account(&id)?, &code).await;
    told(&app, CodesChanged.emit(&app));
    Ok(validated?.into())
}

/// Turns OTP off; moves the vault's entry to the trash if asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn totp_clear(app: AppHandle, house: House<'_>, id: String, trash_entry: bool) -> Result<(), Failure> {
    let cleared = house.accounts.clear_otp(account(&id)?, trash_entry).await;
    told(&app, CodesChanged.emit(&app));
    cleared?;
    Ok(())
}

/// Shows the recovery codes that still work.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_codes_show(house: House<'_>, id: String) -> Result<RecoveryView, Failure> {
    Ok(house.accounts.show_recovery_codes(account(&id)?).await?.into())
}

/// Makes new recovery codes; the old ones stop working.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_codes_regenerate(
    app: AppHandle,
    house: House<'_>,
    id: String,
) -> Result<RecoveryView, Failure> {
    let made = house.accounts.regenerate_recovery_codes(account(&id)?).await;
    told(&app, CodesChanged.emit(&app));
    Ok(made?.into())
}

/// Saves the shown codes to a file the person chooses; its path, or none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_codes_save(
    app: AppHandle,
    house: House<'_>,
    id: String,
) -> Result<Option<String>, Failure> {
    let shown = house.accounts.shown_recovery_codes(account(&id)?)?;
    saving::ask_and_save(&app, &shown.file_name(), shown.text()).await
}

/// Copies the shown codes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_codes_copy(house: House<'_>, id: String) -> Result<Copied, Failure> {
    let shown = house.accounts.shown_recovery_codes(account(&id)?)?;
    // Exposed because the person copies them.
    house.copy(shown.text().expose_secret())
}

/// Keeps the shown codes in the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn recovery_codes_keep(app: AppHandle, house: House<'_>, id: String) -> Result<(), Failure> {
    house.accounts.keep_recovery_codes(account(&id)?).await?;
    told(&app, CodesChanged.emit(&app));
    Ok(())
}
