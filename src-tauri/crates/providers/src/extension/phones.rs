//! Phone numbers, one a channel.

use std::time::Duration;

use account::{ChannelOffer, PendingNumber, Phone, PhoneChannel, PhonesOffer, Refusal, VerifiedNumber};
use http::{Method, StatusCode};
use protocol::extension::PHONES_PATH;
use protocol::extension::phones::{self as wire, RESEND, VERIFY};
use secrecy::{ExposeSecret, SecretString};

use super::problem::{self, payload};
use crate::transport::client::{Call, Reply};
use crate::transport::text::{plain, word};

/// The longest number that is shown: E.164 has 16 characters.
const NUMBER: usize = 32;
/// More regions than there are in the world are cut off.
const REGIONS: usize = 300;
/// Codes have so many digits at most.
const DIGITS: std::ops::RangeInclusive<u32> = 4..=10;

fn path(channel: PhoneChannel) -> String {
    format!("{PHONES_PATH}/{}", wired(channel).name())
}

/// The call that reads the number.
pub(crate) fn read_call(channel: PhoneChannel) -> Call {
    Call::get(path(channel))
}

/// The call that has a code sent to a number.
pub(crate) fn begin_call(channel: PhoneChannel, number: &str) -> Call {
    Call::change(Method::PUT, path(channel)).json(&wire::NewNumber {
        number: number.to_owned(),
    })
}

/// The call that answers with the code.
pub(crate) fn verify_call(channel: PhoneChannel, code: &SecretString) -> Call {
    Call::change(Method::POST, format!("{}/{VERIFY}", path(channel))).json(&wire::PhoneCode {
        // Exposed because the request is what the code was typed for.
        code: protocol::Sensitive::from(code.expose_secret()),
    })
}

/// The call that has another code sent.
pub(crate) fn resend_call(channel: PhoneChannel) -> Call {
    Call::change(Method::POST, format!("{}/{RESEND}", path(channel)))
}

/// The call that takes the number away.
pub(crate) fn delete_call(channel: PhoneChannel) -> Call {
    Call::change(Method::DELETE, path(channel))
}

/// The number in an answer.
pub(crate) fn read(reply: &Reply) -> Result<Phone, Refusal> {
    let phone: wire::Phone = payload(reply)?;
    Ok(Phone {
        number: phone.number.map(|number| VerifiedNumber {
            number: plain(&number.number, NUMBER),
            verified_at: number.verified_at.and_then(|at| at.parse().ok()),
        }),
        pending: phone.pending.map(|pending| PendingNumber {
            number: plain(&pending.number, NUMBER),
            expires_in: Some(Duration::from_secs(pending.expires_in.into())),
            resend_in: Duration::from_secs(pending.resend_in.into()),
        }),
    })
}

/// Whether the service says, in its own words, that it has no such resource.
pub(crate) fn is_absent(reply: &Reply) -> bool {
    reply.status == StatusCode::NOT_FOUND && problem::refusal(reply) == Refusal::NotOffered
}

/// The channels a discovery document names; none where it names none this version knows.
pub(crate) fn offer(said: &wire::PhonesForm) -> Option<PhonesOffer> {
    let channels: Vec<_> = PhoneChannel::ALL
        .into_iter()
        .filter_map(|channel| {
            said.channels
                .iter()
                .find(|form| form.channel == wired(channel).name())
                .map(|form| (channel, form))
        })
        .map(|(channel, form)| ChannelOffer {
            channel,
            regions: form.regions.iter().take(REGIONS).map(|region| word(region)).collect(),
            mobile_only: form.mobile_only,
        })
        .collect();
    (!channels.is_empty()).then(|| PhonesOffer {
        channels,
        default_region: said.default_region.as_deref().map(word),
        code_digits: said.code_digits.filter(|digits| DIGITS.contains(digits)),
        delete: true,
    })
}

/// The channel of that name; none for one this version does not know.
pub(crate) fn channel(name: &str) -> Option<PhoneChannel> {
    PhoneChannel::ALL
        .into_iter()
        .find(|channel| wired(*channel).name() == name)
}

fn wired(channel: PhoneChannel) -> wire::PhoneChannel {
    match channel {
        PhoneChannel::Sms => wire::PhoneChannel::Sms,
        PhoneChannel::WhatsApp => wire::PhoneChannel::WhatsApp,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn channels_of_a_newer_version_are_left_out() {
        let said = |text: &str| offer(&serde_json::from_str(text).unwrap());
        let read = said(
            r#"{"channels":[{"channel":"pigeon"},{"channel":"whatsapp"},{"channel":"sms","regions":["KR"],"mobile_only":true}],
            "default_region":"KR","code_digits":6}"#,
        )
        .unwrap();
        let channels: Vec<_> = read.channels.iter().map(|offer| offer.channel).collect();
        assert_eq!(channels, [PhoneChannel::Sms, PhoneChannel::WhatsApp]);
        assert_eq!((read.code_digits, read.delete), (Some(6), true));
        assert_eq!(said(r#"{"channels":[{"channel":"pigeon"}]}"#), None);
        assert_eq!(
            said(r#"{"channels":[{"channel":"sms"}],"code_digits":400}"#)
                .unwrap()
                .code_digits,
            None
        );
    }
}
