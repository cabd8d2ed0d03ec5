//! The service's JSON, as recorded from a genuine one. Unknown fields are ignored; nothing here is believed before it was
//! cleaned or checked.

use account::{SignInMethod, SignedIn, User};
use jiff::Timestamp;
use protocol::Sensitive;
use serde::Deserialize;

use super::held::By;
use crate::transport::text::{NAME, plain};

/// Who someone is.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct UserRow {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) two_factor_enabled: Option<bool>,
    pub(super) phone_number: Option<String>,
    pub(super) phone_number_verified: Option<bool>,
    pub(super) updated_at: Option<String>,
}

/// A session.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct SessionRow {
    pub(super) id: String,
    pub(super) token: Sensitive,
    pub(super) created_at: Option<String>,
    pub(super) updated_at: Option<String>,
    pub(super) ip_address: Option<String>,
    pub(super) user_agent: Option<String>,
}

/// The answer to "who is signed in"; the service says `null` for nobody.
#[derive(Deserialize)]
pub(super) struct Current {
    pub(super) session: SessionRow,
    pub(super) user: UserRow,
}

/// The answer to a sign-in, a sign-up and each of their steps.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Entered {
    pub(super) token: Option<Sensitive>,
    pub(super) user: Option<UserRow>,
    #[serde(default)]
    pub(super) two_factor_redirect: bool,
    #[serde(default)]
    pub(super) two_factor_methods: Vec<String>,
}

/// The answer to a change that says no more.
#[derive(Deserialize)]
pub(super) struct Done {
    #[serde(alias = "success")]
    pub(super) status: bool,
}

/// The answer to a change that is told in words.
#[derive(Deserialize)]
pub(super) struct Told {
    #[serde(rename = "message")]
    pub(super) _message: String,
}

/// A number that was verified, and whose it is now.
#[derive(Deserialize)]
pub(super) struct VerifiedNumber {
    pub(super) status: bool,
    pub(super) user: UserRow,
}

/// The answer to the deletion of an account.
#[derive(Deserialize)]
pub(super) struct Deleted {
    pub(super) success: bool,
    pub(super) message: String,
}

/// A proposed key and the recovery codes that come with it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Proposed {
    #[serde(rename = "totpURI")]
    pub(super) totp_uri: Sensitive,
    #[serde(default)]
    pub(super) backup_codes: Vec<Sensitive>,
}

/// A key that was confirmed; the answer names the session it was confirmed in.
#[derive(Deserialize)]
pub(super) struct Activated {
    #[serde(rename = "token")]
    _token: Sensitive,
}

/// New recovery codes.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct BackupCodes {
    pub(super) backup_codes: Vec<Sensitive>,
}

/// The API keys of an account.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeyRows {
    pub(super) api_keys: Vec<KeyRow>,
}

/// An API key; its secret only in the answer that makes it.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct KeyRow {
    pub(super) id: String,
    pub(super) name: Option<String>,
    pub(super) start: Option<String>,
    pub(super) created_at: Option<String>,
    pub(super) key: Option<Sensitive>,
}

/// A time as the service writes it; none where it is no time.
pub(super) fn time(text: Option<&str>) -> Option<Timestamp> {
    text?.parse().ok()
}

/// Someone who is signed in.
pub(super) fn signed_in(user: UserRow, by: &[By]) -> SignedIn {
    let clean = |text: Option<String>| text.map(|text| plain(&text, NAME)).filter(|text| !text.is_empty());
    let (name, email) = (clean(user.name), clean(user.email));
    SignedIn {
        user: User {
            id: plain(&user.id, NAME),
            display: name.or_else(|| email.clone()).unwrap_or_default(),
            email,
            // The service has a list of ways to sign in, but lets no one set a first password: all it would change is
            // which refusal is met.
            has_usable_password: true,
        },
        methods: by.iter().map(|by| method(*by)).collect(),
    }
}

/// An act of a sign-in, by the names that `account` has for them.
fn method(by: By) -> SignInMethod {
    let (method, kind) = match by {
        By::Password => ("password", None),
        By::MailedCode => ("code", None),
        By::Totp => ("mfa", Some("totp")),
        By::FactorCode => ("mfa", Some("code")),
        By::RecoveryCode => ("mfa", Some("recovery_codes")),
    };
    SignInMethod {
        method: method.to_owned(),
        kind: kind.map(str::to_owned),
        at: None,
        stepped_up: false,
    }
}

/// A number for one of the service's names, which are texts. It tells them apart within this run of the app, and fits
/// wherever a number goes; the name itself is looked up again when it is needed.
pub(super) fn number(name: &str) -> i64 {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    // 52 bits: every program on the way holds them exactly.
    i64::try_from(hasher.finish() >> 12).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn numbers_stay_and_differ() {
        assert_eq!(
            number("EVC80Gd0nNIg8LHD8nwLbDPw4Jlgvfm3"),
            number("EVC80Gd0nNIg8LHD8nwLbDPw4Jlgvfm3")
        );
        assert_ne!(number("a"), number("b"));
        assert!((0..1 << 52).contains(&number("VtppAs9fU5cO3aJjOp3F7VB7RfV2nXFJ")));
    }

    #[test]
    fn times_are_read_or_left_out() {
        assert_eq!(
            time(Some("2026-11-26T18:02:58.131Z")).map(|at| at.as_millisecond()),
            Some(1_795_716_178_131)
        );
        assert_eq!(time(Some("soon")), None);
        assert_eq!(time(None), None);
    }
}
