//! The screen as a source of QR codes: every monitor is photographed with our own windows out of the way, read in memory, and the
//! pictures are wiped.

#[cfg(not(target_os = "linux"))]
mod native;
#[cfg(target_os = "linux")]
mod portal;
#[cfg(target_os = "linux")]
mod x11;

use std::time::Duration;

use app::AppError;
use app::adding::Preview;
use qr::QrError;
use tauri::{AppHandle, Manager, PhysicalPosition, WebviewWindow};
use zeroize::Zeroizing;

use crate::dto::failure::{Failure, FailureCode};

/// Until what was behind our windows is drawn: at once as a rule, later on a busy machine.
const SETTLING: [Duration; 2] = [Duration::from_millis(300), Duration::from_millis(700)];

/// A picture of a monitor.
pub(crate) enum Shot {
    /// Four bytes a pixel: red, green, blue, and one that says nothing.
    Pixels {
        /// Pixels across.
        width: u32,
        /// Pixels down.
        height: u32,
        /// The pixels, row by row.
        rgba: Zeroizing<Vec<u8>>,
    },
    /// A whole picture file, as the portal gives it.
    #[cfg(target_os = "linux")]
    File(Zeroizing<Vec<u8>>),
}

/// Reads every code on every monitor; none when the person declines the system's question.
pub(crate) async fn read(app: &AppHandle) -> Result<Option<Preview>, Failure> {
    let _aside = Aside::step(app);
    let mut found = Preview::default();
    for wait in SETTLING {
        tokio::time::sleep(wait).await;
        let Some(preview) = look().await? else { return Ok(None) };
        found = preview;
        if !shows_nothing(&found) {
            break;
        }
    }
    Ok(Some(found))
}

async fn look() -> Result<Option<Preview>, Failure> {
    let looked = tauri::async_runtime::spawn_blocking(|| {
        let shots = shoot()?;
        Ok(shots.map(|shots| Preview::of_several(shots.iter().map(preview_of))))
    });
    looked.await.unwrap_or_else(|_| Err(FailureCode::Internal.into()))
}

fn preview_of(shot: &Shot) -> Preview {
    match shot {
        Shot::Pixels { width, height, rgba } => Preview::of_rgba(*width, *height, rgba),
        #[cfg(target_os = "linux")]
        Shot::File(bytes) => Preview::of_file("", bytes),
    }
}

fn shows_nothing(preview: &Preview) -> bool {
    let nothing = |error: &AppError| matches!(error, AppError::Picture(QrError::NoCode));
    preview.candidates.is_empty() && preview.problems.iter().all(|problem| nothing(&problem.error))
}

#[cfg(target_os = "linux")]
fn shoot() -> Result<Option<Vec<Shot>>, Failure> {
    // Under Wayland the X server, where there is one, knows only its own windows.
    if super::session::is_wayland() {
        portal::shots()
    } else {
        x11::shots().map(Some)
    }
}

#[cfg(not(target_os = "linux"))]
fn shoot() -> Result<Option<Vec<Shot>>, Failure> {
    native::shots().map(Some)
}

/// No picture of the screen can be had, and why, for the log.
fn failed(error: impl std::fmt::Display) -> Failure {
    tracing::warn!(%error, "the screen could not be read");
    FailureCode::ScreenFailed.into()
}

/// Our visible windows, hidden so that what is behind them is seen. Dropped, they are where they were.
struct Aside(Vec<(WebviewWindow, Option<PhysicalPosition<i32>>)>);

impl Aside {
    fn step(app: &AppHandle) -> Self {
        let windows = app.webview_windows().into_values();
        let shown =
            windows.filter(|window| window.is_visible().unwrap_or(false) && !window.is_minimized().unwrap_or(false));
        let hidden = shown.filter_map(|window| {
            let place = window.outer_position().ok();
            window.hide().ok().map(|()| (window, place))
        });
        Self(hidden.collect())
    }
}

impl Drop for Aside {
    fn drop(&mut self) {
        for (window, place) in &self.0 {
            let shown = window.show().and_then(|()| match place {
                // A window manager may put a window that comes back somewhere else.
                Some(place) => window.set_position(*place),
                None => Ok(()),
            });
            if let Err(error) = shown.and_then(|()| window.set_focus()) {
                tracing::warn!(%error, "a window did not come back");
            }
        }
    }
}
