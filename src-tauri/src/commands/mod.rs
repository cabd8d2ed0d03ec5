//! Commands of the web view: each parses, calls one use case and maps its answer.

pub(crate) mod add;
pub(crate) mod alerts;
pub(crate) mod backups;
pub(crate) mod closure;
pub(crate) mod codes;
pub(crate) mod consents;
pub(crate) mod desk;
pub(crate) mod devices;
pub(crate) mod email;
pub(crate) mod export;
pub(crate) mod factors;
pub(crate) mod finding;
pub(crate) mod import;
pub(crate) mod keys;
pub(crate) mod panel;
pub(crate) mod password;
pub(crate) mod phones;
pub(crate) mod practice;
pub(crate) mod profile;
pub(crate) mod sealed;
pub(crate) mod sessions;
pub(crate) mod several;
pub(crate) mod sign_in;
pub(crate) mod start;
pub(crate) mod vault;

use std::collections::HashSet;

use app::AppError;
use tauri::State;
use uuid::Uuid;

use crate::composition::Gatehouse;
use crate::dto::failure::{Failure, FailureCode};

/// The house, as a command is handed it.
pub(crate) type House<'a> = State<'a, Gatehouse>;

/// Runs blocking work (files, key derivation, the keyring) off the event loop.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, Failure> {
    match tauri::async_runtime::spawn_blocking(work).await {
        Ok(done) => Ok(done?),
        Err(_) => Err(FailureCode::Internal.into()),
    }
}

/// An identity as the web view gives it back.
pub(crate) fn identity(text: &str, missing: FailureCode) -> Result<Uuid, Failure> {
    Uuid::parse_str(text).map_err(|_| missing.into())
}

/// An entry's identity.
pub(crate) fn entry(text: &str) -> Result<Uuid, Failure> {
    identity(text, FailureCode::NoSuchEntry)
}

/// Several entries' identities.
pub(crate) fn entries(texts: &[String]) -> Result<HashSet<Uuid>, Failure> {
    texts.iter().map(|text| entry(text)).collect()
}

/// An account's identity.
pub(crate) fn account(text: &str) -> Result<Uuid, Failure> {
    identity(text, FailureCode::NoSuchAccount)
}
