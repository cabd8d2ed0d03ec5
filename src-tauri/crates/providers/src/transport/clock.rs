//! The service's clock, as its answers tell it: one-time codes depend on both clocks agreeing.

use std::sync::{Mutex, PoisonError};
use std::time::SystemTime;

use http::HeaderMap;

use super::retry_after::date;

/// The difference of the two clocks, as last seen.
#[derive(Default)]
pub(crate) struct Clock {
    ahead: Mutex<Option<i64>>,
}

impl Clock {
    /// Notes an answer's `Date`, received at `now`.
    pub(crate) fn note(&self, headers: &HeaderMap, now: SystemTime) {
        if let Some(there) = date(headers) {
            *self.ahead.lock().unwrap_or_else(PoisonError::into_inner) = Some(seconds_ahead(there, now));
        }
    }

    /// How many seconds the service is ahead (negative: behind).
    pub(crate) fn seconds_ahead(&self) -> Option<i64> {
        *self.ahead.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn seconds_ahead(there: SystemTime, here: SystemTime) -> i64 {
    let seconds = |span: std::time::Duration| i64::try_from(span.as_secs()).unwrap_or(i64::MAX);
    match there.duration_since(here) {
        Ok(ahead) => seconds(ahead),
        Err(behind) => -seconds(behind.duration()),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn tells_ahead_from_behind() {
        let at = |text| httpdate::parse_http_date(text).unwrap();
        let clock = Clock::default();
        assert_eq!(clock.seconds_ahead(), None);
        let mut headers = HeaderMap::new();
        headers.insert("date", "Fri, 20 Nov 2026 12:01:30 GMT".parse().unwrap());
        clock.note(&headers, at("Fri, 20 Nov 2026 12:00:00 GMT"));
        assert_eq!(clock.seconds_ahead(), Some(90));
        clock.note(&headers, at("Fri, 20 Nov 2026 12:02:00 GMT"));
        assert_eq!(clock.seconds_ahead(), Some(-30));
        clock.note(&HeaderMap::new(), at("Fri, 20 Nov 2026 12:00:00 GMT"));
        assert_eq!(
            clock.seconds_ahead(),
            Some(-30),
            "an answer without a date says nothing"
        );
    }
}
