//! Clients for account services: adapters behind [`account::Provider`], and the only crate that speaks HTTP outward.
//!
//! An [`Exchange`] carries one request to one origin and brings back one capped answer; it is a socket
//! ([`over_http`]) or a service in this process ([`over_service`]). An adapter ([`allauth()`], [`better_auth()`]) turns a protocol into the
//! neutral results of `account`; quirks never leave it. [`recognise`] tells which one an address needs.

mod allauth;
mod better_auth;
mod elsewhere;
mod engine;
mod extension;
mod flows;
mod transport;

pub use allauth::{AllauthProvider, allauth};
pub use better_auth::{BetterAuthProvider, better_auth};
pub use elsewhere::{BREACH_SERVICE, WHATAP_OPEN_API, times_leaked, whatap_standing};
pub use engine::{Engine, recognise};
pub use transport::exchange::{Exchange, ExchangeError, Limits};
pub use transport::http::{TransportError, over_http, over_http_with};
pub use transport::in_process::{over_service, over_service_with};
pub use transport::language::{Tongue, in_language};
pub use transport::origin::{OriginError, check_origin};
