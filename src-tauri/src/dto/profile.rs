//! User information (W1, C2).

use std::collections::BTreeMap;

use app::accounts::sections::ProfileAndFields;
use serde::Serialize;
use specta::Type;

use super::phones::PhoneChannel;

/// How a field is edited.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum FieldKind {
    /// A line of text.
    Text,
    /// One of these values (languages are `ko`, `en`, `ja`).
    Choice {
        /// The values.
        choices: Vec<String>,
    },
    /// An IANA time zone.
    TimeZone,
    /// An e-mail address, changed by its code.
    Email,
    /// The phone number of a channel, changed by its code.
    Phone {
        /// Which channel.
        channel: PhoneChannel,
    },
}

/// A field the service serves.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ProfileFieldView {
    /// Its name (`name`, `company`, `language`, `notification_language`, `time_zone`, `task`, `email`,
    /// `mobile_number`).
    pub(crate) name: String,
    /// How it is edited.
    pub(crate) kind: FieldKind,
    /// At most this many characters.
    pub(crate) max_length: Option<u32>,
    /// It can't be empty.
    pub(crate) required: bool,
    /// It can be changed.
    pub(crate) editable: bool,
}

/// The user information.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct ProfileView {
    /// The fields, in the service's order.
    pub(crate) fields: Vec<ProfileFieldView>,
    /// Their values.
    pub(crate) values: BTreeMap<String, String>,
    /// The version the values have, to be given back on saving.
    pub(crate) version: Option<String>,
    /// Every IANA time zone this app knows, for the time zone field.
    pub(crate) time_zones: Vec<String>,
}

impl From<ProfileAndFields> for ProfileView {
    fn from(read: ProfileAndFields) -> Self {
        let mut values = read.profile.fields;
        values.entry("email".to_owned()).or_insert(read.email);
        let zones = jiff::tz::db().available().map(|zone| zone.to_string());
        Self {
            fields: read.fields.into_iter().filter_map(ProfileFieldView::of).collect(),
            values,
            version: read.profile.version,
            time_zones: zones.filter(|zone| zone.contains('/') || zone == "UTC").collect(),
        }
    }
}

impl ProfileFieldView {
    /// The field as a form shows it; one of a kind this version doesn't know is shown as a text that can't be changed.
    fn of(field: account::ProfileField) -> Option<Self> {
        let (kind, max_length, editable) = match field.kind {
            account::FieldKind::Text { max_length } => (FieldKind::Text, Some(max_length), field.edit),
            account::FieldKind::Choice { choices } => (FieldKind::Choice { choices }, None, field.edit),
            account::FieldKind::TimeZone => (FieldKind::TimeZone, None, field.edit),
            account::FieldKind::Email => (FieldKind::Email, None, field.edit),
            account::FieldKind::Phone(channel) => {
                let channel = channel.into();
                (FieldKind::Phone { channel }, None, field.edit)
            }
            account::FieldKind::Other => (FieldKind::Text, None, false),
        };
        (!field.name.is_empty()).then_some(Self {
            name: field.name,
            kind,
            max_length,
            required: field.required,
            editable,
        })
    }
}
