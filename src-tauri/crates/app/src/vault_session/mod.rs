//! The vault within this run of the app: found, opened by one of its slots, used, locked again.
//!
//! Never a new key while a vault exists, and never "keyring unavailable" taken for "new user": each state the keyring or
//! the file can be in has its own value here, and its own way out.

mod backups;
mod listeners;
mod open;
mod setup;
mod state;
mod tries;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jiff::Timestamp;
use keychain::{Keychain, KeychainError};
use secrecy::{ExposeSecret, SecretString};
use vault::{Document, Folder, Identity, Presence, Vault, VaultError};

pub use listeners::VaultEvent;
pub use setup::{RecoverySheet, SetupChoice};
pub use state::{LockReason, VaultState, Ways};

use crate::AppError;
use crate::codes::search::SearchIndex;
use open::OpenVault;
use state::{Inner, ways_in};

/// How the app's items are filed in the system keyring.
pub const KEYRING_SERVICE: &str = "io.github.gatehouse.Gatehouse";

/// How long a person may take to answer the system's request for the keyring's password.
pub(crate) const PROMPT_LIMIT: Duration = Duration::from_secs(180);

/// The vault within this run.
pub struct VaultSession {
    path: std::path::PathBuf,
    keychain: Keychain,
    inner: Mutex<Inner>,
    setup: Mutex<Option<setup::Setup>>,
    listeners: listeners::Listeners,
    tries: Mutex<tries::Tries>,
    /// Held during a try with a passphrase: two at once would be two guesses for one wait.
    trying: Mutex<()>,
    /// The keyring answered and does not hold this vault's key, whatever the slot file says: it can be kept there again.
    keyring_lost: AtomicBool,
}

impl VaultSession {
    /// Looks whether there is a vault, so that a first run is known as one at once; nothing is opened yet, see
    /// [`VaultSession::open_at_start`].
    #[must_use]
    pub fn new(path: std::path::PathBuf, keychain: Keychain) -> Self {
        let inner = match Folder::open(&path).and_then(|folder| folder.presence()) {
            Ok(Presence::Absent) => Inner::Absent,
            _ => Inner::Opening {
                waiting: false,
                ways: Ways::default(),
            },
        };
        Self {
            path,
            keychain,
            inner: Mutex::new(inner),
            setup: Mutex::new(None),
            listeners: listeners::Listeners::default(),
            tries: Mutex::default(),
            trying: Mutex::default(),
            keyring_lost: AtomicBool::new(false),
        }
    }

    /// The state now.
    #[must_use]
    pub fn state(&self) -> VaultState {
        let mut state = self.lock_inner().state();
        if let VaultState::Locked { wait, .. } = &mut state {
            *wait = self.lock_tries().wait(Instant::now());
        }
        if self.keyring_lost.load(Ordering::Relaxed) {
            state.without_keyring()
        } else {
            state
        }
    }

    /// Has this called whenever the vault was opened or saved, on the thread that did it; it must not take long.
    pub fn listen(&self, listener: impl Fn(VaultEvent) + Send + Sync + 'static) {
        self.listeners.add(listener);
    }

    /// Looks for a vault and opens it by the keyring where it has that slot. `changed` is called whenever the state moves
    /// on, so that a screen can say what is waited for. Blocking, perhaps for minutes while the system asks the person.
    pub fn open_at_start(&self, changed: &dyn Fn()) {
        self.look(true, changed);
    }

    /// The same where nobody is to be asked: a locked keyring leaves the vault locked.
    pub fn open_unasked(&self) {
        self.look(false, &|| {});
    }

    /// Looks once more where the vault's folder or file could not be looked at.
    pub fn look_again(&self, changed: &dyn Fn()) {
        {
            let mut inner = self.lock_inner();
            if !matches!(&*inner, Inner::Unreachable { .. }) {
                return;
            }
            *inner = Inner::Opening {
                waiting: false,
                ways: Ways::default(),
            };
        }
        changed();
        self.look(true, changed);
    }

