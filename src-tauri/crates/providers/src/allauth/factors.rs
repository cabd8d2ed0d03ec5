//! One-time passwords and recovery codes.

use account::{Factor, RecoveryCodeSet, Refusal, Session, TotpSetup};
use http::Method;
use protocol::core::{Authenticator, TotpMeta, path, request};
use secrecy::SecretString;

use super::AllauthProvider;
use super::answer::{Place, refusal, success, with_meta};
use super::convert::{factor, recovery_codes};
use super::sign_in::wire;
use crate::transport::client::Call;

impl AllauthProvider {
    pub(super) async fn listing_factors(&self, session: &Session) -> Result<Vec<Factor>, Refusal> {
        let list: Vec<Authenticator> = self.data(session, Call::get(path::AUTHENTICATORS)).await?;
        Ok(list.iter().map(factor).collect())
    }

    /// The set-up data ride in the `meta` of a 404. Each such GET replaces the key, so it is never repeated by itself.
    pub(super) async fn beginning_totp(&self, session: &Session) -> Result<TotpSetup, Refusal> {
        let reply = self.raw(session, &Call::get_once(path::TOTP)).await?;
        match reply.status.as_u16() {
            404 => {}
            200 => return success::<Authenticator>(&reply).and(Err(Refusal::NoSuchStep)),
            _ => return Err(refusal(&reply, Place::SignedIn)),
        }
        let Ok(setup) = with_meta::<TotpMeta>(&reply) else {
            return Err(refusal(&reply, Place::SignedIn));
        };
        // Exposed to move from the wire's secret type into the domain's.
        let (secret, uri) = (setup.secret.expose(), setup.totp_url.expose());
        if secret.is_empty() || !uri.starts_with("otpauth://") {
            return Err(Refusal::Nonsense);
        }
        Ok(TotpSetup {
            secret: SecretString::from(secret),
            uri: SecretString::from(uri),
        })
    }

    pub(super) async fn activating_totp(&self, session: &Session, code: &SecretString) -> Result<(), Refusal> {
        let call = Call::change(Method::POST, path::TOTP).json(&request::Code { code: wire(code) });
        let _: Authenticator = self.data(session, call).await?;
        Ok(())
    }

    pub(super) async fn deactivating_totp(&self, session: &Session) -> Result<(), Refusal> {
        self.done(session, Call::change(Method::DELETE, path::TOTP)).await
    }

    pub(super) async fn reading_recovery_codes(&self, session: &Session) -> Result<RecoveryCodeSet, Refusal> {
        // Some services show the codes once only: asking again by ourselves would lose them.
        let set: Authenticator = self.data(session, Call::get_once(path::RECOVERY_CODES)).await?;
        recovery_codes(set).ok_or(Refusal::Nonsense)
    }

    pub(super) async fn making_recovery_codes(&self, session: &Session) -> Result<RecoveryCodeSet, Refusal> {
        let call = Call::change(Method::POST, path::RECOVERY_CODES).json(&serde_json::json!({}));
        let set: Authenticator = self.data(session, call).await?;
        recovery_codes(set).ok_or(Refusal::Nonsense)
    }
}
