//! Session tokens in the system keyring. Keyring calls block, so each has a thread of its own.

use std::sync::Arc;

use account::{Session, SessionToken};
use keychain::{Keychain, KeychainError};
use uuid::Uuid;

use super::{Accounts, Address, Live, Record};
use crate::AppError;
use crate::vault_session::{KEYRING_SERVICE, PROMPT_LIMIT};

fn keyring_user(id: Uuid) -> String {
    format!("session:{id}")
}

impl Accounts {
    /// Takes the kept sessions out of the keyring. Accounts whose token is gone are signed out; those the keyring can't
    /// give now keep waiting. What it was to forget and could not is forgotten first. Blocking.
    ///
    /// # Errors
    /// The keyring's state, while accounts wait for it.
    pub fn restore_sessions(&self) -> Result<(), KeychainError> {
        self.forget_ended_sessions();
        for record in self.book.all().into_iter().filter(|record| record.stay) {
            if !self.lock().waiting.contains(&record.id) {
                continue;
            }
            match self.keychain.get(KEYRING_SERVICE, &keyring_user(record.id)) {
                Ok(token) => self.restored(&record, SessionToken::new(token)),
                Err(KeychainError::Missing) => {
                    self.lock().waiting.remove(&record.id);
                }
                Err(error) => {
                    tracing::info!(code = error.code(), "the keyring does not give sessions yet");
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    /// The same, letting the system ask the person for the keyring's password where it is locked. Blocking, perhaps for minutes.
    ///
    /// # Errors
    /// The keyring's state, or what the person said to it.
    pub fn ask_for_sessions(&self) -> Result<(), KeychainError> {
        match self.restore_sessions() {
            Err(KeychainError::Locked) => {
                self.keychain.unlock_with_prompt(PROMPT_LIMIT)?;
                self.restore_sessions()
            }
            restored => restored,
        }
    }

    fn restored(&self, record: &Record, token: SessionToken) {
        let live = Address::parse(&record.address).and_then(|address| {
            let provider = self.provider_at(&address, record.engine)?;
            let session = Arc::new(Session::new(&address.origin()?, Some(token)));
            Ok(Live {
                id: record.id,
                address,
                engine: record.engine,
                email: record.email.clone(),
                service: record.service.clone(),
                stay: true,
                provider,
                session,
                earlier: record.earlier_emails.clone(),
            })
        });
        let mut state = self.lock();
        // Signed out, or in anew, while the keyring answered: what it told is of an earlier session.
        if !state.waiting.remove(&record.id) {
            return;
        }
        if let Ok(live) = live {
            state.live.insert(record.id, Arc::new(live));
        }
    }

    /// Keeps the token, if the service gave a new one. When the keyring refuses, the session lasts until the app ends.
    pub(crate) async fn keep_renewed_token(&self, live: &Arc<Live>) {
        let Some(token) = live.session.take_renewed() else {
            return;
        };
        if !live.stay || !self.lock().is_current(live) {
            return;
        }
        let (keychain, user) = (self.keychain, keyring_user(live.id));
        let kept = blocking(move || Ok(keychain.set(KEYRING_SERVICE, &user, token.secret())?)).await;
        match &kept {
            Ok(()) => {
                self.lock().for_now.remove(&live.id);
            }
            Err(error) => {
                tracing::warn!(%error, "the session lasts until the app ends");
                self.lock().for_now.insert(live.id);
            }
        }
        // At the next start only a session that is in the keyring is waited for. One that it could not take leaves an earlier one there.
        let noted = match kept {
            Ok(()) => self.book.note_kept(live.id),
            Err(_) => self.book.note_ended(live.id),
        };
        if let Err(error) = noted {
            tracing::warn!(%error, "whether the session is in the keyring could not be noted");
        }
    }

    /// Takes the token out of the keyring. Where it can't be reached now, that is made up for when it can.
    pub(crate) async fn forget_token(&self, id: Uuid) {
        // First on the disk: the next start must not take up a session that has ended.
        if let Err(error) = self.book.note_ended(id) {
            tracing::warn!(%error, "that the session has ended could not be noted");
        }
        let keychain = self.keychain;
        match blocking(move || Ok(delete_token(keychain, id)?)).await {
            Ok(()) => self.token_is_gone(id),
            Err(error) => {
                tracing::warn!(%error, "the ended session's token could not be taken out of the keyring");
            }
        }
    }

    fn forget_ended_sessions(&self) {
        for id in self.book.to_forget() {
            // Signed in anew: what the keyring holds is another session's by now, or will be.
            if self.lock().live.contains_key(&id) {
                continue;
            }
            match delete_token(self.keychain, id) {
                Ok(()) => self.token_is_gone(id),
                Err(error) => {
                    tracing::info!(code = error.code(), "the keyring does not forget ended sessions yet");
                    return;
                }
            }
        }
    }

    fn token_is_gone(&self, id: Uuid) {
        if let Err(error) = self.book.note_forgotten(id) {
            tracing::warn!(%error, "that the session left the keyring could not be noted");
        }
    }
}

fn delete_token(keychain: Keychain, id: Uuid) -> Result<(), KeychainError> {
    match keychain.delete(KEYRING_SERVICE, &keyring_user(id)) {
        Ok(()) | Err(KeychainError::Missing) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Runs blocking work off the event loop.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, AppError> + Send + 'static,
) -> Result<T, AppError> {
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|_| AppError::TaskEnded)?
}
