//! The e-mail address of an account (C2).

use serde::Serialize;
use specta::Type;

/// The address, and the one that awaits its code.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct EmailView {
    /// The account's.
    pub(crate) email: String,
    /// Another one whose code is awaited.
    pub(crate) pending: Option<String>,
}

impl From<account::EmailAddresses> for EmailView {
    fn from(addresses: account::EmailAddresses) -> Self {
        Self {
            email: addresses.current,
            pending: addresses.pending,
        }
    }
}
