//! `Retry-After` in both its forms (RFC 9110, 10.2.3): seconds, or an HTTP date. Some services put an `X-` before it.

use std::time::{Duration, SystemTime};

use http::HeaderMap;
use http::header::{DATE, RETRY_AFTER};

/// Nobody is asked to wait longer than this; a larger figure is a mistake or an attack.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

/// How long the service asks to wait. A date is compared with the answer's own `Date`, so that a wrong clock here does
/// not matter; without one, with `now`.
pub(crate) fn retry_after(headers: &HeaderMap, now: SystemTime) -> Option<Duration> {
    let told = headers.get(RETRY_AFTER).or_else(|| headers.get("x-retry-after"));
    let text = told?.to_str().ok()?.trim();
    let wait = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
        Duration::from_secs(text.parse().unwrap_or(u64::MAX))
    } else {
        let at = httpdate::parse_http_date(text).ok()?;
        at.duration_since(date(headers).unwrap_or(now)).unwrap_or_default()
    };
    Some(wait.min(LONGEST))
}

/// The answer's `Date`.
pub(crate) fn date(headers: &HeaderMap) -> Option<SystemTime> {
    httpdate::parse_http_date(headers.get(DATE)?.to_str().ok()?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn wait(retry: Option<&str>, date: Option<&str>) -> Option<u64> {
        let mut headers = HeaderMap::new();
        if let Some(retry) = retry {
            headers.insert(RETRY_AFTER, retry.parse().unwrap());
        }
        if let Some(date) = date {
            headers.insert(DATE, date.parse().unwrap());
        }
        let now = httpdate::parse_http_date("Fri, 20 Nov 2026 12:00:00 GMT").unwrap();
        retry_after(&headers, now).map(|wait| wait.as_secs())
    }

    #[test]
    fn the_unregistered_name_is_read_where_the_other_is_missing() {
        let now = SystemTime::now();
        let mut headers = HeaderMap::from_iter([("x-retry-after".parse().unwrap(), "8".parse().unwrap())]);
        assert_eq!(retry_after(&headers, now), Some(Duration::from_secs(8)));
        headers.insert(RETRY_AFTER, "3".parse().unwrap());
        assert_eq!(retry_after(&headers, now), Some(Duration::from_secs(3)));
    }

    #[test]
    fn both_forms_are_read() {
        assert_eq!(wait(Some("30"), None), Some(30));
        assert_eq!(wait(Some(" 0 "), None), Some(0));
        assert_eq!(wait(Some("Fri, 20 Nov 2026 12:01:30 GMT"), None), Some(90));
        let skewed = wait(
            Some("Fri, 20 Nov 2026 15:01:00 GMT"),
            Some("Fri, 20 Nov 2026 15:00:00 GMT"),
        );
        assert_eq!(skewed, Some(60), "the service's own clock counts");
        assert_eq!(
            wait(Some("Fri, 20 Nov 2026 11:00:00 GMT"), None),
            Some(0),
            "the past is now"
        );
    }

    #[test]
    fn nonsense_is_no_answer_and_for_ever_is_a_day() {
        for nonsense in ["", "soon", "-5", "1.5", "30s"] {
            assert_eq!(wait(Some(nonsense), None), None, "{nonsense:?}");
        }
        assert_eq!(wait(None, None), None);
        assert_eq!(wait(Some("99999999999999999999999"), None), Some(86_400));
    }
}
