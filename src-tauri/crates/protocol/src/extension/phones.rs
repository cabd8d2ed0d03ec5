//! Phone numbers, one an account and channel: `phones/sms` and `phones/whatsapp`, whichever the discovery document names.
//!
//! `PUT` sends a code to a number; `POST …/verify` with that code makes it the account's. Until then the old number holds.
//! `POST …/resend` sends another code, and `DELETE` takes the number away. Every one answers what `GET` would. Starting and
//! deleting need a step-up. Only the session that asked for a code may answer it, and sees that it is awaited.

use std::fmt;

use schemars::JsonSchema;
use serde::{Deserialize, Deserializer, Serialize};

use crate::sensitive::Sensitive;

/// The name below a channel under which its code is answered.
pub const VERIFY: &str = "verify";

/// The name below a channel under which another code is asked for.
pub const RESEND: &str = "resend";

/// How messages reach a number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum PhoneChannel {
    /// Text messages.
    Sms,
    /// WhatsApp messages.
    WhatsApp,
}

impl PhoneChannel {
    /// Every channel, in the order to show them.
    pub const ALL: [Self; 2] = [Self::Sms, Self::WhatsApp];

    /// Its name in paths and in the discovery document.
    pub fn name(self) -> &'static str {
        match self {
            Self::Sms => "sms",
            Self::WhatsApp => "whatsapp",
        }
    }

    /// The channel of that name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

impl fmt::Display for PhoneChannel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// `GET /account/v1/phones/{channel}`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Phone {
    /// The account's number; `null` while it has none.
    #[serde(deserialize_with = "present")]
    pub number: Option<VerifiedNumber>,
    /// A number that awaits its code; `null` while none does.
    #[serde(deserialize_with = "present")]
    pub pending: Option<PendingNumber>,
}

/// A value that may be `null` but not be left out: any object at all would say "no number" otherwise.
fn present<'de, D: Deserializer<'de>, T: Deserialize<'de>>(from: D) -> Result<Option<T>, D::Error> {
    Option::deserialize(from)
}

/// A number whose code was answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct VerifiedNumber {
    /// E.164, such as `+821012345678`.
    pub number: String,
    /// When its code was answered, as RFC 3339 writes it; left out where nobody noted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    pub verified_at: Option<String>,
}

/// A number that awaits its code. Times are told as seconds from the answer on, so that clocks need not agree.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PendingNumber {
    /// E.164.
    pub number: String,
    /// How long the code still counts; 0 once it has run out.
    pub expires_in: u32,
    /// How long until another code may be asked for; 0 when it may be now.
    pub resend_in: u32,
}

/// `PUT /account/v1/phones/{channel}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewNumber {
    /// E.164, or as it is dialled in the region the discovery document calls the default.
    pub number: String,
}

/// `POST /account/v1/phones/{channel}/verify`.
#[derive(Clone, Serialize, Deserialize, JsonSchema)]
pub struct PhoneCode {
    /// The code that came.
    pub code: Sensitive,
}

/// Which channels there are. Part of the discovery document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PhonesForm {
    /// One entry a channel, in the order to show them.
    pub channels: Vec<ChannelForm>,
    /// The region (ISO 3166-1) whose numbers may be sent as they are dialled there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default_region: Option<String>,
    /// How many digits a code has; left out where codes are no plain digits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_digits: Option<u32>,
}

/// One channel.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ChannelForm {
    /// Its name, as [`PhoneChannel::name`] has it; one that a client does not know is left out there.
    pub channel: String,
    /// The regions (ISO 3166-1) whose numbers are taken; none stands for every region.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regions: Vec<String>,
    /// Only mobile numbers of those regions are taken.
    #[serde(default)]
    pub mobile_only: bool,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn channels_know_their_names() {
        for channel in PhoneChannel::ALL {
            assert_eq!(PhoneChannel::of_name(channel.name()), Some(channel));
            assert_eq!(serde_json::to_value(channel).unwrap(), channel.name());
        }
        assert_eq!(PhoneChannel::of_name("pigeon"), None);
    }

    #[test]
    fn an_account_without_a_number_says_so() {
        let nothing = serde_json::to_value(Phone::default()).unwrap();
        assert_eq!(nothing, serde_json::json!({"number": null, "pending": null}));
        assert_eq!(serde_json::from_value::<Phone>(nothing).unwrap(), Phone::default());
        assert!(serde_json::from_str::<Phone>("{}").is_err());
    }
}
