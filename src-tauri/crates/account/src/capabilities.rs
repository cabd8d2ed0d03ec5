//! What a service can do. Screens show what is here, and nothing else.

use std::collections::BTreeMap;

use url::Url;

use crate::refusal::FactorWay;
use crate::sections::alerts::AlertsOffer;
use crate::sections::devices::DevicesOffer;
use crate::sections::keys::KeysOffer;
use crate::sections::phones::PhonesOffer;
use crate::sections::profile::ProfileField;

/// What a service offers, to this session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Capabilities {
    /// The name people know the service by; its host when it does not say.
    pub service_name: String,
    /// Which published set of rules it follows, if it names one; for words, never for decisions.
    pub preset: Option<String>,
    /// Whether it is a practice server, where nothing leaves the machine.
    pub practice: bool,
    /// How this was found out.
    pub source: Source,
    /// What can be done with each section; a section left out is off.
    pub sections: BTreeMap<Section, Access>,
    /// What is offered before a sign-in.
    pub sign_in: SignInOffers,
    /// The profile's fields, in the order a form shows them.
    pub profile_fields: Vec<ProfileField>,
    /// Second factors that can be set up.
    pub factor_ways: Vec<FactorWay>,
    /// A fresh proof is wanted before the account's pages are entered: [`crate::Provider::proof_left`].
    pub step_up_at_entry: bool,
    /// Which API tokens or keys there are, where [`Section::Keys`] is served.
    pub keys: Option<KeysOffer>,
    /// By which ways alerts go, where [`Section::Alerts`] is served.
    pub alerts: Option<AlertsOffer>,
    /// What devices there may be, where [`Section::Devices`] is served.
    pub devices: Option<DevicesOffer>,
    /// Which channels there are for phone numbers, where any are served.
    pub phones: Option<PhonesOffer>,
    /// Pages of the service a person may be pointed to.
    pub links: Links,
}

impl Capabilities {
    /// What can be done with a section.
    #[must_use]
    pub fn access(&self, section: Section) -> &Access {
        self.sections.get(&section).unwrap_or(&Access::Off)
    }
}

/// How capabilities were found out, best first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// The service's discovery document.
    Discovery,
    /// The core's configuration, completed by asking each remaining section.
    Config,
    /// Asking each section.
    Probes,
}

/// A section of the account; the same names in every layer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Section {
    /// User information.
    Profile,
    /// The password.
    Password,
    /// Second factors and recovery codes.
    Factors,
    /// Where the account is signed in.
    Sessions,
    /// Phone numbers.
    Phones,
    /// What alerts are received, and when.
    Alerts,
    /// Mobile devices.
    Devices,
    /// API tokens and keys.
    Keys,
    /// Marketing consent.
    Consents,
    /// Ending the account.
    Closure,
}

impl Section {
    /// Every section, in the order screens list them.
    pub const ALL: [Self; 10] = [
        Self::Profile,
        Self::Password,
        Self::Factors,
        Self::Phones,
        Self::Alerts,
        Self::Devices,
        Self::Keys,
        Self::Consents,
        Self::Sessions,
        Self::Closure,
    ];

    /// Its name in every layer.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Password => "password",
            Self::Factors => "factors",
            Self::Sessions => "sessions",
            Self::Phones => "phones",
            Self::Alerts => "alerts",
            Self::Devices => "devices",
            Self::Keys => "keys",
            Self::Consents => "consents",
            Self::Closure => "closure",
        }
    }
}

/// What may be done with a section.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Access {
    /// Not there; hide it.
    #[default]
    Off,
    /// Show it without editing.
    Read,
    /// Show and edit it.
    Edit,
    /// Show a link: it is managed on the web. Always https.
    Web(Url),
}

/// What is offered before a sign-in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SignInOffers {
    /// New accounts can be made.
    pub sign_up: bool,
    /// A mailed code can stand in for the password.
    pub by_code: bool,
    /// How a forgotten password is dealt with.
    pub password_reset: PasswordResetOffer,
    /// Whether asking for a temporary password takes the answer to a [`crate::Captcha`].
    pub captcha: bool,
}

/// How a forgotten password is dealt with.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PasswordResetOffer {
    /// A mailed code allows a new one to be set here.
    Code,
    /// A mailed link is followed in a browser.
    Link,
    /// A temporary password is mailed.
    TemporaryPassword,
    /// Not here.
    #[default]
    Off,
}

/// Pages of the service. Always https.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Links {
    /// Whom to ask for help.
    pub support: Option<Url>,
}
