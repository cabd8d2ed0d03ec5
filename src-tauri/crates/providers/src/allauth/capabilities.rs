//! What a service can do: its discovery document, else the core's configuration, else one GET a section.

use std::collections::BTreeMap;

use account::{
    Access, Capabilities, FactorWay, FieldKind, Links, PasswordResetOffer, PhonesOffer, ProfileField, Refusal, Section,
    Session, SignInOffers, Source,
};
use protocol::core::config::Config;
use protocol::core::path;
use serde::de::IgnoredAny;

use super::answer::{Place, refusal, success};
use super::{AllauthProvider, Extension};
use crate::extension::discovery;
use crate::flows::factor_ways;
use crate::transport::client::Call;

impl AllauthProvider {
    pub(super) async fn discovering(&self, session: &Session) -> Result<Capabilities, Refusal> {
        if !session.belongs_to(&self.client.origin) {
            return Err(Refusal::ForeignSession);
        }
        if let Some(document) = self.discovery().await? {
            return Ok(document);
        }
        let config = self.config().await?;
        let probed = self.probe_sections(session).await?;
        Ok(from_core(self.host(), config, &probed))
    }

    /// The discovery document, if the service serves one. Notes whether the extension is there.
    pub(super) async fn discovery(&self) -> Result<Option<Capabilities>, Refusal> {
        let found = match self.client.send(&discovery::call(), None).await {
            Ok(reply) => discovery::read(&reply),
            // A catch-all page or an old framework's error page is no document; an outage is no answer at all.
            Err(
                Refusal::Nonsense
                | Refusal::ServiceFailed {
                    status: 500 | 501 | 505..,
                },
            ) => None,
            Err(refusal) => return Err(refusal),
        };
        self.note_extension(if found.is_some() {
            Extension::Served
        } else {
            Extension::Absent
        });
        Ok(found)
    }

    /// The core's configuration; `None` where this is served by nothing that looks like it.
    async fn config(&self) -> Result<Option<Config>, Refusal> {
        match self.client.send(&Call::get(path::CONFIG), None).await {
            Ok(reply) if reply.status.is_success() => Ok(success::<Config>(&reply).ok().and_then(|answer| answer.data)),
            Ok(_) | Err(Refusal::Nonsense) => Ok(None),
            Err(refusal) => Err(refusal),
        }
    }

    /// Asks each section the configuration does not settle. Signed out, nothing can be asked.
    async fn probe_sections(&self, session: &Session) -> Result<BTreeMap<Section, bool>, Refusal> {
        let mut found = BTreeMap::new();
        if !session.has_token() {
            return Ok(found);
        }
        match self.who(session).await {
            Ok(_) => {}
            Err(Refusal::Step(_) | Refusal::Gone | Refusal::Nonsense) => return Ok(found),
            Err(refusal) => return Err(refusal),
        }
        let sections = [
            (Section::Factors, path::AUTHENTICATORS),
            (Section::Sessions, path::SESSIONS),
            (Section::Phones, path::PHONE),
        ];
        for (section, path) in sections {
            found.insert(section, self.serves(session, path).await?);
        }
        Ok(found)
    }

    /// One authenticated GET. A 404 or 500 page means "absent": that is how the genuine server says so.
    async fn serves(&self, session: &Session, path: &'static str) -> Result<bool, Refusal> {
        match self.raw(session, &Call::get(path)).await {
            Ok(reply) if reply.status.is_success() => Ok(success::<IgnoredAny>(&reply).is_ok()),
            Ok(reply) if matches!(refusal(&reply, Place::SignedIn), Refusal::StepUp(_)) => Ok(true),
            Ok(_) | Err(Refusal::Nonsense | Refusal::ServiceFailed { status: 500 | 501 }) => Ok(false),
            Err(refusal) => Err(refusal),
        }
    }

    fn host(&self) -> String {
        let origin = &self.client.origin;
        let host = origin.host_str().unwrap_or_default();
        origin
            .port()
            .map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
    }
}

fn from_core(host: String, config: Option<Config>, probed: &BTreeMap<Section, bool>) -> Capabilities {
    let mut sections = BTreeMap::new();
    let mut offer = |section, offered: Option<bool>| {
        let there = probed.get(&section).copied().or(offered).unwrap_or(false);
        sections.insert(section, if there { Access::Edit } else { Access::Off });
    };
    offer(Section::Password, Some(true));
    offer(Section::Factors, config.as_ref().map(|config| config.mfa.is_some()));
    offer(
        Section::Sessions,
        config.as_ref().map(|config| config.usersessions.is_some()),
    );
    offer(Section::Phones, None);
    // The core tells who is signed in, and no more.
    sections.insert(Section::Profile, Access::Read);
    let factors = sections.get(&Section::Factors) == Some(&Access::Edit);
    let phones = (sections.get(&Section::Phones) == Some(&Access::Edit)).then(PhonesOffer::one_number);
    Capabilities {
        service_name: host,
        preset: None,
        practice: false,
        source: if config.is_some() {
            Source::Config
        } else {
            Source::Probes
        },
        sections,
        sign_in: config.as_ref().map(sign_in_offers).unwrap_or_default(),
        profile_fields: vec![email_field()],
        factor_ways: if factors {
            offered_factors(config.as_ref())
        } else {
            Vec::new()
        },
        step_up_at_entry: false,
        keys: None,
        alerts: None,
        devices: None,
        phones,
        links: Links::default(),
    }
}

fn sign_in_offers(config: &Config) -> SignInOffers {
    SignInOffers {
        sign_up: config.account.is_open_for_signup,
        by_code: config.account.login_by_code_enabled,
        password_reset: if config.account.password_reset_by_code_enabled {
            PasswordResetOffer::Code
        } else {
            PasswordResetOffer::Link
        },
        captcha: false,
    }
}

fn offered_factors(config: Option<&Config>) -> Vec<FactorWay> {
    match config.and_then(|config| config.mfa.as_ref()) {
        Some(mfa) => factor_ways(Some(&mfa.supported_types)),
        // Authenticators answer but nothing says which: these two every version has.
        None => vec![FactorWay::Totp, FactorWay::RecoveryCode],
    }
}

fn email_field() -> ProfileField {
    ProfileField {
        name: "email".to_owned(),
        kind: FieldKind::Email,
        required: true,
        edit: false,
    }
}
