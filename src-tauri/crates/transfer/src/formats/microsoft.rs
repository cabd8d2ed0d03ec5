//! Microsoft Authenticator's database from a rooted phone. Accounts of other services have keys in base32; Microsoft's own
//! have eight digits.

use data_encoding::BASE64;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::error::ImportError;
use crate::input::Input;
use crate::registry::Format;
use crate::sqlite::{self, MAGIC, Row, Table};
use crate::{Draft, DraftKind, DraftSecret, Import, Reason, Work};

pub(crate) const FORMAT: Format = Format {
    id: "microsoft",
    app: "Microsoft Authenticator",
    detect,
    parse,
};

/// The column that holds keys.
const KEY: &str = "oath_secret_key";

fn detect(input: &Input<'_>) -> Option<bool> {
    let bytes = input.bytes();
    // Of one whose tables all stand in another file nobody can tell whose it is.
    let is_ours = || match sqlite::table(bytes, "accounts").ok()? {
        Some(table) => Some(table.has(KEY)),
        None => Some(sqlite::is_journalled(bytes) && sqlite::is_empty(bytes).ok()?),
    };
    (bytes.starts_with(MAGIC) && is_ours()?).then_some(false)
}

fn parse(input: &Input<'_>, _: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let accounts = sqlite::filled_table(input.bytes(), "accounts")?;
    let mut import = Import::default();
    for row in &accounts.rows {
        work.go_on()?;
        let filled = |column| accounts.text(row, column).is_some_and(|key| !key.is_empty());
        // Accounts that are only asked by a message have no key.
        if filled(KEY) {
            import.take(draft(&accounts, row), || accounts.json(row))?;
        } else if accounts.has("encrypted_oath_secret_key") && filled("encrypted_oath_secret_key") {
            // Its key lies in the phone's own store.
            import.refuse(Reason::Malformed { field: KEY }, accounts.json(row))?;
        }
    }
    import.may_lack_newest = sqlite::is_journalled(input.bytes());
    Ok(import)
}

fn draft(accounts: &Table, row: &Row) -> Draft {
    let text = |column| accounts.text(row, column);
    let key = text(KEY).unwrap_or_default();
    let mut draft = match accounts.integer(row, "account_type") {
        Some(0) => Draft::new(DraftKind::Totp, DraftSecret::Base32(key)),
        Some(1) => {
            let bytes = BASE64.decode(key.as_bytes()).map(Zeroizing::new);
            let mut draft = Draft::new(DraftKind::Totp, bytes.map_or(DraftSecret::Missing, DraftSecret::Bytes));
            draft.digits = Some("8".to_owned());
            draft
        }
        other => {
            let kind = other.map(|kind| kind.to_string()).unwrap_or_default();
            Draft::new(DraftKind::Unknown(kind), DraftSecret::Base32(key))
        }
    };
    draft.issuer = text("name").map(|name| name.to_string());
    draft.account = text("username").map_or(String::new(), |name| name.to_string());
    draft
}
