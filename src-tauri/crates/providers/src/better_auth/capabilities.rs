//! What a service can do. It has no discovery and no configuration to read: each plugin is asked by a call of its own that
//! can do nothing, because it brings nothing. A call that is not there is answered by the router with an empty 404.

use std::collections::BTreeMap;
use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use account::{
    Access, Capabilities, FactorWay, FieldKind, KeysKind, KeysOffer, Links, PasswordResetOffer, PhonesOffer,
    ProfileField, Refusal, Section, Session, SignInOffers, Source,
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
const PHONES: &str = "/api/auth/phone-number/reset-password";
/// The end of a mailed link that deletes an account, without what it needs: it brings no session and no token. Where accounts
/// are not deleted, the service says that it is not found; where they are, that nobody is signed in.
const CLOSURE: &str = "/api/auth/delete-user/callback?token=";
const CLOSED_BY_NOBODY: &str = "FAILED_TO_GET_USER_INFO";

/// Which plugins a service has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Plugins {
    /// Mailed codes: for a new address, for signing in, for a new password.
    pub(super) email_codes: bool,
    /// Second factors.
    pub(super) two_factor: bool,
    /// API keys.
    pub(super) keys: bool,
    /// A phone number.
    pub(super) phones: bool,
    /// People may delete their accounts: no plugin, but off unless a site turns it on.
    pub(super) closure: bool,
}

/// Whether a site changes addresses, as far as it was told, and when. Apart from what is found of the plugins, because only
/// someone signed in can ask.
#[derive(Clone, Copy, Default)]
pub(super) struct EmailChange {
    served: bool,
    asked: Option<Instant>,
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
        let email_change = plugins.email_codes && self.changes_email(session).await?;
        Ok(capabilities(self.host(), plugins, email_change))
    }

    /// Whether the site changes addresses. What was told before counts until something else is told: an answer that is missing
    /// takes no form away from under somebody's hands.
    async fn changes_email(&self, session: &Session) -> Result<bool, Refusal> {
        let known = *self.email_change();
        if known.asked.is_some_and(|asked| asked.elapsed() < LIFE) {
            return Ok(known.served);
        }
        let Ok(sent) = self.signed_in(session) else {
            return Ok(known.served);
        };
        let told = self.asking_for_email_change(&sent.held).await?;
        let served = told.unwrap_or(known.served);
        if told.is_some() {
            *self.email_change() = EmailChange {
                served,
                asked: Some(Instant::now()),
            };
        }
        Ok(served)
    }

    fn email_change(&self) -> MutexGuard<'_, EmailChange> {
        self.email_change.lock().unwrap_or_else(PoisonError::into_inner)
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
            phones: self.has(PHONES).await?,
            closure: self.closes().await?,
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

    /// Whether accounts are deleted here.
    async fn closes(&self) -> Result<bool, Refusal> {
        match self.send(&Held::default(), &Call::get_once(CLOSURE)).await {
            Ok(reply) => Ok(problem(&reply).is_some_and(|problem| problem.code == CLOSED_BY_NOBODY)),
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

fn capabilities(host: String, plugins: Plugins, email_change: bool) -> Capabilities {
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
            (Section::Phones, offered(plugins.phones)),
            (Section::Closure, offered(plugins.closure)),
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
        profile_fields: profile_fields(email_change),
        factor_ways: if plugins.two_factor {
            vec![FactorWay::Totp, FactorWay::RecoveryCode]
        } else {
            Vec::new()
        },
        step_up_at_entry: false,
        alerts: None,
        devices: None,
        // Whether anything sends its texts can't be asked without having one sent; where nothing does, the service says so then.
        phones: plugins.phones.then(|| PhonesOffer {
            delete: true,
            ..PhonesOffer::one_number()
        }),
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

fn profile_fields(email_change: bool) -> Vec<ProfileField> {
    let field = |name: &str, kind, edit| ProfileField {
        name: name.to_owned(),
        kind,
        required: false,
        edit,
    };
    vec![
        field("name", FieldKind::Text { max_length: NAME }, true),
        field("email", FieldKind::Email, email_change),
    ]
}
