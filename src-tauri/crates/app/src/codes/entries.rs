//! Entries as rows, their codes, and their changes.

use std::collections::BTreeMap;
use std::sync::Arc;

use otp::{Code, Kind, Otp, Window};
use qr::Drawing;
use uuid::Uuid;
use vault::{Entry, SecretText, ServiceLink, VaultError};
use zeroize::Zeroizing;

use super::finding::Wanted;
use crate::AppError;
use crate::clock::CodeClock;
use crate::vault_session::VaultSession;

/// One entry without its key.
#[derive(Clone)]
pub struct Row {
    /// Its identity.
    pub id: Uuid,
    /// Who issued it; empty where nobody is named.
    pub issuer: String,
    /// Whose it is.
    pub account: String,
    /// Its parameters.
    pub kind: Kind,
    /// Its key is shorter than 128 bits.
    pub weak: bool,
    /// Its tags.
    pub tags: Vec<String>,
    /// Pinned.
    pub pinned: bool,
    /// There is a note.
    pub has_note: bool,
    /// Recovery codes kept and not used.
    pub recovery_left: Option<usize>,
    /// The account at a service that it protects.
    pub link: Option<ServiceLink>,
    /// When it was deleted.
    pub deleted_at: Option<jiff::Timestamp>,
}

/// The list and its surroundings.
pub struct Listing {
    /// Matching rows, pinned first, then by issuer and account.
    pub rows: Vec<Row>,
    /// All live entries.
    pub total: usize,
    /// Tags in use and how often.
    pub tags: BTreeMap<String, usize>,
    /// Entries in the trash.
    pub trashed: usize,
    /// Entries kept because they aren't understood.
    pub quarantined: usize,
}

/// An entry's codes at a moment.
pub struct CodeAt {
    /// The entry.
    pub id: Uuid,
    /// The code that counts.
    pub code: Code,
    /// The one after it; none for counter-based ones, whose next code is made by [`Codes::advance`] alone.
    pub next: Option<Code>,
    /// How long it counts, by this computer's clock; none for counter-based ones.
    pub window: Option<Window>,
}

/// A key the person asked to see.
pub struct Revealed {
    /// The key as its kind writes it.
    pub key: Zeroizing<String>,
    /// The otpauth link as a QR code.
    pub qr: Drawing,
}

/// Entries of the vault, and what one does with them.
#[derive(Clone)]
pub struct Codes {
    pub(super) vault: Arc<VaultSession>,
    clock: CodeClock,
}

impl Codes {
    /// Over this vault, by this clock.
    #[must_use]
    pub fn new(vault: Arc<VaultSession>, clock: CodeClock) -> Self {
        Self { vault, clock }
    }

    /// Live entries that match.
    ///
    /// # Errors
    /// When the vault isn't open.
    pub fn list(&self, query: &str) -> Result<Listing, AppError> {
        let wanted = Wanted {
            query: query.to_owned(),
            ..Wanted::default()
        };
        let found = self.find(&wanted)?;
        Ok(Listing {
            rows: self.rows(&[found.pinned, found.rest].concat())?,
            total: found.total,
            tags: found.tags,
            trashed: found.trashed,
            quarantined: found.quarantined,
        })
    }

    pub(super) fn vault(&self) -> &VaultSession {
        &self.vault
    }

    /// The trash, newest first.
    ///
    /// # Errors
    /// When the vault isn't open.
    pub fn trashed(&self) -> Result<Vec<Row>, AppError> {
        let mut rows = self
            .vault
            .read(|document| document.trashed().map(row).collect::<Vec<_>>())?;
        rows.sort_by_key(|row| std::cmp::Reverse(row.deleted_at));
        Ok(rows)
    }

    /// The codes of these entries now. One that was deleted meanwhile is left out.
    ///
    /// # Errors
    /// When the vault isn't open.
    pub fn now(&self, ids: &[Uuid]) -> Result<Vec<CodeAt>, AppError> {
        self.vault.read(|document| {
            ids.iter()
                .filter_map(|id| document.entry(*id))
                .map(|entry| code_now(entry, &self.clock))
                .collect()
        })?
    }

    /// One entry's codes at a moment of the caller's own, in seconds since 1970.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; or the vault isn't open.
    pub fn at(&self, id: Uuid, unix_seconds: u64) -> Result<CodeAt, AppError> {
        let otp = self.otp(id)?;
        Ok(CodeAt {
            id,
            code: otp.code_at(unix_seconds)?,
            next: following(&otp, unix_seconds),
            window: otp.window_at(unix_seconds),
        })
    }

