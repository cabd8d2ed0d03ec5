//! Notices to devices: out to the push services the operator allowed, and nowhere else.
//!
//! A device names its own address, so the service could be made to call anything its network reaches. It therefore sends only to
//! origins its operator named, puts the address together from the operator's own text, and follows no redirect.

use std::str::FromStr;
use std::time::Duration;

use http::Uri;
use http::header::CONTENT_TYPE;
use protocol::extension::devices::{Delivery, Notice, Sample};

use crate::error::ServiceError;
use crate::outward;
use crate::store::devices::Place;

/// How long one notice may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// The longest address of a device.
const LONGEST: usize = 2000;

/// A push service that notices may be sent to: `https://push.example.com`, or `http` on loopback.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PushOrigin {
    scheme: String,
    authority: String,
}

/// The text names no push service that could be sent to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("name an origin such as https://push.example.com, without a path; http is for loopback only")]
pub struct NotAnOrigin;

impl FromStr for PushOrigin {
    type Err = NotAnOrigin;

    fn from_str(text: &str) -> Result<Self, NotAnOrigin> {
        let uri: Uri = text.parse().map_err(|_| NotAnOrigin)?;
        let (scheme, authority) = parts(&uri).ok_or(NotAnOrigin)?;
        let host = uri.host().unwrap_or_default();
        let loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
        let allowed = scheme == "https" || (scheme == "http" && loopback);
        let bare = matches!(uri.path(), "" | "/") && uri.query().is_none();
        if allowed && bare && !authority.contains('@') {
            Ok(Self { scheme, authority })
        } else {
            Err(NotAnOrigin)
        }
    }
}

fn parts(uri: &Uri) -> Option<(String, String)> {
    let scheme = uri.scheme_str()?.to_ascii_lowercase();
    Some((scheme, uri.authority()?.as_str().to_ascii_lowercase()))
}

/// Sends notices.
pub(crate) struct Push {
    origins: Vec<PushOrigin>,
    client: Option<reqwest::Client>,
}

impl Push {
    /// A way to these push services; without any, nothing is ever sent.
    pub(crate) fn to(origins: Vec<PushOrigin>) -> Result<Self, ServiceError> {
        let schemes: Vec<&str> = origins.iter().map(|origin| origin.scheme.as_str()).collect();
        let client = if schemes.is_empty() {
            None
        } else {
            Some(outward::client(&schemes, PATIENCE)?)
        };
        Ok(Self { origins, client })
    }

    /// The address as it would be sent to, if it is at one of the push services.
    pub(crate) fn allowed(&self, endpoint: &str) -> Option<String> {
        let uri: Uri = (endpoint.len() <= LONGEST).then(|| endpoint.parse().ok()).flatten()?;
        let (scheme, authority) = parts(&uri)?;
        let same = |origin: &&PushOrigin| origin.scheme == scheme && origin.authority == authority;
        let origin = self.origins.iter().find(same)?;
        let path = uri.path_and_query().map_or("/", |path| path.as_str());
        Some(format!("{}://{}{path}", origin.scheme, origin.authority))
    }

    /// Sends one notice, and says whether it arrived.
    pub(crate) async fn send(&self, place: &Place, notice: &Notice) -> Delivery {
        match place {
            Place::Sample(Sample::Answers) => Delivery::Delivered,
            Place::Sample(Sample::Gone) => Delivery::Gone,
            Place::Endpoint(endpoint) => self.deliver(endpoint, notice).await.unwrap_or(Delivery::Unreachable),
        }
    }

    async fn deliver(&self, endpoint: &str, notice: &Notice) -> Option<Delivery> {
        // Asked anew: the operator may have taken a push service away since.
        let address = self.allowed(endpoint)?;
        let request = self
            .client
            .as_ref()?
            .post(address)
            .header(CONTENT_TYPE, "application/json")
            .body(serde_json::to_vec(notice).ok()?);
        let status = request.send().await.ok()?.status();
        Some(match status.as_u16() {
            200..=299 => Delivery::Delivered,
            404 | 410 => Delivery::Gone,
            _ => Delivery::Unreachable,
        })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn origins_are_bare_and_safe() {
        for good in [
            "https://push.example",
            "https://push.example:8443/",
            "http://127.0.0.1:9000",
            "http://[::1]:1",
        ] {
            assert!(good.parse::<PushOrigin>().is_ok(), "{good}");
        }
        for bad in [
            "",
            "push.example",
            "http://push.example",
            "https://push.example/path",
            "https://push.example?x",
            "https://me@push.example",
            "ftp://push.example",
        ] {
            assert_eq!(bad.parse::<PushOrigin>(), Err(NotAnOrigin), "{bad}");
        }
    }

    #[test]
    fn only_addresses_at_an_allowed_origin_are_sent_to() {
        let push = Push {
            origins: vec!["https://push.example".parse().unwrap()],
            client: None,
        };
        let allowed = |endpoint: &str| push.allowed(endpoint);
        assert_eq!(
            allowed("HTTPS://Push.Example/d/1?k=2#x").as_deref(),
            Some("https://push.example/d/1?k=2")
        );
        assert_eq!(
            allowed("https://push.example").as_deref(),
            Some("https://push.example/")
        );
        for elsewhere in [
            "http://push.example/d",
            "https://push.example:444/d",
            "https://push.example.evil.invalid/d",
            "https://push.example@evil.invalid/d",
            "https://evil.invalid/push.example",
            "https://evil.invalid\\@push.example/d",
            "//push.example/d",
            "/d",
            "",
        ] {
            assert_eq!(allowed(elsewhere), None, "{elsewhere}");
        }
        assert_eq!(allowed(&format!("https://push.example/{}", "x".repeat(2000))), None);
    }
}
