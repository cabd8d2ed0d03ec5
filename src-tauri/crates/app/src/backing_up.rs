//! Copies of the vault in a folder the person chose, made by themselves: soon after each change, off every other thread, and
//! never silently missing. What could not be copied is said and tried again at the next change.

use std::path::PathBuf;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use vault::{CopyFolder, Sealed, VaultCopy, VaultError};

use crate::AppError;
use crate::settings::SettingsFile;
use crate::vault_session::{VaultEvent, VaultSession};

/// From a change to its copy: several changes in a row make one.
const SOON: Duration = Duration::from_secs(2);

/// Why the last copy could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CopyFailure {
    /// The folder is not there, as of a stick that is not plugged in.
    FolderMissing,
    /// No space is left there.
    NoSpace,
    /// The folder can't be written.
    NotWritable,
    /// Another failure of the file system.
    Failed,
}

/// How it stands with the copies.
#[derive(Debug, Clone, Default)]
pub struct CopyState {
    /// Where they go; none where the person wants none.
    pub folder: Option<PathBuf>,
    /// The newest known, read back and found right.
    pub last: Option<VaultCopy>,
    /// Why there is none of the present state.
    pub failure: Option<CopyFailure>,
    /// A change waits to be copied.
    pub waiting: bool,
}

#[derive(Default)]
struct Inner {
    due: Option<Instant>,
    /// Taken before the vault was locked: needs no key.
    taken: Option<Sealed>,
    working: bool,
    last: Option<VaultCopy>,
    failure: Option<CopyFailure>,
}

/// Makes the copies.
pub struct BackingUp {
    vault: Arc<VaultSession>,
    settings: Arc<SettingsFile>,
    inner: Mutex<Inner>,
    moved: Condvar,
}

impl BackingUp {
    /// Listens to the vault and copies on a thread of its own; `told` is called whenever [`BackingUp::state`] is another.
    #[must_use]
    pub fn start(vault: Arc<VaultSession>, settings: Arc<SettingsFile>, told: impl Fn() + Send + 'static) -> Arc<Self> {
        let all = Arc::new(Self {
            vault,
            settings,
            inner: Mutex::default(),
            moved: Condvar::new(),
        });
        let listening = Arc::downgrade(&all);
        all.vault.listen(move |event| {
            if let Some(all) = listening.upgrade() {
                // On opening too: what could not be copied last time, or was changed by another program meanwhile.
                let after = match event {
                    VaultEvent::Saved | VaultEvent::SavedElsewhere => SOON,
                    VaultEvent::Opened => Duration::ZERO,
                };
                all.due_in(after);
            }
        });
        let working = Arc::clone(&all);
        std::thread::spawn(move || working.work(&told));
        all
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> CopyState {
        let inner = self.lock();
        CopyState {
            folder: self.settings.get().backup_folder,
            last: inner.last.clone(),
            failure: inner.failure,
            waiting: inner.due.is_some() || inner.working,
        }
    }

    /// Copies to this folder from now on, or no more.
    ///
    /// # Errors
    /// [`AppError::File`] when the settings can't be saved.
    pub fn choose(&self, folder: Option<PathBuf>) -> Result<(), AppError> {
        self.settings.change(|settings| settings.backup_folder = folder)?;
        {
            let mut inner = self.lock();
            (inner.last, inner.failure) = (None, None);
        }
        self.due_in(Duration::ZERO);
        Ok(())
    }

    /// Copies now.
    pub fn now(&self) {
        self.due_in(Duration::ZERO);
    }

    /// The vault is about to be locked: what waits is taken while there is a key, and copied without one.
    pub fn before_lock(&self) {
        if self.settings.get().backup_folder.is_none() || self.lock().due.is_none() {
            return;
        }
        if let Ok(sealed) = self.vault.sealed() {
            let mut inner = self.lock();
            inner.taken = Some(sealed);
            inner.due = Some(Instant::now());
            self.moved.notify_all();
        }
    }

    /// The app ends: what waits is copied now, if it does not take longer than this.
    pub fn settle(&self, limit: Duration) {
        let mut inner = self.lock();
        if inner.due.is_none() && !inner.working {
            return;
        }
        inner.due = inner.due.map(|_| Instant::now());
        self.moved.notify_all();
        let busy = |inner: &mut Inner| inner.due.is_some() || inner.working;
        drop(self.moved.wait_timeout_while(inner, limit, busy));
    }

    fn due_in(&self, after: Duration) {
        if self.settings.get().backup_folder.is_some() {
            self.lock().due = Some(Instant::now() + after);
            self.moved.notify_all();
        }
    }

    fn work(&self, told: &dyn Fn()) {
        loop {
            let taken = self.wait();
            let copied = self.copy(taken);
            {
                let mut inner = self.lock();
                inner.working = false;
                match copied {
                    Some(Ok(copy)) => (inner.last, inner.failure) = (Some(copy), None),
                    Some(Err(failure)) => inner.failure = Some(failure),
                    // Locked meanwhile: opening the vault brings it back here.
                    None => {}
                }
            }
            self.moved.notify_all();
            told();
        }
    }

    /// Waits until something is due.
    fn wait(&self) -> Option<Sealed> {
        let mut inner = self.lock();
        loop {
            inner = match inner.due.map(|due| due.saturating_duration_since(Instant::now())) {
                Some(Duration::ZERO) => {
                    (inner.due, inner.working) = (None, true);
                    return inner.taken.take();
                }
                Some(left) => {
                    let waited = self.moved.wait_timeout(inner, left);
                    waited.unwrap_or_else(PoisonError::into_inner).0
                }
                None => self.moved.wait(inner).unwrap_or_else(PoisonError::into_inner),
            };
        }
    }

    fn copy(&self, taken: Option<Sealed>) -> Option<Result<VaultCopy, CopyFailure>> {
        let settings = self.settings.get();
        let folder = settings.backup_folder?;
        let sealed = match taken.map_or_else(|| self.vault.sealed(), Ok) {
            Ok(sealed) => sealed,
            Err(AppError::VaultLocked | AppError::VaultAbsent) => return None,
            Err(error) => return Some(Err(failure(&error))),
        };
        let most = usize::try_from(settings.backup_keep).unwrap_or(usize::MAX);
        let kept = CopyFolder::at(folder).keep(&sealed, most, Timestamp::now());
        Some(kept.map_err(|error| failure(&error.into())))
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn failure(error: &AppError) -> CopyFailure {
    tracing::warn!(%error, "the vault could not be copied");
    match error {
        AppError::Vault(VaultError::NoSuchFolder) => CopyFailure::FolderMissing,
        AppError::Vault(VaultError::NoSpace) => CopyFailure::NoSpace,
        AppError::Vault(VaultError::ReadOnly | VaultError::Denied) => CopyFailure::NotWritable,
        _ => CopyFailure::Failed,
    }
}
