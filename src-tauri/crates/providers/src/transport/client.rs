//! One service's calls: what is sent, what is repeated, and how a missing answer is named.

use std::borrow::Cow;
use std::time::{Duration, SystemTime};

use account::{Refusal, SessionToken, UnreachableReason};
use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use protocol::core::SESSION_TOKEN_HEADER;
use rand::RngExt as _;
use secrecy::ExposeSecret;
use serde::Serialize;
use tower::ServiceExt;
use url::Url;

use super::clock::Clock;
use super::exchange::{Exchange, ExchangeError};
use super::json;
use super::retry_after::retry_after;

/// A reading is tried so many times in all.
const TRIES: u32 = 3;
/// The wait before the second try, in milliseconds; doubles, and half of it is chance, so that many clients don't
/// come back together.
const PAUSE: u64 = 200;

/// How much a call may be repeated, and what it means when its answer is lost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Effect {
    /// Changes nothing: repeated on failed connections and 502, 503, 504.
    Reading,
    /// Changes nothing that lasts, but counts or replaces something: never repeated.
    Once,
    /// Changes something: never repeated; without an answer the outcome is unknown.
    Change,
}

/// One request to be sent.
#[derive(Clone)]
pub(crate) struct Call {
    pub(crate) method: Method,
    pub(crate) path: Cow<'static, str>,
    pub(crate) effect: Effect,
    headers: HeaderMap,
    body: Option<Bytes>,
}

impl Call {
    /// A reading.
    pub(crate) fn get(path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(Method::GET, path, Effect::Reading)
    }

    /// A GET with a side effect.
    pub(crate) fn get_once(path: impl Into<Cow<'static, str>>) -> Self {
        Self::once(Method::GET, path)
    }

    /// A call that changes nothing that lasts, but counts.
    pub(crate) fn once(method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(method, path, Effect::Once)
    }

    /// A change.
    pub(crate) fn change(method: Method, path: impl Into<Cow<'static, str>>) -> Self {
        Self::new(method, path, Effect::Change)
    }

    fn new(method: Method, path: impl Into<Cow<'static, str>>, effect: Effect) -> Self {
        Self {
            method,
            path: path.into(),
            effect,
            headers: HeaderMap::new(),
            body: None,
        }
    }

    /// With a JSON body.
    pub(crate) fn json<T: Serialize>(mut self, value: &T) -> Self {
        self.body = json::write(value);
        self.headers
            .entry(CONTENT_TYPE)
            .or_insert(HeaderValue::from_static("application/json"));
        self
    }

    /// With a header; one that can't be sent is refused.
    pub(crate) fn header(mut self, name: HeaderName, value: &str) -> Result<Self, Refusal> {
        let mut value = HeaderValue::from_str(value).map_err(|_| Refusal::Nonsense)?;
        value.set_sensitive(true);
        self.headers.insert(name, value);
        Ok(self)
    }

    fn request(&self, origin: &Url, token: Option<&HeaderValue>) -> Result<http::Request<Bytes>, Refusal> {
        let address = origin.join(&self.path).map_err(|_| Refusal::Nonsense)?;
        let mut request = http::Request::builder()
            .method(self.method.clone())
            .uri(address.as_str())
            .body(self.body.clone().unwrap_or_default())
            .map_err(|_| Refusal::Nonsense)?;
        *request.headers_mut() = self.headers.clone();
        request
            .headers_mut()
            .insert(ACCEPT, HeaderValue::from_static("application/json"));
        if let Some(token) = token {
            request
                .headers_mut()
                .insert(HeaderName::from_static(SESSION_TOKEN_HEADER), token.clone());
        }
        Ok(request)
    }
}

/// A whole answer with a status that may carry meaning: not a redirect, not 429, not 5xx.
pub(crate) struct Reply {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

impl Reply {
    /// Whether it claims to be JSON; whatever is not can't be the service's own answer.
    pub(crate) fn is_json(&self) -> bool {
        json::is_json(&self.headers)
    }
}

/// Sends calls to one origin.
pub(crate) struct Client {
    pub(crate) origin: Url,
    exchange: Exchange,
    clock: Clock,
}

impl Client {
    pub(crate) fn new(origin: Url, exchange: Exchange) -> Self {
        Self {
            origin,
            exchange,
            clock: Clock::default(),
        }
    }

