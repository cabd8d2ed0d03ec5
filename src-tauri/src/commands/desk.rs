//! What the app may do on this desktop outside its window.

use tauri::AppHandle;
use tauri_specta::Event;

use super::House;
use crate::composition::told;
use crate::desktop::autostart;
use crate::desktop::shortcut::{self, Giver};
use crate::dto::desk::DeskView;
use crate::dto::failure::{Failure, FailureCode};
use crate::events::SettingsChanged;

/// What this desktop allows and what is switched on in it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desk_get(app: AppHandle) -> Result<DeskView, Failure> {
    let asked = tauri::async_runtime::spawn_blocking(move || DeskView::now(&app));
    asked.await.map_err(|_| FailureCode::Internal.into())
}

/// Starts at login, or no longer.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desk_set_autostart(app: AppHandle, on: bool) -> Result<(), Failure> {
    autostart::set(&app, on)
}

/// Gives the quick panel other keys; none for no keys. The keys are taken before they are saved; a desktop that hands them out itself may
/// ask the person, who may decline.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desk_set_shortcut(app: AppHandle, house: House<'_>, keys: Option<String>) -> Result<(), Failure> {
    let (handle, wanted) = (app.clone(), keys.clone());
    let taken = tauri::async_runtime::spawn_blocking(move || {
        let giver = Giver::here();
        Ok((giver, shortcut::take(&handle, giver, wanted.as_deref())?))
    });
    let taken: Result<(Giver, bool), Failure> = taken.await.unwrap_or_else(|_| Err(FailureCode::Internal.into()));
    if let (giver, true) = taken? {
        house
            .settings
            .change(|settings| shortcut::note(settings, giver, keys))?;
        told(&app, SettingsChanged.emit(&app));
    }
    Ok(())
}

/// The page holds changes that are not saved, or no longer: the app's end is asked about then.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desk_unsaved(house: House<'_>, held: bool) -> Result<(), Failure> {
    house.unsaved.note(held);
    Ok(())
}

/// Ends the app, whatever is unsaved: the person was asked.
#[tauri::command]
#[specta::specta]
pub(crate) async fn desk_end(app: AppHandle) -> Result<(), Failure> {
    app.exit(0);
    Ok(())
}
