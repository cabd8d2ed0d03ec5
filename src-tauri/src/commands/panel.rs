//! The quick panel's own commands; the list of codes, their values and copying are those of the main window.

use tauri::AppHandle;

use super::House;
use crate::desktop::{language, panel, window};
use crate::dto::failure::Failure;
use crate::dto::panel::PanelView;

/// What the panel starts from.
#[tauri::command]
#[specta::specta]
pub(crate) async fn panel_start(house: House<'_>) -> Result<PanelView, Failure> {
    let settings = house.settings.get();
    let language = language::in_use(settings.language);
    Ok(PanelView::of(&settings, language, &house.vault.state()))
}

/// The panel's page is drawn and can be shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn panel_ready(app: AppHandle) -> Result<(), Failure> {
    panel::show(&app);
    Ok(())
}

/// Hides the panel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn panel_hide(app: AppHandle) -> Result<(), Failure> {
    panel::hide(&app);
    Ok(())
}

/// Hides the panel and brings the main window to the front.
#[tauri::command]
#[specta::specta]
pub(crate) async fn panel_open_app(app: AppHandle) -> Result<(), Failure> {
    panel::hide(&app);
    window::raise(&app);
    Ok(())
}
