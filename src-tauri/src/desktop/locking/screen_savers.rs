//! A locked screen, as the desktops' screen savers tell it on the session bus.

use app::locking::Trigger;
use zbus::blocking::connection;

use super::bus::{self, Wanted};

/// The same signal under each desktop's own name.
const SAVERS: [&str; 5] = [
    "org.freedesktop.ScreenSaver",
    "org.gnome.ScreenSaver",
    "org.cinnamon.ScreenSaver",
    "org.mate.ScreenSaver",
    "org.xfce.ScreenSaver",
];

/// Tells of every locked screen from now on.
pub(super) fn listen(told: impl Fn(Trigger) + Send + 'static) {
    bus::keep(move || {
        let session = bus::connect(connection::Builder::session()?)?;
        let wanted = SAVERS.map(|saver| Wanted {
            sender: saver,
            path: None,
            interface: saver,
            member: "ActiveChanged",
        });
        bus::listen(&session, &wanted, |message| {
            let (interface, member) = bus::names(message);
            if member == "ActiveChanged" && SAVERS.contains(&interface.as_str()) && message.body().deserialize()? {
                told(Trigger::ScreenLocked);
            }
            Ok(())
        })
    });
}
