//! Where the account is signed in.

use jiff::Timestamp;

/// The service's number of a session.
pub type SessionId = i64;

/// One session of the account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionInfo {
    /// Its number, for ending it.
    pub id: SessionId,
    /// What the client there calls itself; cleaned, but a claim.
    pub user_agent: String,
    /// Its network address.
    pub ip: String,
    /// When it began.
    pub created_at: Option<Timestamp>,
    /// Last activity, if the service keeps track.
    pub last_seen_at: Option<Timestamp>,
    /// Whether it is the session that asks.
    pub current: bool,
}
