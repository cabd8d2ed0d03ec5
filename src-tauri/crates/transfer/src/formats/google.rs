//! Google Authenticator's export as text: `otpauth-migration` links, one a line, in between perhaps links of single codes.

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::otpauth_list::lines;
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::migration::{Collector, Part};
use crate::registry::Format;
use crate::{Draft, Import, Reason, Work};

pub(crate) const FORMAT: Format = Format {
    id: "google",
    app: "Google Authenticator",
    detect,
    parse,
};

/// The most exports whose parts lie in one text: each part is looked for in all of them.
const MOST_EXPORTS: usize = 1_000;

fn detect(input: &Input<'_>) -> Option<bool> {
    lines(input.text()?).any(Part::is_link).then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let mut parts = Collector::default();
    let (mut others, mut broken) = (Vec::new(), Vec::new());
    let mut failure = None;
    for line in lines(input.text().ok_or(ImportError::Damaged)?) {
        work.go_on()?;
        match Part::parse(line) {
            Ok(part) => {
                parts.add(part);
                if parts.exports() > MOST_EXPORTS {
                    return Err(Refusal::TooLarge.into());
                }
            }
            Err(ImportError::NotRecognised) => others.push(line),
            Err(error) => {
                failure.get_or_insert(error);
                broken.push(line);
            }
        }
    }
    // The parts come in any order; their codes keep the phone's.
    let mut import = parts.import()?;
    for line in others {
        import.take(Draft::of_uri(line), || Zeroizing::new(line.to_owned()))?;
    }
    for line in broken {
        import.refuse(Reason::Damaged, Zeroizing::new(line.to_owned()))?;
    }
    // A broken link beside whole ones is one record; alone it's the file that is broken.
    match failure {
        Some(error) if import.entries.is_empty() && import.parts.is_empty() => Err(error),
        _ => Ok(import),
    }
}
