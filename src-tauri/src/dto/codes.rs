//! Entries and their codes, as the list shows them. No seed is ever part of these, but of [`RevealView`].

use app::accounts::Accounts;
use app::codes::{CodeAt, Details, KeptRecord, Listing, Revealed, Row};
use otp::{Algorithm, Kind, Otp, Window};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::time::Millis;
use super::vault::{QrView, count};

/// What kind of code an entry makes.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum KindView {
    /// Time-based (RFC 6238).
    Totp,
    /// Counter-based (RFC 4226).
    Hotp,
    /// Steam's five letters.
    Steam,
    /// Mobile-OTP's six hexadecimal digits, with a PIN.
    Motp,
    /// Yandex's eight letters, with a PIN.
    Yandex,
}

/// The hash of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
pub(crate) enum AlgorithmView {
    /// SHA-1, the usual one.
    #[serde(rename = "SHA-1")]
    Sha1,
    /// SHA-256.
    #[serde(rename = "SHA-256")]
    Sha256,
    /// SHA-512.
    #[serde(rename = "SHA-512")]
    Sha512,
}

/// The parameters of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
pub(crate) struct OtpView {
    /// What kind.
    pub(crate) kind: KindView,
    /// The hash under its HMAC; none for Mobile-OTP, which has no HMAC.
    pub(crate) algorithm: Option<AlgorithmView>,
    /// How many digits or letters.
    pub(crate) digits: u8,
    /// Seconds a code lasts; none for counter-based ones.
    pub(crate) period: Option<u32>,
    /// The counter, as text (it may exceed what a number holds); none for time-based ones.
    #[specta(type = Option<String>)]
    pub(crate) counter: Option<Counter>,
    /// The secret is shorter than 128 bits.
    pub(crate) weak: bool,
}

/// A counter as decimal text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counter(pub(crate) u64);

impl Serialize for Counter {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(&self.0)
    }
}

/// One row of the list.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct EntryRow {
    /// The entry's identity.
    pub(crate) id: String,
    /// Who issued it; empty where the source named none.
    pub(crate) issuer: String,
    /// Whose it is.
    pub(crate) account: String,
    /// Its parameters.
    pub(crate) otp: OtpView,
    /// Its tags.
    pub(crate) tags: Vec<String>,
    /// Pinned rows come first.
    pub(crate) pinned: bool,
    /// Whether there is a note.
    pub(crate) has_note: bool,
    /// Recovery codes kept with it and not used.
    pub(crate) recovery_left: Option<u32>,
    /// The account at a service that this code protects.
    pub(crate) linked: bool,
    /// That account's identity, if this app knows it.
    pub(crate) linked_account: Option<String>,
    /// Its key is stored, but the service has not confirmed it yet.
    pub(crate) pending: bool,
}

/// The list and what stands around it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct CodesView {
    /// Matching rows: pinned first, then by issuer and account.
    pub(crate) entries: Vec<EntryRow>,
    /// All live entries, matching or not.
    pub(crate) total: u32,
    /// Every tag in use, with its count.
    pub(crate) tags: Vec<TagCount>,
    /// Entries in the trash.
    pub(crate) trashed: u32,
    /// Entries kept because they could not be understood.
    pub(crate) quarantined: u32,
}

/// A tag and how many entries carry it.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct TagCount {
    /// The tag.
    pub(crate) tag: String,
    /// How many.
    pub(crate) count: u32,
}

/// The codes of one entry at one moment.
#[derive(Clone, Serialize, Type)]
pub(crate) struct CodeNow {
    /// The entry's (or candidate's) identity.
    pub(crate) id: String,
    /// The code that counts now, ungrouped.
    pub(crate) code: String,
    /// The one after it.
    pub(crate) next: String,
    /// When the current one began; none for counter-based.
    pub(crate) from: Option<Millis>,
    /// When it ends; none for counter-based.
    pub(crate) until: Option<Millis>,
}

/// A code was copied.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
pub(crate) struct Copied {
    /// Seconds after which the clipboard is cleared, if still ours; none when that is switched off.
    pub(crate) clears_after: Option<u32>,
}

/// What the edit form shows and saves.
#[derive(Clone, Serialize, Deserialize, Type)]
pub(crate) struct EntryEdit {
    /// Who issued it.
    pub(crate) issuer: String,
    /// Whose it is.
    pub(crate) account: String,
    /// Its tags.
    pub(crate) tags: Vec<String>,
    /// Its note.
    pub(crate) note: String,
    /// Pinned.
    pub(crate) pinned: bool,
}

/// A key shown because the person asked for it.
#[derive(Clone, Serialize, Type)]
pub(crate) struct RevealView {
    /// The key as its kind writes it, in groups of four.
    pub(crate) key_groups: Vec<String>,
    /// The otpauth link as a QR code.
    pub(crate) qr: QrView,
}

/// One row of the trash.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct TrashRow {
    /// The entry's identity.
    pub(crate) id: String,
    /// Who issued it.
    pub(crate) issuer: String,
    /// Whose it is.
    pub(crate) account: String,
    /// When it was deleted.
    pub(crate) deleted_at: Millis,
    /// Days until it is gone for good.
    pub(crate) days_left: u32,
}

/// One entry that could not be understood and is kept as it is.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct QuarantineRow {
    /// Its identity within this run.
    pub(crate) id: String,
    /// A stable code for the reason.
    pub(crate) reason: String,
    /// The app it was imported from, for one that is held from an import.
    pub(crate) app: Option<String>,
    /// What a person knows it by; may be empty.
    pub(crate) name: String,
}

