//! Phone numbers, one a channel: where messages go, once the number's code was answered.

use std::time::Duration;

use jiff::Timestamp;

/// How messages reach a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PhoneChannel {
    /// Text messages.
    Sms,
    /// WhatsApp messages.
    WhatsApp,
}

impl PhoneChannel {
    /// Every channel, in the order to show them.
    pub const ALL: [Self; 2] = [Self::Sms, Self::WhatsApp];
}

/// What a service does with phone numbers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PhonesOffer {
    /// One entry a channel, in the order to show them.
    pub channels: Vec<ChannelOffer>,
    /// The region (ISO 3166-1) most of its people are in.
    pub default_region: Option<String>,
    /// How many digits a code has; unknown where codes may hold letters.
    pub code_digits: Option<u32>,
    /// Whether a number can be deleted, not only changed.
    pub delete: bool,
}

/// What is done with the numbers of a channel.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChannelOffer {
    /// Which channel.
    pub channel: PhoneChannel,
    /// The regions whose numbers are taken; none stands for every region.
    pub regions: Vec<String>,
    /// Only mobile numbers are taken.
    pub mobile_only: bool,
}

impl PhonesOffer {
    /// What a service offers that knows one number of any country, and has no way to take it away.
    #[must_use]
    pub fn one_number() -> Self {
        Self {
            channels: vec![ChannelOffer {
                channel: PhoneChannel::Sms,
                regions: Vec::new(),
                mobile_only: false,
            }],
            default_region: None,
            code_digits: None,
            delete: false,
        }
    }
}

/// A channel's number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Phone {
    /// The account's number.
    pub number: Option<VerifiedNumber>,
    /// A number that awaits its code.
    pub pending: Option<PendingNumber>,
}

/// A number whose code was answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct VerifiedNumber {
    /// E.164.
    pub number: String,
    /// When its code was answered, where the service tells.
    pub verified_at: Option<Timestamp>,
}

/// A number that awaits its code. Times count from the answer that told them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingNumber {
    /// E.164.
    pub number: String,
    /// How long the code still counts, where the service tells; nothing once it has run out.
    pub expires_in: Option<Duration>,
    /// How long until another code may be asked for.
    pub resend_in: Duration,
}
