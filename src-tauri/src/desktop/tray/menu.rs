//! What the tray's menu holds.

use app::codes::Row;
use tauri::AppHandle;
use tauri::menu::{Menu, MenuBuilder, MenuItem, MenuItemBuilder};
use uuid::Uuid;

use crate::desktop::words::Words;

pub(super) const OPEN: &str = "open";
pub(super) const LOCK: &str = "lock";
pub(super) const QUIT: &str = "quit";
const COPY: &str = "copy:";

/// What the menu shows. Two that are equal look alike, so there is nothing to draw anew.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Contents {
    language: &'static str,
    open: bool,
    pinned: Vec<(Uuid, String)>,
}

impl Contents {
    /// The pinned ones of these rows, which an open vault gave.
    pub(super) fn new(language: &'static str, open: bool, rows: Vec<Row>) -> Self {
        let pinned = rows.into_iter().filter(|row| open && row.pinned);
        Self {
            language,
            open,
            pinned: pinned.map(|row| (row.id, label(&row))).collect(),
        }
    }

    /// The menu, to be made on the event loop's thread.
    pub(super) fn menu(&self, app: &AppHandle) -> tauri::Result<Menu<tauri::Wry>> {
        let words = Words::of(self.language);
        let mut menu = MenuBuilder::new(app);
        for (id, label) in &self.pinned {
            menu = menu.text(format!("{COPY}{id}"), label);
        }
        if self.open && self.pinned.is_empty() {
            menu = menu.item(&note(app, &words.no_pinned)?);
        }
        if self.open {
            menu = menu.separator();
        }
        menu = menu.text(OPEN, words.open);
        if self.open {
            menu = menu.text(LOCK, words.lock);
        }
        menu.text(QUIT, words.quit).build()
    }
}

/// The entry that an item copies.
pub(super) fn entry_of(item: &str) -> Option<Uuid> {
    Uuid::parse_str(item.strip_prefix(COPY)?).ok()
}

fn note(app: &AppHandle, words: &str) -> tauri::Result<MenuItem<tauri::Wry>> {
    MenuItemBuilder::new(words).enabled(false).build(app)
}

/// "GitHub: mina". An ampersand is doubled: a single one would mark the next letter as the item's key.
fn label(row: &Row) -> String {
    let parts = [row.issuer.as_str(), row.account.as_str()];
    let named: Vec<&str> = parts.into_iter().filter(|part| !part.is_empty()).collect();
    named.join(": ").replace('&', "&&")
}
