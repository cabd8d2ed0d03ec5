//! The adapter for services that run better-auth, at its usual path `/api/auth`.
//!
//! What is peculiar to it stays in here. A session is a jar of cookies, kept as one line of text like any token; every call
//! names its origin, or the service takes it for a forgery. It has no discovery: what is served is found out by asking. A
//! step-up does not last at the service: several changes want the password with them, so the one that was just proven is
//! remembered here for a moment, in memory only. Recovery codes are told once, with the key; they wait in memory until
//! they are asked for.

mod answer;
mod calls;
mod capabilities;
mod closure;
mod email;
mod factors;
mod held;
mod keys;
mod memory;
mod password;
mod phones;
mod profile;
mod provider;
mod request;
mod sent_factor;
mod sessions;
mod sign_in;
mod step_up;
mod wire;

use std::sync::{Arc, Mutex};

use account::{Provider, Refusal};
use url::Url;

use crate::transport::client::{Call, Client};
use crate::transport::exchange::Exchange;
use capabilities::{EmailChange, Found};
use memory::Memory;

/// An adapter to one service. Shared by every account there; a session goes along with each call.
pub struct BetterAuthProvider {
    client: Client,
    found: Mutex<Option<Found>>,
    email_change: Mutex<EmailChange>,
    memory: Memory,
}

/// Whether the service behind this client is one: it says that it works, and that nobody is signed in, as no other does.
pub(crate) async fn is_better_auth(client: &Client) -> Result<bool, Refusal> {
    match calls::is_ok(&client.send(&Call::get(calls::OK), None).await) {
        Ok(true) => {}
        // An outage of something else at that path is no reason not to ask on.
        Ok(false) | Err(Refusal::ServiceFailed { .. }) => return Ok(false),
        Err(refusal) => return Err(refusal),
    }
    Ok(answer::is_null(&client.send(&calls::who_call(), None).await?))
}

/// A provider for the service at `origin`, reached through `exchange`.
#[must_use]
pub fn better_auth(origin: Url, exchange: Exchange) -> Arc<dyn Provider> {
    Arc::new(BetterAuthProvider {
        client: Client::new(origin, exchange),
        found: Mutex::default(),
        email_change: Mutex::default(),
        memory: Memory::default(),
    })
}