    fn look(&self, prompt: bool, changed: &dyn Fn()) {
        let next = match Folder::open(&self.path).and_then(|folder| folder.presence()) {
            Ok(Presence::Absent) => Inner::Absent,
            Ok(presence) => match ways_in(&presence) {
                (ways, None) => Inner::closed(ways, LockReason::NoKeyringSlot),
                (ways, Some(item)) => self.opened_by_keyring(ways, &item, prompt, changed),
            },
            Err(error) => state::unopened(error),
        };
        if let Inner::Locked {
            reason: LockReason::KeyringMissing | LockReason::KeyringWrongKey,
            ..
        } = next
        {
            self.keyring_lost.store(true, Ordering::Relaxed);
        }
        let opened = matches!(next, Inner::Open(_));
        if self.settle(next) && opened {
            self.listeners.tell(VaultEvent::Opened);
        }
        changed();
    }

    /// Opens with the passphrase.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`]; [`AppError::TryLater`] after several of them; or why the vault can't be opened.
    pub fn unlock_with_passphrase(&self, passphrase: &SecretString) -> Result<(), AppError> {
        self.open_with(self.identity_by_passphrase(passphrase)?)
    }

    /// The key under the passphrase. Wrong ones make the next wait, whether the vault is open or locked.
    fn identity_by_passphrase(&self, passphrase: &SecretString) -> Result<Identity, AppError> {
        let _trying = self.trying.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(after) = self.lock_tries().wait(Instant::now()) {
            return Err(AppError::TryLater { after });
        }
        let tried = vault::unlock_with_passphrase(&self.folder()?, passphrase);
        match &tried {
            Ok(_) => self.lock_tries().succeeded(),
            Err(VaultError::WrongPassphrase) => self.lock_tries().failed(Instant::now()),
            Err(_) => {}
        }
        Ok(tried?)
    }

    /// Opens with the keyring, letting the system ask for its password.
    ///
    /// # Errors
    /// The keyring's state as [`AppError::Keychain`], or why the vault can't be opened.
    pub fn unlock_with_keyring(&self) -> Result<(), AppError> {
        let item = self.ways_in()?.1.ok_or(KeychainError::Missing)?;
        let identity = match self.read_key(&item) {
            Err(AppError::Keychain(KeychainError::Locked)) => {
                self.keychain.unlock_with_prompt(PROMPT_LIMIT)?;
                self.read_key(&item)
            }
            read => read,
        };
        let opened = identity.and_then(|identity| self.open_with(identity));
        if let Err(AppError::Keychain(KeychainError::Missing) | AppError::Vault(VaultError::WrongKey)) = &opened {
            self.keyring_lost.store(true, Ordering::Relaxed);
        }
        opened
    }

    /// Opens with the recovery key.
    ///
    /// # Errors
    /// [`AppError::NotARecoveryKey`], [`VaultError::WrongKey`], or why the vault can't be opened.
    pub fn unlock_with_recovery_key(&self, key: &SecretString) -> Result<(), AppError> {
        self.open_with(setup::parse_recovery_key(key)?)
    }

    /// Locks: the vault and its key leave memory. Answers whether there was anything to lock.
    pub fn lock(&self, reason: LockReason) -> bool {
        let mut inner = self.lock_inner();
        let Some(ways) = inner.unlocked_ways() else {
            return false;
        };
        *inner = Inner::Locked {
            ways,
            reason,
            since: Some(Timestamp::now()),
        };
        true
    }

    /// Reads the open vault, after taking over what another process wrote.
    ///
    /// # Errors
    /// [`AppError::VaultLocked`] or [`AppError::VaultAbsent`] when it isn't open; the vault's own otherwise.
    pub fn read<R>(&self, read: impl FnOnce(&Document) -> R) -> Result<R, AppError> {
        let (answer, news) = {
            let mut inner = self.lock_inner();
            let (open, news) = newest(&mut inner)?;
            (read(open.document()), news)
        };
        self.tell_news(news);
        Ok(answer)
    }

    /// Reads the open vault with the index of its texts, as [`VaultSession::read`] does.
    pub(crate) fn search<R>(&self, search: impl FnOnce(&Document, &mut SearchIndex) -> R) -> Result<R, AppError> {
        let (answer, news) = {
            let mut inner = self.lock_inner();
            let (open, news) = newest(&mut inner)?;
            let (document, index) = open.searched();
            (search(document, index), news)
        };
        self.tell_news(news);
        Ok(answer)
    }

