//! One-click OTP: the key is on the disk before the service is told that it works.
//!
//! The order is what makes a crash harmless: store the key (marked pending), verify, mark it confirmed, fetch and keep the
//! recovery codes. Before "verify" reached the service there is no OTP there; after it, a working code is in the vault.
//!
//! That OTP is on does not say which key it is on with. So an entry is confirmed by what became of its own set-up, or by a code of it
//! that the service took (`otp_outcome.rs`), and by nothing else.

use std::sync::Arc;

use account::Refusal;
use otp::OtpauthUri;
use qr::Drawing;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::{Entry, SecretUri};
use zeroize::Zeroizing;

use super::linked::Owner;
use super::otp_outcome::tidied;
use super::recovery::Shown;
use super::{Accounts, Live};
use crate::AppError;
use crate::accounts::keyring::blocking;
use crate::vault_session::VaultSession;

/// A set-up that has begun: the key the service proposed, and how far it got.
#[derive(Clone)]
pub(super) struct Setup {
    pub(super) uri: OtpauthUri,
    text: SecretString,
    /// Where the vault keeps it, once it does.
    pub(super) entry: Option<Uuid>,
    pub(super) progress: Progress,
}

/// How far a set-up got at the service.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// The key doesn't count: the service was not asked to take it, or refused.
    Proposed,
    /// The service is being asked.
    Asking,
    /// It was asked, and the answer was lost: the key may count.
    Unsure,
    /// The key counts.
    Active,
}

/// What the entry will be called.
pub struct Proposed {
    /// Who issues it.
    pub issuer: String,
    /// Whose it is.
    pub account: String,
    /// How many digits its codes have.
    pub digits: u8,
}

/// The proposed key, because the person asked to see it.
pub struct ProposedKey {
    /// In base32.
    pub key: Zeroizing<String>,
    /// The link as a QR code.
    pub qr: Drawing,
}