    pub(crate) fn clock_skew(&self) -> Option<i64> {
        self.clock.seconds_ahead()
    }

    /// Sends a call with a token or without. Redirects, 429 and 5xx become refusals here.
    pub(crate) async fn send(&self, call: &Call, token: Option<&SessionToken>) -> Result<Reply, Refusal> {
        let token = token.map(header_value).transpose()?;
        let mut tried = 0;
        loop {
            tried += 1;
            let outcome = self.once(call, token.as_ref()).await;
            if call.effect != Effect::Reading || tried == TRIES || !is_passing(&outcome) {
                return outcome.map_err(|failure| failure.named(call.effect));
            }
            tokio::time::sleep(pause(tried)).await;
        }
    }

    async fn once(&self, call: &Call, token: Option<&HeaderValue>) -> Result<Reply, Failure> {
        let request = call.request(&self.origin, token).map_err(Failure::Status)?;
        let answered = self.exchange.clone().oneshot(request).await;
        // Path and status only: a body or a header may hold a secret.
        tracing::debug!(method = %call.method, path = %call.path, status = answered.as_ref().ok().map(|a| a.status().as_u16()), "account call");
        let (head, body) = answered.map_err(Failure::Exchange)?.into_parts();
        let now = SystemTime::now();
        self.clock.note(&head.headers, now);
        match head.status.as_u16() {
            // A redirect would carry the token elsewhere; no account call needs one.
            300..=399 => Err(Failure::Status(Refusal::Nonsense)),
            429 => Err(Failure::Status(Refusal::RateLimited {
                after: retry_after(&head.headers, now),
            })),
            status @ 500.. => Err(Failure::Service { status }),
            _ => Ok(Reply {
                status: head.status,
                headers: head.headers,
                body,
            }),
        }
    }
}

/// Why there is no [`Reply`], before it is known what the loss means for the call.
enum Failure {
    Exchange(ExchangeError),
    Service { status: u16 },
    Status(Refusal),
}

impl Failure {
    fn named(self, effect: Effect) -> Refusal {
        match self {
            Self::Exchange(ExchangeError::NotSent(reason)) => Refusal::Unreachable { reason },
            Self::Exchange(ExchangeError::Lost(_)) if effect == Effect::Change => Refusal::Unknown,
            Self::Exchange(ExchangeError::Lost(reason)) => Refusal::Unreachable { reason },
            Self::Exchange(ExchangeError::TooLarge) => Refusal::Nonsense,
            Self::Exchange(ExchangeError::WrongOrigin) => Refusal::ForeignSession,
            // A gateway lost the service's answer on the way; the change may hold.
            Self::Service { status: 502 | 504 } if effect == Effect::Change => Refusal::Unknown,
            Self::Service { status } => Refusal::ServiceFailed { status },
            Self::Status(refusal) => refusal,
        }
    }
}

/// Whether trying again soon may help.
fn is_passing(outcome: &Result<Reply, Failure>) -> bool {
    match outcome {
        Err(Failure::Exchange(ExchangeError::NotSent(reason) | ExchangeError::Lost(reason))) => {
            matches!(
                reason,
                UnreachableReason::ConnectionRefused | UnreachableReason::Interrupted
            )
        }
        Err(Failure::Service { status }) => matches!(status, 502..=504),
        _ => false,
    }
}

fn pause(tried: u32) -> Duration {
    let most = PAUSE << tried;
    Duration::from_millis(rand::rng().random_range(most / 2..=most))
}

fn header_value(token: &SessionToken) -> Result<HeaderValue, Refusal> {
    // Exposed because this is the request the token is for.
    let mut value = HeaderValue::from_str(token.secret().expose_secret()).map_err(|_| Refusal::Nonsense)?;
    value.set_sensitive(true);
    Ok(value)
}
