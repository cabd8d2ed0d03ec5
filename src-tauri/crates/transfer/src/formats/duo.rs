//! Duo Mobile's accounts from a rooted phone. Only those with a key of their own are codes; the others ask Duo.

use secrecy::SecretString;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::json::{Loose, json_records, take_record};
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "duo",
    app: "Duo Mobile",
    detect,
    parse,
};

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Account {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    account_type: Option<String>,
    otp_generator: Generator,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Generator {
    otp_secret: Zeroizing<String>,
    #[serde(default)]
    counter: Loose,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    input.is_array_with(&["otpGenerator"]).then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let mut import = Import::default();
    for raw in json_records(input.text().ok_or(ImportError::Damaged)?)? {
        work.go_on()?;
        take_record(&mut import, raw, draft)?;
    }
    Ok(import)
}

fn draft(account: Account) -> Draft {
    let generator = account.otp_generator;
    let kind = match (account.account_type.as_deref(), &generator.counter.0) {
        // How Duo writes the keys of its own accounts is nowhere told.
        (Some("DuoAccount"), _) => DraftKind::Unknown("DuoAccount".to_owned()),
        (_, Some(_)) => DraftKind::Hotp,
        (_, None) => DraftKind::Totp,
    };
    let mut draft = Draft::new(kind, DraftSecret::Base32(generator.otp_secret));
    draft.account = account.name.unwrap_or_default();
    draft.counter = generator.counter.0;
    draft
}