impl From<KeptRecord> for QuarantineRow {
    fn from(kept: KeptRecord) -> Self {
        let app = |id: String| transfer::format(&id).map_or(id, |format| format.app.to_owned());
        Self {
            id: kept.id,
            reason: kept.reason,
            app: kept.format.map(app),
            name: kept.name,
        }
    }
}

impl From<Algorithm> for AlgorithmView {
    fn from(algorithm: Algorithm) -> Self {
        match algorithm {
            Algorithm::Sha1 => Self::Sha1,
            Algorithm::Sha256 => Self::Sha256,
            Algorithm::Sha512 => Self::Sha512,
        }
    }
}

impl From<AlgorithmView> for Algorithm {
    fn from(algorithm: AlgorithmView) -> Self {
        match algorithm {
            AlgorithmView::Sha1 => Self::Sha1,
            AlgorithmView::Sha256 => Self::Sha256,
            AlgorithmView::Sha512 => Self::Sha512,
        }
    }
}

impl OtpView {
    /// The parameters of a kind of code.
    pub(crate) fn of(kind: Kind, weak: bool) -> Self {
        let (view, counter) = match kind {
            Kind::Totp { .. } => (KindView::Totp, None),
            Kind::Hotp { counter, .. } => (KindView::Hotp, Some(Counter(counter))),
            Kind::Steam => (KindView::Steam, None),
            Kind::Motp => (KindView::Motp, None),
            Kind::Yandex => (KindView::Yandex, None),
        };
        let period = kind.period().map(otp::Period::get);
        Self {
            kind: view,
            algorithm: kind.algorithm().map(Into::into),
            digits: kind.length(),
            period,
            counter,
            weak,
        }
    }
}

impl From<&Otp> for OtpView {
    fn from(otp: &Otp) -> Self {
        Self::of(otp.kind, otp.secret.is_weak())
    }
}

impl EntryRow {
    /// A row, its link resolved to the account if the app knows it.
    pub(crate) fn of(row: Row, accounts: &Accounts) -> Self {
        Self {
            linked: row.link.is_some(),
            linked_account: row
                .link
                .as_ref()
                .and_then(|link| accounts.linked(link))
                .map(|id| id.to_string()),
            pending: row.link.as_ref().is_some_and(|link| link.pending),
            id: row.id.to_string(),
            issuer: row.issuer,
            account: row.account,
            otp: OtpView::of(row.kind, row.weak),
            tags: row.tags,
            pinned: row.pinned,
            has_note: row.has_note,
            recovery_left: row.recovery_left.map(count),
        }
    }
}

impl CodesView {
    /// The list, its links resolved to the accounts that the app knows.
    pub(crate) fn of(listing: Listing, accounts: &Accounts) -> Self {
        let tags = listing.tags.into_iter().map(|(tag, number)| TagCount {
            tag,
            count: count(number),
        });
        Self {
            tags: tags.collect(),
            total: count(listing.total),
            trashed: count(listing.trashed),
            quarantined: count(listing.quarantined),
            entries: listing
                .rows
                .into_iter()
                .map(|row| EntryRow::of(row, accounts))
                .collect(),
        }
    }
}

impl CodeNow {
    /// The codes of one entry or candidate. A code is what the app exists to show.
    pub(crate) fn of(id: String, code: &otp::Code, next: Option<&otp::Code>, window: Option<Window>) -> Self {
        Self {
            id,
            code: code.as_str().to_owned(),
            next: next.map_or_else(String::new, |next| next.as_str().to_owned()),
            from: window.map(|window| Millis::from_seconds(window.from)),
            until: window.map(|window| Millis::from_seconds(window.until)),
        }
    }
}

impl From<CodeAt> for CodeNow {
    fn from(at: CodeAt) -> Self {
        Self::of(at.id.to_string(), &at.code, at.next.as_ref(), at.window)
    }
}

impl From<Details> for EntryEdit {
    fn from(details: Details) -> Self {
        Self {
            issuer: details.issuer,
            account: details.account,
            tags: details.tags,
            // The note is shown in the form the person opened.
            note: details.note.map_or_else(String::new, |note| note.expose().to_owned()),
            pinned: details.pinned,
        }
    }
}

impl From<EntryEdit> for Details {
    fn from(edit: EntryEdit) -> Self {
        Self {
            issuer: edit.issuer,
            account: edit.account,
            tags: edit.tags,
            note: (!edit.note.trim().is_empty()).then(|| edit.note.into()),
            pinned: edit.pinned,
        }
    }
}

impl From<Revealed> for RevealView {
    fn from(revealed: Revealed) -> Self {
        Self {
            key_groups: fours(&revealed.key),
            qr: revealed.qr.into(),
        }
    }
}

/// A key in groups of four, as it is read aloud or typed.
pub(crate) fn fours(key: &str) -> Vec<String> {
    key.as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).into_owned())
        .collect()
}

impl TrashRow {
    /// A trashed entry and the days it has left.
    pub(crate) fn of(row: Row, now: jiff::Timestamp) -> Self {
        let deleted_at = row.deleted_at.unwrap_or(now);
        let days = (now - deleted_at).total(jiff::Unit::Hour).unwrap_or(0.0) / 24.0;
        let left = (vault::TRASH_DAYS as f64 - days).ceil().max(0.0);
        Self {
            id: row.id.to_string(),
            issuer: row.issuer,
            account: row.account,
            deleted_at: deleted_at.into(),
            days_left: left as u32,
        }
    }
}
