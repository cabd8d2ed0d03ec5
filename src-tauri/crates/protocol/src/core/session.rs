//! The session: who is signed in, how, and where else.

use serde::{Deserialize, Serialize};

use super::flow::Flow;
use crate::sensitive::Sensitive;

/// `data` of every session answer: user and methods when signed in, flows when something is awaited, all three when a
/// step-up is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct SessionData {
    /// Who is signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<User>,
    /// How they signed in, oldest first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub methods: Option<Vec<Method>>,
    /// What can or must be done next (401, 410).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flows: Option<Vec<Flow>>,
}

/// `meta` of every session answer. No `Debug`: it may hold a token.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Meta {
    /// `null` when the session is gone (410).
    #[serde(default)]
    pub is_authenticated: Option<bool>,
    /// The session token, when it is new.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session_token: Option<Sensitive>,
}

/// The person who is signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// The service's identity for the account; a number or a text (UUID), never changing.
    pub id: UserId,
    /// A name to show.
    pub display: String,
    /// The primary e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// Whether a password can be asked for; false for accounts made through another identity provider.
    #[serde(default)]
    pub has_usable_password: bool,
}

/// An account's identity as the service writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum UserId {
    /// A database number.
    Number(i64),
    /// Any text, such as a UUID.
    Text(String),
}

/// One act of authentication in the session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Method {
    /// `password`, `code`, `mfa`, `socialaccount`.
    pub method: String,
    /// When, in Unix seconds with a fraction.
    pub at: f64,
    /// The address it was done with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The phone number it was done with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The authenticator's number (`mfa`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// The kind of second factor (`mfa`).
    #[serde(default, rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether this was a step-up; sent only as `true`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reauthenticated: Option<bool>,
}

/// One session of the account (`GET auth/sessions`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct SessionRecord {
    /// What the client called itself.
    pub user_agent: String,
    /// Where it came from.
    pub ip: String,
    /// Start, in Unix seconds with a fraction.
    pub created_at: f64,
    /// Whether it is the asking session.
    pub is_current: bool,
    /// Its number, for ending it.
    pub id: SessionId,
    /// Last activity; present when the service tracks it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_seen_at: Option<f64>,
}

/// The number of a session, used to end it.
pub type SessionId = i64;
