//! Adding codes: what was found, previewed before anything is kept.

use app::AppError;
use app::adding::{Candidate, Chosen, Preview, Problem, show};
use app::clock::CodeClock;
use app::importing::Fix;
use otp::{Digits, Kind, Otp, OtpError, Period, Pin, Secret, UriError};
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;
use vault::Document;

use super::codes::{AlgorithmView, CodeNow, KindView, OtpView};
use super::failure::Failure;
use crate::sealed::Sealed;

/// One code that was found and could be saved.
#[derive(Clone, Serialize, Type)]
pub(crate) struct CandidateView {
    /// Its identity within the preview.
    pub(crate) id: String,
    /// The issuer of the link's parameter (or of its label, where there is none).
    pub(crate) issuer: String,
    /// The label's other issuer, where the two differ: the person chooses.
    pub(crate) other_issuer: Option<String>,
    /// Whose it is.
    pub(crate) account: String,
    /// Its parameters.
    pub(crate) otp: OtpView,
    /// The code it makes now.
    pub(crate) now: CodeNow,
    /// An entry in the vault that is the same already.
    pub(crate) duplicate: bool,
    /// Parameters of the link that are not understood and were not followed (`image`, …).
    pub(crate) ignored: Vec<String>,
}

/// One thing that was found and can't be a code, with why.
#[derive(Clone, Serialize, Type)]
pub(crate) struct ProblemView {
    /// Where it was: a file's name, or empty for the clipboard or typed text.
    pub(crate) source: String,
    /// Why.
    pub(crate) failure: Failure,
}

/// What was found, from wherever.
#[derive(Clone, Serialize, Type)]
pub(crate) struct PreviewView {
    /// Codes that could be saved.
    pub(crate) candidates: Vec<CandidateView>,
    /// What could not be read.
    pub(crate) problems: Vec<ProblemView>,
}

/// A key typed by hand.
#[derive(Clone, Deserialize, Type)]
pub(crate) struct TypedKey {
    /// Base32, or hexadecimal for Mobile-OTP; lower case, spaces and dashes are fine.
    pub(crate) secret: Sealed,
    /// What kind.
    pub(crate) kind: KindView,
    /// Its hash.
    pub(crate) algorithm: AlgorithmView,
    /// How many digits.
    pub(crate) digits: u8,
    /// Seconds a code lasts.
    pub(crate) period: u32,
    /// The counter, as decimal text.
    pub(crate) counter: String,
    /// The PIN, for kinds that need one.
    pub(crate) pin: Sealed,
    /// Who issued it.
    pub(crate) issuer: String,
    /// Whose it is.
    pub(crate) account: String,
}

/// One candidate as the person wants it saved.
#[derive(Clone, Deserialize, Type)]
pub(crate) struct SaveCandidate {
    /// Its identity within the preview.
    pub(crate) id: String,
    /// Who issued it.
    pub(crate) issuer: String,
    /// Whose it is.
    pub(crate) account: String,
    /// Its tags.
    pub(crate) tags: Vec<String>,
}

impl PreviewView {
    /// The preview as it is at this moment; `document` tells what the vault has already.
    pub(crate) fn of(preview: &Preview, document: Option<&Document>, clock: &CodeClock) -> Self {
        let mut view = Self {
            candidates: Vec::new(),
            problems: preview.problems.iter().map(Into::into).collect(),
        };
        for candidate in &preview.candidates {
            match CandidateView::of(candidate, document, clock) {
                Ok(shown) => view.candidates.push(shown),
                Err(error) => view.problems.push(ProblemView {
                    source: String::new(),
                    failure: error.into(),
                }),
            }
        }
        view
    }
}

impl CandidateView {
    fn of(candidate: &Candidate, document: Option<&Document>, clock: &CodeClock) -> Result<Self, AppError> {
        let shown = show(candidate, document, clock)?;
        let uri = &candidate.uri;
        let id = candidate.id.to_string();
        Ok(Self {
            now: CodeNow::of(id.clone(), &shown.code, shown.next.as_ref(), shown.window),
            id,
            issuer: uri.issuer.clone().unwrap_or_default(),
            other_issuer: uri.label_issuer.clone(),
            account: uri.account.clone(),
            otp: (&uri.otp).into(),
            duplicate: shown.duplicate,
            ignored: uri.ignored.clone(),
        })
    }
}

impl From<&Problem> for ProblemView {
    fn from(problem: &Problem) -> Self {
        Self {
            source: problem.source.clone(),
            failure: Failure::of(&problem.error),
        }
    }
}

impl TypedKey {
    /// The key, read as strictly as a link's.
    ///
    /// # Errors
    /// [`AppError::Uri`], naming the field.
    pub(crate) fn otp(&self) -> Result<Otp, AppError> {
        // The typed key is read into its own type.
        let secret = match self.kind {
            KindView::Motp => Secret::parse_hex(self.secret.expose())?,
            _ => Secret::parse_base32(self.secret.expose())?,
        };
        let (algorithm, digits) = (self.algorithm.into(), Digits::new(self.digits.into()));
        let kind = match self.kind {
            KindView::Totp => Kind::Totp {
                algorithm,
                digits: digits?,
                period: Period::new(self.period.into())?,
            },
            KindView::Hotp => Kind::Hotp {
                algorithm,
                digits: digits?,
                counter: self.counter()?,
            },
            KindView::Steam => Kind::Steam,
            KindView::Motp => return Ok(Otp::motp(secret, self.pin()?)),
            KindView::Yandex => return Ok(Otp::yandex(&secret, self.pin()?)?),
        };
        Ok(Otp::new(kind, secret))
    }

    /// The key in place of a record of another app's file.
    ///
    /// # Errors
    /// As [`TypedKey::otp`].
    pub(crate) fn into_fix(self) -> Result<Fix, AppError> {
        Ok(Fix::Key {
            otp: self.otp()?,
            issuer: self.issuer,
            account: self.account,
        })
    }

    fn pin(&self) -> Result<Pin, OtpError> {
        // As the key is.
        match self.pin.expose().trim() {
            "" => Err(OtpError::PinMissing),
            pin => Pin::new(pin),
        }
    }

    fn counter(&self) -> Result<u64, UriError> {
        let text = self.counter.trim();
        if text.is_empty() {
            return Err(UriError::MissingCounter);
        }
        let bad = |_| UriError::NotANumber {
            parameter: "counter",
            value: text.chars().take(24).collect(),
        };
        text.parse().map_err(bad)
    }
}

impl TryFrom<SaveCandidate> for Chosen {
    type Error = AppError;

    fn try_from(save: SaveCandidate) -> Result<Self, AppError> {
        let id = Uuid::parse_str(&save.id).map_err(|_| AppError::NoSuchPreview)?;
        Ok(Self {
            id,
            issuer: save.issuer,
            account: save.account,
            tags: save.tags,
        })
    }
}
