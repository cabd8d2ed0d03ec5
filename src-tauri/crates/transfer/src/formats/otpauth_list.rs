//! A list of links, one a line: what many apps export as text, and what a person pastes together.

use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::error::ImportError;
use crate::input::Input;
use crate::migration::Part;
use crate::registry::Format;
use crate::{Draft, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "otpauth",
    app: "otpauth://",
    detect,
    parse,
};

/// What a line of the list begins with.
const SCHEMES: [&str; 3] = ["otpauth://", "steam://", "motp:"];

fn detect(input: &Input<'_>) -> Option<bool> {
    let text = input.text()?;
    let listed = lines(text).any(is_link) && !lines(text).any(Part::is_link);
    // Ente's own lists say more.
    (listed && !super::ente::is_list(text)).then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    read(input, work)
}

/// Reads a list.
pub(super) fn read(input: &Input<'_>, work: &Work) -> Result<Import, ImportError> {
    let mut import = Import::default();
    for line in lines(input.text().ok_or(ImportError::Damaged)?) {
        work.go_on()?;
        import.take(Draft::of_uri(line), || Zeroizing::new(line.to_owned()))?;
    }
    Ok(import)
}

/// Whether bytes begin as a list does.
pub(super) fn begins(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    let begin = String::from_utf8_lossy(&bytes[..bytes.len().min(64)]);
    is_link(begin.trim_start())
}

/// A text's lines, without empty ones and the spaces around them.
pub(super) fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().map(str::trim).filter(|line| !line.is_empty())
}

/// Whether a line begins as a link does.
pub(super) fn is_link(line: &str) -> bool {
    SCHEMES.iter().any(|scheme| {
        line.get(..scheme.len())
            .is_some_and(|begin| begin.eq_ignore_ascii_case(scheme))
    })
}
