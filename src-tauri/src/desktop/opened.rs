//! What the app is opened with or what is dropped on it: pictures, files of links, otpauth links.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use app::AppError;
use app::adding::Preview;
use app::importing::{ChosenFile, Importing};
use tauri::{AppHandle, Manager};
use tauri_specta::Event;
use transfer::{ImportError, Input};
use zeroize::Zeroizing;

use super::window;
use crate::composition::{Gatehouse, told};
use crate::events::{AddRequested, ImportRequested};

/// The format of plain lists of links, which are added with a preview of each rather than imported.
const LIST: &str = "otpauth";

/// The largest file read; a picture larger than this is no picture of a QR code.
const MOST_BYTES: u64 = 32 * 1024 * 1024;

/// Takes over what stands on this start's command line.
pub(crate) fn by_arguments(app: &AppHandle) {
    let folder = std::env::current_dir().unwrap_or_default();
    arguments(app, &std::env::args().collect::<Vec<_>>(), &folder);
}

/// A second start hands over what it was given, and this one comes to the front.
pub(crate) fn by_second_start(app: &AppHandle, given: &[String], folder: &str) {
    window::raise(app);
    arguments(app, given, Path::new(folder));
}

/// Links the system hands over (macOS).
#[cfg(target_os = "macos")]
pub(crate) fn by_urls(app: &AppHandle, urls: &[tauri::Url]) {
    for url in urls {
        match url.to_file_path() {
            Ok(path) => files(app, vec![path]),
            Err(()) => waits(app, Preview::of_text("", url.as_str())),
        }
    }
}

/// Reads files off the event loop and keeps what they hold until the screen asks. Another app's export becomes an import.
pub(crate) fn files(app: &AppHandle, paths: Vec<PathBuf>) {
    let app = app.clone();
    std::thread::spawn(move || match &paths[..] {
        [one] if is_import(&app, one) => told(&app, ImportRequested.emit(&app)),
        _ => waits(&app, read_all(&paths)),
    });
}

/// Whether the file is another app's export; it waits to be taken up then.
fn is_import(app: &AppHandle, path: &Path) -> bool {
    let Ok(bytes) = read(path).map(Zeroizing::new) else {
        return false;
    };
    transfer::recognise(&Input::new(&bytes)).is_ok_and(|file| file.format.id != LIST)
        && app.state::<Gatehouse>().importing.offer(&name_of(path), bytes).is_ok()
}

/// Takes a file as another app's export: also a picture of codes.
///
/// # Errors
/// The file can't be read, or is none.
pub(crate) fn choose_file_or_picture(importing: &Importing, path: &Path) -> Result<ChosenFile, AppError> {
    match choose_import(importing, path) {
        Err(AppError::Import(ImportError::NotRecognised)) => {
            let found = read_all(&[path.to_owned()]).links();
            importing.choose(&name_of(path), found)
        }
        chosen => chosen,
    }
}

/// Lets what was found wait to be taken up as another app's export, where it is one.
///
/// # Errors
/// It can't be imported.
pub(crate) fn taken_as_export(app: &AppHandle, preview: &Preview) -> Result<bool, AppError> {
    if preview.is_export() {
        app.state::<Gatehouse>().importing.offer("", preview.links())?;
        told(app, ImportRequested.emit(app));
    }
    Ok(preview.is_export())
}

fn choose_import(importing: &Importing, path: &Path) -> Result<ChosenFile, AppError> {
    let bytes = Zeroizing::new(read(path)?);
    importing.choose(&name_of(path), bytes)
}

fn name_of(path: &Path) -> String {
    path.file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default()
}

/// Everything these files hold.
pub(crate) fn read_all(paths: &[PathBuf]) -> Preview {
    let mut preview = Preview::default();
    for path in paths {
        let name = name_of(path);
        match read(path) {
            Ok(bytes) => preview.join(Preview::of_file(&name, &bytes)),
            Err(error) => preview.problem(&name, error),
        }
    }
    preview
}

/// A picture that was copied.
pub(crate) fn read_clipboard_picture(picture: &arboard::ImageData<'_>) -> Preview {
    let side = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    Preview::of_rgba(side(picture.width), side(picture.height), &picture.bytes)
}

fn read(path: &Path) -> Result<Vec<u8>, AppError> {
    let about = std::fs::metadata(path)?;
    if !about.is_file() {
        return Err(AppError::Picture(qr::QrError::NotAPicture));
    }
    if about.len() > MOST_BYTES {
        return Err(AppError::Picture(qr::QrError::TooLarge {
            measure: qr::Measure::Bytes,
            limit: MOST_BYTES,
        }));
    }
    Ok(std::fs::read(path)?)
}

fn arguments(app: &AppHandle, given: &[String], folder: &Path) {
    let (links, paths): (Vec<&String>, Vec<&String>) = given
        .iter()
        .skip(1)
        .filter(|one| !one.starts_with('-'))
        .partition(|one| is_link(one));
    for link in links {
        waits(app, Preview::of_text("", link));
    }
    if !paths.is_empty() {
        files(app, paths.into_iter().map(|path| folder.join(path)).collect());
    }
}

fn is_link(text: &str) -> bool {
    let scheme = text.split("://").next().unwrap_or_default().to_ascii_lowercase();
    text.contains("://") && matches!(scheme.as_str(), "otpauth" | "otpauth-migration" | "steam")
}

fn waits(app: &AppHandle, mut preview: Preview) {
    match taken_as_export(app, &preview) {
        Ok(true) => return,
        Ok(false) => {}
        Err(error) => preview.problem("", error),
    }
    Arc::clone(&app.state::<Gatehouse>().adding).wait(preview);
    told(app, AddRequested.emit(app));
}
