//! Keeping our windows out of pictures and recordings of the screen, where the system can do that.

use tauri::{AppHandle, Manager};

/// Whether this system has a way. Linux has none: neither X11 nor Wayland lets a window ask for it.
pub(crate) const HAS_A_WAY: bool = cfg!(any(target_os = "windows", target_os = "macos"));

/// Applies the setting to every window there is.
pub(crate) fn keep(app: &AppHandle, hidden: bool) {
    if !HAS_A_WAY {
        return;
    }
    for window in app.webview_windows().into_values() {
        if let Err(error) = window.set_content_protected(hidden) {
            tracing::warn!(%error, "a window could not be kept out of screen pictures");
        }
    }
}
