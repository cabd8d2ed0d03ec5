//! What happened to the account lately.

use jiff::Timestamp;

/// One thing that happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// What it was.
    pub kind: EventKind,
    /// When.
    pub at: Option<Timestamp>,
    /// What the client called itself that did it; cleaned, but a claim.
    pub user_agent: String,
    /// Its network address.
    pub ip: String,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
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
    /// Something this version has no words for.
    Other,
}
