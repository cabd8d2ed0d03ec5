//! Adding codes: found, previewed, then saved.

use std::sync::Arc;

use app::AppError;
use app::adding::{Chosen, Preview};
use tauri::AppHandle;
use tauri_specta::Event;

use super::{House, blocking};
use crate::composition::told;
use crate::desktop::clipboard::Held;
use crate::desktop::{choosing, opened, screen};
use crate::dto::add::{PreviewView, SaveCandidate, TypedKey};
use crate::dto::codes::CodeNow;
use crate::dto::failure::Failure;
use crate::events::CodesChanged;
use crate::sealed::Sealed;

/// Lets the person choose pictures; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_choose_file(app: AppHandle, house: House<'_>) -> Result<Option<PreviewView>, Failure> {
    match choosing::pictures(&app).await {
        Some(paths) => Ok(Some(preview(&app, &house, move || Ok(opened::read_all(&paths))).await?)),
        None => Ok(None),
    }
}

/// Reads a picture or text from the clipboard.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_from_clipboard(app: AppHandle, house: House<'_>) -> Result<PreviewView, Failure> {
    let held = house.clipboard.held()?;
    let read = move || {
        Ok(match held {
            Held::Text(text) => Preview::of_text("", &text),
            Held::Picture(picture) => opened::read_clipboard_picture(&picture),
        })
    };
    preview(&app, &house, read).await
}

/// Reads every code on the screen; none when the person declines the system's question.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_from_screen(app: AppHandle, house: House<'_>) -> Result<Option<PreviewView>, Failure> {
    match screen::read(&app).await? {
        Some(found) => Ok(Some(preview(&app, &house, || Ok(found)).await?)),
        None => Ok(None),
    }
}

/// Reads pasted otpauth links, one a line.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_from_text(app: AppHandle, house: House<'_>, text: Sealed) -> Result<PreviewView, Failure> {
    // Links are read for their keys.
    preview(&app, &house, move || Ok(Preview::of_text("", text.expose()))).await
}

/// Reads a key typed by hand.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_from_key(app: AppHandle, house: House<'_>, key: TypedKey) -> Result<PreviewView, Failure> {
    preview(&app, &house, move || {
        Preview::of_key(key.otp()?, key.issuer.trim(), key.account.trim())
    })
    .await
}

/// What was dropped on or opened with the app and waits to be shown.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_opened(app: AppHandle, house: House<'_>) -> Result<Option<PreviewView>, Failure> {
    match house.adding.take_waiting() {
        Some(waiting) => Ok(Some(preview(&app, &house, || Ok(waiting)).await?)),
        None => Ok(None),
    }
}

/// The candidates' codes now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_codes_now(house: House<'_>) -> Result<Vec<CodeNow>, Failure> {
    let shown = house
        .adding
        .look(|preview| PreviewView::of(preview, None, &house.clock));
    Ok(shown.candidates.into_iter().map(|candidate| candidate.now).collect())
}

/// Saves candidates; the new entries' identities.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_save(
    app: AppHandle,
    house: House<'_>,
    chosen: Vec<SaveCandidate>,
) -> Result<Vec<String>, Failure> {
    let (adding, vault) = (Arc::clone(&house.adding), Arc::clone(&house.vault));
    let chosen = chosen
        .into_iter()
        .map(Chosen::try_from)
        .collect::<Result<Vec<_>, _>>()?;
    let saved = blocking(move || adding.save(&vault, &chosen)).await?;
    told(&app, CodesChanged.emit(&app));
    Ok(saved.into_iter().map(|id| id.to_string()).collect())
}

/// Forgets the preview.
#[tauri::command]
#[specta::specta]
pub(crate) async fn add_discard(house: House<'_>) -> Result<(), Failure> {
    house.adding.discard();
    Ok(())
}

/// Makes a preview off the event loop and shows it, with what the vault has already. Another app's whole export is handed to the
/// import instead; nothing is left to preview then.
async fn preview(
    app: &AppHandle,
    house: &House<'_>,
    read: impl FnOnce() -> Result<Preview, AppError> + Send + 'static,
) -> Result<PreviewView, Failure> {
    let (adding, vault, clock) = (Arc::clone(&house.adding), Arc::clone(&house.vault), house.clock.clone());
    let app = app.clone();
    blocking(move || {
        let mut preview = read()?;
        if opened::taken_as_export(&app, &preview)? {
            preview = Preview::default();
        }
        Ok(adding.show(preview, |preview| {
            let known = vault.read(|document| PreviewView::of(preview, Some(document), &clock));
            known.unwrap_or_else(|_| PreviewView::of(preview, None, &clock))
        }))
    })
    .await
}
