//! What reading a file gives: codes, and records that need a person's attention, so that every record is accounted for.

use otp::{OtpError, OtpauthUri, SecretError, UriError};
use thiserror::Error;
use zeroize::Zeroizing;

use crate::draft::DraftSecret;
use crate::error::{ImportError, Refusal};
use crate::{Draft, Extras};

/// The most records one file may hold: ten times the most codes that a vault is made for.
pub(crate) const MOST_RECORDS: usize = 100_000;
/// The most that is kept of a file's texts, in bytes. A group's name of a megabyte, which a hundred thousand records are in,
/// would else take a hundred gigabytes.
const MOST_KEPT: usize = 32 * 1024 * 1024;

/// Everything one file holds. No `Debug`: it holds keys.
#[derive(Default)]
pub struct Import {
    /// Records that were understood, in the source's order.
    pub entries: Vec<Imported>,
    /// Records that were not, in the source's order.
    pub issues: Vec<Issue>,
    /// For exports that come in parts: each of them, with the parts that are here.
    pub parts: Vec<Parts>,
    /// The file is a database whose newest records may stand in another file beside it, which nobody can tell from this one.
    pub may_lack_newest: bool,
    /// Bytes of text in them all.
    kept: usize,
}

/// One record that was understood.
#[derive(Clone)]
pub struct Imported {
    /// Which record of the source, from 1.
    pub record: usize,
    /// The code with its names.
    pub otpauth: OtpauthUri,
    /// The URI as the source wrote it, where the record is one.
    pub original: Option<Zeroizing<String>>,
    /// What the source keeps beside the key.
    pub extras: Extras,
    /// Gatehouse's own record word for word, where the source is a vault of ours.
    pub own: Option<Zeroizing<String>>,
}

/// One record that needs attention.
#[derive(Clone)]
pub struct Issue {
    /// Which record of the source, from 1.
    pub record: usize,
    /// Why.
    pub reason: Reason,
    /// Its values, to be put right by hand; `None` where the record can't be read that far.
    pub draft: Option<Draft>,
    /// The record as the source has it, decrypted, to be kept word for word.
    pub verbatim: Zeroizing<String>,
    /// The source is a vault of ours, which holds it in quarantine: it is kept in quarantine just so.
    pub quarantined: bool,
}

/// Parts of an export that is spread over several texts or pictures.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Which export.
    pub batch: i64,
    /// How many there are in all.
    pub total: u32,
    /// Which are here, from 1, in order.
    pub present: Vec<u32>,
}

impl Parts {
    /// The parts still to come, from 1.
    pub fn missing(&self) -> impl Iterator<Item = u32> + '_ {
        (1..=self.total).filter(|part| self.present.binary_search(part).is_err())
    }

    /// Whether none is still to come.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.missing().next().is_none()
    }
}

/// Why a record needs attention. Never holds its key.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Reason {
    /// Its key, settings or names.
    #[error(transparent)]
    Code(#[from] UriError),
    /// The record doesn't have the shape its format gives it.
    #[error("the record is malformed: {field}")]
    Malformed {
        /// The field at fault.
        field: &'static str,
    },
    /// The record is encrypted apart from its file and did not open.
    #[error("the record is damaged")]
    Damaged,
}

impl Reason {
    /// A name for programs and message catalogues; never changes.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Code(error) => error.code(),
            Self::Malformed { .. } => "record-malformed",
            Self::Damaged => "record-damaged",
        }
    }
}

impl From<OtpError> for Reason {
    fn from(error: OtpError) -> Self {
        Self::Code(error.into())
    }
}

impl From<SecretError> for Reason {
    fn from(error: SecretError) -> Self {
        Self::Code(error.into())
    }
}

impl Import {
    /// Takes the source's next record: a code if all of it holds, an issue if not. `verbatim` is the record as the source
    /// has it, asked for only where it is kept.
    ///
    /// # Errors
    /// [`Refusal::TooLarge`] beyond a hundred thousand records, or 32 MiB of text.
    pub fn take(&mut self, draft: Draft, verbatim: impl FnOnce() -> Zeroizing<String>) -> Result<(), ImportError> {
        self.make_room(length(&draft))?;
        let record = self.records() + 1;
        match draft.finish() {
            Ok(otpauth) => self.entries.push(Imported {
                record,
                otpauth,
                original: draft.original.or(draft.uri),
                extras: draft.extras,
                own: draft.own,
            }),
            Err(reason) => {
                let verbatim = verbatim();
                self.make_room(verbatim.len())?;
                self.issues.push(Issue {
                    record,
                    reason,
                    verbatim,
                    draft: Some(draft),
                    quarantined: false,
                });
            }
        }
        Ok(())
    }

    /// Notes that the source's next record can't be read at all.
    ///
    /// # Errors
    /// As [`Import::take`].
    pub fn refuse(&mut self, reason: Reason, verbatim: Zeroizing<String>) -> Result<(), ImportError> {
        self.refused(reason, verbatim, false)
    }

    /// Notes a record of the quarantine of a vault of ours.
    ///
    /// # Errors
    /// As [`Import::take`].
    pub(crate) fn quarantined(&mut self, verbatim: Zeroizing<String>) -> Result<(), ImportError> {
        let reason = Reason::Malformed { field: "quarantine" };
        self.refused(reason, verbatim, true)
    }

    fn refused(&mut self, reason: Reason, verbatim: Zeroizing<String>, quarantined: bool) -> Result<(), ImportError> {
        self.make_room(verbatim.len())?;
        self.issues.push(Issue {
            record: self.records() + 1,
            reason,
            draft: None,
            verbatim,
            quarantined,
        });
        Ok(())
    }

    fn make_room(&mut self, bytes: usize) -> Result<(), ImportError> {
        self.kept = self.kept.saturating_add(bytes);
        if self.records() >= MOST_RECORDS || self.kept > MOST_KEPT {
            return Err(Refusal::TooLarge.into());
        }
        Ok(())
    }

    /// How many records of the source are accounted for.
    #[must_use]
    pub fn records(&self) -> usize {
        self.entries.len() + self.issues.len()
    }
}

/// How many bytes of text a record has.
fn length(draft: &Draft) -> usize {
    let secrets = [&draft.uri, &draft.original, &draft.pin, &draft.extras.note, &draft.own];
    let texts = [
        &draft.issuer,
        &draft.algorithm,
        &draft.digits,
        &draft.period,
        &draft.counter,
        &draft.extras.icon,
    ];
    let key = match &draft.secret {
        DraftSecret::Base32(text) | DraftSecret::Hex(text) => text.len(),
        DraftSecret::Bytes(bytes) => bytes.len(),
        DraftSecret::Missing => 0,
    };
    let secrets = secrets.into_iter().flatten().map(|text| text.len());
    let texts = texts.into_iter().flatten().map(String::len);
    // A tag of no letters takes a place, too.
    let tags = draft.extras.tags.iter().map(|tag| tag.len() + size_of::<String>());
    secrets.chain(texts).chain(tags).sum::<usize>() + key + draft.account.len()
}
