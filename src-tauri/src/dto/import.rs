//! An import as the screen shows it: every record of the file with what becomes of it, and no key.

use app::importing::{ChosenFile, Outcome, Record, Report};
use serde::Serialize;
use specta::Type;

use super::codes::OtpView;
use super::failure::{Failure, FieldFailure};
use super::vault::count;

/// A file that was chosen and recognised.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ImportFile {
    /// The file's name.
    pub(crate) name: String,
    /// The format's stable name.
    pub(crate) format: String,
    /// The app it comes from, by its own name.
    pub(crate) app: String,
    /// Whether its password is needed.
    pub(crate) encrypted: bool,
}

/// What becomes of a record.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum OutcomeView {
    /// The vault doesn't have it.
    New,
    /// The vault, or the file itself, has it already: it is kept once.
    Duplicate,
    /// It needs attention.
    Attention,
}

/// One record.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ImportRecord {
    /// Which record of the file, from 1.
    pub(crate) number: u32,
    /// What becomes of it.
    pub(crate) outcome: OutcomeView,
    /// Who issued it; may be empty.
    pub(crate) issuer: String,
    /// Whose it is; may be empty.
    pub(crate) account: String,
    /// Its settings, where it is understood.
    pub(crate) otp: Option<OtpView>,
    /// Why it needs attention.
    pub(crate) reason: Option<FieldFailure>,
    /// All that is missing is its PIN.
    pub(crate) needs_pin: bool,
    /// It was in the other app's trash, and goes to this one's.
    pub(crate) trashed: bool,
}

/// Everything about the import in hand.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ImportView {
    /// The file.
    pub(crate) file: ImportFile,
    /// Every record, in the file's order.
    pub(crate) records: Vec<ImportRecord>,
    /// Parts that are still to come: how many are there, of how many.
    pub(crate) parts: Option<PartsView>,
    /// It is a database whose newest records may stand in another file beside it.
    pub(crate) may_lack_newest: bool,
    /// Whether it is in the vault now.
    pub(crate) saved: bool,
}

/// An export in several parts.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PartsView {
    /// How many are there.
    pub(crate) present: u32,
    /// How many there are in all.
    pub(crate) total: u32,
}

impl From<ChosenFile> for ImportFile {
    fn from(file: ChosenFile) -> Self {
        Self {
            name: file.name,
            format: file.format.to_owned(),
            app: file.app.to_owned(),
            encrypted: file.encrypted,
        }
    }
}

impl From<Record> for ImportRecord {
    fn from(record: Record) -> Self {
        Self {
            number: count(record.number),
            outcome: match record.outcome {
                Outcome::New => OutcomeView::New,
                Outcome::Duplicate => OutcomeView::Duplicate,
                Outcome::Attention => OutcomeView::Attention,
            },
            issuer: record.issuer,
            account: record.account,
            otp: record.kind.map(|kind| OtpView::of(kind, false)),
            reason: record.reason.as_ref().map(Failure::of_record),
            needs_pin: record.needs_pin,
            trashed: record.trashed,
        }
    }
}

impl From<Report> for ImportView {
    fn from(report: Report) -> Self {
        Self {
            file: report.file.into(),
            records: report.records.into_iter().map(Into::into).collect(),
            parts: (!report.parts.is_empty()).then(|| PartsView {
                present: count(report.parts.iter().map(|parts| parts.present.len()).sum()),
                total: report.parts.iter().map(|parts| parts.total).sum(),
            }),
            may_lack_newest: report.may_lack_newest,
            saved: report.saved,
        }
    }
}
