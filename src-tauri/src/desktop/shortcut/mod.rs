//! The keys that open the quick panel wherever the person is. Windows, macOS and X11 let a program have such keys; a Wayland desktop
//! hands them out itself, through its portal, or not at all.

#[cfg(target_os = "linux")]
mod portal;
mod system;

use app::settings::Settings;
use tauri::AppHandle;

use crate::dto::failure::Failure;

/// Who hands out keys here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Giver {
    /// The system, to any program that asks first.
    System,
    /// The desktop, which asks the person.
    #[cfg(target_os = "linux")]
    Desktop,
    /// Nobody.
    #[cfg(target_os = "linux")]
    Nobody,
}

impl Giver {
    /// Here and now. Blocking: a Wayland desktop is asked.
    pub(crate) fn here() -> Self {
        #[cfg(target_os = "linux")]
        if super::session::is_wayland() {
            return if portal::is_there() {
                Self::Desktop
            } else {
                Self::Nobody
            };
        }
        Self::System
    }
}

/// What opens the panel now, as it is to be shown; none when nothing does.
pub(crate) fn held(app: &AppHandle, giver: Giver, settings: &Settings) -> Option<String> {
    match giver {
        Giver::System if system::are_held(app) => settings.panel_shortcut.clone(),
        #[cfg(target_os = "linux")]
        Giver::Desktop => portal::held(app),
        _ => None,
    }
}

/// Takes the keys of the settings, or lets go of them; a failure is worth a line in the log, as the settings show it.
pub(crate) fn keep(app: &AppHandle, settings: &Settings) {
    let giver = Giver::here();
    let keys = settings.panel_shortcut.as_deref();
    let kept = match giver {
        Giver::System => system::take(app, keys).map(|()| true),
        // A desktop may ask the person: only once they have asked for keys themselves.
        #[cfg(target_os = "linux")]
        Giver::Desktop if settings.keys_by_desktop => portal::take(app, keys.unwrap_or_default()),
        #[cfg(target_os = "linux")]
        _ => Ok(true),
    };
    if let Err(failure) = kept {
        tracing::warn!(code = ?failure.code, "the quick panel has no keys");
    }
}

/// Takes these keys instead of those held before, none to let go; false when the person declines before their desktop. Blocking, for as long
/// as they take.
///
/// # Errors
/// [`FailureCode::BadValue`](crate::dto::failure::FailureCode::BadValue) for keys that can't be, `ShortcutTaken` where they are not to be
/// had; then those held before are held still.
pub(crate) fn take(app: &AppHandle, giver: Giver, keys: Option<&str>) -> Result<bool, Failure> {
    match (giver, keys) {
        (Giver::System, keys) => system::take(app, keys).map(|()| true),
        #[cfg(target_os = "linux")]
        (Giver::Desktop, Some(keys)) => portal::take(app, keys),
        #[cfg(target_os = "linux")]
        (Giver::Desktop, None) => {
            portal::let_go(app);
            Ok(true)
        }
        #[cfg(target_os = "linux")]
        (Giver::Nobody, _) => Ok(false),
    }
}

/// Notes in the settings what the person has chosen.
pub(crate) fn note(settings: &mut Settings, giver: Giver, keys: Option<String>) {
    match giver {
        Giver::System => settings.panel_shortcut = keys,
        #[cfg(target_os = "linux")]
        _ => settings.keys_by_desktop = keys.is_some(),
    }
}
