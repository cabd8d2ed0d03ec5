//! What the person agreed to, and since when.

use jiff::Timestamp;

/// A consent that is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Consent {
    /// Whether the person agreed.
    pub agreed: bool,
    /// When they agreed or disagreed; never, if they were not asked yet.
    pub decided_at: Option<Timestamp>,
}
