//! The vault's code as the answer to a service's question. A code counts once, so the period of the last one used is kept.

use std::time::Duration;

use otp::{Code, Otp, Window};
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;

use super::otp_outcome::tidied;
use super::{Accounts, Live};
use crate::AppError;
use crate::clock::CodeClock;

/// A code of the vault that answers the pending step.
pub struct Matching {
    /// The entry.
    pub entry: Uuid,
    /// The code to use.
    pub code: Code,
    /// How long it counts. It begins in the future when the present one was used already: a code works once.
    pub window: Window,
}

impl Matching {
    /// The same, its window by this computer's clock.
    fn by(self, clock: &CodeClock) -> Self {
        let window = clock.here(self.window);
        Self { window, ..self }
    }
}

impl Accounts {
    /// The vault's code for a pending step, or for a step-up of a signed-in account.
    ///
    /// # Errors
    /// [`AppError::NoSuchAccount`] when nothing is pending. A closed vault is no error: it holds no code to offer.
    pub async fn matching_code(&self, id: Uuid) -> Result<Option<Matching>, AppError> {
        let live = self.pending(id).or_else(|_| self.live(id))?;
        match self.matching(&live) {
            Err(AppError::NoMatchingCode | AppError::VaultLocked | AppError::VaultAbsent) => Ok(None),
            found => found.map(|found| Some(found.by(&self.clock))),
        }
    }

    /// The vault's code, once it can be used.
    pub(super) async fn fresh_code(&self, live: &Live) -> Result<SecretString, AppError> {
        let wait = self.matching(live)?.window.from.saturating_sub(self.clock.now());
        tokio::time::sleep(Duration::from_secs(wait)).await;
        let matching = self.matching(live)?;
        self.note_code_used(live, matching.entry, matching.window.from);
        Ok(SecretString::from(matching.code.as_str()))
    }

    /// Keeps which period's code is used up, before it is sent: after a crash it must not be offered again.
    pub(super) fn note_code_used(&self, live: &Live, entry: Uuid, from: u64) {
        self.lock().spent.insert(entry, from);
        if let Err(error) = self.book.note_code_used(live.id, from) {
            tracing::warn!(%error, "after a restart a used code may be offered once more");
        }
    }

    /// What was typed may have been the vault's own code.
    pub(super) fn note_code_typed(&self, live: &Live, code: &SecretString) {
        if let Ok(matching) = self.matching(live)
            // Exposed to see whether it is that one.
            && matching.code.as_str() == code.expose_secret()
        {
            self.note_code_used(live, matching.entry, matching.window.from);
        }
    }

    /// The service took this code: an entry that makes it has the account's key, whatever became of its set-up.
    pub(super) async fn note_code_taken(&self, live: &Live, code: &SecretString) {
        let (owner, now) = (self.owner(live), self.clock.now());
        let maker = self.vault.read(|document| {
            let mut unconfirmed = owner.unconfirmed(document);
            let maker = unconfirmed.find(|entry| makes(entry.otp(), code, now));
            maker.map(|entry| entry.id)
        });
        if let Ok(Some(entry)) = maker {
            tidied(self.confirm_entry(live, entry).await);
        }
    }

    /// The beginning of the period whose code was used last.
    fn last_used(&self, live: &Live, entry: Uuid) -> Option<u64> {
        let known = self.lock().spent.get(&entry).copied();
        known.max(self.book.last_code_used(live.id))
    }

    fn matching(&self, live: &Live) -> Result<Matching, AppError> {
        let owner = self.owner(live);
        let (entry, otp) = self
            .vault
            .read(|document| owner.entry(document).map(|entry| (entry.id, entry.otp().clone())))?
            .ok_or(AppError::NoMatchingCode)?;
        let mut at = self.clock.now();
        let spent = self.last_used(live, entry);
        let window = otp.window_at(at).ok_or(AppError::NoMatchingCode)?;
        if spent == Some(window.from) {
            at = window.until;
        }
        let window = otp.window_at(at).ok_or(AppError::NoMatchingCode)?;
        Ok(Matching {
            entry,
            code: otp.code_at(at)?,
            window,
        })
    }
}

/// Whether a key makes this code about now: a service takes the code of the period before or after, too.
fn makes(otp: &Otp, code: &SecretString, now: u64) -> bool {
    let Some(window) = otp.window_at(now) else { return false };
    let before = window.from.saturating_sub(1);
    let codes = [before, now, window.until].map(|at| otp.code_at(at));
    // Exposed to be compared.
    codes.iter().flatten().any(|made| made.as_str() == code.expose_secret())
}
