//! What calls carry. Types rather than loose JSON, so that a password is written once, into memory that is wiped.

use protocol::Sensitive;
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;

/// The wire's secret type. Exposed because the request is what the secret was typed for.
pub(super) fn wire(secret: &SecretString) -> Sensitive {
    Sensitive::from(secret.expose_secret())
}

/// A code as it was typed, without the spaces around it.
pub(super) fn typed(code: &SecretString) -> Sensitive {
    // Exposed because the request is what the code was typed for.
    Sensitive::from(code.expose_secret().trim())
}

#[derive(Serialize)]
pub(super) struct Nothing {}

#[derive(Serialize)]
pub(super) struct Credentials<'a> {
    /// Only a sign-up has one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) name: Option<&'a str>,
    pub(super) email: &'a str,
    pub(super) password: Sensitive,
}

#[derive(Serialize)]
pub(super) struct Mail<'a> {
    pub(super) email: &'a str,
    /// What the code is for.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'a str>,
}

#[derive(Serialize)]
pub(super) struct MailedCode<'a> {
    pub(super) email: &'a str,
    pub(super) otp: Sensitive,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub(super) kind: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) password: Option<Sensitive>,
}

#[derive(Serialize)]
pub(super) struct Password {
    pub(super) password: Sensitive,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewPassword {
    pub(super) current_password: Sensitive,
    pub(super) new_password: Sensitive,
    pub(super) revoke_other_sessions: bool,
}

#[derive(Serialize)]
pub(super) struct Code {
    pub(super) code: Sensitive,
}

#[derive(Serialize)]
pub(super) struct Token<'a> {
    pub(super) token: &'a Sensitive,
}

#[derive(Serialize)]
pub(super) struct Name<'a> {
    pub(super) name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Key<'a> {
    pub(super) key_id: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Phone<'a> {
    /// None takes it away.
    pub(super) phone_number: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhoneCode<'a> {
    pub(super) phone_number: &'a str,
    pub(super) code: Sensitive,
    /// The number becomes that of whose session it is. Without it, the service would sign in whose number it is.
    pub(super) update_phone_number: bool,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewEmail<'a> {
    pub(super) new_email: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct NewEmailCode<'a> {
    pub(super) new_email: &'a str,
    pub(super) otp: Sensitive,
}
