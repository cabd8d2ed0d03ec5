//! API tokens and keys: what programs of the person's use in place of their password.
//!
//! A service has either one token an account, reissued as a whole (`api-token`), or several named keys (`api-keys`); the
//! discovery document says which. A list never holds a secret. The answer that makes one holds it, and where the
//! document says `"shown": "again"` so does `POST …/reveal`. Making, revealing and deleting need a step-up.
//!
//! `GET /account/v1/key-check` with `Authorization: Bearer SECRET` answers 204 while the token or key counts, else 401.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::sensitive::Sensitive;

/// The name below a token or a key under which its secret is asked for.
pub const REVEAL: &str = "reveal";

/// The name below the token under which another one is asked for.
pub const REISSUE: &str = "reissue";

/// A token or a key, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ApiKey {
    /// Its number.
    pub id: i64,
    /// What the person called it; a token has no name.
    #[serde(default)]
    pub name: String,
    /// How its secret begins, where all of a service's begin alike.
    #[serde(default)]
    pub prefix: String,
    /// The last four characters of its secret, to tell it by.
    pub last_four: String,
    /// When it was made, as RFC 3339 writes it.
    #[schemars(extend("format" = "date-time"))]
    pub created_at: String,
}

/// `GET /account/v1/api-keys`, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ApiKeys {
    /// Every key.
    pub keys: Vec<ApiKey>,
}

/// `POST /account/v1/api-keys`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewKey {
    /// What to call it; no two of an account have one name.
    #[schemars(length(min = 1))]
    pub name: String,
}

/// A token or a key that was just made.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct MadeKey {
    /// What will be listed.
    pub key: ApiKey,
    /// Its secret.
    pub secret: Sensitive,
}

/// The secret of a token or a key.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct KeySecret {
    /// The secret.
    pub secret: Sensitive,
}
