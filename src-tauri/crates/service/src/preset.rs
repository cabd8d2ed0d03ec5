//! Presets: what one service does differently from another, as data.
//!
//! A preset is a JSON file embedded in the program. No route asks which preset it serves; each asks for the one fact
//! it needs, so another service is another file.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

use protocol::extension::discovery::{
    Access, AlertsForm, DevicesForm, Discovery, Factors, FieldKind, KeysForm, Links, ProfileField, ProfileForm,
    ServiceInfo, SignIn, StepUpRule,
};
use protocol::extension::password_policy::PasswordPolicy;
use protocol::extension::phones::{ChannelForm, PhoneChannel, PhonesForm};
use serde::Deserialize;

use crate::alerts::settings::{Settings, Way};
use crate::closure::Rules;
use crate::error::ServiceError;
use crate::sample_world::World;

/// Which service is embedded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Preset {
    /// A monitoring service's account page: profile with languages and time zone, the e-mail address fixed.
    WhaTap,
    /// An admin console's account page: name and task.
    CareCall,
    /// The core alone, as a stock site serves it.
    Plain,
}

impl Preset {
    /// Every preset, in the order to offer them.
    pub const ALL: [Self; 3] = [Self::WhaTap, Self::CareCall, Self::Plain];

    /// The preset's name on the command line and in discovery.
    pub fn name(self) -> &'static str {
        match self {
            Self::WhaTap => "whatap",
            Self::CareCall => "carecall",
            Self::Plain => "plain",
        }
    }

    /// What the service is called, to people.
    pub fn service_name(self) -> String {
        // Every preset reads, which a test keeps.
        self.load().map(|preset| preset.service_name).unwrap_or_default()
    }

    fn json(self) -> &'static str {
        match self {
            Self::WhaTap => include_str!("presets/whatap.json"),
            Self::CareCall => include_str!("presets/carecall.json"),
            Self::Plain => include_str!("presets/plain.json"),
        }
    }

    pub(crate) fn load(self) -> Result<PresetData, ServiceError> {
        serde_json::from_str(self.json()).map_err(|source| ServiceError::Preset {
            name: self.name(),
            source,
        })
    }
}

impl fmt::Display for Preset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Preset {
    type Err = UnknownPreset;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::ALL
            .into_iter()
            .find(|preset| preset.name() == text)
            .ok_or(UnknownPreset)
    }
}

/// There is no preset of that name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("no such preset; there are whatap, carecall and plain")]
pub struct UnknownPreset;

/// How one-time codes in mails and texts look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum CodeShape {
    /// `482913`
    SixDigits,
    /// `GQDG-JSZF`: the letters RFC 8628 section 6.1 recommends.
    DashedLetters,
}

/// A preset's facts.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct PresetData {
    pub(crate) name: String,
    pub(crate) service_name: String,
    pub(crate) codes: CodeShape,
    /// How many wrong tries end a one-time code; at most 5.
    pub(crate) code_tries: u32,
    pub(crate) email_change: bool,
    pub(crate) phone: bool,
    pub(crate) extension: bool,
    /// Second factors by name, best first.
    pub(crate) factors: Vec<String>,
    /// Whether the account's pages are entered with a fresh proof only.
    #[serde(default)]
    pub(crate) step_up_at_entry: bool,
    pub(crate) sections: BTreeMap<String, Access>,
    pub(crate) sign_in: SignIn,
    pub(crate) profile: Vec<ProfileField>,
    pub(crate) profile_defaults: BTreeMap<String, String>,
    pub(crate) password_policy: PasswordPolicy,
    #[serde(default)]
    pub(crate) keys: Option<Keys>,
    #[serde(default)]
    pub(crate) alerts: Option<Alerts>,
    #[serde(default)]
    pub(crate) devices: Option<Devices>,
    #[serde(default)]
    pub(crate) closure: Option<Rules>,
    /// The channels of the extension; none where only the core serves a number.
    #[serde(default)]
    pub(crate) phones: Option<Phones>,
    pub(crate) support: Option<String>,
    pub(crate) sample: Sample,
}

/// The API tokens or keys of a preset.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Keys {
    #[serde(flatten)]
    pub(crate) form: KeysForm,
    /// How every secret begins.
    pub(crate) prefix: String,
}

/// How alerts go, and what counts until a person decides.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Alerts {
    pub(crate) ways: Vec<Way>,
    pub(crate) defaults: Settings,
}

/// The mobile devices of an account.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Devices {
    pub(crate) most: u32,
}

/// The channels for phone numbers of a preset.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Phones {
    pub(crate) channels: Vec<ChannelRule>,
    /// The region whose numbers are taken as they are dialled there.
    pub(crate) default_region: Option<String>,
}

/// One channel.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ChannelRule {
    #[serde(flatten)]
    pub(crate) form: ChannelForm,
    pub(crate) resend: Resend,
}

