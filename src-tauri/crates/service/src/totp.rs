//! TOTP keys of accounts: SHA-1, six digits, 30 seconds, the form every authenticator knows.

use otp::{Algorithm, Digits, Kind, Otp, OtpauthUri, Period, Secret};
use subtle::ConstantTimeEq as _;
use zeroize::Zeroizing;

use crate::error::ServiceError;

/// Seconds a code is shown for.
const PERIOD: i64 = 30;

/// A new key in base32.
pub(crate) fn new_key() -> Zeroizing<String> {
    Zeroizing::new(data_encoding::BASE32_NOPAD.encode(&crate::secrets::new_totp_bytes()[..]))
}

fn otp_of(key: &str) -> Result<Otp, ServiceError> {
    let secret = Secret::parse_base32(key).map_err(|_| ServiceError::Totp)?;
    let digits = Digits::new(6).map_err(|_| ServiceError::Totp)?;
    let period = Period::new(30).map_err(|_| ServiceError::Totp)?;
    let kind = Kind::Totp {
        algorithm: Algorithm::Sha1,
        digits,
        period,
    };
    Ok(Otp::new(kind, secret))
}

/// The key as an `otpauth` URI, labelled with the service and the account's address.
pub(crate) fn uri(key: &str, issuer: &str, account: &str) -> Result<Zeroizing<String>, ServiceError> {
    let uri = OtpauthUri {
        otp: otp_of(key)?,
        issuer: Some(issuer.to_owned()),
        account: account.to_owned(),
        label_issuer: None,
        ignored: Vec::new(),
    };
    Ok(uri.to_uri())
}

/// The time step whose code was typed: the current one, or the one before or after it (RFC 6238 section 5.2), if it is
/// newer than the newest one used. All three are compared every time.
pub(crate) fn matching_step(key: &str, typed: &str, now: i64, used: Option<i64>) -> Result<Option<i64>, ServiceError> {
    let otp = otp_of(key)?;
    let typed: Zeroizing<String> = Zeroizing::new(typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect());
    let current = now / 1000 / PERIOD;
    let mut found = None;
    for step in [current - 1, current, current + 1] {
        let Ok(seconds) = u64::try_from(step * PERIOD) else {
            continue;
        };
        let code = otp.code_at(seconds).map_err(|_| ServiceError::Totp)?;
        let same: bool = code.as_str().as_bytes().ct_eq(typed.as_bytes()).into();
        if same && used.is_none_or(|used| step > used) {
            found = Some(step);
        }
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    /// RFC 6238 appendix B's SHA-1 key; its eight digits end in the six of a six-digit code.
    const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

    #[test]
    fn one_step_either_way_and_never_twice() {
        let at = |seconds: i64, used| matching_step(KEY, "287082", seconds * 1000, used).unwrap();
        assert_eq!(at(59, None), Some(1));
        assert_eq!(at(0, None), Some(1));
        assert_eq!(at(89, None), Some(1));
        assert_eq!(at(90, None), None);
        assert_eq!(at(59, Some(1)), None);
        assert_eq!(at(59, Some(0)), Some(1));
    }

    #[test]
    fn the_uri_reads_back() {
        let key = new_key();
        let uri = uri(&key, "CLOVA CareCall", "mina.park@example.com").unwrap();
        let read = OtpauthUri::parse(&uri).unwrap();
        assert_eq!(read.issuer.as_deref(), Some("CLOVA CareCall"));
        assert_eq!(read.account, "mina.park@example.com");
        assert_eq!(*read.otp.secret.to_base32(), *key);
    }
}
