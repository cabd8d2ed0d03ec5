//! Adding codes: whatever a person brings is read into a preview, and nothing is kept before they say so.

use std::sync::{Mutex, MutexGuard, PoisonError};

use otp::{Code, Otp, OtpauthUri, UriError, Window};
use qr::{Limits, QrError};
use secrecy::SecretString;
use transfer::migration::Part;
use uuid::Uuid;
use vault::{Document, Entry, SecretUri};
use zeroize::Zeroizing;

use crate::AppError;
use crate::clock::CodeClock;
use crate::vault_session::VaultSession;

/// The longest text read as a list of links, in bytes.
const MOST_TEXT: usize = 1024 * 1024;

/// One code that could be saved.
#[derive(Clone)]
pub struct Candidate {
    /// Its identity within the preview.
    pub id: Uuid,
    /// What was read.
    pub uri: OtpauthUri,
    /// The text it was read from, kept for a lossless export; none for a typed key.
    original: Option<Zeroizing<String>>,
}

/// One thing that can't be saved, and why.
pub struct Problem {
    /// The file's name; empty for a text or the clipboard.
    pub source: String,
    /// Why.
    pub error: AppError,
}

/// What was found.
#[derive(Default)]
pub struct Preview {
    /// What could be saved.
    pub candidates: Vec<Candidate>,
    /// What can't.
    pub problems: Vec<Problem>,
    /// Links that each hold a part of another app's whole export: these are imported, not added one by one.
    parts: Vec<Zeroizing<String>>,
}

/// One candidate as the person wants it saved.
pub struct Chosen {
    /// Which candidate.
    pub id: Uuid,
    /// Who issued it.
    pub issuer: String,
    /// Whose it is.
    pub account: String,
    /// Its tags.
    pub tags: Vec<String>,
}

/// What a candidate shows while it waits: its codes, and whether the vault has it already.
pub struct Shown {
    /// The code that counts now.
    pub code: Code,
    /// The one after it; none at the end of a counter.
    pub next: Option<Code>,
    /// How long it counts; none for counter-based ones.
    pub window: Option<Window>,
    /// The vault has the same one.
    pub duplicate: bool,
}

impl Preview {
    /// Reads links, one a line. Empty lines don't count.
    #[must_use]
    pub fn of_text(source: &str, text: &str) -> Self {
        let mut preview = Self::default();
        if text.len() > MOST_TEXT {
            preview.problem(source, AppError::TextTooLong);
            return preview;
        }
        for line in text.lines().map(str::trim).filter(|line| !line.is_empty()) {
            preview.link(source, line);
        }
        if preview.candidates.is_empty() && preview.problems.is_empty() && !preview.is_export() {
            preview.problem(source, UriError::NotOtpauth.into());
        }
        preview
    }

    /// Reads every QR code of a picture, or a file of links.
    #[must_use]
    pub fn of_file(source: &str, bytes: &[u8]) -> Self {
        match qr::read(bytes, Limits::default()) {
            Err(QrError::NotAPicture) if looks_like_links(bytes) => {
                Self::of_text(source, std::str::from_utf8(bytes).unwrap_or_default())
            }
            read => Self::of_codes(source, read),
        }
    }

    /// Reads every QR code of an unpacked picture (four bytes a pixel).
    #[must_use]
    pub fn of_rgba(width: u32, height: u32, rgba: &[u8]) -> Self {
        Self::of_codes("", qr::read_rgba(width, height, rgba, Limits::default()))
    }

    /// What several pictures show together: the same code twice counts once (monitors may show the same), and a picture
    /// without a code matters only where none has one.
    #[must_use]
    pub fn of_several(pictures: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Self::default();
        pictures.into_iter().for_each(|picture| all.join(picture));
        let mut seen: Vec<Zeroizing<String>> = Vec::new();
        all.candidates.retain(|one| match &one.original {
            Some(text) if seen.contains(text) => false,
            Some(text) => {
                seen.push(text.clone());
                true
            }
            None => true,
        });
        // A part that is seen twice is told by whoever puts the parts together.
        let no_code = |problem: &Problem| matches!(problem.error, AppError::Picture(QrError::NoCode));
        if all.candidates.is_empty() && !all.is_export() && all.problems.iter().all(no_code) {
            all.problems.truncate(1);
        } else {
            all.problems.retain(|problem| !no_code(problem));
        }
        all
    }