    /// Takes over what another process wrote, where the vault is open, so that the listeners hear of it. One look at the file's
    /// metadata where none did.
    pub fn look_for_news(&self) {
        // A closed vault has no news.
        let _ = self.read(|_| ());
    }

    /// Tells the listeners when another process's changes were read.
    fn tell_news(&self, news: bool) {
        if news {
            self.listeners.tell(VaultEvent::SavedElsewhere);
        }
    }

    /// Changes the open vault durably: when this returns, the change is on the disk.
    ///
    /// # Errors
    /// As [`VaultSession::read`]; when saving fails nothing has changed.
    pub fn update<R>(&self, change: impl FnMut(&mut Document) -> Result<R, VaultError>) -> Result<R, AppError> {
        let (answer, news) = {
            let mut inner = self.lock_inner();
            let open = inner.open()?;
            let before = open.news_taken();
            let answer = open.update(Timestamp::now(), change)?;
            (answer, open.news_taken() != before)
        };
        self.tell_news(news);
        self.listeners.tell(VaultEvent::Saved);
        Ok(answer)
    }

    /// Sets or changes the passphrase of the open vault. Slow on purpose (scrypt).
    ///
    /// # Errors
    /// As [`VaultSession::update`].
    pub fn set_passphrase(&self, passphrase: &SecretString) -> Result<(), AppError> {
        self.lock_inner().open()?.set_passphrase(passphrase)?;
        self.listeners.tell(VaultEvent::Saved);
        Ok(())
    }

    /// Whether this is the open vault's passphrase or recovery key: asked again before keys leave the vault, or another passphrase
    /// opens it.
    ///
    /// # Errors
    /// [`VaultError::WrongPassphrase`] or [`VaultError::WrongKey`] when it isn't; [`AppError::TryLater`] after several of them; as [`VaultSession::read`].
    pub fn confirm(&self, secret: &SecretString) -> Result<(), AppError> {
        let recipient = self.lock_inner().open()?.identity().recipient();
        let identity = match setup::parse_recovery_key(secret) {
            Ok(identity) => identity,
            Err(_) => self.identity_by_passphrase(secret)?,
        };
        if identity.recipient() == recipient {
            Ok(())
        } else {
            Err(VaultError::WrongKey.into())
        }
    }

    /// Keeps the open vault's key in the system keyring, as after a lost keyring item, letting the system ask for its
    /// password.
    ///
    /// # Errors
    /// The keyring's state, or the vault's error.
    pub fn keep_in_keyring(&self) -> Result<(), AppError> {
        let (known, key) = {
            let mut inner = self.lock_inner();
            let vault = inner.open()?;
            (ways_in(&vault.folder().presence()?).1, vault.identity().to_text())
        };
        let item = known.clone().unwrap_or_else(|| uuid::Uuid::new_v4().to_string());
        // Not while the vault is held: the person may take a minute to answer, and codes are wanted meanwhile.
        self.keep_key(&item, &key)?;
        if let Err(error) = self.note_keyring_item(&item) {
            if known.is_none() {
                // As where the vault was locked meanwhile: nobody would know of the item.
                self.forget_new_key(Some(&item));
            }
            return Err(error);
        }
        self.keyring_lost.store(false, Ordering::Relaxed);
        Ok(())
    }

    fn note_keyring_item(&self, item: &str) -> Result<(), AppError> {
        Ok(self.lock_inner().open()?.note_keyring_item(Some(item.to_owned()))?)
    }

    /// Takes the open vault's key out of the system keyring: its passphrase or recovery key opens it from then on.
    ///
    /// # Errors
    /// [`VaultError::NoSecondSlot`] where nothing else opens it; the keyring's state, or the vault's error.
    pub fn take_out_of_keyring(&self) -> Result<(), AppError> {
        let mut inner = self.lock_inner();
        let vault = inner.open()?;
        let (ways, item) = ways_in(&vault.folder().presence()?);
        if !ways.passphrase && !ways.recovery_sheet {
            return Err(VaultError::NoSecondSlot.into());
        }
        if let Some(item) = item {
            match self.keychain.delete(KEYRING_SERVICE, &keyring_user(&item)) {
                Ok(()) | Err(KeychainError::Missing) => {}
                Err(error) => return Err(error.into()),
            }
        }
        Ok(vault.note_keyring_item(None)?)
    }

