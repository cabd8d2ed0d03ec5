//! Importing another app's file: chosen, read, reported, and kept when the person says so.

use std::sync::Arc;

use app::importing::Fix;
use secrecy::SecretString;
use tauri::AppHandle;
use tauri_specta::Event;

use super::{House, blocking};
use crate::composition::told;
use crate::desktop::{choosing, opened, saving};
use crate::dto::add::TypedKey;
use crate::dto::failure::Failure;
use crate::dto::import::{ImportFile, ImportView};
use crate::events::CodesChanged;
use crate::sealed::Sealed;

/// Lets the person choose a file; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_choose(app: AppHandle, house: House<'_>) -> Result<Option<ImportFile>, Failure> {
    let Some(path) = choosing::any_file(&app).await else {
        return Ok(None);
    };
    let importing = Arc::clone(&house.importing);
    let chosen = blocking(move || opened::choose_file_or_picture(&importing, &path)).await?;
    Ok(Some(chosen.into()))
}

/// The file in hand. One that was dropped on the window is from now on.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_file(house: House<'_>) -> Result<Option<ImportFile>, Failure> {
    Ok(house.importing.take_up().map(Into::into))
}

/// Reads the file in hand, with its password where it has one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_read(house: House<'_>, password: Option<Sealed>) -> Result<ImportView, Failure> {
    let password = password.map(Sealed::into_secret);
    let importing = Arc::clone(&house.importing);
    blocking(move || importing.read(password.as_ref())).await?;
    report(&house).await
}

/// Stops a reading that is under way.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_stop(house: House<'_>) -> Result<(), Failure> {
    house.importing.stop();
    Ok(())
}

/// Completes a record with the PIN its file doesn't hold.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_fix_pin(house: House<'_>, record: u32, pin: Sealed) -> Result<ImportView, Failure> {
    house.importing.fix(record as usize, Fix::Pin(pin.into_secret()))?;
    report(&house).await
}

/// Puts a typed key in a record's place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_fix_key(house: House<'_>, record: u32, key: TypedKey) -> Result<ImportView, Failure> {
    house.importing.fix(record as usize, key.into_fix()?)?;
    report(&house).await
}

/// Adds what is new and holds what needs attention, in one write.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_save(app: AppHandle, house: House<'_>) -> Result<ImportView, Failure> {
    let (importing, vault) = (Arc::clone(&house.importing), Arc::clone(&house.vault));
    blocking(move || importing.save(&vault)).await?;
    told(&app, CodesChanged.emit(&app));
    report(&house).await
}

/// Takes a saved import back.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_undo(app: AppHandle, house: House<'_>) -> Result<ImportView, Failure> {
    let (importing, vault) = (Arc::clone(&house.importing), Arc::clone(&house.vault));
    blocking(move || importing.undo(&vault)).await?;
    told(&app, CodesChanged.emit(&app));
    report(&house).await
}

/// Saves the screen's words about the import to a file the person chooses; its path, or none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_save_report(app: AppHandle, text: String) -> Result<Option<String>, Failure> {
    saving::ask_and_save(&app, "Gatehouse-import.txt", SecretString::from(text)).await
}

/// Forgets the file and what was read of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn import_discard(house: House<'_>) -> Result<(), Failure> {
    house.importing.discard();
    Ok(())
}

/// The report, held against the vault where it is open.
async fn report(house: &House<'_>) -> Result<ImportView, Failure> {
    let (importing, vault) = (Arc::clone(&house.importing), Arc::clone(&house.vault));
    blocking(move || {
        let report = match vault.read(|document| importing.report(Some(document))) {
            Ok(report) => report?,
            Err(_) => importing.report(None)?,
        };
        Ok(report.into())
    })
    .await
}
