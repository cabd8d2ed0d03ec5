//! Moments, as the web view counts them.

use serde::Serialize;
use specta::Type;

/// Milliseconds since 1970 (UTC). JavaScript holds them exactly.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(transparent)]
pub(crate) struct Millis(#[specta(type = u32)] pub(crate) i64);

impl Millis {
    /// From whole seconds.
    pub(crate) fn from_seconds(seconds: u64) -> Self {
        Self(i64::try_from(seconds).unwrap_or(i64::MAX / 1000).saturating_mul(1000))
    }
}

impl Millis {
    /// So long from now, by this computer's clock.
    pub(crate) fn after(wait: std::time::Duration) -> Self {
        let now = jiff::Timestamp::now().as_millisecond();
        Self(now.saturating_add(i64::try_from(wait.as_millis()).unwrap_or(i64::MAX)))
    }
}

impl From<jiff::Timestamp> for Millis {
    fn from(moment: jiff::Timestamp) -> Self {
        Self(moment.as_millisecond())
    }
}
