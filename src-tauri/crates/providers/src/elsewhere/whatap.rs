//! What WhaTap's Open API says of an API token. Its answer lists projects with tokens of their own: they are counted as they are
//! read past, and nothing of them is kept; the bytes themselves are wiped.

use account::{KeyStanding, Refusal};
use http::HeaderName;
use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use serde::de::IgnoredAny;
use url::Url;

use super::client;
use crate::transport::client::Call;
use crate::transport::json;
use crate::transport::text::{NAME, plain};

/// Where it is asked.
pub const WHATAP_OPEN_API: &str = "https://api.whatap.io/open/api/json/projects";

const HEADER: &str = "x-whatap-token";

/// Of its answer only this is read.
#[derive(Deserialize)]
struct Projects {
    #[serde(default, alias = "accountEmail", alias = "email")]
    account: Option<String>,
    #[serde(default)]
    total: Option<u64>,
    data: Vec<IgnoredAny>,
}

/// Whether the token counts there, for whom, and for how many projects.
///
/// # Errors
/// `Unreachable`, `ServiceFailed` or `RateLimited` when there is no answer; `Nonsense` when it is not WhaTap's.
pub async fn whatap_standing(address: &Url, token: &SecretString) -> Result<KeyStanding, Refusal> {
    // Exposed because the person asks about it there.
    let call = Call::get(address.path().to_owned()).header(HeaderName::from_static(HEADER), token.expose_secret())?;
    let reply = client(address)?.send(&call, None).await?;
    match reply.status.as_u16() {
        200 if reply.is_json() => {}
        401 | 403 => return Ok(KeyStanding::Refused),
        _ => return Err(Refusal::Nonsense),
    }
    let projects: Projects = json::read_object(&reply.body).ok_or(Refusal::Nonsense)?;
    let listed = u64::try_from(projects.data.len()).unwrap_or(u64::MAX);
    let account = projects.account.map(|account| plain(&account, NAME));
    Ok(KeyStanding::Counts {
        account: account.filter(|account| !account.is_empty()),
        projects: projects.total.unwrap_or(listed).max(listed),
    })
}