    /// One code, to be copied: the one that counts, or the next, for which a counter is moved on.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; as [`Codes::advance`]; or the vault isn't open.
    pub fn one(&self, id: Uuid, next: bool) -> Result<Code, AppError> {
        let (otp, now) = (self.otp(id)?, self.clock.now());
        match (next, otp.kind) {
            (false, _) => Ok(otp.code_at(now)?),
            (true, Kind::Hotp { .. }) => Ok(self.advance(id)?.code),
            (true, _) => Ok(otp.next_at(now)?),
        }
    }

    /// Moves a counter on and answers the code of the counter that this call saved, which no other writer's call saved.
    /// It is on the disk before its code is known to anyone.
    ///
    /// # Errors
    /// [`VaultError::NotCounterBased`], [`VaultError::CounterExhausted`], or the vault can't be saved.
    pub fn advance(&self, id: Uuid) -> Result<CodeAt, AppError> {
        let saved = self.vault.update(|document| document.advance_hotp(id))?;
        Ok(CodeAt {
            id,
            code: saved.code_at(0)?,
            next: None,
            window: None,
        })
    }

    /// Pins or unpins.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; or the vault can't be saved.
    pub fn pin(&self, id: Uuid, pinned: bool) -> Result<(), AppError> {
        self.vault.update(|document| {
            document.entry_mut(id)?.pinned = pinned;
            Ok(())
        })
    }

    /// Moves to the trash, for 30 days.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; or the vault can't be saved.
    pub fn trash(&self, id: Uuid) -> Result<(), AppError> {
        self.vault.update(|document| document.trash(id, jiff::Timestamp::now()))
    }

    /// Takes back out of the trash.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; or the vault can't be saved.
    pub fn untrash(&self, id: Uuid) -> Result<(), AppError> {
        self.vault.update(|document| document.untrash(id))
    }

    /// Deletes a trashed entry for good.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`] when it isn't in the trash; or the vault can't be saved.
    pub fn delete_forever(&self, id: Uuid) -> Result<(), AppError> {
        // Another program or window may have taken it back out of the trash since it was seen there.
        self.vault.update(|document| document.erase_trashed(id).map(drop))
    }

    /// Shows a key, because the person asks.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; or the vault isn't open.
    pub fn reveal(&self, id: Uuid) -> Result<Revealed, AppError> {
        let (key, uri) = self.vault.read(|document| {
            let entry = document.entry(id).ok_or(VaultError::NoSuchEntry { id })?;
            Ok::<_, AppError>((entry.otp().key_text(), entry.uri().clone()))
        })??;
        // Exposed to draw the code the person asked to see.
        Ok(Revealed {
            key,
            qr: qr::draw(uri.expose())?,
        })
    }

    /// The recovery codes kept with an entry and not used.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; or the vault isn't open.
    pub fn recovery_codes(&self, id: Uuid) -> Result<(String, Vec<SecretText>), AppError> {
        self.vault.read(|document| {
            let entry = document.entry(id).ok_or(VaultError::NoSuchEntry { id })?;
            let kept = entry.recovery_codes.as_ref().ok_or(AppError::NoRecoveryCodes)?;
            Ok((
                kept.service.clone(),
                kept.unused().map(|code| code.code.clone()).collect(),
            ))
        })?
    }

    fn otp(&self, id: Uuid) -> Result<Otp, AppError> {
        self.vault
            .read(|document| Ok(document.entry(id).ok_or(VaultError::NoSuchEntry { id })?.otp().clone()))?
    }
}

fn code_now(entry: &Entry, clock: &CodeClock) -> Result<CodeAt, AppError> {
    let (otp, now) = (entry.otp(), clock.now());
    Ok(CodeAt {
        id: entry.id,
        code: otp.code_at(now)?,
        next: following(otp, now),
        window: otp.window_at(now).map(|window| clock.here(window)),
    })
}

/// The code after the one of this moment. A counter's is not made before the counter is saved.
pub(crate) fn following(otp: &Otp, unix_seconds: u64) -> Option<Code> {
    match otp.kind {
        Kind::Hotp { .. } => None,
        _ => otp.next_at(unix_seconds).ok(),
    }
}

pub(super) fn row(entry: &Entry) -> Row {
    Row {
        id: entry.id,
        issuer: entry.issuer().unwrap_or_default().to_owned(),
        account: entry.account().to_owned(),
        kind: entry.otp().kind,
        weak: entry.otp().secret.is_weak(),
        tags: entry.tags.clone(),
        pinned: entry.pinned,
        has_note: entry.note.is_some(),
        recovery_left: entry.recovery_codes.as_ref().map(|kept| kept.unused().count()),
        link: entry.link.clone(),
        deleted_at: entry.deleted_at,
    }
}
