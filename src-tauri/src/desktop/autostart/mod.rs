//! Starting at login: off until the person switches it on, and then without a window.

#[cfg(target_os = "linux")]
mod entry;

use tauri::AppHandle;

use crate::dto::failure::{Failure, FailureCode};

/// Whether the app starts at login.
pub(crate) fn is_on(app: &AppHandle) -> bool {
    #[cfg(target_os = "linux")]
    let on = entry::is_on(app);
    #[cfg(not(target_os = "linux"))]
    let on = tauri_plugin_autostart::ManagerExt::autolaunch(app).is_enabled().ok();
    on.unwrap_or(false)
}

/// Switches it on or off.
///
/// # Errors
/// [`FailureCode::AutostartFailed`] when the system does not take it.
pub(crate) fn set(app: &AppHandle, on: bool) -> Result<(), Failure> {
    #[cfg(target_os = "linux")]
    let set = if on { entry::write(app) } else { entry::remove(app) };
    #[cfg(not(target_os = "linux"))]
    let set = {
        let launch = tauri_plugin_autostart::ManagerExt::autolaunch(app);
        if on { launch.enable() } else { launch.disable() }
    };
    set.map_err(|error| {
        tracing::warn!(%error, "starting at login could not be changed");
        FailureCode::AutostartFailed.into()
    })
}
