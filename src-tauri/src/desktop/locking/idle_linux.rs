//! How long the person has left the whole computer alone: by GNOME's compositor, the X server, or the desktop's screen saver,
//! whichever tells.

use std::time::{Duration, Instant};

use app::locking::SystemIdle;
use x11rb::connection::Connection as _;
use x11rb::protocol::screensaver::ConnectionExt as _;
use x11rb::rust_connection::RustConnection;
use zbus::blocking::{Connection, connection};

use super::bus;

/// Until a source that failed is tried again.
const AGAIN: Duration = Duration::from_secs(60);

/// Where the count comes from.
#[derive(Default)]
pub(super) struct Sources {
    using: Option<Source>,
    failed: Option<Instant>,
}

struct Source {
    ask: Ask,
    count: SystemIdle,
}

enum Ask {
    Mutter(Connection),
    X11(RustConnection, u32),
    ScreenSaver(Connection),
}

impl Sources {
    /// How long the computer was left alone; none where nothing tells, or nothing to be believed.
    pub(super) fn read(&mut self, now: Instant) -> Option<Duration> {
        if self.using.is_none() {
            let soon = self.failed.is_some_and(|failed| now.duration_since(failed) < AGAIN);
            self.using = (!soon).then(find).flatten();
        }
        let count = self.using.as_ref().and_then(|source| source.ask.count());
        match (&mut self.using, count) {
            (Some(source), Some(count)) => source.count.reading(now, count),
            _ => {
                (self.using, self.failed) = (None, Some(now));
                None
            }
        }
    }
}

/// The first that answers. X11 beside a Wayland session knows of X11 windows alone, so it comes after what knows of all.
fn find() -> Option<Source> {
    let session = || connection::Builder::session().and_then(bus::connect).ok();
    let wayland = std::env::var_os("WAYLAND_DISPLAY").is_some();
    let milliseconds = |ask| Source {
        ask,
        count: SystemIdle::of_milliseconds(),
    };
    let mutter = || session().map(|bus| milliseconds(Ask::Mutter(bus)));
    let x11 = || x11().filter(|_| !wayland).map(milliseconds);
    let saver = || {
        session().map(|bus| Source {
            ask: Ask::ScreenSaver(bus),
            count: SystemIdle::of_either(),
        })
    };
    let answers = |source: &Source| source.ask.count().is_some();
    mutter()
        .filter(answers)
        .or_else(|| x11().filter(answers))
        .or_else(|| saver().filter(answers))
}

fn x11() -> Option<Ask> {
    let (server, screen) = x11rb::connect(None).ok()?;
    let root = server.setup().roots.get(screen)?.root;
    Some(Ask::X11(server, root))
}

impl Ask {
    fn count(&self) -> Option<u64> {
        match self {
            Self::Mutter(bus) => call(
                bus,
                "org.gnome.Mutter.IdleMonitor",
                "/org/gnome/Mutter/IdleMonitor/Core",
                "GetIdletime",
            ),
            Self::X11(server, root) => {
                let answer = server.screensaver_query_info(*root).ok()?.reply().ok()?;
                Some(answer.ms_since_user_input.into())
            }
            Self::ScreenSaver(bus) => call::<u32>(
                bus,
                "org.freedesktop.ScreenSaver",
                "/org/freedesktop/ScreenSaver",
                "GetSessionIdleTime",
            )
            .map(u64::from),
        }
    }
}

/// A question without arguments to a service whose name is that of its interface. It is not started for it.
fn call<T>(bus: &Connection, name: &str, path: &str, method: &str) -> Option<T>
where
    T: serde::de::DeserializeOwned + zbus::zvariant::Type,
{
    let answer = bus.call_method(Some(name), path, Some(name), method, &()).ok()?;
    answer.body().deserialize().ok()
}