    fn folder(&self) -> Result<Folder, AppError> {
        Ok(Folder::open(&self.path)?)
    }

    fn ways_in(&self) -> Result<(Ways, Option<String>), AppError> {
        match self.folder()?.presence()? {
            Presence::Absent => Err(AppError::VaultAbsent),
            presence => Ok(ways_in(&presence)),
        }
    }

    fn read_key(&self, item: &str) -> Result<Identity, AppError> {
        let text = self.keychain.get(KEYRING_SERVICE, &keyring_user(item))?;
        Identity::parse(&text).map_err(|_| AppError::Vault(VaultError::WrongKey))
    }

    /// Puts a key into the keyring; a locked one is unlocked by the system's own prompt.
    fn keep_key(&self, item: &str, key: &SecretString) -> Result<(), KeychainError> {
        let keep = || self.keychain.set(KEYRING_SERVICE, &keyring_user(item), key);
        match keep() {
            Err(KeychainError::Locked) => {
                self.keychain.unlock_with_prompt(PROMPT_LIMIT)?;
                keep()
            }
            kept => kept,
        }
    }

    fn open_with(&self, identity: Identity) -> Result<(), AppError> {
        let opened = Vault::open(self.folder()?, identity.clone());
        match opened {
            Ok(vault) => {
                *self.lock_inner() = Inner::Open(vault.into());
                self.listeners.tell(VaultEvent::Opened);
                Ok(())
            }
            Err(error @ (VaultError::Damaged { .. } | VaultError::Missing)) => {
                let ways = self.ways_in().map(|(ways, _)| ways).unwrap_or_default();
                let backups = if let VaultError::Damaged { backups } = error {
                    backups
                } else {
                    self.backups()?.len()
                };
                *self.lock_inner() = Inner::Damaged {
                    ways,
                    backups,
                    identity,
                };
                Ok(())
            }
            Err(error) => Err(error.into()),
        }
    }

    fn opened_by_keyring(&self, ways: Ways, item: &str, prompt: bool, changed: &dyn Fn()) -> Inner {
        match self.read_key(item) {
            Ok(identity) => state::opened(Folder::open(&self.path), ways, identity),
            Err(AppError::Keychain(KeychainError::Locked)) if prompt => {
                if !self.settle(Inner::Opening { waiting: true, ways }) {
                    return Inner::Opening { waiting: true, ways };
                }
                changed();
                match self.keychain.unlock_with_prompt(PROMPT_LIMIT) {
                    Ok(()) => self.opened_by_keyring(ways, item, false, changed),
                    Err(error) => Inner::closed(ways, error.into()),
                }
            }
            Err(AppError::Keychain(error)) => Inner::closed(ways, error.into()),
            Err(_) => Inner::closed(ways, LockReason::KeyringWrongKey),
        }
    }

    /// Moves on from opening, unless the person opened the vault another way meanwhile.
    fn settle(&self, next: Inner) -> bool {
        let mut inner = self.lock_inner();
        let still_opening = matches!(&*inner, Inner::Opening { .. });
        if still_opening {
            *inner = next;
        }
        still_opening
    }

    fn lock_tries(&self) -> MutexGuard<'_, tries::Tries> {
        self.tries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_inner(&self) -> MutexGuard<'_, Inner> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The open vault, after taking over what another process wrote.
fn newest(inner: &mut Inner) -> Result<(&mut OpenVault, bool), AppError> {
    let vault = inner.open()?;
    let news = vault.refresh().unwrap_or_else(|error| {
        // What is in memory is still right; another process's newer state is tried again at the next read.
        tracing::warn!(code = error.code(), "another process's changes could not be read");
        false
    });
    Ok((vault, news))
}

fn keyring_user(item: &str) -> String {
    format!("vault:{item}")
}

/// The recovery key's text in groups to be written down.
fn groups(text: &SecretString) -> Vec<String> {
    // Exposed because the person has asked to keep it on paper.
    let text = text.expose_secret();
    text.as_bytes()
        .chunks(setup::GROUP)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect()
}
