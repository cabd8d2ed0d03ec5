//! The discovery document: what a service is called, what it serves today, and what words and limits it uses.
//!
//! A client shows only what this document names. Differences between services are data in here, never branches in
//! the client.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::phones::PhonesForm;

/// `GET /.well-known/account-management`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Discovery {
    /// Who answers.
    pub service: ServiceInfo,
    /// What can be done with each account section, by the section's name (`profile`, `password`, `factors`,
    /// `sessions`, `phones`, `alerts`, `devices`, `keys`, `consents`, `closure`; `activity`, which is read beside the sessions). A section left out is off.
    #[serde(default)]
    pub sections: BTreeMap<String, Access>,
    /// What is offered before a sign-in.
    #[serde(default)]
    pub sign_in: SignIn,
    /// What second factors are offered.
    #[serde(default)]
    pub factors: Factors,
    /// When a proof of who is there is wanted, beyond what changes ask for.
    #[serde(default)]
    pub step_up: StepUpRule,
    /// What the profile consists of.
    #[serde(default)]
    pub profile: ProfileForm,
    /// Which API tokens or keys there are, where the section `keys` is served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub keys: Option<KeysForm>,
    /// By which ways alerts go, where the section `alerts` is served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alerts: Option<AlertsForm>,
    /// What devices there may be, where the section `devices` is served.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub devices: Option<DevicesForm>,
    /// Which channels there are for phone numbers, where the extension serves them. A service that says nothing of them and
    /// names the section `phones` serves the core's one number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phones: Option<PhonesForm>,
    /// Pages of the service that a person may be pointed to.
    #[serde(default)]
    pub links: Links,
}

impl Discovery {
    /// What can be done with the section of that name; a section the document leaves out is off.
    pub fn access(&self, section: &str) -> Access {
        self.sections.get(section).copied().unwrap_or_default()
    }
}

/// The service's name and kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceInfo {
    /// The name people know it by; also the issuer of its one-time-password keys.
    pub name: String,
    /// Which preset of the embedded service this is; a foreign service may leave it out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub preset: Option<String>,
    /// Whether this is a practice server: nothing it sends leaves the machine.
    #[serde(default)]
    pub practice: bool,
}

/// What a client may do with a section.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Access {
    /// It may be read and changed.
    Edit,
    /// It may be read only.
    Read,
    /// It is managed on the page that `links.manage` names.
    Web,
    /// It is not served. A word this version does not know reads as off.
    #[default]
    #[serde(other)]
    Off,
}

/// What is offered to someone who is not signed in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct SignIn {
    /// Whether new accounts can be made.
    #[serde(default)]
    pub sign_up: bool,
    /// Whether a mailed code can stand in for the password.
    #[serde(default)]
    pub by_code: bool,
    /// How a forgotten password is dealt with.
    #[serde(default)]
    pub password_reset: PasswordReset,
    /// Whether asking for a temporary password takes the answer to a challenge of `captcha`.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub captcha: bool,
}

/// How a forgotten password is dealt with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PasswordReset {
    /// A mailed code allows a new password to be set.
    Code,
    /// A temporary password is mailed.
    TemporaryPassword,
    /// Not here. A word this version does not know reads as off.
    #[default]
    #[serde(other)]
    Off,
}

/// Which second factors are offered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Factors {
    /// Names of the core's authenticator types (`totp`, `recovery_codes`, …) and of the methods that send codes (`email`, `sms`),
    /// best first.
    #[serde(default)]
    pub methods: Vec<String>,
}

/// When a proof of who is there is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct StepUpRule {
    /// Before the account's pages are entered; see [`super::step_up`].
    #[serde(default)]
    pub at_entry: bool,
}

/// The fields of the profile, in the order a form shows them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct ProfileForm {
    /// One entry a field.
    #[serde(default)]
    pub fields: Vec<ProfileField>,
}

/// One field of the profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProfileField {
    /// Its key in the profile: `name`, `company`, `language`, `notification_language`, `time_zone`, `task`, `email`,
    /// `mobile_number`.
    pub name: String,
    /// What values it takes.
    #[serde(flatten)]
    pub kind: FieldKind,
    /// Whether it may not be empty.
    #[serde(default)]
    pub required: bool,
    /// Whether it can be changed: by `PATCH`, but an e-mail address at the core's `account/email` and a phone number at its
    /// channel, each by a code that is sent there.
    #[serde(default)]
    pub edit: bool,
}

