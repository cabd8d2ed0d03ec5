//! Saving a text the person asked for, where they say: readable by them alone, whole or not at all.

use std::path::{Path, PathBuf};

use app::AppError;
use app::exporting::private_file;
use secrecy::{ExposeSecret, SecretString};
use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

use crate::dto::failure::{Failure, FailureCode};

/// Asks where, and saves; the file's path, or none when the person cancels.
pub(crate) async fn ask_and_save(app: &AppHandle, name: &str, text: SecretString) -> Result<Option<String>, Failure> {
    let Some(path) = ask_where(app, name).await else {
        return Ok(None);
    };
    let shown = path.display().to_string();
    let saved = tauri::async_runtime::spawn_blocking(move || save(&path, &text)).await;
    match saved {
        Ok(Ok(())) => Ok(Some(shown)),
        _ => Err(FailureCode::SaveFailed.into()),
    }
}

/// Asks where; none when the person cancels.
pub(crate) async fn ask_where(app: &AppHandle, name: &str) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog().file().set_file_name(name).save_file(move |path| {
        // Nobody waits any more when the app is ending; then there is nothing to do.
        let _ = answer.send(path);
    });
    chosen.await.ok().flatten()?.into_path().ok()
}

fn save(path: &Path, text: &SecretString) -> Result<(), AppError> {
    // Exposed because the person saves it.
    private_file(path, text.expose_secret().as_bytes())
}

/// The recovery sheet as a text file that stock `age` takes as an identity file.
pub(crate) fn recovery_sheet(key: &SecretString) -> SecretString {
    // Exposed because the person saves it.
    SecretString::from(format!(
        "# Gatehouse recovery key. It opens vault.age, here or with: age -d -i THIS-FILE vault.age\n{}\n",
        key.expose_secret()
    ))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn a_saved_text_is_the_owners_alone_and_replaces_what_was_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("codes.txt");
        std::fs::write(&path, "older and longer text").unwrap();
        save(&path, &SecretString::from("new\n")).unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "new\n");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
