//! Exporting codes to a file other apps read.

use std::sync::Arc;

use app::exporting::{ExportFormat, Selection, export, private_file};
use tauri::AppHandle;

use super::{House, blocking, entry};
use crate::desktop::saving;
use crate::dto::export::{ExportFormatView, ExportRequest, ExportView};
use crate::dto::failure::Failure;
use crate::sealed::Sealed;

/// The formats there are, the safest first.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_formats() -> Result<Vec<ExportFormatView>, Failure> {
    Ok(ExportFormat::ALL.into_iter().map(Into::into).collect())
}

/// Takes the vault's passphrase or recovery key, which counts for a few minutes.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_confirm(house: House<'_>, secret: Sealed) -> Result<(), Failure> {
    let (vault, confirmed) = (Arc::clone(&house.vault), Arc::clone(&house.confirmed));
    blocking(move || confirmed.give(&vault, &secret.into_secret())).await
}

/// Writes an export where the person says; none when they cancel.
#[tauri::command]
#[specta::specta]
pub(crate) async fn export_save(
    app: AppHandle,
    house: House<'_>,
    request: ExportRequest,
) -> Result<Option<ExportView>, Failure> {
    house.confirmed.check()?;
    let format = request.format()?;
    let selection = match &request.ids {
        Some(ids) => Selection::These(ids.iter().map(|id| entry(id)).collect::<Result<_, _>>()?),
        None => Selection::All,
    };
    let password = request.password.map(Sealed::into_secret);
    let Some(path) = saving::ask_where(&app, &format!("Gatehouse-codes.{}", format.extension())).await else {
        return Ok(None);
    };
    let vault = Arc::clone(&house.vault);
    let written = blocking(move || {
        let document = vault.read(Clone::clone)?;
        let exported = export(&document, &selection, format, password.as_ref())?;
        private_file(&path, &exported.bytes)?;
        Ok(ExportView::of(path.display().to_string(), exported))
    });
    Ok(Some(written.await?))
}
