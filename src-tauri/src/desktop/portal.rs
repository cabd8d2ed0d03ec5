//! The desktop's portals: requests that the person may have to answer.
//! <https://flatpak.github.io/xdg-desktop-portal/docs/doc-org.freedesktop.portal.Request.html>

use std::collections::HashMap;

use uuid::Uuid;
use zbus::blocking::{Connection, Proxy};
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};

/// The bus name of the desktop's portals.
pub(crate) const NAME: &str = "org.freedesktop.portal.Desktop";
const APP: &str = "io.github.gatehouse.Gatehouse";
const PATH: &str = "/org/freedesktop/portal/desktop";
const REQUEST: &str = "org.freedesktop.portal.Request";

/// What a portal answered: none when the person declined.
pub(crate) type Answer = Option<HashMap<String, OwnedValue>>;

/// One of the desktop's portals.
pub(crate) fn desktop<'a>(bus: &Connection, interface: &'a str) -> zbus::Result<Proxy<'a>> {
    Proxy::new(bus, NAME, PATH, interface)
}

/// Tells the portals whose requests these are, as some give keys only to programs they know. An older portal knows no introduction, and
/// goes by the window.
pub(crate) fn introduce(bus: &Connection) {
    let told = desktop(bus, "org.freedesktop.host.portal.Registry").and_then(|registry| {
        let options = HashMap::<&str, Value<'_>>::new();
        registry.call::<_, _, ()>("Register", &(APP, options))
    });
    if let Err(error) = told {
        tracing::debug!(%error, "the portal takes no introduction");
    }
}

/// Makes a request with a fresh token and waits for its answer.
pub(crate) fn ask(
    bus: &Connection,
    request: impl FnOnce(String) -> zbus::Result<OwnedObjectPath>,
) -> zbus::Result<Answer> {
    let token = format!("gatehouse_{}", Uuid::new_v4().simple());
    let sender = bus
        .unique_name()
        .map(|name| name.trim_start_matches(':').replace('.', "_"));
    let path = format!("{PATH}/request/{}/{token}", sender.unwrap_or_default());
    // Listened for before it is asked: the answer may come at once.
    let mut answers = Proxy::new(bus, NAME, path, REQUEST)?.receive_signal("Response")?;
    request(token)?;
    let answer = answers.next().ok_or(zbus::Error::InvalidReply)?;
    let (code, results) = answer.body().deserialize::<(u32, HashMap<String, OwnedValue>)>()?;
    match code {
        0 => Ok(Some(results)),
        1 => Ok(None),
        _ => Err(zbus::Error::Failure("the portal ended the request".to_owned())),
    }
}
