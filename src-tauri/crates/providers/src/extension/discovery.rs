//! The discovery document. It is a claim of the service: links must be https, words are cleaned.

use account::{
    Access, AlertsOffer, Capabilities, DevicesOffer, FieldKind, KeysCheck, KeysKind, KeysOffer, Links,
    PasswordResetOffer, PhonesOffer, ProfileField, Section, SignInOffers, Source,
};
use protocol::extension::DISCOVERY_PATH;
use protocol::extension::discovery as wire;
use url::Url;

use super::phones;
use crate::flows::factor_way;
use crate::transport::client::{Call, Reply};
use crate::transport::json;
use crate::transport::text::{NAME, plain, word};

/// More fields or choices than any form has are cut off.
const MOST: usize = 200;

/// The call that asks for it; no sign-in.
pub(crate) fn call() -> Call {
    Call::get(DISCOVERY_PATH)
}

/// The document as capabilities; `None` if the answer is not one.
pub(crate) fn read(reply: &Reply) -> Option<Capabilities> {
    if !reply.status.is_success() || !reply.is_json() {
        return None;
    }
    let document: wire::Discovery = json::read_object(&reply.body)?;
    let service_name = plain(&document.service.name, NAME);
    if service_name.is_empty() {
        return None;
    }
    let manage = document.links.manage.as_deref().and_then(https);
    let keys = document.keys.as_ref().and_then(keys);
    let alerts = document.alerts.as_ref().map(alerts);
    let devices = document.devices.map(devices);
    // Who says nothing of channels serves the core's one number.
    let phones = match &document.phones {
        Some(form) => phones::offer(form),
        None => (document.access(Section::Phones.name()) != wire::Access::Off).then(PhonesOffer::one_number),
    };
    let access = |section: Section| {
        // A kind of keys or channels this version does not know can be neither shown nor made; so it is with what is not described.
        let known = match section {
            Section::Keys => keys.is_some(),
            Section::Alerts => alerts.is_some(),
            Section::Devices => devices.is_some(),
            Section::Phones => phones.is_some(),
            _ => true,
        };
        let said = if known {
            document.access(section.name())
        } else {
            wire::Access::Off
        };
        (section, access(said, manage.as_ref()))
    };
    Some(Capabilities {
        service_name,
        preset: document.service.preset.as_deref().map(word),
        practice: document.service.practice,
        source: Source::Discovery,
        sections: Section::ALL.into_iter().map(access).collect(),
        sign_in: sign_in(&document.sign_in),
        profile_fields: document.profile.fields.iter().take(MOST).filter_map(field).collect(),
        factor_ways: document
            .factors
            .methods
            .iter()
            .take(MOST)
            .map(|name| factor_way(name))
            .collect(),
        step_up_at_entry: document.step_up.at_entry,
        keys,
        alerts: alerts.clone(),
        devices,
        phones,
        links: Links {
            support: document.links.support.as_deref().and_then(https),
        },
    })
}

fn access(said: wire::Access, manage: Option<&Url>) -> Access {
    match said {
        wire::Access::Edit => Access::Edit,
        wire::Access::Read => Access::Read,
        wire::Access::Web => manage.cloned().map_or(Access::Off, Access::Web),
        wire::Access::Off => Access::Off,
    }
}

fn keys(said: &wire::KeysForm) -> Option<KeysOffer> {
    let kind = match said.kind {
        wire::KeysKind::Token => KeysKind::Token,
        wire::KeysKind::Named { most, name_max_length } => KeysKind::Named {
            most: Some(most),
            name_max_length,
        },
        wire::KeysKind::Other => return None,
    };
    Some(KeysOffer {
        kind,
        shown_again: said.shown == wire::Shown::Again,
        check: match said.check {
            // What is asked about is the account's one token.
            Some(wire::KeysCheck::WhatapOpenApi) if kind == KeysKind::Token => Some(KeysCheck::WhatapOpenApi),
            _ => None,
        },
    })
}

fn alerts(said: &wire::AlertsForm) -> AlertsOffer {
    let named = said.channels.iter().take(MOST).map(|name| word(name));
    AlertsOffer {
        channels: named.filter(|name| !name.is_empty()).collect(),
    }
}

fn devices(said: wire::DevicesForm) -> DevicesOffer {
    DevicesOffer {
        most: said.most,
        samples: said.samples,
    }
}

fn sign_in(said: &wire::SignIn) -> SignInOffers {
    SignInOffers {
        sign_up: said.sign_up,
        by_code: said.by_code,
        password_reset: match said.password_reset {
            wire::PasswordReset::Code => PasswordResetOffer::Code,
            wire::PasswordReset::TemporaryPassword => PasswordResetOffer::TemporaryPassword,
            wire::PasswordReset::Off => PasswordResetOffer::Off,
        },
        captcha: said.captcha,
    }
}

/// A field whose name can't be a JSON key of ours is left out: it could be neither read nor saved.
fn field(said: &wire::ProfileField) -> Option<ProfileField> {
    let name = word(&said.name);
    if name != said.name {
        return None;
    }
    let kind = match &said.kind {
        wire::FieldKind::Text { max_length } => FieldKind::Text {
            max_length: *max_length,
        },
        wire::FieldKind::Choice { choices } => FieldKind::Choice {
            choices: choices.iter().take(MOST).map(|choice| plain(choice, NAME)).collect(),
        },
        wire::FieldKind::TimeZone => FieldKind::TimeZone,
        wire::FieldKind::Email => FieldKind::Email,
        wire::FieldKind::Phone { channel } => phones::channel(channel).map_or(FieldKind::Other, FieldKind::Phone),
        wire::FieldKind::Other => FieldKind::Other,
    };
    let edit = said.edit && kind != FieldKind::Other;
    Some(ProfileField {
        name,
        kind,
        required: said.required,
        edit,
    })
}

/// A link a person may be sent to: https, with a host, and without credentials that would disguise it.
fn https(text: &str) -> Option<Url> {
    let url = Url::parse(text).ok()?;
    let honest = url.scheme() == "https" && url.has_host() && url.username().is_empty() && url.password().is_none();
    (honest && text.len() <= 2000).then_some(url)
}
