//! The list of formats, and the one way to read any of them.

use secrecy::SecretString;

use crate::error::{ImportError, Refusal};
use crate::formats;
use crate::input::{Input, MOST_BYTES};
use crate::{Import, Work};

/// One format of one app.
pub struct Format {
    /// Its name for programs; never changes.
    pub id: &'static str,
    /// The app's name as people know it.
    pub app: &'static str,
    /// Whether a file is of this format, by its content; `Some(true)` when a password is needed.
    pub(crate) detect: fn(&Input<'_>) -> Option<bool>,
    /// Reads a file of this format.
    pub(crate) parse: fn(&Input<'_>, Option<&SecretString>, &Work) -> Result<Import, ImportError>,
}

/// A file's format.
#[derive(Clone, Copy)]
pub struct Recognised {
    /// Which.
    pub format: &'static Format,
    /// Whether its content is encrypted, so that a password is needed.
    pub encrypted: bool,
}

/// Every format, in the order in which they are tried: the most particular first.
pub static FORMATS: &[&Format] = &[
    &formats::gatehouse::FORMAT,
    &formats::aegis::FORMAT,
    &formats::twofas::FORMAT,
    &formats::proton::FORMAT,
    &formats::freeotp_plus::FORMAT,
    &formats::freeotp2::FORMAT,
    &formats::stratum::FORMAT,
    &formats::bitwarden::VAULT,
    &formats::bitwarden::AUTHENTICATOR,
    &formats::bitwarden::CSV,
    &formats::keepass::FORMAT,
    &formats::keepassxc_csv::FORMAT,
    &formats::lastpass::FORMAT,
    &formats::ente::FORMAT,
    &formats::raivo::FORMAT,
    &formats::winauth::FORMAT,
    &formats::google::FORMAT,
    &formats::otpauth_list::FORMAT,
    &formats::onepux::FORMAT,
    &formats::steam::FORMAT,
    &formats::duo::FORMAT,
    &formats::authy::FORMAT,
    &formats::freeotp1::FORMAT,
    &formats::microsoft::FORMAT,
    &formats::andotp::FORMAT,
    &formats::authenticator_plus::FORMAT,
    &formats::totp_authenticator::FORMAT,
];

/// Tells a file's format by its content; the file's name plays no part.
///
/// # Errors
/// [`ImportError::NotRecognised`]; [`Refusal::TooLarge`].
pub fn recognise(input: &Input<'_>) -> Result<Recognised, ImportError> {
    if input.bytes().len() > MOST_BYTES {
        return Err(Refusal::TooLarge.into());
    }
    let mut found = FORMATS.iter().filter_map(|format| {
        let encrypted = (format.detect)(input)?;
        Some(Recognised { format, encrypted })
    });
    found.next().ok_or(ImportError::NotRecognised)
}

/// The names of all formats that take a file for theirs: one, or detection is too lax somewhere.
#[must_use]
pub fn claims(input: &Input<'_>) -> Vec<&'static str> {
    let claimed = FORMATS.iter().filter(|format| (format.detect)(input).is_some());
    claimed.map(|format| format.id).collect()
}

/// The format of this name.
#[must_use]
pub fn format(id: &str) -> Option<&'static Format> {
    FORMATS.iter().find(|format| format.id == id).copied()
}

/// Reads a file of a known format. Slow where a key must be derived: keep it off the user interface's thread.
///
/// # Errors
/// [`ImportError`]; a wrong password, damage and refusal told apart.
pub fn read(
    format: &Format,
    input: &Input<'_>,
    password: Option<&SecretString>,
    work: &Work,
) -> Result<Import, ImportError> {
    if input.bytes().len() > MOST_BYTES {
        return Err(Refusal::TooLarge.into());
    }
    work.go_on()?;
    (format.parse)(input, password, work)
}
