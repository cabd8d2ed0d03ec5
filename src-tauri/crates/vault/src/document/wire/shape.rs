//! The shape of one entry in the JSON, and its translation to and from [`Entry`].

use std::fmt;

use jiff::Timestamp;
use otp::OtpauthUri;
use serde::de::{self, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::document::unknown::Unknown;
use crate::document::{Entry, Position, RecoveryCode, RecoveryCodes, ServiceLink};
use crate::secret_text::SecretText;

/// Secret text inside the crate's own format, the only place where it is serialised.
pub(super) struct WireSecret(SecretText);

impl Serialize for WireSecret {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        // Exposed to be written into the encrypted document.
        serializer.serialize_str(self.0.expose())
    }
}

impl<'de> Deserialize<'de> for WireSecret {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Text;
        impl Visitor<'_> for Text {
            type Value = WireSecret;

            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("a string")
            }

            fn visit_str<E: de::Error>(self, text: &str) -> Result<WireSecret, E> {
                Ok(WireSecret(SecretText::from(text)))
            }

            fn visit_string<E: de::Error>(self, text: String) -> Result<WireSecret, E> {
                Ok(WireSecret(SecretText::from(Zeroizing::new(text))))
            }
        }
        deserializer.deserialize_str(Text)
    }
}

#[derive(Serialize, Deserialize)]
pub(super) struct WireEntry {
    id: Uuid,
    uri: WireSecret,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    original_uri: Option<WireSecret>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    note: Option<WireSecret>,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pinned: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    icon: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    position: Option<Position>,
    created_at: Timestamp,
    updated_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    deleted_at: Option<Timestamp>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    link: Option<WireLink>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recovery_codes: Option<WireRecoveryCodes>,
    #[serde(flatten)]
    rest: Unknown,
}

#[derive(Serialize, Deserialize)]
struct WireLink {
    origin: String,
    account: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    account_id: Option<Uuid>,
    #[serde(default)]
    pending: bool,
    #[serde(flatten)]
    rest: Unknown,
}

#[derive(Serialize, Deserialize)]
struct WireRecoveryCodes {
    service: String,
    codes: Vec<WireRecoveryCode>,
    saved_at: Timestamp,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    made_at: Option<Timestamp>,
    #[serde(flatten)]
    rest: Unknown,
}

#[derive(Serialize, Deserialize)]
struct WireRecoveryCode {
    code: WireSecret,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    used_at: Option<Timestamp>,
    #[serde(flatten)]
    rest: Unknown,
}

impl WireEntry {
    /// The URI's text, to be parsed.
    pub(super) fn uri_text(&self) -> &str {
        self.uri.0.expose()
    }

    /// The entry, with its URI already parsed. A URI that was not canonical (written by hand) is kept as it came.
    pub(super) fn into_entry(self, otpauth: OtpauthUri) -> Entry {
        let mut entry = Entry::with_id(self.id, otpauth, self.created_at);
        entry.original_uri = self.original_uri.map(|secret| secret.0);
        entry.keep_original(self.uri.0.expose());
        entry.tags = self.tags;
        entry.note = self.note.map(|secret| secret.0);
        entry.pinned = self.pinned;
        entry.icon = self.icon;
        entry.position = self.position;
        entry.updated_at = self.updated_at;
        entry.deleted_at = self.deleted_at;
        entry.link = self.link.map(WireLink::into_link);
        entry.recovery_codes = self.recovery_codes.map(WireRecoveryCodes::into_codes);
        entry.rest = self.rest;
        entry
    }

    /// The entry's shape in the JSON.
    pub(super) fn of(entry: &Entry) -> Self {
        Self {
            id: entry.id,
            uri: WireSecret(entry.uri()),
            original_uri: entry.original_uri.clone().map(WireSecret),
            tags: entry.tags.clone(),
            note: entry.note.clone().map(WireSecret),
            pinned: entry.pinned,
            icon: entry.icon.clone(),
            position: entry.position.clone(),
            created_at: entry.created_at,
            updated_at: entry.updated_at,
            deleted_at: entry.deleted_at,
            link: entry.link.as_ref().map(WireLink::of),
            recovery_codes: entry.recovery_codes.as_ref().map(WireRecoveryCodes::of),
            rest: entry.rest.clone(),
        }
    }
}

impl WireLink {
    fn into_link(self) -> ServiceLink {
        ServiceLink {
            origin: self.origin,
            account: self.account,
            account_id: self.account_id,
            pending: self.pending,
            rest: self.rest,
        }
    }

    fn of(link: &ServiceLink) -> Self {
        let ServiceLink {
            origin,
            account,
            account_id,
            pending,
            rest,
        } = link.clone();
        Self {
            origin,
            account,
            account_id,
            pending,
            rest,
        }
    }
}

impl WireRecoveryCodes {
    fn into_codes(self) -> RecoveryCodes {
        let code = |wire: WireRecoveryCode| RecoveryCode {
            code: wire.code.0,
            used_at: wire.used_at,
            rest: wire.rest,
        };
        let codes = self.codes.into_iter().map(code).collect();
        RecoveryCodes {
            service: self.service,
            codes,
            saved_at: self.saved_at,
            made_at: self.made_at,
            rest: self.rest,
        }
    }

    fn of(codes: &RecoveryCodes) -> Self {
        let code = |code: RecoveryCode| WireRecoveryCode {
            code: WireSecret(code.code),
            used_at: code.used_at,
            rest: code.rest,
        };
        let RecoveryCodes {
            service,
            codes,
            saved_at,
            made_at,
            rest,
        } = codes.clone();
        Self {
            service,
            codes: codes.into_iter().map(code).collect(),
            saved_at,
            made_at,
            rest,
        }
    }
}
