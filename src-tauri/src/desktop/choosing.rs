//! The system's dialogs for choosing pictures, files to import, a backup, a folder.

use std::path::PathBuf;

use tauri::AppHandle;
use tauri_plugin_dialog::DialogExt;
use tokio::sync::oneshot;

/// The pictures the person chooses; none when they cancel.
pub(crate) async fn pictures(app: &AppHandle) -> Option<Vec<PathBuf>> {
    let (answer, chosen) = oneshot::channel();
    app.dialog()
        .file()
        .add_filter(
            "PNG, JPEG, WebP, GIF, BMP",
            &["png", "jpg", "jpeg", "webp", "gif", "bmp"],
        )
        .pick_files(move |paths| {
            // Nobody waits any more when the app is ending; then there is nothing to do.
            let _ = answer.send(paths);
        });
    let paths = chosen.await.ok().flatten()?;
    Some(paths.into_iter().filter_map(|path| path.into_path().ok()).collect())
}

/// The file the person chooses, of whatever kind; none when they cancel.
pub(crate) async fn any_file(app: &AppHandle) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog().file().pick_file(move |path| {
        // Nobody waits any more when the app is ending; then there is nothing to do.
        let _ = answer.send(path);
    });
    chosen.await.ok().flatten()?.into_path().ok()
}

/// The backup the person chooses; none when they cancel.
pub(crate) async fn backup(app: &AppHandle) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog().file().add_filter("age", &["age"]).pick_file(move |path| {
        // Nobody waits any more when the app is ending; then there is nothing to do.
        let _ = answer.send(path);
    });
    chosen.await.ok().flatten()?.into_path().ok()
}

/// The folder the person chooses; none when they cancel.
pub(crate) async fn folder(app: &AppHandle) -> Option<PathBuf> {
    let (answer, chosen) = oneshot::channel();
    app.dialog().file().pick_folder(move |path| {
        // Nobody waits any more when the app is ending; then there is nothing to do.
        let _ = answer.send(path);
    });
    chosen.await.ok().flatten()?.into_path().ok()
}
