//! One-click OTP: the key is on the disk before the service is told that it works.
//!
//! The order is what makes a crash harmless: store the key (marked pending), verify, mark it confirmed, fetch and keep the
//! recovery codes. Before "verify" reached the service there is no OTP there; after it, a working code is in the vault.

use std::sync::Arc;

use account::{FactorKind, Refusal};
use otp::{Otp, OtpauthUri};
use qr::Drawing;
use secrecy::{ExposeSecret, SecretString};
use uuid::Uuid;
use vault::{Document, Entry, SecretUri, ServiceLink, VaultError};
use zeroize::Zeroizing;

use super::recovery::Shown;
use super::{Accounts, Live};
use crate::AppError;
use crate::accounts::keyring::blocking;

/// A set-up that has begun: the key the service proposed, and how far it got.
#[derive(Clone)]
pub(super) struct Setup {
    uri: OtpauthUri,
    text: SecretString,
    /// Where the vault keeps it, once it does.
    entry: Option<Uuid>,
    /// The service has confirmed it.
    active: bool,
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
    /// Asks the service for a new key. It stays here until it is stored or asked for.
    ///
    /// # Errors
    /// As every call; [`AppError::Uri`] when what the service proposes is no key.
    pub async fn begin_otp(&self, id: Uuid) -> Result<Proposed, AppError> {
        let live = self.live(id)?;
        let answer = live.provider.begin_totp(&live.session).await;
        let proposed = self.concluded(&live, answer).await?;
        // Exposed to be read as strictly as any other link.
        let uri = OtpauthUri::parse(proposed.uri.expose_secret())?;
        let issuer = uri.issuer.clone().unwrap_or_else(|| live.service.clone());
        let account = if uri.account.is_empty() {
            live.email.clone()
        } else {
            uri.account.clone()
        };
        let digits = uri.otp.kind.length();
        self.lock().setups.insert(
            id,
            Setup {
                uri,
                text: proposed.uri,
                entry: None,
                active: false,
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
        if !self.setup(id)?.active {
            let code = self.fresh_proposed_code(&live, entry).await?;
            self.activate(&live, &code).await?;
        }
        self.confirm_entry(&live, entry).await?;
        let shown = self.fetch_recovery_codes(&live).await?;
        self.lock().setups.remove(&id);
        self.keep_recovery_codes(id).await?;
        Ok(Shown { kept: true, ..shown })
    }

    /// Verifies the key with a code from another authenticator.
    ///
    /// # Errors
    /// A refused code; as every call.
    pub async fn validate_otp(&self, id: Uuid, code: &SecretString) -> Result<Shown, AppError> {
        let live = self.live(id)?;
        if !self.setup(id)?.active {
            self.activate(&live, code).await?;
        }
        let shown = self.fetch_recovery_codes(&live).await?;
        self.lock().setups.remove(&id);
        Ok(shown)
    }

    /// Turns OTP off at the service, and then moves the vault's entry to the trash if asked.
    ///
    /// # Errors
    /// As every call; the entry is only touched after the service has confirmed.
    pub async fn clear_otp(&self, id: Uuid, trash_entry: bool) -> Result<(), AppError> {
        let live = self.live(id)?;
        let answer = live.provider.deactivate_totp(&live.session).await;
        self.concluded(&live, answer).await?;
        self.lock().setups.remove(&id);
        self.release_entry(&live, trash_entry).await
    }

    /// The service asks for this account's codes no longer: its entry in the vault moves to the trash, or is one without a service.
    pub(super) async fn release_entry(&self, live: &Arc<Live>, trash_entry: bool) -> Result<(), AppError> {
        let (vault, live) = (Arc::clone(&self.vault), Arc::clone(live));
        blocking(move || {
            let touched = vault.update(|document| {
                let Some((entry, _)) = entry_for(document, &live) else {
                    return Ok(());
                };
                if trash_entry {
                    return document.trash(entry, jiff::Timestamp::now());
                }
                let entry = document.entry_mut(entry)?;
                entry.link = None;
                Ok(())
            });
            match touched {
                // OTP is off at the service; a closed vault's entry is the person's to delete later.
                Err(AppError::VaultAbsent | AppError::VaultLocked) => Ok(()),
                touched => touched,
            }
        })
        .await
    }

    pub(super) fn setup(&self, id: Uuid) -> Result<Setup, AppError> {
        self.lock().setups.get(&id).cloned().ok_or(AppError::NoOtpSetup)
    }

    async fn store_key(&self, live: &Arc<Live>) -> Result<Uuid, AppError> {
        let setup = self.setup(live.id)?;
        if let Some(entry) = setup.entry {
            return Ok(entry);
        }
        let (vault, owner) = (Arc::clone(&self.vault), Arc::clone(live));
        let stored = blocking(move || store(&vault, &owner, &setup)).await?;
        if let Some(setup) = self.lock().setups.get_mut(&live.id) {
            setup.entry = Some(stored);
        }
        Ok(stored)
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

    async fn activate(&self, live: &Arc<Live>, code: &SecretString) -> Result<(), AppError> {
        let answer = live.provider.activate_totp(&live.session, code).await;
        let answer = match answer {
            Err(refusal) if refusal.leaves_outcome_open() => self.read_whether_active(live, refusal).await,
            answer => answer,
        };
        self.concluded(live, answer).await?;
        if let Some(setup) = self.lock().setups.get_mut(&live.id) {
            setup.active = true;
        }
        Ok(())
    }

    /// A change whose answer was lost is never repeated: what became of it is read.
    async fn read_whether_active(&self, live: &Live, lost: Refusal) -> Result<(), Refusal> {
        match live.provider.factors(&live.session).await {
            Ok(factors) if factors.iter().any(|factor| factor.kind == FactorKind::Totp) => Ok(()),
            Ok(_) => Err(lost),
            Err(_) => Err(Refusal::Unknown),
        }
    }

    /// After a crash between "verify" and "confirmed", the service knows what became of the key.
    pub(super) async fn confirm_pending_entry(&self, live: &Arc<Live>) {
        let waiting = self.vault.read(|document| {
            let pending = |entry: &&Entry| entry.link.as_ref().is_some_and(|link| link.pending);
            document
                .live()
                .filter(|entry| belongs(entry, live))
                .find(pending)
                .map(|entry| entry.id)
        });
        let set_up_here = self.setup(live.id).is_ok();
        if let (Ok(Some(entry)), false) = (waiting, set_up_here)
            && let Err(error) = self.confirm_entry(live, entry).await
        {
            tracing::warn!(%error, "a confirmed key could not be marked so");
        }
    }

    async fn confirm_entry(&self, live: &Arc<Live>, entry: Uuid) -> Result<(), AppError> {
        let (vault, owner) = (Arc::clone(&self.vault), Arc::clone(live));
        blocking(move || {
            vault.update(|document| {
                retire_others(document, &owner, entry)?;
                let entry = document.entry_mut(entry)?;
                entry.link = Some(link(&owner, false));
                Ok(())
            })
        })
        .await
    }
}

fn link(live: &Live, pending: bool) -> ServiceLink {
    ServiceLink::new(live.address.to_string(), live.email.clone(), pending)
}

fn belongs(entry: &Entry, live: &Live) -> bool {
    entry
        .link
        .as_ref()
        .is_some_and(|link| link.origin == live.address.to_string() && live.goes_by(&link.account))
}

fn store(vault: &crate::vault_session::VaultSession, live: &Live, setup: &Setup) -> Result<Uuid, AppError> {
    let issuer = setup.uri.issuer.clone().unwrap_or_else(|| live.service.clone());
    let account = if setup.uri.account.is_empty() {
        &live.email
    } else {
        &setup.uri.account
    };
    let uri = OtpauthUri::new(setup.uri.otp.clone(), Some(&issuer), account)?;
    let mut entry = Entry::new(uri, jiff::Timestamp::now());
    // Exposed to keep the service's own link, encrypted, for a lossless export.
    entry.original_uri = Some(SecretUri::from(setup.text.expose_secret()));
    entry.link = Some(link(live, true));
    let id = entry.id;
    vault.update(|document| {
        retire_unconfirmed(document, live)?;
        document.add(entry.clone()).map(drop)
    })?;
    Ok(id)
}

/// A key the service never confirmed protects nothing: an earlier attempt's goes to the trash.
fn retire_unconfirmed(document: &mut Document, live: &Live) -> Result<(), VaultError> {
    let stale = |entry: &&Entry| belongs(entry, live) && entry.link.as_ref().is_some_and(|link| link.pending);
    let stale: Vec<Uuid> = document.live().filter(stale).map(|entry| entry.id).collect();
    stale
        .into_iter()
        .try_for_each(|id| document.trash(id, jiff::Timestamp::now()))
}

/// Keys of this account that the new one has replaced.
fn retire_others(document: &mut Document, live: &Live, kept: Uuid) -> Result<(), VaultError> {
    let others: Vec<Uuid> = document
        .live()
        .filter(|entry| belongs(entry, live))
        .map(|entry| entry.id)
        .filter(|id| *id != kept)
        .collect();
    others
        .into_iter()
        .try_for_each(|id| document.trash(id, jiff::Timestamp::now()))
}

/// The entry that makes codes for this account: the one that was set up for it, else one whose labels name it.
pub(super) fn entry_for(document: &Document, live: &Live) -> Option<(Uuid, Otp)> {
    let named = |entry: &&Entry| {
        entry.link.is_none()
            && entry
                .issuer()
                .is_some_and(|issuer| issuer.eq_ignore_ascii_case(&live.service))
            && live.goes_by(entry.account())
    };
    let linked = document
        .live()
        .filter(|entry| belongs(entry, live))
        .max_by_key(|entry| entry.created_at);
    let found = linked.or_else(|| document.live().filter(named).max_by_key(|entry| entry.created_at))?;
    // A counter moves on with each use; it is never spent without the person's asking.
    found.otp().kind.period()?;
    Some((found.id, found.otp().clone()))
}
