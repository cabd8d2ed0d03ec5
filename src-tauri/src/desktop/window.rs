//! The main window: made hidden, shown with its first screen, and closed to everything but the app's own pages.

use std::sync::Once;
use std::time::Duration;

use tauri::webview::NewWindowResponse;
use tauri::{AppHandle, DragDropEvent, Manager, Url, WebviewUrl, WebviewWindowBuilder, WindowEvent};
use tauri_specta::Event;

use super::{around, background, opened};
use crate::composition::{self, Gatehouse, told};
use crate::events::DragHover;

const MAIN: &str = "main";

/// A first screen that never reports itself is shown all the same, so that what went wrong can be seen.
const PATIENCE: Duration = Duration::from_secs(3);

/// From the first screen's answer to its picture.
const FIRST_DRAWING: Duration = Duration::from_millis(30);

/// A page begins anew with every lock and asks for its first screen again: a window that was closed to the tray stays there.
static FIRST: Once = Once::new();

/// Makes the window.
pub(crate) fn open(app: &AppHandle) -> tauri::Result<()> {
    let window = WebviewWindowBuilder::new(app, MAIN, WebviewUrl::default())
        .title("Gatehouse")
        .inner_size(1100.0, 760.0)
        .min_inner_size(760.0, 560.0)
        .center()
        .visible(false)
        .on_navigation(is_own)
        .on_new_window(|_, _| NewWindowResponse::Deny)
        .build()?;
    let handle = app.clone();
    window.on_window_event(move |event| match event {
        WindowEvent::DragDrop(event) => dragged(&handle, event),
        WindowEvent::CloseRequested { api, .. } => background::closing(&handle, api),
        WindowEvent::Destroyed => background::closed(&handle),
        WindowEvent::Focused(true) => composition::look_for_news(&handle),
        _ => {}
    });
    if background::is_wanted() {
        background::stay(app);
        return Ok(());
    }
    let handle = app.clone();
    std::thread::spawn(move || {
        std::thread::sleep(PATIENCE);
        show_first(&handle);
    });
    Ok(())
}

/// Size and place of the main window survive the app's end, in a file beside the settings.
pub(crate) fn remember_place(app: &AppHandle) -> tauri::Result<()> {
    use tauri_plugin_window_state::{Builder, StateFlags};
    let file = app.state::<Gatehouse>().home.window();
    app.plugin(
        Builder::new()
            .with_filename(file.to_string_lossy())
            .with_filter(|label| label == MAIN)
            .with_state_flags(StateFlags::SIZE | StateFlags::POSITION | StateFlags::MAXIMIZED)
            .build(),
    )
}

/// Shows the window once the first screen has had time to be drawn; of all screens, only the app's first.
pub(crate) fn show_soon(app: &AppHandle) {
    if background::is_wanted() || FIRST.is_completed() {
        return;
    }
    let app = app.clone();
    tauri::async_runtime::spawn(async move {
        tokio::time::sleep(FIRST_DRAWING).await;
        show_first(&app);
    });
}

fn show_first(app: &AppHandle) {
    FIRST.call_once(|| show(app));
}

/// Shows the window and brings it to the front.
pub(crate) fn show(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN)
        && !window.is_visible().unwrap_or(false)
    {
        told(app, window.show().and_then(|()| window.set_focus()));
    }
    around::begin(app);
}

/// Hides the window; the tray, the quick panel or a second start bring it back.
pub(crate) fn hide(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        told(app, window.hide());
    }
}

/// Brings the window to the front, as after a second start.
pub(crate) fn raise(app: &AppHandle) {
    if let Some(window) = app.get_webview_window(MAIN) {
        told(
            app,
            window
                .unminimize()
                .and_then(|()| window.show())
                .and_then(|()| window.set_focus()),
        );
    }
}

/// Loads every window's page anew, so that nothing of the old one remains.
pub(crate) fn begin_anew(app: &AppHandle) {
    app.state::<Gatehouse>().unsaved.note(false);
    for window in app.webview_windows().values() {
        told(app, renew(window));
    }
}

/// A page's process keeps what it was shown in memory after a reload, so it ends, and another draws the new page. A driven
/// one stays: the driver's session would end with it.
#[cfg(target_os = "linux")]
fn renew(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    use super::hardening;
    use webkit2gtk::WebViewExt;
    window.with_webview(|view| {
        if !hardening::is_driven() {
            view.inner().terminate_web_process();
        }
        view.inner().reload();
    })
}

#[cfg(not(target_os = "linux"))]
fn renew(window: &tauri::WebviewWindow) -> tauri::Result<()> {
    window.reload()
}

/// Only the app's own pages are ever shown.
pub(crate) fn is_own(url: &Url) -> bool {
    match url.scheme() {
        "tauri" => url.host_str() == Some("localhost"),
        "http" | "https" => url.host_str() == Some("tauri.localhost"),
        _ => false,
    }
}

fn dragged(app: &AppHandle, event: &DragDropEvent) {
    let over = match event {
        DragDropEvent::Enter { .. } => true,
        DragDropEvent::Leave => false,
        DragDropEvent::Drop { paths, .. } => {
            opened::files(app, paths.clone());
            false
        }
        _ => return,
    };
    told(app, DragHover { over }.emit(app));
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn nothing_but_the_apps_own_pages_is_shown() {
        for own in [
            "tauri://localhost/",
            "http://tauri.localhost/index.html",
            "https://tauri.localhost/",
        ] {
            assert!(is_own(&own.parse().unwrap()), "{own}");
        }
        for foreign in [
            "https://example.com/",
            "http://127.0.0.1/",
            "file:///etc/passwd",
            "about:blank",
            "data:text/html,x",
            "tauri://evil/",
        ] {
            assert!(!is_own(&foreign.parse().unwrap()), "{foreign}");
        }
    }
}
