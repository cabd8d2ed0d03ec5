//! The tray: the pinned codes to be copied, the window, the lock, the end.

mod menu;
mod place;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::sync::mpsc;

use app::vault_session::LockReason;
use tauri::tray::{MouseButton, MouseButtonState, TrayIconBuilder, TrayIconEvent};
use tauri::{AppHandle, Manager};
use uuid::Uuid;

pub(crate) use menu::Contents;
pub(crate) use place::{is_shown, would_be_shown};

use super::{ending, locking, window};
use crate::composition::Gatehouse;
use crate::dto::failure::Failure;

const ID: &str = "gatehouse";

/// Shows the tray with these contents, or takes it away. Waits until that is done; not for the event loop's own thread.
pub(crate) fn keep(app: &AppHandle, contents: Option<&Contents>) {
    let (done, waiting) = mpsc::channel();
    let (handle, contents) = (app.clone(), contents.cloned());
    let kept = app.run_on_main_thread(move || {
        let drawn = match contents {
            Some(contents) => draw(&handle, &contents),
            None => {
                handle.remove_tray_by_id(ID);
                Ok(())
            }
        };
        // Nobody waits any more when the app is ending.
        let _ = done.send(drawn);
    });
    if let Err(error) = kept.and_then(|()| waiting.recv().unwrap_or(Ok(()))) {
        tracing::warn!(%error, "the tray could not be drawn");
    }
}

fn draw(app: &AppHandle, contents: &Contents) -> tauri::Result<()> {
    let menu = contents.menu(app)?;
    match app.tray_by_id(ID) {
        Some(tray) => tray.set_menu(Some(menu)),
        None => {
            let builder = TrayIconBuilder::with_id(ID)
                .icon(tauri::include_image!("../icons/32x32.png"))
                .tooltip("Gatehouse")
                .menu(&menu)
                .show_menu_on_left_click(cfg!(target_os = "macos"))
                .on_menu_event(|app, event| chosen(app, event.id().as_ref()))
                .on_tray_icon_event(|tray, event| clicked(tray.app_handle(), &event));
            // A Linux desktop without the indicator library is no reason to end: its binding panics instead of refusing.
            let built = catch_unwind(AssertUnwindSafe(|| builder.build(app)));
            built.map_or(Ok(()), |built| built.map(drop))
        }
    }
}

fn clicked(app: &AppHandle, event: &TrayIconEvent) {
    if let TrayIconEvent::Click {
        button: MouseButton::Left,
        button_state: MouseButtonState::Up,
        ..
    } = event
        && !cfg!(target_os = "macos")
    {
        window::raise(app);
    }
}

/// Does what an item of the menu stands for.
fn chosen(app: &AppHandle, item: &str) {
    match item {
        menu::OPEN => window::raise(app),
        menu::QUIT => ending::end(app),
        menu::LOCK => aside(app, |app| {
            locking::lock(app, LockReason::ByHand);
            Ok(())
        }),
        _ => {
            if let Some(id) = menu::entry_of(item) {
                aside(app, move |app| copy(app, id));
            }
        }
    }
}

/// Copies the code that counts now; it leaves the clipboard as the settings say.
fn copy(app: &AppHandle, id: Uuid) -> Result<(), Failure> {
    let house = app.state::<Gatehouse>();
    let code = house.codes.one(id, false)?;
    house.copy(code.as_str()).map(drop)
}

/// Work that may wait for the disk or another program, off the event loop. Where it fails, the window shows how things are.
fn aside(app: &AppHandle, work: impl FnOnce(&AppHandle) -> Result<(), Failure> + Send + 'static) {
    let app = app.clone();
    std::thread::spawn(move || {
        if let Err(failure) = work(&app) {
            tracing::warn!(code = ?failure.code, "the tray's menu could not do it");
            window::raise(&app);
        }
    });
}

/// What the tray is to show now.
pub(crate) fn contents(app: &AppHandle, language: &'static str) -> Contents {
    let house = app.state::<Gatehouse>();
    let open = matches!(
        Arc::clone(&house.vault).state(),
        app::vault_session::VaultState::Open { .. }
    );
    // A vault that is not open gives no rows, so that a locked one shows no names.
    let rows = house.codes.list("").map(|listing| listing.rows).unwrap_or_default();
    Contents::new(language, open, rows)
}
