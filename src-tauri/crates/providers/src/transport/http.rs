//! An exchange over a socket: rustls with ring, the certificates the system trusts, no redirects, no proxy on loopback.

use std::error::Error as _;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use account::UnreachableReason;
use bytes::Bytes;
use reqwest::redirect;
use rustls_platform_verifier::BuilderVerifierExt;
use tower::{service_fn, util::BoxCloneSyncService};
use url::Url;

use super::exchange::{Exchange, ExchangeError, Limits, collect};
use super::origin::{OriginError, check_origin};

/// Connections are kept for a burst of calls only: a server closing an idle one under a change would look like a lost
/// answer.
const KEEP_IDLE: Duration = Duration::from_millis(1500);

/// Why no way to a service can be set up.
#[derive(Debug, thiserror::Error)]
pub enum TransportError {
    /// The address can't be a service's.
    #[error(transparent)]
    Origin(#[from] OriginError),
    /// TLS can't be set up: the system has no usable certificates.
    #[error("TLS could not be set up")]
    Tls(#[from] rustls::Error),
    /// The HTTP client could not be built.
    #[error("the HTTP client could not be set up")]
    Client(#[source] reqwest::Error),
}

impl TransportError {
    /// A stable name for messages.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Origin(error) => error.code(),
            Self::Tls(_) => "tls-setup",
            Self::Client(_) => "client-setup",
        }
    }
}

/// A way to the service at `origin`, under the default limits.
///
/// # Errors
/// When the address is not allowed (see [`check_origin`]) or TLS can't be set up.
pub fn over_http(origin: &Url) -> Result<Exchange, TransportError> {
    over_http_with(origin, Limits::default())
}

/// The same under other limits.
///
/// # Errors
/// As [`over_http`].
pub fn over_http_with(origin: &Url, limits: Limits) -> Result<Exchange, TransportError> {
    let origin = check_origin(origin)?;
    let client = client(&origin, limits)?;
    Ok(BoxCloneSyncService::new(service_fn(move |request| {
        let (client, origin) = (client.clone(), origin.clone());
        async move { exchange(&client, &origin, request, limits).await }
    })))
}

fn client(origin: &Url, limits: Limits) -> Result<reqwest::Client, TransportError> {
    let builder = reqwest::Client::builder()
        .user_agent(concat!("Gatehouse/", env!("CARGO_PKG_VERSION")))
        .redirect(redirect::Policy::none())
        .referer(false)
        .connect_timeout(limits.connect)
        .read_timeout(limits.idle)
        .timeout(limits.total)
        .pool_idle_timeout(KEEP_IDLE)
        .tls_backend_preconfigured(tls(origin)?);
    // Plain http stays on this computer: a proxy would see the password.
    let builder = if origin.scheme() == "https" {
        builder.https_only(true)
    } else {
        builder.no_proxy()
    };
    builder.build().map_err(TransportError::Client)
}

fn tls(origin: &Url) -> Result<rustls::ClientConfig, rustls::Error> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions()?;
    if origin.scheme() == "https" {
        return Ok(builder.with_platform_verifier()?.with_no_client_auth());
    }
    // Loopback needs no certificates, so it works on systems that have none.
    Ok(builder
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
}

async fn exchange(
    client: &reqwest::Client,
    origin: &Url,
    request: http::Request<Bytes>,
    limits: Limits,
) -> Result<http::Response<Bytes>, ExchangeError> {
    let request = reqwest::Request::try_from(request).map_err(|_| ExchangeError::WrongOrigin)?;
    // The adapter builds every address from its own origin; this holds even if one day it does not.
    if request.url().origin() != origin.origin() {
        return Err(ExchangeError::WrongOrigin);
    }
    let exchanging = async {
        let answer = client.execute(request).await.map_err(|error| describe(&error))?;
        let (head, body) = http::Response::from(answer).into_parts();
        Ok(http::Response::from_parts(
            head,
            collect(body, limits.body, lost_reason).await?,
        ))
    };
    match tokio::time::timeout(limits.total, exchanging).await {
        Ok(answered) => answered,
        Err(_) => Err(ExchangeError::Lost(UnreachableReason::TimedOut)),
    }
}

/// Tells "never sent" from "answer lost". The error itself holds the address and is dropped.
fn describe(error: &reqwest::Error) -> ExchangeError {
    if error.is_connect() || error.is_builder() {
        return ExchangeError::NotSent(connect_reason(error));
    }
    ExchangeError::Lost(lost_reason(error))
}

fn lost_reason(error: &reqwest::Error) -> UnreachableReason {
    if error.is_timeout() {
        UnreachableReason::TimedOut
    } else {
        UnreachableReason::Interrupted
    }
}

fn connect_reason(error: &reqwest::Error) -> UnreachableReason {
    if error.is_timeout() {
        return UnreachableReason::TimedOut;
    }
    if error.is_dns() {
        return UnreachableReason::NoSuchName;
    }
    let mut cause = error.source();
    while let Some(inner) = cause {
        if inner.is::<rustls::Error>() || inner.downcast_ref::<io::Error>().is_some_and(wraps_tls) {
            return UnreachableReason::Certificate;
        }
        cause = inner.source();
    }
    UnreachableReason::ConnectionRefused
}

/// An I/O error hides what it wraps from `source`, and a connector may wrap twice.
fn wraps_tls(error: &io::Error) -> bool {
    error
        .get_ref()
        .is_some_and(|inner| inner.is::<rustls::Error>() || inner.downcast_ref::<io::Error>().is_some_and(wraps_tls))
}
