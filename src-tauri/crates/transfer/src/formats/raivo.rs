//! Raivo: an archive, encrypted with AES, that holds the codes as JSON and again as a page to print; or that JSON alone, as other
//! apps ask for it. Every value is a text.

use secrecy::SecretString;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::json::json_records;
use crate::archive::Archive;
use crate::derive::needed;
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Import, Reason, Work};

pub(crate) const FORMAT: Format = Format {
    id: "raivo",
    app: "Raivo OTP",
    detect,
    parse,
};

/// The file in the archive that holds the codes.
const CODES: &str = "raivo-otp-export.json";
/// Names no other app's records have together.
const NAMES: [&str; 5] = ["kind", "timer", "iconType", "iconValue", "secret"];

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    issuer: String,
    account: String,
    secret: Zeroizing<String>,
    algorithm: String,
    digits: String,
    kind: String,
    timer: String,
    counter: String,
    #[serde(default)]
    pinned: String,
    #[serde(default)]
    icon_type: String,
    #[serde(default)]
    icon_value: String,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    if Archive::is_meant(input.bytes()) {
        let mut archive = Archive::open(input.bytes()).ok()?;
        let name = archive.find(CODES)?;
        return archive.is_encrypted(&name).ok();
    }
    input.is_array_with(&NAMES).then_some(false)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    if !Archive::is_meant(input.bytes()) {
        return codes(input, work);
    }
    let mut archive = Archive::open(input.bytes())?;
    let name = archive.find(CODES).ok_or(ImportError::Damaged)?;
    let password = if archive.is_encrypted(&name)? {
        Some(needed(password)?)
    } else {
        None
    };
    work.go_on()?;
    let json = archive.read(&name, password, |begin| begin.starts_with(b"["))?;
    codes(&Input::new(&json), work)
}

fn codes(input: &Input<'_>, work: &Work) -> Result<Import, ImportError> {
    let mut import = Import::default();
    for raw in json_records(input.text().ok_or(ImportError::Damaged)?)? {
        work.go_on()?;
        let verbatim = || Zeroizing::new(raw.get().to_owned());
        match serde_json::from_str::<Record>(raw.get()) {
            Ok(record) => import.take(draft(record), verbatim)?,
            Err(_) => import.refuse(Reason::Malformed { field: "record" }, verbatim())?,
        }
    }
    Ok(import)
}

fn draft(record: Record) -> Draft {
    let kind = match record.kind.to_ascii_uppercase().as_str() {
        "TOTP" => DraftKind::Totp,
        "HOTP" => DraftKind::Hotp,
        _ => DraftKind::Unknown(record.kind),
    };
    let mut draft = Draft::new(kind, DraftSecret::Base32(record.secret));
    draft.issuer = Some(record.issuer);
    draft.account = record.account;
    draft.algorithm = Some(record.algorithm);
    draft.digits = Some(record.digits);
    draft.period = Some(record.timer);
    draft.counter = Some(record.counter);
    draft.extras.pinned = record.pinned.eq_ignore_ascii_case("true");
    draft.extras.icon = icon(&record.icon_type, &record.icon_value);
    draft
}

/// The name out of a path in Raivo's collection of icons; a picture of the person's own is none.
fn icon(kind: &str, value: &str) -> Option<String> {
    let file = value.rsplit('/').next().filter(|_| kind == "raivo_repository")?;
    let name = file.rsplit_once('.').map_or(file, |(name, _)| name);
    (!name.is_empty()).then(|| name.to_owned())
}
