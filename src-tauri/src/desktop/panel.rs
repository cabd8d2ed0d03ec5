//! The quick panel: a small window over everything, to find a code and copy it without the mouse. It is made when first asked for.

use std::time::Duration;

use tauri::webview::NewWindowResponse;
use tauri::{
    AppHandle, LogicalSize, Manager, PhysicalPosition, WebviewUrl, WebviewWindow, WebviewWindowBuilder, WindowEvent,
};
use tauri_specta::Event;

use super::{capture, window};
use crate::composition::{Gatehouse, told};
use crate::events::PanelShown;

const PANEL: &str = "panel";
const SIZE: (f64, f64) = (380.0, 480.0);

/// While a window comes up, the focus may leave it and return.
const FOCUS_SETTLES: Duration = Duration::from_millis(150);

/// Shows the panel, or hides it when it is there. Off the event loop: making a window waits for it.
pub(crate) fn toggle(app: &AppHandle) {
    let app = app.clone();
    std::thread::spawn(move || match app.get_webview_window(PANEL) {
        Some(panel) if panel.is_visible().unwrap_or(false) => hide(&app),
        Some(_) => show(&app),
        // It is shown by its own page, once that is drawn.
        None => told(&app, open(&app)),
    });
}

/// Brings the panel to the front of the screen the pointer is on.
pub(crate) fn show(app: &AppHandle) {
    let Some(panel) = app.get_webview_window(PANEL) else {
        return;
    };
    if let Some(place) = middle(&panel) {
        told(app, panel.set_position(place));
    }
    told(app, panel.show().and_then(|()| panel.set_focus()));
    told(app, PanelShown.emit(app));
}

/// Hides the panel.
pub(crate) fn hide(app: &AppHandle) {
    if let Some(panel) = app.get_webview_window(PANEL) {
        told(app, panel.hide());
    }
}

/// A panel of a vault that is not open any more goes, with the codes that it held.
pub(crate) fn keep(app: &AppHandle) {
    let open = matches!(
        app.state::<Gatehouse>().vault.state(),
        app::vault_session::VaultState::Open { .. }
    );
    if !open && let Some(panel) = app.get_webview_window(PANEL) {
        told(app, panel.destroy());
    }
}

fn open(app: &AppHandle) -> tauri::Result<()> {
    let panel = WebviewWindowBuilder::new(app, PANEL, WebviewUrl::App("panel.html".into()))
        .title("Gatehouse")
        .inner_size(SIZE.0, SIZE.1)
        .resizable(false)
        .decorations(false)
        .always_on_top(true)
        .skip_taskbar(true)
        .visible(false)
        .on_navigation(window::is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    if app.state::<Gatehouse>().settings.get().hide_from_capture && capture::HAS_A_WAY {
        panel.set_content_protected(true)?;
    }
    let handle = app.clone();
    panel.on_window_event(move |event| {
        if let WindowEvent::Focused(false) = event {
            hide_unless_back(&handle);
        }
    });
    Ok(())
}

/// Hides the panel when the person has turned to something else.
fn hide_unless_back(app: &AppHandle) {
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(FOCUS_SETTLES).await;
        let panel = app.get_webview_window(PANEL);
        if panel.is_some_and(|panel| !panel.is_focused().unwrap_or(false)) {
            hide(&app);
        }
    });
}

/// Where the panel stands in the middle of the monitor with the pointer, a little above.
fn middle(panel: &WebviewWindow) -> Option<PhysicalPosition<i32>> {
    let pointer = panel.cursor_position().ok()?;
    let monitor = panel.monitor_from_point(pointer.x, pointer.y).ok().flatten();
    let monitor = monitor.or(panel.primary_monitor().ok().flatten())?;
    // A window that was never shown may not know its size yet.
    let own = LogicalSize::<f64>::from(SIZE).to_physical::<u32>(monitor.scale_factor());
    let size = monitor.size();
    let spare = |length: u32, of: u32, part: u32| i32::try_from(length.saturating_sub(of) / part).unwrap_or(0);
    Some(PhysicalPosition::new(
        monitor.position().x + spare(size.width, own.width, 2),
        monitor.position().y + spare(size.height, own.height, 3),
    ))
}
