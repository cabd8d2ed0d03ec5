//! Backups: the vault's own, copies in a folder of the person's, and going back to one.

use std::sync::Arc;

use app::AppError;
use app::restoring::{Offer, Restoring};
use tauri::AppHandle;
use tauri_specta::Event;

use super::{House, blocking};
use crate::composition::{self, told};
use crate::desktop::choosing;
use crate::dto::backups::{BackupView, CopyView, OfferView, TakeChoice};
use crate::dto::failure::{Failure, FailureCode};
use crate::dto::vault::VaultView;
use crate::events::CopiesChanged;
use crate::sealed::Sealed;

/// The vault's own backups.
#[tauri::command]
#[specta::specta]
pub(crate) async fn vault_backups(house: House<'_>) -> Result<Vec<BackupView>, Failure> {
    let vault = Arc::clone(&house.vault);
    blocking(move || Ok(vault.backups()?.iter().map(Into::into).collect())).await
}

/// How it stands with the copies in the person's folder.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copies_state(house: House<'_>) -> Result<CopyView, Failure> {
    Ok(house.backing_up.state().into())
}

/// Has the person choose the folder for copies; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copies_choose_folder(app: AppHandle, house: House<'_>) -> Result<Option<CopyView>, Failure> {
    let Some(folder) = choosing::folder(&app).await else {
        return Ok(None);
    };
    house.backing_up.choose(Some(folder))?;
    Ok(Some(house.backing_up.state().into()))
}

/// Makes no more copies; those there are stay.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copies_stop(app: AppHandle, house: House<'_>) -> Result<CopyView, Failure> {
    house.backing_up.choose(None)?;
    told(&app, CopiesChanged.emit(&app));
    Ok(house.backing_up.state().into())
}

/// Makes a copy now, where there is none of the present state.
#[tauri::command]
#[specta::specta]
pub(crate) async fn copies_now(house: House<'_>) -> Result<CopyView, Failure> {
    house.backing_up.now();
    Ok(house.backing_up.state().into())
}

/// How one of the vault's own backups differs from the vault.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_look(house: House<'_>, name: String) -> Result<OfferView, Failure> {
    let number = name.parse().map_err(|_| Failure::from(FailureCode::NoSuchEntry))?;
    offered(&house, move |restoring| restoring.look_at_backup(number)).await
}

/// Has the person choose a backup's file, and says how it differs; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_choose_file(app: AppHandle, house: House<'_>) -> Result<Option<OfferView>, Failure> {
    let Some(path) = choosing::backup(&app).await else {
        return Ok(None);
    };
    offered(&house, move |restoring| restoring.look_at_file(&path))
        .await
        .map(Some)
}

/// Opens the chosen file with its passphrase or the recovery key.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_open(house: House<'_>, typed: Sealed, by_passphrase: bool) -> Result<OfferView, Failure> {
    let typed = typed.into_secret();
    offered(&house, move |restoring| restoring.open_with(&typed, by_passphrase)).await
}

/// Takes the backup in hand over; what was there before becomes a backup itself.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_take(app: AppHandle, house: House<'_>, take: TakeChoice) -> Result<VaultView, Failure> {
    let (vault, restoring) = (Arc::clone(&house.vault), Arc::clone(&house.restoring));
    let state = blocking(move || restoring.take(take.into()).map(|()| vault.state())).await?;
    composition::vault_changed(&app);
    Ok(state.into())
}

/// Leaves the backup in hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn restore_discard(house: House<'_>) -> Result<(), Failure> {
    house.restoring.forget();
    Ok(())
}

async fn offered(
    house: &House<'_>,
    look: impl FnOnce(&Restoring) -> Result<Offer, AppError> + Send + 'static,
) -> Result<OfferView, Failure> {
    let restoring = Arc::clone(&house.restoring);
    blocking(move || Ok(look(&restoring)?.into())).await
}
