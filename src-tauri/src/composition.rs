//! The composition root: where the parts of the house are put together.

use std::sync::Arc;
use std::time::{Duration, Instant};

use app::accounts::Accounts;
use app::adding::Adding;
use app::backing_up::BackingUp;
use app::clock::CodeClock;
use app::codes::{Codes, Emptying};
use app::exporting::Confirmation;
use app::importing::Importing;
use app::restoring::Restoring;
use app::settings::SettingsFile;
use app::vault_session::{VaultEvent, VaultSession};
use app::{AppError, Home};
use keychain::Keychain;
use tauri::{AppHandle, Manager};
use tauri_specta::Event;

use crate::desktop::clipboard::Clipboard;
use crate::desktop::ending::Unsaved;
use crate::desktop::language;
use crate::desktop::locking::Presence;
use crate::dto::codes::Copied;
use crate::dto::failure::Failure;
use crate::events::{AccountsChanged, CodesChanged, CopiesChanged, VaultChanged};
use crate::practice::PracticeServices;

/// How long the app's end waits for a copy: a stick takes a moment, a dead network drive for ever.
const LAST_COPY: Duration = Duration::from_secs(3);

/// Everything the commands work with.
pub(crate) struct Gatehouse {
    pub(crate) home: Home,
    pub(crate) keychain: Keychain,
    pub(crate) vault: Arc<VaultSession>,
    pub(crate) codes: Codes,
    pub(crate) adding: Arc<Adding>,
    pub(crate) importing: Arc<Importing>,
    pub(crate) confirmed: Arc<Confirmation>,
    pub(crate) accounts: Arc<Accounts>,
    pub(crate) settings: Arc<SettingsFile>,
    pub(crate) clock: CodeClock,
    pub(crate) practice: Arc<PracticeServices>,
    pub(crate) clipboard: Arc<Clipboard>,
    pub(crate) presence: Presence,
    pub(crate) unsaved: Unsaved,
    pub(crate) backing_up: Arc<BackingUp>,
    pub(crate) restoring: Arc<Restoring>,
    _emptying: Emptying,
    pub(crate) started: Instant,
}

impl Gatehouse {
    /// Puts the parts together. Nothing slow happens here: the window comes first.
    pub(crate) fn compose(app: &AppHandle) -> Result<Self, AppError> {
        let home = Home::find()?;
        let keychain = Keychain::system();
        let vault = Arc::new(VaultSession::new(home.vault(), keychain));
        let practice = Arc::new(PracticeServices::new(home.practice(), app.clone()));
        let settings = Arc::new(SettingsFile::open(home.settings()));
        let clock = CodeClock::new(Arc::clone(&settings));
        let find = Arc::clone(&practice);
        let accounts = Accounts::open(
            &home,
            keychain,
            Arc::clone(&vault),
            Arc::new(move |preset| find.exchange(preset)),
        );
        let handle = app.clone();
        let spoken = Arc::clone(&settings);
        let accounts = tests_own(accounts)
            .by_clock(clock.clone())
            .speaking(move || language::in_use(spoken.get().language))
            .when_a_session_ends(move || told(&handle, AccountsChanged.emit(&handle)));
        let handle = app.clone();
        let backing_up = BackingUp::start(Arc::clone(&vault), Arc::clone(&settings), move || {
            told(&handle, CopiesChanged.emit(&handle));
        });
        let handle = app.clone();
        vault.listen(move |event| {
            if event == VaultEvent::SavedElsewhere {
                told(&handle, CodesChanged.emit(&handle));
            }
        });
        let handle = app.clone();
        let emptying = Emptying::start(Arc::clone(&vault), move || {
            told(&handle, CodesChanged.emit(&handle));
        });
        Ok(Self {
            keychain,
            codes: Codes::new(Arc::clone(&vault), clock.clone()),
            adding: Arc::new(Adding::default()),
            importing: Arc::new(Importing::default()),
            confirmed: Arc::new(Confirmation::default()),
            accounts: Arc::new(accounts),
            settings,
            clock,
            practice,
            clipboard: Arc::new(Clipboard::default()),
            presence: Presence::default(),
            unsaved: Unsaved::default(),
            backing_up,
            restoring: Arc::new(Restoring::new(Arc::clone(&vault))),
            _emptying: emptying,
            started: Instant::now(),
            home,
            vault,
        })
    }
}

/// In a debug build a test names its own server in WhaTap's place. What is released asks WhaTap alone.
fn tests_own(accounts: Accounts) -> Accounts {
    match std::env::var("GATEHOUSE_TEST_WHATAP") {
        Ok(address) if cfg!(debug_assertions) => accounts.asking_whatap_at(&address),
        _ => accounts,
    }
}

impl Gatehouse {
    /// Copies a text the person asked for; it leaves the clipboard as the settings say.
    pub(crate) fn copy(&self, text: &str) -> Result<Copied, Failure> {
        let after = self.settings.get().clear_clipboard_after;
        self.clipboard.copy(text, after)?;
        Ok(Copied {
            clears_after: (after > 0).then_some(after),
        })
    }
}

/// The app ends: what waits to be copied is, and the clipboard gives back what is ours.
pub(crate) fn ending(app: &AppHandle) {
    let house = app.state::<Gatehouse>();
    house.clipboard.clear_if_ours();
    house.backing_up.settle(LAST_COPY);
}

/// First run is over.
pub(crate) fn settle(app: &AppHandle) {
    if let Err(error) = app
        .state::<Gatehouse>()
        .settings
        .change(|settings| settings.settled = true)
    {
        tracing::warn!(%error, "the settings could not be saved");
    }
}

/// Takes the sessions the keyring didn't give at start, off the event loop.
pub(crate) fn restore_sessions(app: &AppHandle) {
    let app = app.clone();
    std::thread::spawn(move || {
        // What the keyring does not give now is waited for, and asked for on the account's page.
        let _ = app.state::<Gatehouse>().accounts.restore_sessions();
        told(&app, AccountsChanged.emit(&app));
    });
}

/// Opens the vault and takes the sessions out of the keyring, beside the window's start.
pub(crate) fn wake(app: &AppHandle) {
    let (app, vault) = (app.clone(), Arc::clone(&app.state::<Gatehouse>().vault));
    std::thread::spawn(move || {
        vault.open_at_start(&|| vault_changed(&app));
        let accounts = Arc::clone(&app.state::<Gatehouse>().accounts);
        // The keyring's password is asked for once at a start: for the vault, or for the sessions where no vault wants it.
        let _ = if vault.state().is_kept_in_keyring() {
            accounts.restore_sessions()
        } else {
            accounts.ask_for_sessions()
        };
        told(&app, AccountsChanged.emit(&app));
    });
}

/// Somebody looks at a window again: what another program wrote meanwhile is taken over and shown.
pub(crate) fn look_for_news(app: &AppHandle) {
    let vault = Arc::clone(&app.state::<Gatehouse>().vault);
    std::thread::spawn(move || vault.look_for_news());
}

/// Tells the web view that the vault, and with it the codes, are others now.
pub(crate) fn vault_changed(app: &AppHandle) {
    told(app, VaultChanged.emit(app));
    told(app, CodesChanged.emit(app));
}

/// An event that can't be sent is worth a line in the log, no more: screens ask again when they are opened.
pub(crate) fn told(_app: &AppHandle, sent: tauri::Result<()>) {
    if let Err(error) = sent {
        tracing::warn!(%error, "the web view could not be told");
    }
}
