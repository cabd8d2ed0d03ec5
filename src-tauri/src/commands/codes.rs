//! The list of codes and what one does with them.

use std::sync::Arc;

use app::AppError;
use app::codes::Codes;
use tauri::AppHandle;
use tauri_specta::Event;

use super::{House, blocking, entry};
use crate::composition::told;
use crate::dto::codes::{CodeNow, CodesView, Copied, EntryEdit, QuarantineRow, RevealView, TrashRow};
use crate::dto::factors::RecoveryView;
use crate::dto::failure::Failure;
use crate::events::CodesChanged;

/// Entries that match, pinned first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_list(house: House<'_>, query: String) -> Result<CodesView, Failure> {
    let accounts = Arc::clone(&house.accounts);
    read(&house, move |codes| Ok(CodesView::of(codes.list(&query)?, &accounts))).await
}

/// The codes of these entries now and next.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_now(house: House<'_>, ids: Vec<String>) -> Result<Vec<CodeNow>, Failure> {
    let ids = ids.iter().map(|id| entry(id)).collect::<Result<Vec<_>, _>>()?;
    read(&house, move |codes| {
        Ok(codes.now(&ids)?.into_iter().map(Into::into).collect())
    })
    .await
}

/// Copies a code; the clipboard is cleared later if it is still ours.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_copy(app: AppHandle, house: House<'_>, id: String, next: bool) -> Result<Copied, Failure> {
    let id = entry(&id)?;
    let one = move |codes: &Codes| codes.one(id, next);
    // The next code of a counter moves it on; any other copy changes nothing that a list would have to follow.
    let code = if next {
        change(&app, &house, one).await?
    } else {
        read(&house, one).await?
    };
    house.copy(code.as_str())
}

/// Moves a counter-based entry on, durably, then shows its code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_advance(app: AppHandle, house: House<'_>, id: String) -> Result<CodeNow, Failure> {
    let id = entry(&id)?;
    Ok(change(&app, &house, move |codes| codes.advance(id)).await?.into())
}

/// What the edit form starts from.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_details(house: House<'_>, id: String) -> Result<EntryEdit, Failure> {
    let id = entry(&id)?;
    read(&house, move |codes| Ok(codes.details(id)?.into())).await
}

/// Saves the edit form: what it started from, and what it is now.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_edit(
    app: AppHandle,
    house: House<'_>,
    id: String,
    from: EntryEdit,
    to: EntryEdit,
) -> Result<(), Failure> {
    let id = entry(&id)?;
    change(&app, &house, move |codes| codes.edit(id, &from.into(), &to.into())).await
}

/// Pins or unpins.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_pin(app: AppHandle, house: House<'_>, id: String, pinned: bool) -> Result<(), Failure> {
    let id = entry(&id)?;
    change(&app, &house, move |codes| codes.pin(id, pinned)).await
}

/// Moves an entry to the trash, for 30 days.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_trash(app: AppHandle, house: House<'_>, id: String) -> Result<(), Failure> {
    let id = entry(&id)?;
    change(&app, &house, move |codes| codes.trash(id)).await
}

/// Takes an entry back out of the trash.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_untrash(app: AppHandle, house: House<'_>, id: String) -> Result<(), Failure> {
    let id = entry(&id)?;
    change(&app, &house, move |codes| codes.untrash(id)).await
}

/// Deletes a trashed entry for good.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_delete_forever(app: AppHandle, house: House<'_>, id: String) -> Result<(), Failure> {
    let id = entry(&id)?;
    change(&app, &house, move |codes| codes.delete_forever(id)).await
}

/// The trash.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_trashed(house: House<'_>) -> Result<Vec<TrashRow>, Failure> {
    let now = jiff::Timestamp::now();
    read(&house, move |codes| {
        Ok(codes.trashed()?.into_iter().map(|row| TrashRow::of(row, now)).collect())
    })
    .await
}

/// Entries kept because they could not be understood.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_quarantined(house: House<'_>) -> Result<Vec<QuarantineRow>, Failure> {
    let kept = read(&house, |codes| codes.quarantined()).await?;
    Ok(kept.into_iter().map(Into::into).collect())
}

/// Lets a record that is not understood go for good.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_discard_quarantined(app: AppHandle, house: House<'_>, id: String) -> Result<(), Failure> {
    read(&house, move |codes| codes.discard_quarantined(&id)).await?;
    told(&app, CodesChanged.emit(&app));
    Ok(())
}

/// Shows an entry's key and QR code, because the person asks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_reveal(house: House<'_>, id: String) -> Result<RevealView, Failure> {
    let id = entry(&id)?;
    read(&house, move |codes| Ok(codes.reveal(id)?.into())).await
}

/// Shows the recovery codes kept with an entry, because the person asks.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_recovery(house: House<'_>, id: String) -> Result<RecoveryView, Failure> {
    let id = entry(&id)?;
    read(&house, move |codes| Ok(codes.recovery_codes(id)?.into())).await
}

pub(super) async fn read<T: Send + 'static>(
    house: &House<'_>,
    work: impl FnOnce(&Codes) -> Result<T, AppError> + Send + 'static,
) -> Result<T, Failure> {
    let codes = house.codes.clone();
    blocking(move || work(&codes)).await
}

pub(super) async fn change<T: Send + 'static>(
    app: &AppHandle,
    house: &House<'_>,
    work: impl FnOnce(&Codes) -> Result<T, AppError> + Send + 'static,
) -> Result<T, Failure> {
    let done = read(house, work).await?;
    told(app, CodesChanged.emit(app));
    Ok(done)
}
