//! Where an account is signed in.

use serde::Serialize;
use specta::Type;

use super::time::Millis;

/// One session.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct SessionRow {
    /// Its identity at the service.
    pub(crate) id: String,
    /// What the client called itself.
    pub(crate) user_agent: String,
    /// Where it came from.
    pub(crate) ip: String,
    /// When it began.
    pub(crate) created_at: Millis,
    /// When it was last used.
    pub(crate) last_seen_at: Option<Millis>,
    /// This session.
    pub(crate) current: bool,
}

impl From<account::SessionInfo> for SessionRow {
    fn from(session: account::SessionInfo) -> Self {
        Self {
            id: session.id.to_string(),
            user_agent: session.user_agent,
            ip: session.ip,
            created_at: session.created_at.unwrap_or_default().into(),
            last_seen_at: session.last_seen_at.map(Into::into),
            current: session.current,
        }
    }
}
