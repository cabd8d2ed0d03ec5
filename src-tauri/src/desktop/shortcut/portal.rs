//! Keys from a Wayland desktop: <https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.GlobalShortcuts.html>.
//! Ours are a wish; which ones it becomes is between the person and their desktop.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use tauri::{AppHandle, Manager};
use uuid::Uuid;
use zbus::blocking::proxy::SignalIterator;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

use crate::composition::Gatehouse;
use crate::desktop::words::Words;
use crate::desktop::{bus, language, panel, portal};
use crate::dto::failure::{Failure, FailureCode};

const SHORTCUTS: &str = "org.freedesktop.portal.GlobalShortcuts";
const SESSION: &str = "org.freedesktop.portal.Session";
const PANEL: &str = "quick-panel";

/// What the desktop has given us.
#[derive(Default)]
pub(crate) struct Given(Mutex<Option<Session>>);

struct Session {
    bus: Connection,
    path: OwnedObjectPath,
    /// The keys, in the desktop's own words.
    keys: String,
}

/// Whether this desktop hands out keys.
pub(super) fn is_there() -> bool {
    bus::asked(|bus| portal::desktop(bus, SHORTCUTS)?.get_property::<u32>("version")).is_some()
}

/// The keys given, in the desktop's own words.
pub(super) fn held(app: &AppHandle) -> Option<String> {
    let given = app.try_state::<Given>()?;
    let session = given.0.lock().unwrap_or_else(PoisonError::into_inner);
    session.as_ref().map(|session| session.keys.clone())
}

/// Asks for keys, unless there are some; false when the person declines.
pub(super) fn take(app: &AppHandle, wish: &str) -> Result<bool, Failure> {
    if app.try_state::<Given>().is_none() {
        app.manage(Given::default());
    }
    let given = app.state::<Given>();
    let mut held = given.0.lock().unwrap_or_else(PoisonError::into_inner);
    if held.is_none() {
        *held = bound(app, wish).map_err(|error| {
            tracing::warn!(%error, "the desktop gave no keys");
            Failure::from(FailureCode::ShortcutTaken)
        })?;
    }
    Ok(held.is_some())
}

/// Gives the keys back.
pub(super) fn let_go(app: &AppHandle) {
    let Some(given) = app.try_state::<Given>() else { return };
    let session = given.0.lock().unwrap_or_else(PoisonError::into_inner).take();
    if let Some(session) = session {
        session.end();
    }
}

impl Session {
    /// Ends it at the desktop, and with the connection the thread that listens.
    fn end(self) {
        let closed = Proxy::new(&self.bus, portal::NAME, self.path, SESSION);
        let ended = closed.and_then(|session| session.call::<_, _, ()>("Close", &()));
        if let Err(error) = ended.and_then(|()| self.bus.close()) {
            tracing::warn!(%error, "the desktop's keys could not be given back");
        }
    }
}

fn bound(app: &AppHandle, wish: &str) -> zbus::Result<Option<Session>> {
    let bus = Connection::session()?;
    portal::introduce(&bus);
    let shortcuts = portal::desktop(&bus, SHORTCUTS)?;
    let Some(path) = session(&bus, &shortcuts)? else {
        return Ok(None);
    };
    let pressed = shortcuts.receive_signal("Activated")?;
    let answer = portal::ask(&bus, |token| {
        let language = language::in_use(app.state::<Gatehouse>().settings.get().language);
        let about = HashMap::from([
            ("description", Value::from(Words::of(language).panel)),
            ("preferred_trigger", Value::from(trigger(wish))),
        ]);
        let options = HashMap::from([("handle_token", Value::from(token))]);
        shortcuts.call("BindShortcuts", &(&path, vec![(PANEL, about)], "", options))
    })?;
    let Some(results) = answer else { return Ok(None) };
    listen(app.clone(), pressed, path.clone());
    let keys = description(&results);
    Ok(Some(Session { bus, path, keys }))
}

fn session(bus: &Connection, shortcuts: &Proxy<'_>) -> zbus::Result<Option<OwnedObjectPath>> {
    let answer = portal::ask(bus, |token| {
        let own = format!("gatehouse_{}", Uuid::new_v4().simple());
        let options = HashMap::from([
            ("handle_token", Value::from(token)),
            ("session_handle_token", Value::from(own)),
        ]);
        shortcuts.call("CreateSession", &(options,))
    })?;
    let Some(results) = answer else { return Ok(None) };
    let path = results.get("session_handle").ok_or(zbus::Error::InvalidReply)?;
    // Text, by the portal's own account of a mistake that it keeps.
    Ok(Some(OwnedObjectPath::try_from(path.downcast_ref::<&str>()?)?))
}

/// Opens the panel whenever the keys are pressed, until the connection is closed.
fn listen(app: AppHandle, pressed: SignalIterator<'static>, session: OwnedObjectPath) {
    std::thread::spawn(move || {
        for press in pressed {
            let body = press.body();
            let told = body.deserialize::<(OwnedObjectPath, String, u64, HashMap<String, OwnedValue>)>();
            if told.is_ok_and(|(of, which, ..)| of == session && which == PANEL) {
                panel::toggle(&app);
            }
        }
    });
}

/// The keys as the desktop calls them; none of its words leave them unnamed.
fn description(results: &HashMap<String, OwnedValue>) -> String {
    type Bound = Vec<(String, HashMap<String, OwnedValue>)>;
    let shortcuts = results.get("shortcuts").and_then(|value| value.try_clone().ok());
    let bound: Bound = shortcuts
        .and_then(|value| Bound::try_from(value).ok())
        .unwrap_or_default();
    let about = bound
        .into_iter()
        .find(|(which, _)| which == PANEL)
        .map(|(_, about)| about);
    let words = about.and_then(|about| about.get("trigger_description")?.downcast_ref::<String>().ok());
    words.unwrap_or_default()
}

/// `Ctrl+Alt+O` as the shortcuts specification writes it: `CTRL+ALT+o`.
fn trigger(keys: &str) -> String {
    let named = keys.split('+').map(|key| match key {
        "Super" => "LOGO".to_owned(),
        "Space" => "space".to_owned(),
        "Ctrl" | "Alt" | "Shift" => key.to_uppercase(),
        _ if key.len() == 1 => key.to_lowercase(),
        _ => key.to_owned(),
    });
    named.collect::<Vec<_>>().join("+")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wish_is_written_as_desktops_read_it() {
        assert_eq!(trigger("Ctrl+Alt+O"), "CTRL+ALT+o");
        assert_eq!(trigger("Super+Shift+F9"), "LOGO+SHIFT+F9");
        assert_eq!(trigger("Alt+Space"), "ALT+space");
    }
}
