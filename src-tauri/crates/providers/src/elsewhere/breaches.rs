//! Whether a password is in known leaks, asked by the first five digits of its hash: the service can't tell it from the
//! hundreds of others that begin alike (k-anonymity, as "Have I Been Pwned" serves it).

use account::Refusal;
use data_encoding::HEXUPPER;
use http::HeaderName;
use secrecy::{ExposeSecret, SecretString};
use sha1::{Digest, Sha1};
use url::Url;
use zeroize::Zeroizing;

use super::client;
use crate::transport::client::Call;

/// The service that is asked unless the person names another.
pub const BREACH_SERVICE: &str = "https://api.pwnedpasswords.com/range/";

/// How much of the hash leaves this computer.
const PREFIX: usize = 5;

/// How often a password was seen in leaks, 0 when in none.
///
/// # Errors
/// `Unreachable`, `ServiceFailed` or `RateLimited` when there is no answer; `Nonsense` when it is none of such a service.
pub async fn times_leaked(service: &Url, password: &SecretString) -> Result<u64, Refusal> {
    // Exposed to be hashed; the hash is wiped, and only its beginning is sent.
    let digest = Zeroizing::new(<[u8; 20]>::from(Sha1::digest(password.expose_secret().as_bytes())));
    let hash = Zeroizing::new(HEXUPPER.encode(&*digest));
    let (prefix, rest) = hash.split_at(PREFIX);
    let path = format!("{}/{prefix}", service.path().trim_end_matches('/'));
    // Padding hides from whoever sees the traffic how many hashes begin alike.
    let call = Call::get(path)
        .told_as("a range of hashes")
        .header(HeaderName::from_static("add-padding"), "true")?;
    let reply = client(service)?.send(&call, None).await?;
    if !reply.status.is_success() {
        return Err(Refusal::Nonsense);
    }
    let text = std::str::from_utf8(&reply.body).map_err(|_| Refusal::Nonsense)?;
    count(text, rest).ok_or(Refusal::Nonsense)
}

/// The number beside the rest of a hash; nothing when the list is none.
fn count(list: &str, rest: &str) -> Option<u64> {
    let mut found = 0;
    for line in list.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (suffix, times) = line.split_once(':')?;
        let hex = suffix.len() == rest.len() && suffix.bytes().all(|byte| byte.is_ascii_hexdigit());
        let times: u64 = times.trim().parse().ok().filter(|_| hex)?;
        if suffix.eq_ignore_ascii_case(rest) {
            found = times;
        }
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn a_list_is_read_and_nothing_else_is() {
        let (mine, other) = ("A".repeat(35), "b".repeat(35));
        assert_eq!(count(&format!("{other}:3\r\n{mine}:42\r\n"), &mine), Some(42));
        assert_eq!(count(&format!("{}:7", mine.to_lowercase()), &mine), Some(7));
        assert_eq!(
            count(&format!("{mine}:0"), &mine),
            Some(0),
            "padding counts for nothing"
        );
        assert_eq!(count(&format!("{other}:3"), &mine), Some(0));
        assert_eq!(count("", &mine), Some(0));
        for none in ["<html>", "{}", &format!("{mine}:many"), "ABC:1"] {
            assert_eq!(count(none, &mine), None, "{none}");
        }
    }
}