/// When another code may be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Resend {
    /// As often as the limits allow.
    AnyTime,
    /// Once the code before has run out: until then it may still come.
    WhenExpired,
}

impl Phones {
    /// What holds for a channel, if there is such a one.
    pub(crate) fn rule(&self, channel: PhoneChannel) -> Option<&ChannelRule> {
        self.channels.iter().find(|rule| rule.form.channel == channel.name())
    }
}

/// The sample account a practice server offers.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Sample {
    pub(crate) email: String,
    /// Shown on the practice server's sign-in screen: it protects nothing.
    pub(crate) password: String,
    pub(crate) profile: BTreeMap<String, String>,
    /// Projects that stand in the way of closing it.
    #[serde(default)]
    pub(crate) world: World,
}

impl PresetData {
    /// The discovery document.
    pub(crate) fn discovery(&self, practice: bool) -> Discovery {
        Discovery {
            service: ServiceInfo {
                name: self.service_name.clone(),
                preset: Some(self.name.clone()),
                practice,
            },
            sections: self.sections.clone(),
            sign_in: self.sign_in.clone(),
            factors: Factors {
                methods: self.factors.clone(),
            },
            step_up: StepUpRule {
                at_entry: self.step_up_at_entry,
            },
            profile: ProfileForm {
                fields: self.profile.clone(),
            },
            keys: self.keys.as_ref().map(|keys| keys.form),
            alerts: self.alerts.as_ref().map(|alerts| AlertsForm {
                channels: alerts.ways.iter().map(|way| way.name().to_owned()).collect(),
            }),
            devices: self.devices.map(|devices| DevicesForm {
                most: devices.most,
                samples: practice,
            }),
            phones: self.phones.as_ref().map(|phones| PhonesForm {
                channels: phones.channels.iter().map(|rule| rule.form.clone()).collect(),
                default_region: phones.default_region.clone(),
                code_digits: (self.codes == CodeShape::SixDigits).then_some(6),
            }),
            links: Links {
                support: self.support.clone(),
                manage: None,
            },
        }
    }

    /// What is served of a section.
    pub(crate) fn access(&self, section: &str) -> Access {
        self.sections.get(section).copied().unwrap_or_default()
    }

    /// The fields that are kept with the profile; e-mail address and phone numbers have tables of their own.
    pub(crate) fn kept_fields(&self) -> impl Iterator<Item = &ProfileField> {
        let elsewhere = |kind: &FieldKind| matches!(kind, FieldKind::Email | FieldKind::Phone { .. });
        self.profile.iter().filter(move |field| !elsewhere(&field.kind))
    }

    /// What a new account's profile holds, in the language its person asked in.
    pub(crate) fn new_profile(&self, language: &str) -> BTreeMap<String, String> {
        let mut fields = BTreeMap::new();
        for field in self.kept_fields() {
            let value = match &field.kind {
                FieldKind::Choice { choices } if choices.iter().any(|choice| choice == language) => language.to_owned(),
                _ => self.profile_defaults.get(&field.name).cloned().unwrap_or_default(),
            };
            fields.insert(field.name.clone(), value);
        }
        fields
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn every_preset_reads_and_knows_its_name() {
        for preset in Preset::ALL {
            let data = preset.load().unwrap();
            assert_eq!(data.name, preset.name());
            assert_eq!(preset.name().parse(), Ok(preset));
            assert!((1..=5).contains(&data.code_tries));
            assert_eq!(data.keys.is_some(), data.access("keys") != Access::Off);
            assert_eq!(data.alerts.is_some(), data.access("alerts") != Access::Off);
            assert_eq!(data.devices.is_some(), data.access("devices") != Access::Off);
            assert_eq!(data.closure.is_some(), data.access("closure") != Access::Off);
            for rule in data.phones.iter().flat_map(|phones| &phones.channels) {
                assert!(PhoneChannel::of_name(&rule.form.channel).is_some());
            }
            assert!(data.extension || data.phones.is_none());
            for field in &data.profile {
                match &field.kind {
                    FieldKind::Email => assert_eq!(field.edit, data.email_change),
                    FieldKind::Phone { channel } => {
                        let served =
                            PhoneChannel::of_name(channel).and_then(|channel| data.phones.as_ref()?.rule(channel));
                        assert!(served.is_some());
                    }
                    _ => {}
                }
            }
            assert_eq!(data.extension, data.sections["profile"] != Access::Off);
        }
        assert_eq!("other".parse::<Preset>(), Err(UnknownPreset));
    }

    #[test]
    fn a_new_profile_speaks_its_persons_language() {
        let data = Preset::WhaTap.load().unwrap();
        let korean = data.new_profile("ko");
        assert_eq!(
            (korean["language"].as_str(), korean["notification_language"].as_str()),
            ("ko", "ko")
        );
        assert_eq!(data.new_profile("fr")["language"], "en");
        assert!(!korean.contains_key("email"));
    }
}
