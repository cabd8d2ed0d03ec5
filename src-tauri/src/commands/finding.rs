//! Looking through the list: identities in order, and rows as they come into view.

use std::sync::Arc;

use tauri::AppHandle;
use vault::Beside;

use super::codes::{change, read};
use super::{House, entry};
use crate::dto::codes::EntryRow;
use crate::dto::failure::Failure;
use crate::dto::finding::{BesideView, ClockView, FindWanted, FoundView, rows_of};

/// Entries that match, in the wanted order.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_find(house: House<'_>, wanted: FindWanted) -> Result<FoundView, Failure> {
    let accounts = Arc::clone(&house.accounts);
    read(&house, move |codes| {
        Ok(FoundView::of(codes.find(&wanted.into())?, &accounts))
    })
    .await
}

/// The rows of these entries.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_rows(house: House<'_>, ids: Vec<String>) -> Result<Vec<EntryRow>, Failure> {
    let ids = ids.iter().map(|id| entry(id)).collect::<Result<Vec<_>, _>>()?;
    let accounts = Arc::clone(&house.accounts);
    read(&house, move |codes| Ok(rows_of(codes.rows(&ids)?, &accounts))).await
}

/// Moves an entry beside another one in the person's own order.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_place(
    app: AppHandle,
    house: House<'_>,
    id: String,
    beside: BesideView,
) -> Result<(), Failure> {
    let (id, other) = (entry(&id)?, entry(&beside.id)?);
    let beside = if beside.after { Beside::After } else { Beside::Before }(other);
    change(&app, &house, move |codes| codes.place(id, beside)).await
}

/// What there is to say of the clock that codes are made by.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_clock(house: House<'_>) -> Result<ClockView, Failure> {
    Ok(ClockView {
        offset: house.clock.offset(),
        other: house.accounts.other_time().map(Into::into),
    })
}
