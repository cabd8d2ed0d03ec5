//! Authy's preferences from a rooted phone: tokens of other services under the backup password, and Authy's own, whose codes
//! have seven digits and last ten seconds.

use data_encoding::BASE64;
use secrecy::SecretString;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::json::{Loose, json_records, take_record};
use super::preferences;
use crate::cipher::open_cbc;
use crate::derive::{self, Hash, Key};
use crate::error::{ImportError, Refusal};
use crate::input::Input;
use crate::registry::Format;
use crate::{Draft, DraftKind, DraftSecret, Import, Work};

pub(crate) const FORMAT: Format = Format {
    id: "authy",
    app: "Authy",
    detect,
    parse,
};

/// The preferences that hold tokens.
const LISTS: [&str; 2] = [
    "com.authy.storage.tokens.authenticator.key",
    "com.authy.storage.tokens.authy.key",
];
/// PBKDF2's rounds for a token's key.
const ROUNDS: u64 = 1_000;
/// How long Authy's own codes last, in seconds.
const OWN_PERIOD: &str = "10";

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Token {
    #[serde(default)]
    name: Option<String>,
    #[serde(default)]
    original_name: Option<String>,
    #[serde(default)]
    original_issuer: Option<String>,
    #[serde(default)]
    account_type: Option<String>,
    #[serde(default)]
    digits: Loose,
    #[serde(default)]
    decrypted_secret: Option<Zeroizing<String>>,
    #[serde(default)]
    encrypted_secret: Option<String>,
    #[serde(default)]
    salt: Option<String>,
    /// Authy's own, in hexadecimal.
    #[serde(default)]
    secret_seed: Option<Zeroizing<String>>,
}

fn detect(input: &Input<'_>) -> Option<bool> {
    let lists = lists(input.text()?)?;
    // Within the JSON the names are plain.
    Some(lists.iter().any(|list| list.contains("\"encryptedSecret\"")))
}

fn lists(text: &str) -> Option<Vec<Zeroizing<String>>> {
    let ours = |(name, value)| LISTS.contains(&name).then_some(value);
    let lists: Vec<_> = if preferences::is_file(text) {
        preferences::texts(text).filter_map(ours).collect()
    } else {
        Vec::new()
    };
    (!lists.is_empty()).then_some(lists)
}

fn parse(input: &Input<'_>, password: Option<&SecretString>, work: &Work) -> Result<Import, ImportError> {
    let lists = lists(input.text().ok_or(ImportError::Damaged)?).ok_or(ImportError::Damaged)?;
    let mut import = Import::default();
    // Each token has a key of its own: all together cost no more than one may.
    let mut rounds = work.most().rounds;
    for list in &lists {
        for raw in json_records(list)? {
            work.go_on()?;
            let opened = match serde_json::from_str::<Token>(raw.get()) {
                Ok(token) => opened(&token, password, &mut rounds, work)?,
                Err(_) => None,
            };
            take_record(&mut import, raw, |token: Token| draft(token, opened))?;
        }
    }
    Ok(import)
}

/// The key of an encrypted token. There is no tag: what doesn't unpad into base32 came of another password.
fn opened(
    token: &Token,
    password: Option<&SecretString>,
    rounds: &mut u64,
    work: &Work,
) -> Result<Option<Zeroizing<String>>, ImportError> {
    let Some((sealed, salt)) = token.encrypted_secret.as_ref().zip(token.salt.as_ref()) else {
        return Ok(None);
    };
    let sealed = BASE64.decode(sealed.as_bytes()).map_err(|_| ImportError::Damaged)?;
    let password = derive::needed(password)?;
    *rounds = rounds.checked_sub(ROUNDS).ok_or(Refusal::KeyDerivationTooCostly)?;
    let key: Key<32> = derive::pbkdf2(Hash::Sha1, password, salt.as_bytes(), ROUNDS, work)?;
    let opened = open_cbc(&key, &[0; 16], &sealed).ok_or(ImportError::WrongPassword)?;
    let text = std::str::from_utf8(&opened).map_err(|_| ImportError::WrongPassword)?;
    if !text
        .bytes()
        .all(|byte| byte.is_ascii_alphanumeric() || b"=- ".contains(&byte))
    {
        return Err(ImportError::WrongPassword);
    }
    Ok(Some(Zeroizing::new(text.to_owned())))
}

fn draft(token: Token, opened: Option<Zeroizing<String>>) -> Draft {
    let filled = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    if let Some(seed) = token.secret_seed {
        let mut draft = Draft::new(DraftKind::Totp, DraftSecret::Hex(seed));
        draft.issuer = filled(token.name);
        draft.digits = token.digits.0;
        draft.period = Some(OWN_PERIOD.to_owned());
        return draft;
    }
    let secret = opened
        .or(token.decrypted_secret)
        .map_or(DraftSecret::Missing, DraftSecret::Base32);
    let mut draft = Draft::new(DraftKind::Totp, secret);
    draft.digits = token.digits.0;
    let name = filled(token.name).unwrap_or_default();
    let of_original = || token.original_name.as_deref().and_then(|name| name.split_once(':'));
    let (issuer, account) = match (filled(token.original_issuer), of_original()) {
        (Some(issuer), _) => (Some(issuer), name.clone()),
        (None, Some((issuer, _))) => (Some(issuer.to_owned()), name.clone()),
        (None, None) => match name.split_once(" - ") {
            Some((issuer, account)) => (Some(issuer.to_owned()), account.to_owned()),
            None => (
                filled(token.account_type).filter(|kind| kind != "authenticator"),
                name.clone(),
            ),
        },
    };
    // Authy writes the issuer before the account in the name, too.
    let shorter = issuer.as_deref().and_then(|issuer| account.strip_prefix(issuer));
    draft.account = shorter
        .map_or(account.as_str(), |rest| rest.trim_start_matches([':', ' ', '-']))
        .to_owned();
    draft.issuer = issuer;
    draft
}
