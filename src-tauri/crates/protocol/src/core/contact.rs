//! E-mail addresses and phone numbers of an account.

use serde::{Deserialize, Serialize};

/// One e-mail address of the account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailAddress {
    /// The address.
    pub email: String,
    /// Whether its code was typed; a pending change shows as `false` beside the verified one.
    pub verified: bool,
    /// Whether it is the one the account is known by.
    pub primary: bool,
}

/// One phone number of the account. A number that still awaits its code is not listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PhoneNumber {
    /// E.164, such as `+821012345678`.
    pub phone: String,
    /// Whether its code was typed.
    pub verified: bool,
}
