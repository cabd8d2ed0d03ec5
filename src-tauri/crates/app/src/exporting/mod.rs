//! Taking codes along: the chosen entries in a format other apps read, checked by reading it back before anyone relies on it.

mod confirm;
mod confirmation;
mod pages;
mod write;

use std::collections::{BTreeMap, HashSet};

use secrecy::SecretString;
use transfer::exports::{AEGIS, Export, GOOGLE, Holds, LeftOut, Lost, OTPAUTH_LIST, Outgoing, TWOFAS};
use uuid::Uuid;
use vault::{Document, Entry};
use zeroize::Zeroizing;

use crate::AppError;

/// A format to export in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportFormat {
    /// The whole vault under a passphrase: a standard age file.
    Gatehouse,
    /// Aegis' vault file under a password.
    Aegis,
    /// Aegis' vault file, not encrypted.
    AegisPlain,
    /// 2FAS' backup, not encrypted.
    Twofas,
    /// A page of QR codes that Google Authenticator takes over, not encrypted.
    Google,
    /// A page to be printed, with a QR code and the key of each entry, not encrypted.
    Printable,
    /// Links, one a line, not encrypted.
    OtpauthList,
}

impl ExportFormat {
    /// Every format, the safest first.
    pub const ALL: [Self; 7] = [
        Self::Gatehouse,
        Self::Aegis,
        Self::AegisPlain,
        Self::Twofas,
        Self::Google,
        Self::Printable,
        Self::OtpauthList,
    ];

    /// Its stable name.
    #[must_use]
    pub const fn id(self) -> &'static str {
        match self {
            Self::Gatehouse => "gatehouse",
            Self::Aegis => "aegis",
            Self::AegisPlain => "aegis-plain",
            Self::Twofas => "2fas",
            Self::Google => "google",
            Self::Printable => "printable",
            Self::OtpauthList => "otpauth",
        }
    }

    /// The format of this name.
    #[must_use]
    pub fn named(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// Whether a passphrase protects it.
    #[must_use]
    pub const fn encrypted(self) -> bool {
        matches!(self, Self::Gatehouse | Self::Aegis)
    }

    /// What it has room for beside code and names; none for our own, which has room for everything.
    const fn holds(self) -> Option<Holds> {
        match self {
            Self::Gatehouse => None,
            Self::Aegis | Self::AegisPlain => Some(AEGIS),
            Self::Twofas => Some(TWOFAS),
            Self::Google => Some(GOOGLE),
            Self::Printable | Self::OtpauthList => Some(OTPAUTH_LIST),
        }
    }

    /// The usual end of its file's name.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Gatehouse => "age",
            Self::Aegis | Self::AegisPlain => "json",
            Self::Twofas => "2fas",
            Self::Google | Self::Printable => "html",
            Self::OtpauthList => "txt",
        }
    }
}

/// An entry that the format can't express.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Omitted {
    /// Which entry.
    pub id: Uuid,
    /// Who issued it.
    pub issuer: String,
    /// Whose it is.
    pub account: String,
    /// Why.
    pub why: LeftOut,
}

/// An export, not yet on the disk. No `Debug`: it may hold keys.
pub struct Exported {
    /// The file.
    pub bytes: Zeroizing<Vec<u8>>,
    /// How many entries it holds.
    pub entries: usize,
    /// Entries it can't express.
    pub omitted: Vec<Omitted>,
    /// What it has no room for, and of how many of the others.
    pub lost: BTreeMap<Lost, usize>,
}

/// Which entries.
pub enum Selection {
    /// All outside the trash.
    All,
    /// These.
    These(Vec<Uuid>),
}

impl Selection {
    fn of<'a>(&self, document: &'a Document) -> Vec<&'a Entry> {
        match self {
            Self::All => document.live().collect(),
            Self::These(ids) => ids.iter().filter_map(|id| document.entry(*id)).collect(),
        }
    }
}

/// Makes an export. Slow where a passphrase protects it: off the event loop.
///
/// # Errors
/// [`AppError::Import`] with a password needed, when the format wants one and none is given; [`AppError::ExportNotFaithful`]
/// when it does not read back, and then nothing of it is handed out.
pub fn export(
    document: &Document,
    selection: &Selection,
    format: ExportFormat,
    password: Option<&SecretString>,
) -> Result<Exported, AppError> {
    let entries = selection.of(document);
    let outgoing: Vec<Outgoing> = entries.iter().map(|entry| outgoing(entry)).collect();
    let Export { written, left_out } = match format {
        ExportFormat::Gatehouse => write::backup(document, password)?,
        _ => write::written(format, &outgoing, password)?,
    };
    let lost = lost(format, &outgoing, &left_out);
    let omitted: Vec<Omitted> = left_out
        .into_iter()
        .map(|(place, why)| omitted(entries[place], why))
        .collect();
    Ok(Exported {
        bytes: written,
        entries: entries.len() - omitted.len(),
        omitted,
        lost,
    })
}

pub use confirmation::Confirmation;
pub use write::private_file;

fn outgoing(entry: &Entry) -> Outgoing {
    // Keys and notes, exposed because the person asked for a file that holds them.
    Outgoing {
        otpauth: entry.otpauth().clone(),
        original: entry
            .original_uri
            .as_ref()
            .map(|uri| Zeroizing::new(uri.expose().to_owned())),
        extras: transfer::Extras {
            tags: entry.tags.clone(),
            note: entry.note.as_ref().map(|note| Zeroizing::new(note.expose().to_owned())),
            pinned: entry.pinned,
            trashed: entry.deleted_at.is_some(),
            icon: entry.icon.clone(),
        },
    }
}

/// What the format has no room for of the entries it holds, and of how many of them.
fn lost(format: ExportFormat, entries: &[Outgoing], left_out: &[(usize, LeftOut)]) -> BTreeMap<Lost, usize> {
    let Some(holds) = format.holds() else {
        return BTreeMap::new();
    };
    let left: HashSet<usize> = left_out.iter().map(|(place, _)| *place).collect();
    let held = entries.iter().enumerate().filter(|(place, _)| !left.contains(place));
    let mut lost = BTreeMap::new();
    for part in held.flat_map(|(_, entry)| holds.lost(entry)) {
        *lost.entry(part).or_default() += 1;
    }
    lost
}

fn omitted(entry: &Entry, why: LeftOut) -> Omitted {
    Omitted {
        id: entry.id,
        issuer: entry.issuer().unwrap_or_default().to_owned(),
        account: entry.account().to_owned(),
        why,
    }
}