    /// Takes over a key typed by hand.
    ///
    /// # Errors
    /// [`AppError::Uri`] when a label can't be kept.
    pub fn of_key(otp: Otp, issuer: &str, account: &str) -> Result<Self, AppError> {
        let uri = OtpauthUri::new(otp, Some(issuer).filter(|issuer| !issuer.is_empty()), account)?;
        Ok(Self {
            candidates: vec![Candidate {
                id: Uuid::new_v4(),
                uri,
                original: None,
            }],
            ..Self::default()
        })
    }

    /// Whether parts of an export were found: it is imported then, with all that was found beside it.
    #[must_use]
    pub fn is_export(&self) -> bool {
        !self.parts.is_empty()
    }

    /// The links that were found, one a line, as [`crate::importing::Importing`] takes them.
    #[must_use]
    pub fn links(&self) -> Zeroizing<Vec<u8>> {
        let originals = self.candidates.iter().filter_map(|one| one.original.as_ref());
        let mut lines = Zeroizing::new(Vec::new());
        for link in self.parts.iter().chain(originals) {
            lines.extend_from_slice(link.as_bytes());
            lines.push(b'\n');
        }
        lines
    }

    /// Adds what another preview found.
    pub fn join(&mut self, other: Self) {
        self.candidates.extend(other.candidates);
        self.problems.extend(other.problems);
        self.parts.extend(other.parts);
    }

    /// Notes something that couldn't be read.
    pub fn problem(&mut self, source: &str, error: AppError) {
        self.problems.push(Problem {
            source: source.to_owned(),
            error,
        });
    }

    fn of_codes(source: &str, read: Result<Vec<Zeroizing<String>>, QrError>) -> Self {
        let mut preview = Self::default();
        match read {
            Ok(texts) => texts.iter().for_each(|text| preview.link(source, text)),
            Err(error) => preview.problem(source, error.into()),
        }
        preview
    }

    fn link(&mut self, source: &str, text: &str) {
        if Part::is_link(text) {
            self.parts.push(Zeroizing::new(text.to_owned()));
            return;
        }
        match OtpauthUri::parse(text) {
            Ok(uri) => self.candidates.push(Candidate {
                id: Uuid::new_v4(),
                uri,
                original: Some(Zeroizing::new(text.to_owned())),
            }),
            Err(error) => self.problem(source, error.into()),
        }
    }
}

/// Whether a line begins as a link does. (A drawing as text may hold links too, further in.)
fn looks_like_links(bytes: &[u8]) -> bool {
    let scheme = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let link = |line: &str| {
        line.trim_start()
            .split_once("://")
            .is_some_and(|(word, _)| scheme(word))
    };
    std::str::from_utf8(bytes).is_ok_and(|text| text.lines().any(link))
}

/// The preview in hand, and what waits to be shown next.
#[derive(Default)]
pub struct Adding {
    shown: Mutex<Preview>,
    waiting: Mutex<Option<Preview>>,
}

impl Adding {
    /// Makes this the preview in hand; the one before is forgotten.
    pub fn show<R>(&self, preview: Preview, view: impl FnOnce(&Preview) -> R) -> R {
        let mut shown = self.lock();
        *shown = preview;
        view(&shown)
    }

    /// Keeps something dropped on or opened with the app until the screen asks for it.
    pub fn wait(&self, preview: Preview) {
        let mut waiting = self.waiting.lock().unwrap_or_else(PoisonError::into_inner);
        match &mut *waiting {
            Some(other) => other.join(preview),
            none => *none = Some(preview),
        }
    }

