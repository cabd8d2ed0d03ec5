//! The account's last activity: who signed in or tried to, and what was changed that guards the account.
//!
//! `GET` answers the newest entries first. How many are kept, and for how long, is the service's own.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `GET /account/v1/activity`, newest first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Activity {
    /// What happened.
    pub entries: Vec<Entry>,
}

/// One thing that happened.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Entry {
    /// What it was.
    pub kind: Kind,
    /// When, as RFC 3339 writes it.
    #[schemars(extend("format" = "date-time"))]
    pub at: String,
    /// What the client called itself that did it; a claim.
    #[serde(default)]
    pub user_agent: String,
    /// The network address it came from.
    #[serde(default)]
    pub ip: String,
}

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// Somebody signed in.
    SignedIn,
    /// Somebody tried to sign in with a wrong password or code.
    SignInFailed,
    /// The password was changed or set anew.
    PasswordChanged,
    /// A second factor was turned on or changed.
    FactorOn,
    /// A second factor was turned off.
    FactorOff,
    /// New recovery codes were made.
    RecoveryCodesMade,
    /// A recovery code was used.
    RecoveryCodeUsed,
    /// An API token or key was made.
    KeyMade,
    /// An API token or key was deleted.
    KeyRemoved,
    /// A mobile device was added.
    DeviceAdded,
    /// A phone number was added or changed.
    PhoneChanged,
    /// A phone number was removed.
    PhoneRemoved,
    /// The e-mail address was changed.
    EmailChanged,
    /// Sessions were ended.
    SessionsEnded,
    /// Something this version does not know.
    #[serde(other)]
    #[schemars(skip)]
    Other,
}
