//! What the app may do on this desktop.

use serde::Serialize;
use specta::Type;
use tauri::{AppHandle, Manager};

use crate::composition::Gatehouse;
use crate::desktop::shortcut::{self, Giver};
use crate::desktop::{autostart, capture, tray};

/// The keys of the quick panel.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum ShortcutState {
    /// They open it.
    Held,
    /// They were not to be had: another program has them.
    Taken,
    /// The person wants none.
    Off,
    /// The desktop hands out keys itself, and has given some.
    ByDesktop,
    /// The desktop hands out keys itself, and was not asked for any.
    DesktopNotAsked,
    /// This session lets no program have keys of its own.
    Impossible,
}

/// This desktop.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct DeskView {
    /// The app starts at login.
    pub(crate) autostart: bool,
    /// The desktop has a place for the tray.
    pub(crate) tray: bool,
    /// The quick panel's keys, as the settings have them, or in the words of a desktop that has given others.
    pub(crate) shortcut: Option<String>,
    /// What has become of those keys.
    pub(crate) shortcut_state: ShortcutState,
    /// Windows can be kept out of pictures of the screen here.
    pub(crate) capture_guard: bool,
}

impl DeskView {
    /// As it is now. Blocking: the desktop is asked.
    pub(crate) fn now(app: &AppHandle) -> Self {
        let settings = app.state::<Gatehouse>().settings.get();
        let giver = Giver::here();
        let held = shortcut::held(app, giver, &settings);
        let state = match giver {
            Giver::System if held.is_some() => ShortcutState::Held,
            Giver::System if settings.panel_shortcut.is_some() => ShortcutState::Taken,
            Giver::System => ShortcutState::Off,
            #[cfg(target_os = "linux")]
            Giver::Desktop if held.is_some() => ShortcutState::ByDesktop,
            #[cfg(target_os = "linux")]
            Giver::Desktop => ShortcutState::DesktopNotAsked,
            #[cfg(target_os = "linux")]
            Giver::Nobody => ShortcutState::Impossible,
        };
        Self {
            autostart: autostart::is_on(app),
            tray: tray::would_be_shown(),
            shortcut: held.or(settings.panel_shortcut),
            shortcut_state: state,
            capture_guard: capture::HAS_A_WAY,
        }
    }
}
