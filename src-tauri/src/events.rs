//! What the app tells the web view unasked. Events carry no secrets; the web view asks again for what changed.

use serde::{Deserialize, Serialize};
use specta::Type;
use tauri_specta::Event;

/// The vault was opened, locked, created or found damaged.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct VaultChanged;

/// Entries changed, here or by another process.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct CodesChanged;

/// A copy was made in the person's folder, or could not be.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct CopiesChanged;

/// An account was added, removed, or changed its state.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct AccountsChanged;

/// Settings or the system's language changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct SettingsChanged;

/// Something was dropped on or opened with the app: ask `add_opened`.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct AddRequested;

/// Another app's file was dropped on or opened with the app: ask `import_file`.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct ImportRequested;

/// Files hover over the window, or no longer.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct DragHover {
    /// They hover.
    pub(crate) over: bool,
}

/// The app is to end while the page holds changes that are not saved: ask, then `desk_end`.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct EndRequested;

/// The practice outbox changed.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct OutboxChanged;

/// The quick panel was brought to the front: it begins anew.
#[derive(Debug, Clone, Serialize, Deserialize, Type, Event)]
pub(crate) struct PanelShown;
