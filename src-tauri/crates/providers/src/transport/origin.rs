//! Which addresses a client may speak to: https anywhere, http on this computer only.

use url::{Host, Url};

/// Why an address can't be a service's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OriginError {
    /// Neither https nor http.
    #[error("the address is neither https nor http")]
    Scheme,
    /// http to another computer: passwords would travel in the clear.
    #[error("http is allowed to this computer only")]
    PlainHttp,
    /// The address has no host.
    #[error("the address has no host")]
    NoHost,
    /// The address carries a user name or password.
    #[error("the address carries a user name or password")]
    Credentials,
}

impl OriginError {
    /// A stable name for messages.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Scheme => "address-scheme",
            Self::PlainHttp => "address-plain-http",
            Self::NoHost => "address-no-host",
            Self::Credentials => "address-credentials",
        }
    }
}

/// The origin of a service's address: scheme, host and port, no path.
///
/// # Errors
/// When the address is not https (or http on loopback), has no host, or carries credentials.
pub fn check_origin(address: &Url) -> Result<Url, OriginError> {
    let host = address.host().ok_or(OriginError::NoHost)?;
    match address.scheme() {
        "https" => {}
        "http" if is_loopback(&host) => {}
        "http" => return Err(OriginError::PlainHttp),
        _ => return Err(OriginError::Scheme),
    }
    if !address.username().is_empty() || address.password().is_some() {
        return Err(OriginError::Credentials);
    }
    let mut origin = address.clone();
    origin.set_path("/");
    origin.set_query(None);
    origin.set_fragment(None);
    Ok(origin)
}

/// Whether a host is this computer by its very name: no look-up, so no name server can say otherwise.
fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Ipv4(ip) => ip.is_loopback(),
        Host::Ipv6(ip) => ip.is_loopback(),
        Host::Domain(name) => *name == "localhost",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    fn check(text: &str) -> Result<String, OriginError> {
        check_origin(&Url::parse(text).unwrap()).map(Into::into)
    }

    #[test]
    fn https_anywhere_http_on_loopback() {
        assert_eq!(check("https://a.example/accounts?x#y").unwrap(), "https://a.example/");
        assert_eq!(check("https://a.example:8443").unwrap(), "https://a.example:8443/");
        for local in [
            "http://127.0.0.1:8000",
            "http://127.9.9.9",
            "http://[::1]:80",
            "http://localhost:1",
            "http://0x7f.1",
        ] {
            assert!(check(local).is_ok(), "{local}");
        }
    }

    #[test]
    fn everything_else_is_refused() {
        for (address, error) in [
            ("http://a.example", OriginError::PlainHttp),
            ("http://192.168.1.4", OriginError::PlainHttp),
            ("http://localhost.evil.example", OriginError::PlainHttp),
            ("http://127.0.0.1.evil.example", OriginError::PlainHttp),
            ("http://[::ffff:127.0.0.1]", OriginError::PlainHttp),
            ("http://0.0.0.0", OriginError::PlainHttp),
            ("ftp://127.0.0.1", OriginError::Scheme),
            ("file:///etc/passwd", OriginError::NoHost),
            ("javascript:alert(1)", OriginError::NoHost),
            ("https://user@a.example", OriginError::Credentials),
            ("https://u:p@a.example", OriginError::Credentials),
        ] {
            assert_eq!(check(address), Err(error), "{address}");
        }
    }
}
