//! API tokens and keys: what programs of the person's use in place of their password.

use jiff::Timestamp;
use secrecy::SecretString;

/// The service's number of a key.
pub type KeyId = i64;

/// Which tokens or keys a service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KeysOffer {
    /// One token or several keys.
    pub kind: KeysKind,
    /// Whether a secret can be asked for again; else only the answer that makes it holds it.
    pub shown_again: bool,
}

/// One token or several keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeysKind {
    /// One token an account, which is reissued.
    Token,
    /// Keys with names, which are added and deleted.
    Named {
        /// The most an account may have, where there is a bound.
        most: Option<u32>,
        /// The most Unicode scalar values of a name.
        name_max_length: u32,
    },
}

/// A token or key, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiKey {
    /// Its number.
    pub id: KeyId,
    /// What the person called it; a token has no name.
    pub name: String,
    /// How its secret begins, where all of the service's begin alike.
    pub prefix: String,
    /// The last characters of its secret.
    pub last_four: String,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

/// A token or key that was just made.
pub struct MadeKey {
    /// What will be listed.
    pub key: ApiKey,
    /// Its secret.
    pub secret: SecretString,
}
