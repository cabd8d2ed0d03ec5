//! What is done with several entries at once.

use std::sync::Arc;

use tauri::AppHandle;

use super::codes::{change, read};
use super::{House, entries};
use crate::dto::failure::Failure;
use crate::dto::finding::ChosenView;

/// Looks over the chosen entries.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_chosen(house: House<'_>, ids: Vec<String>) -> Result<ChosenView, Failure> {
    let (ids, accounts) = (entries(&ids)?, Arc::clone(&house.accounts));
    read(&house, move |codes| Ok(ChosenView::of(codes.chosen(&ids)?, &accounts))).await
}

/// Pins or unpins them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_pin_all(
    app: AppHandle,
    house: House<'_>,
    ids: Vec<String>,
    pinned: bool,
) -> Result<(), Failure> {
    let ids = entries(&ids)?;
    change(&app, &house, move |codes| codes.pin_all(&ids, pinned)).await
}

/// Gives them tags and takes others from them.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_tag_all(
    app: AppHandle,
    house: House<'_>,
    ids: Vec<String>,
    add: Vec<String>,
    remove: Vec<String>,
) -> Result<(), Failure> {
    let ids = entries(&ids)?;
    change(&app, &house, move |codes| codes.tag_all(&ids, &add, &remove)).await
}

/// Moves them to the trash, for 30 days; answers which those were.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_trash_all(
    app: AppHandle,
    house: House<'_>,
    ids: Vec<String>,
) -> Result<Vec<String>, Failure> {
    let ids = entries(&ids)?;
    let moved = change(&app, &house, move |codes| codes.trash_all(&ids)).await?;
    Ok(moved.into_iter().map(|id| id.to_string()).collect())
}

/// Takes them back out of the trash.
#[tauri::command]
#[specta::specta]
pub(crate) async fn codes_untrash_all(app: AppHandle, house: House<'_>, ids: Vec<String>) -> Result<(), Failure> {
    let ids = entries(&ids)?;
    change(&app, &house, move |codes| codes.untrash_all(&ids)).await
}
