//! Whether the desktop has a place for the tray, and whether ours is in it. A window is only ever hidden where it can be had back.

/// Our tray is where the person can see it.
#[cfg(target_os = "linux")]
pub(crate) fn is_shown() -> bool {
    crate::desktop::bus::asked(linux::holds_ours).unwrap_or(false)
}

/// The desktop shows trays.
#[cfg(target_os = "linux")]
pub(crate) fn would_be_shown() -> bool {
    crate::desktop::bus::asked(linux::has_host).unwrap_or(false)
}

/// Windows and macOS always show the tray.
#[cfg(not(target_os = "linux"))]
pub(crate) fn is_shown() -> bool {
    true
}

/// Windows and macOS always have a place for it.
#[cfg(not(target_os = "linux"))]
pub(crate) fn would_be_shown() -> bool {
    true
}

#[cfg(target_os = "linux")]
mod linux {
    //! <https://www.freedesktop.org/wiki/Specifications/StatusNotifierItem/StatusNotifierWatcher/>

    use zbus::blocking::fdo::DBusProxy;
    use zbus::blocking::{Connection, Proxy};
    use zbus::names::BusName;

    const WATCHER: &str = "org.kde.StatusNotifierWatcher";

    pub(super) fn has_host(bus: &Connection) -> zbus::Result<bool> {
        // Asked first: a call to a name that nobody owns may start a program.
        if !DBusProxy::new(bus)?.name_has_owner(BusName::try_from(WATCHER)?)? {
            return Ok(false);
        }
        watcher(bus)?.get_property("IsStatusNotifierHostRegistered")
    }

    /// Whether an item that the desktop shows is of this process.
    pub(super) fn holds_ours(bus: &Connection) -> zbus::Result<bool> {
        if !has_host(bus)? {
            return Ok(false);
        }
        let items: Vec<String> = watcher(bus)?.get_property("RegisteredStatusNotifierItems")?;
        let names = DBusProxy::new(bus)?;
        let ours = |item: &String| {
            // Desktops write an item as its owner and its path, some with a mark between.
            let owner = item
                .split(['/', '@'])
                .next()
                .and_then(|owner| BusName::try_from(owner).ok());
            let process = owner.and_then(|owner| names.get_connection_unix_process_id(owner).ok());
            process == Some(std::process::id())
        };
        Ok(items.iter().any(ours))
    }

    fn watcher(bus: &Connection) -> zbus::Result<Proxy<'static>> {
        Proxy::new(bus, WATCHER, "/StatusNotifierWatcher", WATCHER)
    }
}
