//! Setting up, opening, locking and repairing the vault.

use std::sync::Arc;

use app::AppError;
use app::vault_session::{LockReason, VaultSession};
use tauri::AppHandle;

use super::{House, blocking};
use crate::composition;
use crate::desktop::{locking, saving};
use crate::dto::failure::Failure;
use crate::dto::vault::{VaultSetupChoice, VaultSetupView, VaultView};
use crate::sealed::Sealed;

/// The vault's state.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_state(house: House<'_>) -> Result<VaultView, Failure> {
    let vault = Arc::clone(&house.vault);
    blocking(move || Ok(vault.state().into())).await
}

/// Makes a new key and its recovery sheet; nothing is written yet.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_setup_begin(house: House<'_>) -> Result<VaultSetupView, Failure> {
    let vault = Arc::clone(&house.vault);
    blocking(move || Ok(vault.begin_setup()?.into())).await
}

/// Saves the recovery sheet to a file the person chooses; its path, or none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_setup_save_sheet(app: AppHandle, house: House<'_>) -> Result<Option<String>, Failure> {
    let key = house.vault.setup_key()?;
    saving::ask_and_save(&app, "Gatehouse-recovery-key.txt", saving::recovery_sheet(&key)).await
}

/// Creates the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_setup_finish(
    app: AppHandle,
    house: House<'_>,
    choice: VaultSetupChoice,
) -> Result<VaultView, Failure> {
    changed(app, &house, move |vault| vault.finish_setup(choice.into())).await
}

/// Opens the vault with its passphrase.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_unlock_passphrase(
    app: AppHandle,
    house: House<'_>,
    passphrase: Sealed,
) -> Result<VaultView, Failure> {
    let passphrase = passphrase.into_secret();
    opened(app, &house, move |vault| vault.unlock_with_passphrase(&passphrase)).await
}

/// Opens the vault with the keyring, asking the system to unlock it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_unlock_keyring(app: AppHandle, house: House<'_>) -> Result<VaultView, Failure> {
    opened(app, &house, VaultSession::unlock_with_keyring).await
}

/// Opens the vault with the recovery key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_unlock_recovery(app: AppHandle, house: House<'_>, key: Sealed) -> Result<VaultView, Failure> {
    let key = key.into_secret();
    opened(app, &house, move |vault| vault.unlock_with_recovery_key(&key)).await
}

/// Locks the vault; the page begins anew.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_lock(app: AppHandle) -> Result<(), Failure> {
    blocking(move || {
        locking::lock(&app, LockReason::ByHand);
        Ok(())
    })
    .await
}

/// The person did something in a window: the vault stays open for a while longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_in_use(house: House<'_>) -> Result<(), Failure> {
    house.presence.input();
    Ok(())
}

/// Sets or changes the passphrase, once the person has confirmed lately who they are: whoever finds the screen open must not
/// give themselves a way in, or take the old one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_set_passphrase(
    app: AppHandle,
    house: House<'_>,
    passphrase: Sealed,
) -> Result<VaultView, Failure> {
    house.confirmed.check()?;
    let passphrase = passphrase.into_secret();
    changed(app, &house, move |vault| vault.set_passphrase(&passphrase)).await
}

/// Keeps the key in the system keyring again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_keep_in_keyring(app: AppHandle, house: House<'_>) -> Result<VaultView, Failure> {
    changed(app, &house, VaultSession::keep_in_keyring).await
}

/// Looks for the vault once more, where it could not be looked at.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_look_again(app: AppHandle, house: House<'_>) -> Result<VaultView, Failure> {
    let told = app.clone();
    changed(app, &house, move |vault| {
        vault.look_again(&|| composition::vault_changed(&told));
        Ok(())
    })
    .await
}

/// Opens the vault as [`changed`] does. What kept it closed may have kept the sessions too: they are looked for again.
async fn opened(
    app: AppHandle,
    house: &House<'_>,
    work: impl FnOnce(&VaultSession) -> Result<(), AppError> + Send + 'static,
) -> Result<VaultView, Failure> {
    let opened = changed(app.clone(), house, work).await?;
    composition::restore_sessions(&app);
    Ok(opened)
}

/// Does something to the vault off the event loop, tells the web view, and answers with the new state.
async fn changed(
    app: AppHandle,
    house: &House<'_>,
    work: impl FnOnce(&VaultSession) -> Result<(), AppError> + Send + 'static,
) -> Result<VaultView, Failure> {
    let vault = Arc::clone(&house.vault);
    let state = blocking(move || work(&vault).map(|()| vault.state())).await?;
    composition::vault_changed(&app);
    Ok(state.into())
}
