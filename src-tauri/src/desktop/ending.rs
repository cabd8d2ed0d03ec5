//! The app's end by hand. Where the page holds changes that are not saved, it asks first.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use super::window;
use crate::composition::{Gatehouse, told};
use crate::events::EndRequested;

/// What the main window's page has said of its changes.
#[derive(Default)]
pub(crate) struct Unsaved(Mutex<Page>);

#[derive(Default, Clone, Copy, PartialEq, Eq)]
enum Page {
    /// Nothing is lost with it.
    #[default]
    Saved,
    /// It holds changes.
    Holds,
    /// It was told that the app is to end, and has not answered.
    Asked,
}

impl Unsaved {
    /// The page holds changes, or none. After "no" to the question it says so once more.
    pub(crate) fn note(&self, held: bool) {
        *self.page() = if held { Page::Holds } else { Page::Saved };
    }

    /// Whether the page is to be asked. Once: a second wish to end is meant, and a page that hangs keeps nobody.
    fn is_to_be_asked(&self) -> bool {
        let mut page = self.page();
        let holds = *page == Page::Holds;
        if holds {
            *page = Page::Asked;
        }
        holds
    }

    fn page(&self) -> MutexGuard<'_, Page> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Ends the app, unless the page has to ask first.
pub(crate) fn end(app: &AppHandle) {
    if !asks(app) {
        app.exit(0);
    }
}

/// Has the page ask where it holds changes; false where nothing stands against the end.
pub(crate) fn asks(app: &AppHandle) -> bool {
    let asks = app.state::<Gatehouse>().unsaved.is_to_be_asked();
    if asks {
        window::raise(app);
        told(app, EndRequested.emit(app));
    }
    asks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_is_asked_about_once_and_only_where_something_is_unsaved() {
        let unsaved = Unsaved::default();
        assert!(!unsaved.is_to_be_asked(), "nothing was typed");
        unsaved.note(true);
        assert!(unsaved.is_to_be_asked());
        assert!(!unsaved.is_to_be_asked(), "a second time it is meant");
        unsaved.note(true);
        assert!(unsaved.is_to_be_asked(), "the person went on editing");
        unsaved.note(false);
        assert!(!unsaved.is_to_be_asked(), "it was saved");
    }
}
