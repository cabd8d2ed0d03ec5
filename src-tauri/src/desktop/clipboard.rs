//! The clipboard: a code goes in out of any history, and leaves again after a while if it is still ours.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arboard::{Clipboard as System, ImageData};
use zeroize::Zeroizing;

#[cfg(target_os = "macos")]
use arboard::SetExtApple as _;
#[cfg(target_os = "linux")]
use arboard::SetExtLinux as _;
#[cfg(target_os = "windows")]
use arboard::SetExtWindows as _;

use crate::dto::failure::{Failure, FailureCode};

/// The system clipboard and what of ours is in it.
#[derive(Default)]
pub(crate) struct Clipboard {
    inner: Mutex<Inner>,
}

#[derive(Default)]
struct Inner {
    /// Kept open: under X11 the owner serves what it copied.
    system: Option<System>,
    ours: Option<Zeroizing<String>>,
    /// Counts copies, so that an older one's time doesn't clear a newer one.
    copy: u64,
}

/// What the clipboard held.
pub(crate) enum Held {
    /// A text.
    Text(Zeroizing<String>),
    /// A picture, four bytes a pixel.
    Picture(ImageData<'static>),
}

impl Clipboard {
    /// Copies a text, out of history, and clears it after so many seconds (0: never) if it is still ours.
    pub(crate) fn copy(self: &Arc<Self>, text: &str, clear_after: u32) -> Result<(), Failure> {
        let copy = {
            let mut inner = self.lock();
            inner.put(text)?;
            inner.ours = Some(Zeroizing::new(text.to_owned()));
            inner.copy += 1;
            inner.copy
        };
        if clear_after > 0 {
            let clipboard = Arc::clone(self);
            tauri::async_runtime::spawn(async move {
                tokio::time::sleep(Duration::from_secs(clear_after.into())).await;
                let cleared = tauri::async_runtime::spawn_blocking(move || clipboard.clear_copy(copy)).await;
                if let Err(error) = cleared {
                    tracing::warn!(%error, "the clipboard was not cleared");
                }
            });
        }
        Ok(())
    }

    /// Clears the clipboard if what is in it is still ours, as when the app ends.
    pub(crate) fn clear_if_ours(&self) {
        let copy = self.lock().copy;
        self.clear_copy(copy);
    }

    /// What the clipboard holds: a picture before a text.
    pub(crate) fn held(&self) -> Result<Held, Failure> {
        let mut inner = self.lock();
        let system = inner.system()?;
        if let Ok(picture) = system.get_image() {
            return Ok(Held::Picture(picture));
        }
        match system.get_text() {
            Ok(text) if !text.trim().is_empty() => Ok(Held::Text(Zeroizing::new(text))),
            Ok(_) | Err(arboard::Error::ContentNotAvailable) => Err(FailureCode::ClipboardEmpty.into()),
            Err(_) => Err(FailureCode::ClipboardFailed.into()),
        }
    }

    fn clear_copy(&self, copy: u64) {
        let mut inner = self.lock();
        if inner.copy != copy {
            return;
        }
        let Some(ours) = inner.ours.take() else { return };
        let Ok(system) = inner.system() else { return };
        let still_ours = system
            .get_text()
            .is_ok_and(|text| Zeroizing::new(text).as_str() == ours.as_str());
        if still_ours && system.clear().is_err() {
            tracing::warn!("the clipboard was not cleared");
        }
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    fn system(&mut self) -> Result<&mut System, Failure> {
        if self.system.is_none() {
            self.system = System::new().ok();
        }
        self.system.as_mut().ok_or_else(|| FailureCode::ClipboardFailed.into())
    }

    fn put(&mut self, text: &str) -> Result<(), Failure> {
        let set = self.system()?.set().exclude_from_history();
        #[cfg(target_os = "windows")]
        let set = set.exclude_from_cloud();
        set.text(text).map_err(|_| FailureCode::ClipboardFailed.into())
    }
}
