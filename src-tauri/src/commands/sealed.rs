//! How a page begins to seal what is typed into it.

use crate::dto::failure::{Failure, FailureCode};
use crate::sealed;

/// Agrees on a key: the page's public half in, the app's out, both base64 of an uncompressed point of P-256.
#[tauri::command]
#[specta::specta]
pub(crate) async fn sealed_begin(page: String) -> Result<String, Failure> {
    sealed::agree(&page).ok_or_else(|| FailureCode::BadValue.into())
}
