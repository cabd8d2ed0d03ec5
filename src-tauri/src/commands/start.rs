//! The first screen in one call, and settings.

use tauri::AppHandle;
use tauri_specta::Event;

use super::{House, blocking};
use crate::composition::told;
use crate::desktop::{language, timing, window};
use crate::dto::account::StartView;
use crate::dto::failure::Failure;
use crate::dto::settings::{AboutView, SettingsView};
use crate::events::SettingsChanged;

/// Everything the first screen needs.
#[tauri::command]
#[specta::specta]
pub(crate) async fn start(app: AppHandle, house: House<'_>) -> Result<StartView, Failure> {
    let settings = house.settings.get();
    window::show_soon(&app);
    Ok(StartView {
        vault: house.vault.state().into(),
        accounts: house.accounts.list().into_iter().map(Into::into).collect(),
        settings: (&settings).into(),
        language: language::in_use(settings.language).to_owned(),
        settled: settings.settled,
        opened: house.adding.waits(),
        importing: house.importing.has_file(),
        signing_in: house.accounts.waiting().map(Into::into),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        platform: std::env::consts::OS.to_owned(),
    })
}

/// First run is over: a door was taken.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settle(house: House<'_>) -> Result<(), Failure> {
    house.settings.change(|settings| settings.settled = true)?;
    Ok(())
}

/// Saves the settings; takes effect at once.
#[tauri::command]
#[specta::specta]
pub(crate) async fn settings_save(
    app: AppHandle,
    house: House<'_>,
    settings: SettingsView,
) -> Result<SettingsView, Failure> {
    let leak_service = app::leaks::chosen(&settings.leak_service)?;
    let saved = house
        .settings
        .change(|kept| settings.into_settings(leak_service, kept))?;
    told(&app, SettingsChanged.emit(&app));
    Ok((&saved).into())
}

/// About this app and this machine.
#[tauri::command]
#[specta::specta]
pub(crate) async fn about(house: House<'_>) -> Result<AboutView, Failure> {
    let keychain = house.keychain;
    let keyring = blocking(move || Ok(keychain.availability())).await?.into();
    let home = house.home.path().display().to_string();
    Ok(AboutView {
        version: env!("CARGO_PKG_VERSION").to_owned(),
        keyring,
        home,
    })
}

/// The first code is readable on the screen (for measuring start-up).
#[tauri::command]
#[specta::specta]
pub(crate) async fn first_code_shown(house: House<'_>) -> Result<(), Failure> {
    timing::first_code(house.started);
    Ok(())
}
