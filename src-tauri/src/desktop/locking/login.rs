//! Sleep, a locked session and another person's session, as systemd-logind tells them on the system bus:
//! <https://www.freedesktop.org/software/systemd/man/latest/org.freedesktop.login1.html>.

use std::collections::HashMap;

use app::locking::Trigger;
use zbus::Result;
use zbus::blocking::{Connection, Proxy, connection};
use zbus::message::Message;
use zbus::zvariant::{OwnedFd, OwnedObjectPath, OwnedValue};

use super::bus::{self, Wanted};

const LOGIN: &str = "org.freedesktop.login1";
const PATH: &str = "/org/freedesktop/login1";
const MANAGER: &str = "org.freedesktop.login1.Manager";
const SESSION: &str = "org.freedesktop.login1.Session";
const PROPERTIES: &str = "org.freedesktop.DBus.Properties";

/// Tells of sleep, locked sessions and other people's sessions from now on.
pub(super) fn listen(told: impl Fn(Trigger) + Send + 'static) {
    bus::keep(move || {
        let system = bus::connect(connection::Builder::system()?)?;
        let session = our_session(&system).ok();
        let mut delay = hold_sleep(&system);
        let wanted = wanted(session.as_deref());
        bus::listen(&system, &wanted, |message| {
            match bus::names(message) {
                (interface, member) if interface == MANAGER && member == "PrepareForSleep" => {
                    if message.body().deserialize()? {
                        told(Trigger::Sleep);
                        // Locked: now the computer may sleep.
                        delay = None;
                    } else {
                        delay = hold_sleep(&system);
                    }
                }
                (interface, member) if interface == SESSION && member == "Lock" => told(Trigger::ScreenLocked),
                (interface, _) if interface == PROPERTIES => changed(message)?.into_iter().for_each(&told),
                _ => {}
            }
            Ok(())
        })?;
        drop(delay);
        Ok(())
    });
}

fn wanted(session: Option<&str>) -> Vec<Wanted<'_>> {
    let of = |path, interface, member| Wanted {
        sender: LOGIN,
        path,
        interface,
        member,
    };
    let mut wanted = vec![of(Some(PATH), MANAGER, "PrepareForSleep")];
    if session.is_some() {
        wanted.push(of(session, SESSION, "Lock"));
        wanted.push(of(session, PROPERTIES, "PropertiesChanged"));
    }
    wanted
}

/// What the session's changed properties mean.
fn changed(message: &Message) -> Result<Vec<Trigger>> {
    let body = message.body();
    let (_, values, _): (String, HashMap<String, OwnedValue>, Vec<String>) = body.deserialize()?;
    let is = |name: &str, wanted: bool| {
        let value = values.get(name).and_then(|value| bool::try_from(value.clone()).ok());
        value == Some(wanted)
    };
    let mut triggers = Vec::new();
    if is("Active", false) {
        triggers.push(Trigger::UserSwitched);
    }
    if is("LockedHint", true) {
        triggers.push(Trigger::ScreenLocked);
    }
    Ok(triggers)
}

/// Asks to be waited for before the computer sleeps. Without it the lock may come after the sleep: still before anyone
/// is back, for the watch on the clocks sees it.
fn hold_sleep(system: &Connection) -> Option<OwnedFd> {
    let held = manager(system).and_then(|manager| {
        manager.call(
            "Inhibit",
            &("sleep", "Gatehouse", "The vault is locked first.", "delay"),
        )
    });
    held.inspect_err(|error| tracing::debug!(%error, "sleep does not wait for the lock"))
        .ok()
}

/// Our session: the one this process was started in, or the one in front of its user.
fn our_session(system: &Connection) -> Result<String> {
    let manager = manager(system)?;
    let named = std::env::var("XDG_SESSION_ID").ok();
    let by_name = named.map(|id| manager.call::<_, _, OwnedObjectPath>("GetSession", &(id,)));
    if let Some(Ok(path)) = by_name {
        return Ok(path.as_str().to_owned());
    }
    let by_process = manager.call::<_, _, OwnedObjectPath>("GetSessionByPID", &(std::process::id(),));
    if let Ok(path) = by_process {
        return Ok(path.as_str().to_owned());
    }
    // A program of the user's own manager belongs to no session; the user's display does.
    let user = Proxy::new(
        system,
        LOGIN,
        "/org/freedesktop/login1/user/self",
        "org.freedesktop.login1.User",
    )?;
    let (_, path): (String, OwnedObjectPath) = user.get_property("Display")?;
    Ok(path.as_str().to_owned())
}

fn manager(system: &Connection) -> Result<Proxy<'static>> {
    Proxy::new(system, LOGIN, PATH, MANAGER)
}
