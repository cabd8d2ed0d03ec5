//! Running without a window on the screen: after it was closed, or from the login on. Only where the tray can bring it back.

use std::time::{Duration, Instant};

use tauri::{AppHandle, CloseRequestApi, Manager};

use super::{around, ending, tray, window};
use crate::composition::Gatehouse;

/// The argument of a start that shows no window.
pub(crate) const IN_THE_TRAY: &str = "--in-tray";

/// How long a desktop that is just starting may take to show trays.
const DESKTOP_STARTS: Duration = Duration::from_secs(20);

/// Whether this start is to show no window.
pub(crate) fn is_wanted() -> bool {
    std::env::args().skip(1).any(|argument| argument == IN_THE_TRAY)
}

/// Stays in the tray, or shows the window after all where there is none.
pub(crate) fn stay(app: &AppHandle) {
    around::begin(app);
    let app = app.clone();
    std::thread::spawn(move || {
        let since = Instant::now();
        while keeps_in_tray(&app) && since.elapsed() < DESKTOP_STARTS {
            if tray::is_shown() {
                return;
            }
            std::thread::sleep(Duration::from_millis(500));
        }
        window::show(&app);
    });
}

/// The window is being closed: it is hidden where the tray brings it back, and the app ends elsewhere.
pub(crate) fn closing(app: &AppHandle, close: &CloseRequestApi) {
    if !keeps_in_tray(app) {
        if ending::asks(app) {
            close.prevent_close();
        }
        return;
    }
    close.prevent_close();
    let app = app.clone();
    // The desktop is asked, and may be slow to answer.
    std::thread::spawn(move || {
        if tray::is_shown() {
            window::hide(&app);
        } else {
            ending::end(&app);
        }
    });
}

/// The window is gone, and with it what kept the app running; a hidden panel must not.
pub(crate) fn closed(app: &AppHandle) {
    app.exit(0);
}

fn keeps_in_tray(app: &AppHandle) -> bool {
    app.state::<Gatehouse>().settings.get().keep_in_tray
}
