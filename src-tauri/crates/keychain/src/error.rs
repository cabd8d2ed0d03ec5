//! What can be said when the keyring does not answer as hoped: one variant for each way out a person has.

use thiserror::Error;
use zeroize::Zeroize;

/// Why a keyring call did not do what was asked. Carries no secret and no text of the provider.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum KeychainError {
    /// No session bus, or nobody on it offers a keyring.
    #[error("no keyring is available on this system")]
    NoProvider,
    /// The keyring is there and locked; `Keychain::unlock_with_prompt` asks the system to ask the person.
    #[error("the keyring is locked")]
    Locked,
    /// No answer within the limit. A change may still be carried out later.
    #[error("the keyring did not answer in time")]
    TimedOut,
    /// The keyring is open and holds no such item.
    #[error("the keyring holds no such item")]
    Missing,
    /// The person or the system said no.
    #[error("the keyring refused access")]
    Denied,
    /// The text is not one this crate stores; nothing was sent.
    #[error("not storable in a keyring: {0}")]
    NotStorable(NotStorable),
    /// Anything else; `code` names it.
    #[error("the keyring failed: {code}")]
    Failed {
        /// A stable kebab-case name of the failure.
        code: &'static str,
    },
}

/// Why a text is refused before it reaches the keyring.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum NotStorable {
    /// Some providers take an empty secret for a missing one.
    #[error("the text is empty")]
    Empty,
    /// gnome-keyring with an empty password loses the whole keyring when an item holds a newline.
    #[error("the text holds a control character")]
    ControlCharacter,
    /// Windows takes at most 1,280 UTF-16 units; the limit here is the same on every system.
    #[error("the text is {bytes} bytes long, the limit is {limit}")]
    TooLong {
        /// Its length.
        bytes: usize,
        /// The most that is taken.
        limit: usize,
    },
}

impl KeychainError {
    /// A stable kebab-case name, for messages in the person's language.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoProvider => "keychain-no-provider",
            Self::Locked => "keychain-locked",
            Self::TimedOut => "keychain-timed-out",
            Self::Missing => "keychain-missing",
            Self::Denied => "keychain-denied",
            Self::NotStorable(_) => "keychain-not-storable",
            Self::Failed { .. } => "keychain-failed",
        }
    }
}

/// The store's errors in our terms. Bytes that ride along (a stored value that is not text) are wiped.
impl From<keyring_core::Error> for KeychainError {
    fn from(error: keyring_core::Error) -> Self {
        use keyring_core::Error as Core;
        let code = match error {
            Core::NoEntry => return Self::Missing,
            Core::NoStorageAccess(_) => return Self::Denied,
            Core::NoDefaultStore => return Self::NoProvider,
            Core::BadEncoding(mut bytes) | Core::BadDataFormat(mut bytes, _) => {
                bytes.zeroize();
                "not-text"
            }
            Core::Ambiguous(_) => "ambiguous",
            Core::TooLong(..) => "too-long",
            Core::Invalid(..) => "invalid",
            Core::BadStoreFormat(_) => "bad-store-format",
            Core::NotSupportedByStore(_) => "not-supported",
            _ => "platform",
        };
        Self::Failed { code }
    }
}
