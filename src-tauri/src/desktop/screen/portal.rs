//! A picture of the screen from the desktop's Screenshot portal, which asks the person where it has to:
//! <https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Screenshot.html>.
//!
//! The portal hands its picture over as a file. It is deleted as soon as it is read, before anything is looked for in it.

use std::collections::HashMap;
use std::io::Read;
use std::path::PathBuf;

use tauri::Url;
use zbus::blocking::Connection;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zeroize::Zeroizing;

use super::{Shot, failed};
use crate::desktop::portal;
use crate::dto::failure::Failure;

/// The largest picture read: several large monitors side by side, as PNG.
const MOST_BYTES: u64 = 128 * 1024 * 1024;

/// A picture of all monitors; none when the person declines.
pub(super) fn shots() -> Result<Option<Vec<Shot>>, Failure> {
    let bus = Connection::session().map_err(failed)?;
    let desktop = portal::desktop(&bus, "org.freedesktop.portal.Screenshot").map_err(failed)?;
    let answer = portal::ask(&bus, |token| {
        let options = HashMap::from([
            ("handle_token", Value::from(token)),
            ("interactive", Value::from(false)),
        ]);
        desktop.call::<_, _, OwnedObjectPath>("Screenshot", &("", options))
    });
    match answer.map_err(failed)? {
        None => Ok(None),
        Some(results) => Ok(Some(vec![Shot::File(taken(&results)?)])),
    }
}

/// Reads the portal's file and deletes it.
fn taken(results: &HashMap<String, OwnedValue>) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let address = results.get("uri").and_then(|uri| uri.downcast_ref::<&str>().ok());
    let url = address.and_then(|uri| Url::parse(uri).ok());
    let path: PathBuf = url
        .and_then(|url| url.to_file_path().ok())
        .ok_or("the portal named no file")
        .map_err(failed)?;
    let bytes = read(&path);
    if let Err(error) = std::fs::remove_file(&path) {
        tracing::warn!(%error, "the portal's picture of the screen could not be deleted");
    }
    bytes.map_err(failed)
}

fn read(path: &std::path::Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let file = std::fs::File::open(path)?;
    let length = file.metadata()?.len();
    if length > MOST_BYTES {
        return Err(std::io::ErrorKind::FileTooLarge.into());
    }
    // The room is made at once: a growing list would leave pieces of the picture behind.
    let mut bytes = Zeroizing::new(Vec::with_capacity(usize::try_from(length).unwrap_or(0) + 1));
    file.take(MOST_BYTES).read_to_end(&mut bytes)?;
    Ok(bytes)
}
