//! Authenticator Plus: an encrypted database, or an archive with a text of links.

mod sqlcipher;

use secrecy::SecretString;
use zeroize::Zeroizing;

use super::otpauth_list;
use crate::archive::Archive;
use crate::derive::needed;
use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::sqlite::{self, Row, Table};
use crate::{Draft, DraftKind, DraftSecret, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "authenticator-plus",
    app: "Authenticator Plus",
    detect,
    parse,
};

pub(super) use self::sqlcipher::is_likely;

/// The text in the archive.
pub(super) const TEXT: &str = "Accounts.txt";
/// The category of codes a person put in none.
const NO_CATEGORY: &str = "All Accounts";

fn detect(input: &Input<'_>) -> Option<bool> {
    if Archive::is_meant(input.bytes()) {
        let mut archive = Archive::open(input.bytes()).ok()?;
        let name = archive.find(TEXT)?;
        return archive.is_encrypted(&name).ok();
    }
    sqlcipher::is_likely(input.bytes()).then_some(true)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    if Archive::is_meant(input.bytes()) {
        return archived(input, password, work);
    }
    let database = sqlcipher::open(input.bytes(), needed(password)?, work)?;
    let accounts = sqlite::filled_table(&database, "accounts")?;
    let mut rows: Vec<&Row> = accounts.rows.iter().collect();
    rows.sort_by_key(|row| accounts.integer(row, "position"));
    let mut import = Import::default();
    for row in rows {
        work.go_on()?;
        import.take(draft(&accounts, row), || accounts.json(row))?;
    }
    Ok(import)
}

fn archived(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let mut archive = Archive::open(input.bytes())?;
    let name = archive.find(TEXT).ok_or(ImportError::Damaged)?;
    let password = if archive.is_encrypted(&name)? {
        Some(needed(password)?)
    } else {
        None
    };
    let text = archive.read(&name, password, otpauth_list::begins)?;
    otpauth_list::read(&Input::new(&text), work)
}

/// The app makes codes with SHA-1, of six digits and for 30 seconds, and stores nothing else.
fn draft(accounts: &Table, row: &Row) -> Draft {
    let text = |column| accounts.text(row, column);
    let secret = text("secret").unwrap_or_default();
    let kind = text("type").map_or(String::new(), |kind| kind.to_string());
    let mut draft = match kind.as_str() {
        "0" => Draft::new(DraftKind::Totp, DraftSecret::Base32(secret)),
        "1" => Draft::new(DraftKind::Hotp, DraftSecret::Base32(secret)),
        // Battle.net's: eight digits, the key in hexadecimal.
        "2" => {
            let mut draft = Draft::new(DraftKind::Totp, DraftSecret::Hex(secret));
            draft.digits = Some("8".to_owned());
            draft
        }
        _ => Draft::new(DraftKind::Unknown(kind), DraftSecret::Base32(secret)),
    };
    draft.counter = text("counter").map(|counter| counter.to_string());
    draft.account = text("email").map_or(String::new(), |email| email.to_string());
    draft.issuer = issuer(text("issuer"), text("original_name"));
    let category = text("category").filter(|category| !category.is_empty() && category.as_str() != NO_CATEGORY);
    draft.extras.tags = category.into_iter().map(|category| category.to_string()).collect();
    draft
}

/// The issuer, or what stands before the colon in the name the code was set up with.
fn issuer(issuer: Option<Zeroizing<String>>, name: Option<Zeroizing<String>>) -> Option<String> {
    if let Some(issuer) = issuer.filter(|issuer| !issuer.trim().is_empty()) {
        return Some(issuer.to_string());
    }
    name?.split_once(':').map(|(issuer, _)| issuer.to_owned())
}
