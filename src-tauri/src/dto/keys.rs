//! API tokens and keys (W18, C5).

use account::KeysKind;
use app::accounts::keys::{KeysAndOffer, ListedKey};
use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use specta::Type;

use super::time::Millis;

/// The tokens or keys of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct KeysView {
    /// How many keys there may be and how long a name; none where the account has one token instead.
    pub(crate) named: Option<NamedKeys>,
    /// A secret can be asked for again; else it is there only when it is made.
    pub(crate) shown_again: bool,
    /// The token, or the keys with the newest first.
    pub(crate) keys: Vec<KeyRow>,
}

/// The limits of named keys.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
pub(crate) struct NamedKeys {
    /// At most so many, where there is a bound.
    pub(crate) most: Option<u32>,
    /// A name has at most so many characters.
    pub(crate) name_max_length: u32,
}

/// A token or key, without its secret.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct KeyRow {
    /// Its identity at the service.
    pub(crate) id: String,
    /// What the person called it; empty for a token.
    pub(crate) name: String,
    /// How its secret begins, where all of the service's begin alike.
    pub(crate) prefix: String,
    /// The last characters of its secret.
    pub(crate) last_four: String,
    /// When it was made.
    pub(crate) created_at: Option<Millis>,
    /// Its secret is at hand: it was just made.
    pub(crate) at_hand: bool,
}

/// A secret the person asked to see.
#[derive(Clone, Serialize, Type)]
pub(crate) struct KeySecretView {
    /// The secret.
    pub(crate) secret: String,
}

impl From<KeysAndOffer> for KeysView {
    fn from(read: KeysAndOffer) -> Self {
        let named = match read.offer.kind {
            KeysKind::Token => None,
            KeysKind::Named { most, name_max_length } => Some(NamedKeys { most, name_max_length }),
        };
        Self {
            named,
            shown_again: read.offer.shown_again,
            keys: read.keys.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<ListedKey> for KeyRow {
    fn from(listed: ListedKey) -> Self {
        let key = listed.key;
        Self {
            id: key.id.to_string(),
            name: key.name,
            prefix: key.prefix,
            last_four: key.last_four,
            created_at: key.created_at.map(Into::into),
            at_hand: listed.at_hand,
        }
    }
}

impl From<SecretString> for KeySecretView {
    fn from(secret: SecretString) -> Self {
        Self {
            // Exposed because the person asked to see it.
            secret: secret.expose_secret().to_owned(),
        }
    }
}