impl Accounts {
    /// Asks the service for a new key. It stays here until it is stored or asked for. One that an earlier set-up left in the vault
    /// can't be confirmed any more, and goes to the trash.
    ///
    /// # Errors
    /// As every call; [`AppError::Uri`] when what the service proposes is no key.
    pub async fn begin_otp(&self, id: Uuid) -> Result<Proposed, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.begin_totp(&live.session).await;
        let proposed = self.concluded(&live, answer).await?;
        // Exposed to be read as strictly as any other link.
        let uri = OtpauthUri::parse(proposed.uri.expose_secret())?;
        let (issuer, account) = self.owner(&live).names(&uri);
        let digits = uri.otp.kind.length();
        self.nothing_counts(&live).await;
        self.lock().setups.insert(
            id,
            Setup {
                uri,
                text: proposed.uri,
                entry: None,
                progress: Progress::Proposed,
            },
        );
        Ok(Proposed {
            issuer,
            account,
            digits,
        })
    }

    /// Shows the proposed key, because the person asks.
    ///
    /// # Errors
    /// [`AppError::NoOtpSetup`].
    pub fn show_proposed_key(&self, id: Uuid) -> Result<ProposedKey, AppError> {
        let setup = self.setup(id)?;
        // Exposed to draw the code the person asked to see.
        let qr = qr::draw(setup.text.expose_secret())?;
        Ok(ProposedKey {
            key: setup.uri.otp.secret.to_base32(),
            qr,
        })
    }

    /// One click: stores the key durably, verifies it, keeps the recovery codes. May be repeated after a step-up or a lost
    /// answer: it goes on where it stopped and never asks for another key.
    ///
    /// # Errors
    /// The vault's, before anything is asked of the service; then as every call.
    pub async fn add_otp_to_vault(&self, id: Uuid) -> Result<Shown, AppError> {
        let live = self.live(id)?;
        let entry = self.store_key(&live).await?;
        if self.setup(id)?.progress != Progress::Active {
            let code = self.fresh_proposed_code(&live, entry).await?;
            let activated = self.activate(&live, &code).await;
            if let Err(error) = &activated
                && !matches!(error, AppError::Service(Refusal::StepUp(_)))
            {
                self.retract_key(&live, entry).await;
            }
            activated?;
        }
        // The key counts now, whatever becomes of the vault. Where it can't follow, the next reading has it try again.
        let confirmed = self.confirm_entry(&live, entry).await;
        let shown = self.fetch_recovery_codes(&live).await?;
        self.end_setup(id, &confirmed);
        tidied(confirmed);
        Ok(self.kept_if_can_be(id, shown).await)
    }

    /// Verifies the key with a code from another authenticator. What the vault has for the account is that key, or of no more use.
    ///
    /// # Errors
    /// A refused code; as every call.
    pub async fn validate_otp(&self, id: Uuid, code: &SecretString) -> Result<Shown, AppError> {
        let live = self.live(id)?;
        if self.setup(id)?.progress != Progress::Active {
            self.activate(&live, code).await?;
        }
        let confirmed = self.confirm_setup(&live, &self.setup(id)?).await;
        let shown = self.fetch_recovery_codes(&live).await?;
        self.end_setup(id, &confirmed);
        tidied(confirmed);
        Ok(shown)
    }

    pub(super) fn setup(&self, id: Uuid) -> Result<Setup, AppError> {
        self.lock().setups.get(&id).cloned().ok_or(AppError::NoOtpSetup)
    }

    pub(super) fn note_progress(&self, id: Uuid, progress: Progress) {
        if let Some(setup) = self.lock().setups.get_mut(&id) {
            setup.progress = progress;
        }
    }

    async fn store_key(&self, live: &Live) -> Result<Uuid, AppError> {
        let setup = self.setup(live.id)?;
        if let (Some(entry), Progress::Active) = (setup.entry, setup.progress) {
            return Ok(entry);
        }
        let (vault, owner) = (Arc::clone(&self.vault), self.owner(live));
        let stored = blocking(move || store(&vault, &owner, &setup)).await?;
        if let Some(setup) = self.lock().setups.get_mut(&live.id) {
            setup.entry = Some(stored);
        }
        Ok(stored)
    }

    /// The service refused the key, so it protects nothing. The set-up may go on: then the entry is taken back.
    async fn retract_key(&self, live: &Live, entry: Uuid) {
        if self
            .setup(live.id)
            .is_ok_and(|setup| setup.progress == Progress::Proposed)
        {
            let trash = move |_: &Owner, document: &mut vault::Document| document.trash(entry, jiff::Timestamp::now());
            tidied(self.in_vault(live, trash).await);
        }
    }

    /// A code that will still count when it arrives: near its end, the next one is waited for.
    async fn fresh_proposed_code(&self, live: &Live, entry: Uuid) -> Result<SecretString, AppError> {
        let otp = self.setup(live.id)?.uri.otp;
        let now = self.clock.now();
        let left = otp
            .window_at(now)
            .map_or(u64::MAX, |window| window.until.saturating_sub(now));
        if left <= 1 {
            tokio::time::sleep(std::time::Duration::from_secs(left)).await;
        }
        let now = self.clock.now();
        if let Some(window) = otp.window_at(now) {
            self.note_code_used(live, entry, window.from);
        }
        Ok(SecretString::from(otp.code_at(now)?.as_str()))
    }

    /// Asks the service to take the key. After a lost answer it is never asked again before reading showed that it did not.
    async fn activate(&self, live: &Arc<Live>, code: &SecretString) -> Result<(), AppError> {
        let unsure = self.setup(live.id)?.progress == Progress::Unsure;
        if unsure && self.is_otp_on(live).await? {
            self.note_progress(live.id, Progress::Active);
            return Ok(());
        }
        self.note_progress(live.id, Progress::Asking);
        let answer = live.provider.activate_totp(&live.session, code).await;
        let open = unsure || matches!(&answer, Err(refusal) if refusal.leaves_outcome_open());
        let progress = match &answer {
            Ok(()) => Progress::Active,
            Err(_) if open => Progress::Unsure,
            Err(_) => Progress::Proposed,
        };
        self.note_progress(live.id, progress);
        if progress == Progress::Unsure && self.is_otp_on(live).await.unwrap_or(false) {
            self.note_progress(live.id, Progress::Active);
            return Ok(());
        }
        self.concluded_unread(live, answer).await
    }

    pub(super) async fn confirm_entry(&self, live: &Live, entry: Uuid) -> Result<(), AppError> {
        self.in_vault(live, move |owner, document| owner.confirm(document, entry))
            .await
    }

    /// Changes the account's entries, durably.
    pub(super) async fn in_vault(
        &self,
        live: &Live,
        mut change: impl FnMut(&Owner, &mut vault::Document) -> Result<(), vault::VaultError> + Send + 'static,
    ) -> Result<(), AppError> {
        let (vault, owner) = (Arc::clone(&self.vault), self.owner(live));
        blocking(move || vault.update(|document| change(&owner, document))).await
    }
}

/// Stores the key, or takes back the entry in which it is stored.
fn store(vault: &VaultSession, owner: &Owner, setup: &Setup) -> Result<Uuid, AppError> {
    let stored = |document: &vault::Document| {
        let entry = setup.entry.and_then(|id| document.entry(id))?;
        Some((entry.id, entry.deleted_at.is_some()))
    };
    match vault.read(stored)? {
        Some((id, true)) => vault.update(|document| document.untrash(id)).map(|()| id),
        Some((id, false)) => Ok(id),
        None => store_anew(vault, owner, setup),
    }
}

fn store_anew(vault: &VaultSession, owner: &Owner, setup: &Setup) -> Result<Uuid, AppError> {
    let (issuer, account) = owner.names(&setup.uri);
    let uri = OtpauthUri::new(setup.uri.otp.clone(), Some(&issuer), &account)?;
    let mut entry = Entry::new(uri, jiff::Timestamp::now());
    // Exposed to keep the service's own link, encrypted, for a lossless export.
    entry.original_uri = Some(SecretUri::from(setup.text.expose_secret()));
    entry.link = Some(owner.link(true));
    let id = entry.id;
    vault.update(|document| {
        owner.retire_unconfirmed(document)?;
        document.add(entry.clone()).map(drop)
    })?;
    Ok(id)
}
