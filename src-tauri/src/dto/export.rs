//! An export as the screen asks for it and hears of it.

use app::AppError;
use app::exporting::{ExportFormat, Exported, Omitted};
use serde::{Deserialize, Serialize};
use specta::Type;
use transfer::exports::Lost;

use super::vault::count;
use crate::sealed::Sealed;

/// A format to export in.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ExportFormatView {
    /// Its stable name.
    pub(crate) id: String,
    /// Whether a passphrase protects it.
    pub(crate) encrypted: bool,
}

/// What is to be exported.
#[derive(Clone, Deserialize, Type)]
pub(crate) struct ExportRequest {
    /// The format's stable name.
    pub(crate) format: String,
    /// The passphrase for formats that have one.
    pub(crate) password: Option<Sealed>,
    /// These entries; none means all outside the trash.
    pub(crate) ids: Option<Vec<String>>,
}

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ExportView {
    /// Where.
    pub(crate) path: String,
    /// How many entries it holds.
    pub(crate) entries: u32,
    /// Entries the format can't express.
    pub(crate) omitted: Vec<OmittedView>,
    /// What it has no room for.
    pub(crate) lost: Vec<LostView>,
}

/// What a format has no room for.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct LostView {
    /// `label`, `tags`, `note` or `pinned`.
    pub(crate) part: String,
    /// Of how many of the entries in the file.
    pub(crate) entries: u32,
}

/// An entry that is not in the file.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct OmittedView {
    /// Who issued it.
    pub(crate) issuer: String,
    /// Whose it is.
    pub(crate) account: String,
    /// What of it the format can't express: `kind`, `algorithm`, `digits`, `period`, `counter`.
    pub(crate) why: String,
}

impl From<ExportFormat> for ExportFormatView {
    fn from(format: ExportFormat) -> Self {
        Self {
            id: format.id().to_owned(),
            encrypted: format.encrypted(),
        }
    }
}

impl ExportRequest {
    /// The format by its name.
    ///
    /// # Errors
    /// [`AppError::NoImport`] for none that is known.
    pub(crate) fn format(&self) -> Result<ExportFormat, AppError> {
        ExportFormat::named(&self.format).ok_or(AppError::NoImport)
    }
}

impl ExportView {
    /// What was written there.
    pub(crate) fn of(path: String, exported: Exported) -> Self {
        Self {
            path,
            entries: count(exported.entries),
            omitted: exported.omitted.into_iter().map(Into::into).collect(),
            lost: exported.lost.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<(Lost, usize)> for LostView {
    fn from((part, entries): (Lost, usize)) -> Self {
        Self {
            part: part.code().to_owned(),
            entries: count(entries),
        }
    }
}

impl From<Omitted> for OmittedView {
    fn from(omitted: Omitted) -> Self {
        Self {
            issuer: omitted.issuer,
            account: omitted.account,
            why: omitted.why.code().to_owned(),
        }
    }
}
