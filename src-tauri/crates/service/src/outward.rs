//! The service's HTTP client, for what it calls itself: push services and a text gateway. It shares nothing with the account client's,
//! which is the other side.

use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use rustls_platform_verifier::BuilderVerifierExt as _;

use crate::error::ServiceError;

/// A client for addresses of these schemes: no redirect, the system's certificates, and no proxy where everything stays on this
/// computer, which is all that `http` is for.
pub(crate) fn client(schemes: &[&str], patience: Duration) -> Result<reqwest::Client, ServiceError> {
    let encrypted = schemes.contains(&"https");
    let builder = reqwest::Client::builder()
        .user_agent(concat!("gatehouse-service/", env!("CARGO_PKG_VERSION")))
        .redirect(Policy::none())
        .timeout(patience)
        .https_only(!schemes.contains(&"http"))
        .tls_backend_preconfigured(tls(encrypted)?);
    let builder = if encrypted { builder } else { builder.no_proxy() };
    builder.build().map_err(ServiceError::Client)
}

/// Without certificates where nothing is encrypted: a computer that has none can still speak to itself.
fn tls(encrypted: bool) -> Result<rustls::ClientConfig, ServiceError> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(ServiceError::Tls)?;
    if encrypted {
        let builder = builder.with_platform_verifier().map_err(ServiceError::Tls)?;
        return Ok(builder.with_no_client_auth());
    }
    Ok(builder
        .with_root_certificates(rustls::RootCertStore::empty())
        .with_no_client_auth())
}
