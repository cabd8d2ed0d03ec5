//! A service's address as a person types it: https, http on this machine only, or a practice service.

use std::fmt;

use url::Url;

use crate::AppError;

const PRACTICE: &str = "practice://";

/// Where a service is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Address {
    /// At an origin.
    Web(Url),
    /// In this process, by its preset's name.
    Practice(String),
}

impl Address {
    /// Reads an address; without a scheme it is https.
    ///
    /// # Errors
    /// [`AppError::BadAddress`] for anything but https, http on loopback, and practice services.
    pub fn parse(text: &str) -> Result<Self, AppError> {
        let text = text.trim();
        if let Some(preset) = text.strip_prefix(PRACTICE) {
            let known = !preset.is_empty() && preset.bytes().all(|byte| byte.is_ascii_lowercase());
            return if known {
                Ok(Self::Practice(preset.to_owned()))
            } else {
                Err(AppError::BadAddress)
            };
        }
        let full = if text.contains("://") {
            text.to_owned()
        } else {
            format!("https://{text}")
        };
        let url = Url::parse(&full).map_err(|_| AppError::BadAddress)?;
        providers::check_origin(&url)
            .map(Self::Web)
            .map_err(|_| AppError::BadAddress)
    }

    /// The origin tokens are bound to. Practice services have one of their own that no network reaches.
    ///
    /// # Errors
    /// Never for a parsed address.
    pub fn origin(&self) -> Result<Url, AppError> {
        match self {
            Self::Web(url) => Ok(url.clone()),
            Self::Practice(preset) => {
                Url::parse(&format!("https://{preset}.practice.invalid/")).map_err(|_| AppError::BadAddress)
            }
        }
    }

    /// Whether it is a practice service.
    #[must_use]
    pub fn is_practice(&self) -> bool {
        matches!(self, Self::Practice(_))
    }

    /// Whether nothing on the way can read along.
    #[must_use]
    pub fn is_secure(&self) -> bool {
        match self {
            Self::Web(url) => url.scheme() == "https",
            Self::Practice(_) => true,
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Web(url) => f.write_str(url.as_str().trim_end_matches('/')),
            Self::Practice(preset) => write!(f, "{PRACTICE}{preset}"),
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn addresses_as_people_type_them() {
        for (typed, read) in [
            ("account.example.com", "https://account.example.com"),
            (" https://account.example.com/ ", "https://account.example.com"),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:8080/", "http://localhost:8080"),
            ("practice://whatap", "practice://whatap"),
        ] {
            let address = Address::parse(typed).unwrap();
            assert_eq!(address.to_string(), read);
            assert_eq!(Address::parse(read).unwrap(), address);
        }
        for refused in [
            "",
            "http://account.example.com",
            "ftp://example.com",
            "practice://",
            "practice://../x",
            "https://",
        ] {
            assert!(Address::parse(refused).is_err(), "{refused}");
        }
    }
}
