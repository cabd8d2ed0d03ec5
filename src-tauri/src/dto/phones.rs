//! Phone numbers (W12 to W15).

use std::time::Duration;

use app::accounts::phones::PhonesAndOffer;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::time::Millis;

/// How messages reach a number.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum PhoneChannel {
    /// Text messages.
    Sms,
    /// WhatsApp messages.
    WhatsApp,
}

/// The numbers of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PhonesView {
    /// One a channel, in the order to show them.
    pub(crate) channels: Vec<PhoneChannelView>,
    /// The region (ISO 3166-1) most numbers are of, if the service says.
    pub(crate) default_region: Option<String>,
    /// How many digits a code has; none where it may hold letters.
    pub(crate) code_digits: Option<u32>,
    /// A number can be deleted, not only changed.
    pub(crate) can_delete: bool,
}

/// A channel and its number.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PhoneChannelView {
    /// Which.
    pub(crate) channel: PhoneChannel,
    /// The regions whose numbers are taken; none stands for every region.
    pub(crate) regions: Vec<String>,
    /// Only mobile numbers are taken.
    pub(crate) mobile_only: bool,
    /// Its number.
    pub(crate) phone: PhoneView,
}

/// A channel's number.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PhoneView {
    /// E.164; none while the account has none.
    pub(crate) number: Option<String>,
    /// When its code was answered, if the service tells.
    pub(crate) verified_at: Option<Millis>,
    /// A number that awaits its code.
    pub(crate) pending: Option<PendingNumberView>,
}

/// A number that awaits its code.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PendingNumberView {
    /// E.164.
    pub(crate) number: String,
    /// Until when the code counts, if the service tells.
    pub(crate) expires_at: Option<Millis>,
    /// From when another code may be asked for.
    pub(crate) resend_at: Millis,
}

impl From<PhonesAndOffer> for PhonesView {
    fn from(read: PhonesAndOffer) -> Self {
        let channels = read.offer.channels.into_iter().zip(read.phones);
        Self {
            channels: channels
                .map(|(offer, phone)| PhoneChannelView {
                    channel: offer.channel.into(),
                    regions: offer.regions,
                    mobile_only: offer.mobile_only,
                    phone: phone.into(),
                })
                .collect(),
            default_region: read.offer.default_region,
            code_digits: read.offer.code_digits,
            can_delete: read.offer.delete,
        }
    }
}

impl From<account::Phone> for PhoneView {
    fn from(phone: account::Phone) -> Self {
        let now = Timestamp::now();
        // A service may tell of any time; one that can't be added is as good as none.
        let after = |wait: Duration| now.checked_add(wait).unwrap_or(now).into();
        let (number, verified_at) = match phone.number {
            Some(number) => (Some(number.number), number.verified_at),
            None => (None, None),
        };
        Self {
            number,
            verified_at: verified_at.map(Into::into),
            pending: phone.pending.map(|pending| PendingNumberView {
                number: pending.number,
                expires_at: pending.expires_in.map(after),
                resend_at: after(pending.resend_in),
            }),
        }
    }
}

impl From<account::PhoneChannel> for PhoneChannel {
    fn from(channel: account::PhoneChannel) -> Self {
        match channel {
            account::PhoneChannel::Sms => Self::Sms,
            account::PhoneChannel::WhatsApp => Self::WhatsApp,
        }
    }
}

impl From<PhoneChannel> for account::PhoneChannel {
    fn from(channel: PhoneChannel) -> Self {
        match channel {
            PhoneChannel::Sms => Self::Sms,
            PhoneChannel::WhatsApp => Self::WhatsApp,
        }
    }
}
