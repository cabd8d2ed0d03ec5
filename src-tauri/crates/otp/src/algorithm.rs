//! The hash under HMAC, and the only place that reads its name: an unknown name is an error, never SHA-1.

use std::{fmt, str::FromStr};

use crate::{OtpError, error::quoted};

/// The hash function of a code (RFC 6238, section 1.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Algorithm {
    /// HMAC-SHA-1: what a URI without the parameter means.
    Sha1,
    /// HMAC-SHA-256.
    Sha256,
    /// HMAC-SHA-512.
    Sha512,
}

impl Algorithm {
    /// The name as URIs spell it: `SHA1`, `SHA256`, `SHA512`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Sha1 => "SHA1",
            Self::Sha256 => "SHA256",
            Self::Sha512 => "SHA512",
        }
    }

    /// Reads a name in any case: `SHA1`, `SHA-1`, `HmacSHA1`, `HMAC-SHA-1`, and the same for 256 and 512.
    ///
    /// # Errors
    /// [`OtpError::UnknownAlgorithm`] for anything else, the empty text and surrounding spaces included.
    pub fn parse(name: &str) -> Result<Self, OtpError> {
        let lower = name.to_ascii_lowercase();
        let hash = lower
            .strip_prefix("hmac")
            .map_or(lower.as_str(), |rest| rest.strip_prefix('-').unwrap_or(rest));
        let size = hash
            .strip_prefix("sha")
            .map(|rest| rest.strip_prefix('-').unwrap_or(rest));
        match size {
            Some("1") => Ok(Self::Sha1),
            Some("256") => Ok(Self::Sha256),
            Some("512") => Ok(Self::Sha512),
            _ => Err(OtpError::UnknownAlgorithm { value: quoted(name) }),
        }
    }
}

impl FromStr for Algorithm {
    type Err = OtpError;

    fn from_str(name: &str) -> Result<Self, OtpError> {
        Self::parse(name)
    }
}

impl fmt::Display for Algorithm {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn every_spelling_in_use_is_read() {
        for (algorithm, size) in [
            (Algorithm::Sha1, "1"),
            (Algorithm::Sha256, "256"),
            (Algorithm::Sha512, "512"),
        ] {
            for prefix in ["SHA", "sha-", "HmacSHA", "HMACSHA-", "hmac-sha", "Hmac-Sha-"] {
                assert_eq!(Algorithm::parse(&format!("{prefix}{size}")), Ok(algorithm));
            }
            assert_eq!(algorithm.to_string().parse(), Ok(algorithm));
        }
    }

    #[test]
    fn anything_else_is_an_error_not_sha1() {
        for name in [
            "",
            " ",
            "SHA",
            "SHA2",
            "SHA224",
            "SHA384",
            "MD5",
            "SHA 1",
            " SHA1",
            "SHA1 ",
            "SHA--1",
            "SHA01",
            "1",
            "SHA3-256",
            "SHA512/256",
            "SHA_1",
            "HMAC",
            "HMACHMACSHA1",
            "ＳＨＡ１",
            "SHA1\0",
            "SHA-256,SHA-1",
            "hmac_sha1",
        ] {
            assert!(
                matches!(Algorithm::parse(name), Err(OtpError::UnknownAlgorithm { .. })),
                "{name:?} was read"
            );
        }
    }
}
