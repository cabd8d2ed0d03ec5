//! What a service can do. It has no discovery and no configuration to read: each plugin is asked by a call of its own that
//! can do nothing, because it brings nothing. A call that is not there is answered by the router with an empty 404.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use account::{
    Access, Capabilities, FactorWay, FieldKind, KeysKind, KeysOffer, Links, PasswordResetOffer, ProfileField, Refusal,
    Section, Session, SignInOffers, Source,
};
use http::Method;

use super::BetterAuthProvider;
use super::answer::problem;
use super::held::Held;
use super::request::Nothing;
use crate::transport::client::Call;

/// How long what was found counts. Services limit how often a call may be asked; plugins change with a new version only.
const LIFE: Duration = Duration::from_secs(600);
/// The most characters of a key's name, unless a service was told otherwise.
const KEY_NAME: u32 = 32;
/// The most characters of a name: what the service's own tables hold.
const NAME: u32 = 255;

/// A call of each plugin that people hardly need, because services count how often each is asked.
const EMAIL_CODES: &str = "/api/auth/email-otp/check-verification-otp";
const TWO_FACTOR: &str = "/api/auth/two-factor/get-totp-uri";
const KEYS: &str = "/api/auth/api-key/delete";

/// Which plugins a service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plugins {
    /// Mailed codes: for a new address, for signing in, for a new password.
    pub(super) email_codes: bool,
    /// Second factors.
    pub(super) two_factor: bool,
    /// API keys.
    pub(super) keys: bool,
}

/// What was found, and when.
pub(super) struct Found {
    plugins: Plugins,
    at: Instant,
}

impl BetterAuthProvider {
    pub(super) async fn discovering(&self, session: &Session) -> Result<Capabilities, Refusal> {
        if !session.belongs_to(&self.client.origin) {
            return Err(Refusal::ForeignSession);
        }
        let plugins = self.plugins().await?;
        Ok(capabilities(self.host(), plugins))
    }

    /// The plugins, as they were found lately or are found now.
    pub(super) async fn plugins(&self) -> Result<Plugins, Refusal> {
        let known = self
            .found()
            .as_ref()
            .filter(|found| found.at.elapsed() < LIFE)
            .map(|found| found.plugins);
        if let Some(plugins) = known {
            return Ok(plugins);
        }
        let plugins = Plugins {
            email_codes: self.has(EMAIL_CODES).await?,
            two_factor: self.has(TWO_FACTOR).await?,
            keys: self.has(KEYS).await?,
        };
        *self.found() = Some(Found {
            plugins,
            at: Instant::now(),
        });
        Ok(plugins)
    }

    /// Whether there is such a call. It is sent without a session and without what it needs.
    async fn has(&self, path: &'static str) -> Result<bool, Refusal> {
        let empty = Call::once(Method::POST, path).json(&Nothing {});
        match self.send(&Held::default(), &empty).await {
            Ok(reply) => Ok(problem(&reply).is_some_and(|problem| !problem.code.is_empty())),
            Err(Refusal::Nonsense) => Ok(false),
            Err(refusal) => Err(refusal),
        }
    }

    fn found(&self) -> MutexGuard<'_, Option<Found>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn host(&self) -> String {
        let origin = &self.client.origin;
        let host = origin.host_str().unwrap_or_default();
        origin
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
}

fn capabilities(host: String, plugins: Plugins) -> Capabilities {
    let offered = |there: bool| if there { Access::Edit } else { Access::Off };
    Capabilities {
        service_name: host,
        preset: None,
        practice: false,
        source: Source::Probes,
        sections: BTreeMap::from([
            (Section::Profile, Access::Edit),
            (Section::Password, Access::Edit),
            (Section::Sessions, Access::Edit),
            (Section::Factors, offered(plugins.two_factor)),
            (Section::Keys, offered(plugins.keys)),
        ]),
        sign_in: SignInOffers {
            // Whether it is open can't be asked without making an account; where it is closed, the service says so then.
            sign_up: true,
            by_code: plugins.email_codes,
            password_reset: if plugins.email_codes {
                PasswordResetOffer::Code
            } else {
                // A link would need a page of the site's own to lead to, which only the site knows.
                PasswordResetOffer::Off
            },
            captcha: false,
        },
        profile_fields: profile_fields(),
        factor_ways: if plugins.two_factor {
            vec![FactorWay::Totp, FactorWay::RecoveryCode]
        } else {
            Vec::new()
        },
        step_up_at_entry: false,
        alerts: None,
        devices: None,
        phones: None,
        keys: plugins.keys.then_some(KeysOffer {
            kind: KeysKind::Named {
                most: None,
                name_max_length: KEY_NAME,
            },
            shown_again: false,
            check: None,
        }),
        links: Links::default(),
    }
}

fn profile_fields() -> Vec<ProfileField> {
    let field = |name: &str, kind, edit| ProfileField {
        name: name.to_owned(),
        kind,
        required: false,
        edit,
    };
    vec![
        field("name", FieldKind::Text { max_length: NAME }, true),
        field("email", FieldKind::Email, false),
    ]
}
