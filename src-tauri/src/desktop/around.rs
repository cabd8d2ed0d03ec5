//! What stands around the window: the tray, the quick panel's keys, the guard against pictures of the screen. It begins only after
//! the window is there, and follows the vault, the codes and the settings.

use std::sync::Once;
use std::sync::mpsc::{self, Receiver, Sender};
use std::time::Duration;

use app::settings::Settings;
use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use super::{capture, language, panel, shortcut, tray};
use crate::composition::Gatehouse;
use crate::events::{CodesChanged, SettingsChanged, VaultChanged};

/// The first codes come before anything here.
const AFTER_THE_WINDOW: Duration = Duration::from_millis(600);

static BEGUN: Once = Once::new();

/// Begins, once, beside everything else.
pub(crate) fn begin(app: &AppHandle) {
    BEGUN.call_once(|| {
        let changed = follow(app);
        let app = app.clone();
        std::thread::spawn(move || {
            std::thread::sleep(AFTER_THE_WINDOW);
            keep_up(&app, &changed);
        });
    });
}

/// Rings whenever something that is shown here may be another.
fn follow(app: &AppHandle) -> Receiver<()> {
    let (ring, changed) = mpsc::channel();
    let bell = |ring: &Sender<()>| {
        let ring = ring.clone();
        move || {
            // Nobody listens any more when the app is ending.
            let _ = ring.send(());
        }
    };
    let (vault, codes, settings) = (bell(&ring), bell(&ring), bell(&ring));
    VaultChanged::listen_any(app, move |_| vault());
    CodesChanged::listen_any(app, move |_| codes());
    SettingsChanged::listen_any(app, move |_| settings());
    changed
}

fn keep_up(app: &AppHandle, changed: &Receiver<()>) {
    let mut shown: Option<tray::Contents> = None;
    let mut applied: Option<Settings> = None;
    loop {
        let settings = app.state::<Gatehouse>().settings.get();
        let wanted = settings
            .keep_in_tray
            .then(|| tray::contents(app, language::in_use(settings.language)));
        if wanted != shown {
            tray::keep(app, wanted.as_ref());
            shown = wanted;
        }
        if applied.as_ref() != Some(&settings) {
            shortcut::keep(app, &settings);
            capture::keep(app, settings.hide_from_capture);
            applied = Some(settings);
        }
        panel::keep(app);
        if changed.recv().is_err() {
            return;
        }
        // Several changes at once are one.
        while changed.try_recv().is_ok() {}
    }
}
