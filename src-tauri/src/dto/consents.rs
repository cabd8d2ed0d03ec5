//! What the person agreed to (W19).

use serde::Serialize;
use specta::Type;

use super::time::Millis;

/// The consent to marketing messages.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
pub(crate) struct ConsentView {
    /// The person agreed.
    pub(crate) agreed: bool,
    /// When they agreed or disagreed; none if they were never asked.
    pub(crate) decided_at: Option<Millis>,
}

impl From<account::Consent> for ConsentView {
    fn from(consent: account::Consent) -> Self {
        Self {
            agreed: consent.agreed,
            decided_at: consent.decided_at.map(Into::into),
        }
    }
}