/// What values a profile field takes. Internally tagged as `kind`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum FieldKind {
    /// One line of text.
    Text {
        /// The most characters (Unicode scalar values) it may hold.
        max_length: u32,
    },
    /// One of a list.
    Choice {
        /// The values, in the order to show them. Languages are BCP 47 tags.
        choices: Vec<String>,
    },
    /// The name of an IANA time zone.
    TimeZone,
    /// An e-mail address.
    Email,
    /// The phone number of a channel.
    Phone {
        /// The channel's name below `phones`.
        channel: String,
    },
    /// A kind this version does not know; shown without editing.
    #[serde(other)]
    #[schemars(skip)]
    Other,
}

/// Which API tokens or keys there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct KeysForm {
    /// One token or several keys.
    #[serde(flatten)]
    pub kind: KeysKind,
    /// How often a secret is shown.
    #[serde(default)]
    pub shown: Shown,
    /// Whom a client may ask, when its person wants to know, what else a token or key is good for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub check: Option<KeysCheck>,
}

/// Another API that takes the same tokens or keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum KeysCheck {
    /// WhaTap's Open API at `https://api.whatap.io`: it tells the account and its projects.
    WhatapOpenApi,
    /// One this version does not know.
    #[serde(other)]
    #[schemars(skip)]
    Other,
}

/// One token or several keys. Internally tagged as `kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum KeysKind {
    /// One token an account, at `api-token`.
    Token,
    /// Several keys with names, at `api-keys`.
    Named {
        /// The most an account may have.
        most: u32,
        /// The most characters (Unicode scalar values) of a name.
        name_max_length: u32,
    },
    /// A kind this version does not know.
    #[serde(other)]
    #[schemars(skip)]
    Other,
}

/// How often the secret of a token or key is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Shown {
    /// Whenever its owner asks.
    Again,
    /// When it is made, and never again. So is anything this version does not know.
    #[default]
    #[serde(other)]
    Once,
}

/// By which ways alerts go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlertsForm {
    /// Names of [`super::alerts::channels`], in the order to show them.
    pub channels: Vec<String>,
}

/// What devices there may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct DevicesForm {
    /// The most an account may have.
    pub most: u32,
    /// Whether sample devices can be added: only a practice server has them.
    #[serde(default)]
    pub samples: bool,
}

/// Pages of the service.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
pub struct Links {
    /// Whom to ask for help.
    #[serde(default)]
    pub support: Option<String>,
    /// Where sections marked `web` are managed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub manage: Option<String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn reads_words_of_a_newer_version_as_absent() {
        let text = r#"{"service":{"name":"New","colour":"blue"},"sections":{"profile":"edit","keys":"sealed"},
            "sign_in":{"password_reset":"by_owl"},
            "profile":{"fields":[{"name":"photo","kind":"picture","edit":true},{"name":"name","kind":"text","max_length":20}]}}"#;
        let read: Discovery = serde_json::from_str(text).unwrap();
        assert_eq!(read.access("profile"), Access::Edit);
        assert_eq!(read.access("keys"), Access::Off);
        assert_eq!(read.access("phones"), Access::Off);
        assert_eq!(read.sign_in.password_reset, PasswordReset::Off);
        assert_eq!(read.profile.fields[0].kind, FieldKind::Other);
        assert_eq!(read.profile.fields[1].kind, FieldKind::Text { max_length: 20 });
        assert!(!read.service.practice);
    }

    #[test]
    fn keys_of_a_newer_kind_are_shown_once() {
        let read = |text: &str| serde_json::from_str::<KeysForm>(text).unwrap();
        let named = KeysKind::Named {
            most: 5,
            name_max_length: 20,
        };
        assert_eq!(
            read(r#"{"kind":"named","most":5,"name_max_length":20,"shown":"at_noon"}"#),
            KeysForm {
                kind: named,
                shown: Shown::Once,
                check: None
            }
        );
        assert_eq!(read(r#"{"kind":"ring"}"#).kind, KeysKind::Other);
        let token = KeysForm {
            kind: KeysKind::Token,
            shown: Shown::Again,
            check: None,
        };
        assert_eq!(
            serde_json::to_value(token).unwrap(),
            serde_json::json!({"kind":"token","shown":"again"})
        );
    }

    #[test]
    fn writes_fields_flat() {
        let field = ProfileField {
            name: "language".into(),
            kind: FieldKind::Choice {
                choices: vec!["ko".into(), "en".into()],
            },
            required: true,
            edit: true,
        };
        let json = serde_json::to_value(field).unwrap();
        let wanted =
            serde_json::json!({"name":"language","kind":"choice","choices":["ko","en"],"required":true,"edit":true});
        assert_eq!(json, wanted);
    }
}
