//! User information: fields the service names, their values, and the version they were read at.

use std::collections::BTreeMap;

use super::phones::PhoneChannel;

/// The values of the profile.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// A value for each field; an optional field that is not set is empty.
    pub fields: BTreeMap<String, String>,
    /// The version that was read (an entity tag), to be handed back when saving; opaque.
    pub version: Option<String>,
}

/// The address of the account, and the one that awaits its code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailAddresses {
    /// The account's.
    pub current: String,
    /// Another one whose code is awaited.
    pub pending: Option<String>,
}

/// One field of the profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileField {
    /// Its key: `name`, `company`, `language`, `notification_language`, `time_zone`, `task`, `email`, `mobile_number`, …
    pub name: String,
    /// What values it takes.
    pub kind: FieldKind,
    /// Whether it may not be empty.
    pub required: bool,
    /// Whether it can be changed.
    pub edit: bool,
}

/// What values a profile field takes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FieldKind {
    /// One line of text.
    Text {
        /// The most Unicode scalar values it may hold.
        max_length: u32,
    },
    /// One of a list; languages are BCP 47 tags.
    Choice {
        /// The values, in the order to show them.
        choices: Vec<String>,
    },
    /// The name of an IANA time zone.
    TimeZone,
    /// An e-mail address; changed by a code that is mailed to the new one.
    Email,
    /// The phone number of a channel; changed by a code that is sent to the new one.
    Phone(PhoneChannel),
    /// A kind this version does not know; shown without editing.
    Other,
}