    /// Whether something waits.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    /// What waited, taken.
    pub fn take_waiting(&self) -> Option<Preview> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    /// Looks at the preview in hand.
    pub fn look<R>(&self, view: impl FnOnce(&Preview) -> R) -> R {
        view(&self.lock())
    }

    /// Forgets the preview.
    pub fn discard(&self) {
        *self.lock() = Preview::default();
    }

    /// Forgets the preview and what waits, as when the vault locks.
    pub fn forget(&self) {
        self.discard();
        drop(self.take_waiting());
    }

    /// Saves the chosen candidates, all or none, durably; the new entries' identities.
    ///
    /// # Errors
    /// [`AppError::NoSuchPreview`] when one isn't in hand; [`AppError::Uri`] when a label can't be kept; the vault's own.
    /// Nothing is saved then, and the preview stays.
    pub fn save(&self, vault: &VaultSession, chosen: &[Chosen]) -> Result<Vec<Uuid>, AppError> {
        let mut shown = self.lock();
        let now = jiff::Timestamp::now();
        let entries = chosen
            .iter()
            .enumerate()
            .map(|(place, one)| entry_of(&shown, one, crate::codes::each_later(now, place)))
            .collect::<Result<Vec<_>, _>>()?;
        let ids = entries.iter().map(|entry| entry.id).collect();
        vault.update(|document| {
            entries
                .iter()
                .try_for_each(|entry| document.add(entry.clone()).map(drop))
        })?;
        *shown = Preview::default();
        Ok(ids)
    }

    fn lock(&self) -> MutexGuard<'_, Preview> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn entry_of(preview: &Preview, chosen: &Chosen, now: jiff::Timestamp) -> Result<Entry, AppError> {
    let candidate = preview
        .candidates
        .iter()
        .find(|one| one.id == chosen.id)
        .ok_or(AppError::NoSuchPreview)?;
    let issuer = Some(chosen.issuer.trim()).filter(|issuer| !issuer.is_empty());
    let uri = OtpauthUri::new(candidate.uri.otp.clone(), issuer, chosen.account.trim())?;
    let mut entry = Entry::new(uri, now);
    entry.original_uri = candidate.original.clone().map(SecretUri::from);
    entry.tags = crate::codes::tidy_tags(&chosen.tags);
    Ok(entry)
}

/// What a candidate shows at this moment.
///
/// # Errors
/// Never for a key that was read; [`otp::OtpError`] otherwise.
pub fn show(candidate: &Candidate, document: Option<&Document>, clock: &CodeClock) -> Result<Shown, AppError> {
    let (otp, now) = (&candidate.uri.otp, clock.now());
    Ok(Shown {
        code: otp.code_at(now)?,
        next: crate::codes::following(otp, now),
        window: otp.window_at(now).map(|window| clock.here(window)),
        duplicate: document.is_some_and(|document| document.duplicates(otp).next().is_some()),
    })
}

/// A typed key's secret, out of the web view's hands.
#[must_use]
pub fn typed(secret: String) -> SecretString {
    SecretString::from(secret)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    const ONE: &str = "otpauth://totp/One?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    const OTHER: &str = "otpauth://totp/Other?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";

    fn empty() -> Preview {
        Preview::of_rgba(2, 2, &[255; 16])
    }

    #[test]
    fn pictures_of_the_same_code_count_once_and_empty_ones_only_together() {
        let several = Preview::of_several([
            empty(),
            Preview::of_text("", ONE),
            Preview::of_text("", OTHER),
            Preview::of_text("", ONE),
        ]);
        assert_eq!((several.candidates.len(), several.problems.len()), (2, 0));
        let nothing = Preview::of_several([empty(), empty()]);
        assert!(matches!(
            nothing.problems.as_slice(),
            [Problem {
                error: AppError::Picture(QrError::NoCode),
                ..
            }]
        ));
        let unreadable = Preview::of_several([empty(), Preview::of_text("", "https://example.com/")]);
        assert!(matches!(
            unreadable.problems.as_slice(),
            [Problem {
                error: AppError::Uri(_),
                ..
            }]
        ));
    }
}
