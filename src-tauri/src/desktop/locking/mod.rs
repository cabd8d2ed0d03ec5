//! Locking the vault, by hand or because of idleness, sleep, a locked screen, another person's session: what leaves, and who
//! says when.

#[cfg(target_os = "linux")]
mod bus;
#[cfg(target_os = "linux")]
#[path = "idle_linux.rs"]
mod idle;
#[cfg(target_os = "linux")]
mod login;
#[cfg(target_os = "macos")]
mod macos;
#[cfg(target_os = "linux")]
mod screen_savers;
#[cfg(target_os = "windows")]
mod windows;

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use app::locking::{Moment, Trigger, Verdict, Watch};
use app::vault_session::{LockReason, VaultEvent};
use tauri::{AppHandle, Manager};

use super::window;
use crate::composition::{self, Gatehouse};

/// How long the watch rests after it has locked: whoever opens the vault again is there.
const REST: Duration = Duration::from_secs(5);

/// What is known of the person's presence, shared by the windows and the watch.
pub(crate) struct Presence(Mutex<Watch>);

impl Default for Presence {
    fn default() -> Self {
        Self(Mutex::new(Watch::new(Moment::now())))
    }
}

impl Presence {
    /// The person did something in a window of ours.
    pub(crate) fn input(&self) {
        self.watch().input(Moment::now());
    }

    fn watch(&self) -> MutexGuard<'_, Watch> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Begins to watch idleness, sleep, the screen and the session.
pub(crate) fn start(app: &AppHandle) {
    let handle = app.clone();
    app.state::<Gatehouse>().vault.listen(move |event| {
        if event == VaultEvent::Opened {
            handle.state::<Gatehouse>().presence.watch().opened(Moment::now());
        }
    });
    let handle = app.clone();
    std::thread::spawn(move || keep_watch(&handle));
    let told = || {
        let handle = app.clone();
        move |trigger| triggered(&handle, trigger)
    };
    #[cfg(target_os = "linux")]
    {
        screen_savers::listen(told());
        login::listen(told());
    }
    #[cfg(target_os = "macos")]
    macos::listen(told());
    #[cfg(target_os = "windows")]
    windows::listen(told());
}

/// Locks: keys, previews and what was shown leave memory, the clipboard gives back what is ours, and every page begins anew,
/// so that nothing of the old one remains.
pub(crate) fn lock(app: &AppHandle, reason: LockReason) {
    let house = app.state::<Gatehouse>();
    house.backing_up.before_lock();
    if !house.vault.lock(reason) {
        return;
    }
    tracing::info!(?reason, "locked");
    house.adding.forget();
    house.importing.discard();
    house.confirmed.forget();
    house.restoring.forget();
    house.accounts.forget_shown();
    window::begin_anew(app);
    composition::vault_changed(app);
    house.clipboard.clear_if_ours();
}

/// The system says something: locks where the settings want it.
fn triggered(app: &AppHandle, trigger: Trigger) {
    if let Some(reason) = trigger.reason(&app.state::<Gatehouse>().settings.get()) {
        lock(app, reason);
    }
}

/// Looks at the clocks and the person's idleness for as long as the app runs.
fn keep_watch(app: &AppHandle) {
    let mut system = idle::Sources::default();
    loop {
        let house = app.state::<Gatehouse>();
        let settings = house.settings.get();
        // Nobody is asked where the answer would change nothing.
        let idle = (settings.lock_after > 0).then(|| system.read(Instant::now())).flatten();
        let verdict = house.presence.watch().look(Moment::now(), idle, &settings);
        match verdict {
            Verdict::LookAgain(after) => std::thread::sleep(after),
            Verdict::Lock(reason) => {
                lock(app, reason);
                std::thread::sleep(REST);
            }
        }
    }
}

/// Windows and macOS are not asked yet.
#[cfg(not(target_os = "linux"))]
mod idle {
    use std::time::{Duration, Instant};

    /// Where the count comes from.
    #[derive(Default)]
    pub(super) struct Sources;

    impl Sources {
        /// Unknown: only our own windows count.
        pub(super) fn read(&mut self, _now: Instant) -> Option<Duration> {
            None
        }
    }
}
