//! Keys from the system, by the plugin: the first program that asks has them.

use std::str::FromStr;
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager};
use tauri_plugin_global_shortcut::{Builder, GlobalShortcutExt, Shortcut, ShortcutState};

use crate::desktop::panel;
use crate::dto::failure::{Failure, FailureCode};

/// The keys that are ours now.
#[derive(Default)]
struct Keys(Mutex<Option<Shortcut>>);

/// Whether the keys are ours.
pub(super) fn are_held(app: &AppHandle) -> bool {
    app.try_state::<Keys>()
        .is_some_and(|keys| keys.0.lock().unwrap_or_else(PoisonError::into_inner).is_some())
}

/// Takes these keys instead of those held before; none to let go.
///
/// # Errors
/// [`FailureCode::BadValue`] for keys that can't be, [`FailureCode::ShortcutTaken`] where another program has them; then those held before
/// are held still.
pub(super) fn take(app: &AppHandle, keys: Option<&str>) -> Result<(), Failure> {
    let wanted = keys.map(parse).transpose()?;
    let state = held(app)?;
    let mut held = state.0.lock().unwrap_or_else(PoisonError::into_inner);
    if *held == wanted {
        return Ok(());
    }
    if let Some(wanted) = wanted {
        let opened = app.global_shortcut().on_shortcut(wanted, |app, _, event| {
            if event.state == ShortcutState::Pressed {
                panel::toggle(app);
            }
        });
        opened.map_err(|error| {
            tracing::info!(%error, "the keys are not to be had");
            Failure::from(FailureCode::ShortcutTaken)
        })?;
    }
    if let Some(before) = held.take()
        && let Err(error) = app.global_shortcut().unregister(before)
    {
        tracing::warn!(%error, "the keys held before could not be given back");
    }
    *held = wanted;
    Ok(())
}

/// Keys as `Ctrl+Alt+O`, where Ctrl is Command on macOS, as it is in the app's own keys. One key alone, or one with Shift, would be taken from every program.
fn parse(keys: &str) -> Result<Shortcut, Failure> {
    use tauri_plugin_global_shortcut::Modifiers;
    let main = if cfg!(target_os = "macos") { "Super" } else { "Ctrl" };
    let named: Vec<&str> = keys
        .split('+')
        .map(|key| if key == "Ctrl" { main } else { key })
        .collect();
    let shortcut = Shortcut::from_str(&named.join("+")).map_err(|_| Failure::from(FailureCode::BadValue))?;
    if shortcut
        .mods
        .intersects(Modifiers::CONTROL | Modifiers::ALT | Modifiers::SUPER)
    {
        Ok(shortcut)
    } else {
        Err(FailureCode::BadValue.into())
    }
}

/// The state, and the plugin behind it, which listens from its start: it starts only when keys are wanted.
fn held(app: &AppHandle) -> Result<tauri::State<'_, Keys>, Failure> {
    if app.try_state::<Keys>().is_none() {
        let added = app.plugin(Builder::new().build());
        added.map_err(|error| {
            tracing::warn!(%error, "keys can't be listened for");
            Failure::from(FailureCode::Internal)
        })?;
        app.manage(Keys::default());
    }
    Ok(app.state::<Keys>())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_that_every_program_needs_are_refused() {
        for good in ["Ctrl+Alt+O", "Super+G", "Ctrl+Shift+F9", "Alt+Space"] {
            assert!(parse(good).is_ok(), "{good}");
        }
        for bad in ["O", "Shift+O", "Ctrl+", "", "Ctrl+Nothing"] {
            assert!(parse(bad).is_err(), "{bad}");
        }
    }
}
