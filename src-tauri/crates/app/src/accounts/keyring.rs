//! Session tokens in the system keyring. Keyring calls block, so each has a thread of its own.

use std::sync::Arc;

use account::{Session, SessionToken};
use keychain::KeychainError;
use uuid::Uuid;

use super::{Accounts, Address, Live, Record};
use crate::AppError;
use crate::vault_session::KEYRING_SERVICE;

fn keyring_user(id: Uuid) -> String {
    format!("session:{id}")
}

impl Accounts {
    /// Takes the kept sessions out of the keyring. Accounts whose token is gone are signed out; those the keyring can't
    /// give now keep waiting. Blocking.
    pub fn restore_sessions(&self) {
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
                    break;
                }
            }
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
        state.waiting.remove(&record.id);
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
        // At the next start only a session that is in the keyring is waited for.
        if let Err(error) = self.book.note_stay(live.id, kept.is_ok()) {
            tracing::warn!(%error, "whether the session is in the keyring could not be noted");
        }
    }

    /// Takes the token out of the keyring.
    pub(crate) async fn forget_token(&self, id: Uuid) {
        let (keychain, user) = (self.keychain, keyring_user(id));
        let gone = blocking(move || match keychain.delete(KEYRING_SERVICE, &user) {
            Ok(()) | Err(KeychainError::Missing) => Ok(()),
            Err(error) => Err(error.into()),
        });
        if let Err(error) = gone.await {
            tracing::warn!(%error, "the ended session's token could not be taken out of the keyring");
        }
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
