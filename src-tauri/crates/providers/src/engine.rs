//! Which kind of service answers at an address: asked once, when a person types it.

use std::sync::Arc;

use account::{Provider, Refusal};
use serde::{Deserialize, Serialize};
use url::Url;

use crate::allauth::allauth;
use crate::better_auth::{better_auth, is_better_auth};
use crate::extension::discovery;
use crate::transport::client::Client;
use crate::transport::exchange::Exchange;

/// A kind of service, by the adapter that speaks to it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Engine {
    /// django-allauth's headless API, with this project's extension where it is served.
    #[default]
    Allauth,
    /// better-auth.
    BetterAuth,
}

impl Engine {
    /// Whether the address of a closed account can have another one. This project's extension keeps it from being used
    /// again, and mails a last word; better-auth does neither.
    #[must_use]
    pub fn forgets_closed_accounts(self) -> bool {
        self == Self::BetterAuth
    }

    /// A provider for the service of this kind at `origin`.
    #[must_use]
    pub fn provider(self, origin: Url, exchange: Exchange) -> Arc<dyn Provider> {
        match self {
            Self::Allauth => allauth(origin, exchange),
            Self::BetterAuth => better_auth(origin, exchange),
        }
    }
}

/// Asks what answers at `origin`. A site that publishes this project's discovery document is spoken to as it says there,
/// whatever else it runs; what can't be told is left to the first adapter, which says what is wrong with it.
///
/// # Errors
/// When the service can't be reached.
pub async fn recognise(origin: &Url, exchange: &Exchange) -> Result<Engine, Refusal> {
    let client = Client::new(origin.clone(), exchange.clone());
    if !is_better_auth(&client).await? {
        return Ok(Engine::Allauth);
    }
    let published = match client.send(&discovery::call(), None).await {
        Ok(reply) => discovery::read(&reply).is_some(),
        // A page, or an error: no document.
        Err(Refusal::Nonsense | Refusal::ServiceFailed { .. }) => false,
        Err(refusal) => return Err(refusal),
    };
    Ok(if published { Engine::Allauth } else { Engine::BetterAuth })
}
