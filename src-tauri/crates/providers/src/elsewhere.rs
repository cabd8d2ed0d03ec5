//! Questions to somebody else than the account's service, asked only when the person wants it: whether a password leaked, and
//! what an API token is good for. No session goes along, and only what the question needs.

mod breaches;
mod whatap;

use account::{Refusal, UnreachableReason};
use url::Url;

use crate::transport::client::Client;
use crate::transport::http::over_http;
use crate::transport::origin::check_origin;

pub use breaches::{BREACH_SERVICE, times_leaked};
pub use whatap::{WHATAP_OPEN_API, whatap_standing};

/// A way to the server of an address, which must be https or on this computer.
fn client(address: &Url) -> Result<Client, Refusal> {
    let nowhere = Refusal::Unreachable {
        reason: UnreachableReason::NoSuchName,
    };
    let (Ok(origin), Ok(exchange)) = (check_origin(address), over_http(address)) else {
        return Err(nowhere);
    };
    Ok(Client::new(origin, exchange))
}
