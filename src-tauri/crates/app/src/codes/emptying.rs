//! The trash keeps an entry for 30 days, whichever way the vault is opened and however long it stays open.

use std::sync::Arc;
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::Duration;

use jiff::Timestamp;

use crate::AppError;
use crate::vault_session::{VaultEvent, VaultSession};

/// Hours rather than a day: a computer that sleeps at night counts no days.
const OFTEN: Duration = Duration::from_secs(3600);

/// Looks through the trash for as long as it lives.
pub struct Emptying {
    _goes_on: Arc<Sender<()>>,
}

impl Emptying {
    /// Looks through the trash whenever the vault opens, and every hour while it is open, on a thread of its own; `told` is called
    /// when something went.
    #[must_use]
    pub fn start(vault: Arc<VaultSession>, told: impl Fn() + Send + 'static) -> Self {
        Self::every(OFTEN, vault, told)
    }

    /// The same, as often as this.
    #[must_use]
    pub fn every(often: Duration, vault: Arc<VaultSession>, told: impl Fn() + Send + 'static) -> Self {
        let (ring, rings) = mpsc::channel();
        let ring = Arc::new(ring);
        let bell = Arc::downgrade(&ring);
        vault.listen(move |event| {
            if event == VaultEvent::Opened
                && let Some(bell) = bell.upgrade()
            {
                // Nobody looks any more when the app is ending.
                let _ = bell.send(());
            }
        });
        std::thread::spawn(move || {
            while !matches!(rings.recv_timeout(often), Err(RecvTimeoutError::Disconnected)) {
                match purge(&vault) {
                    Ok(true) => told(),
                    Ok(false) | Err(AppError::VaultLocked | AppError::VaultAbsent) => {}
                    Err(error) => tracing::warn!(%error, "the trash was not looked through"),
                }
            }
        });
        Self { _goes_on: ring }
    }
}

/// Removes what has been in the trash for 30 days; whether there was any.
fn purge(vault: &VaultSession) -> Result<bool, AppError> {
    let now = Timestamp::now();
    if !vault.read(|document| document.has_expired(now))? {
        return Ok(false);
    }
    vault.update(|document| Ok(document.purge_expired(now) > 0))
}
