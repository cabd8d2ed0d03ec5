//! The second factor that was chosen, and the codes that are sent for it.

use std::time::Duration;

use account::{FactorMethod, FactorOffer, Refusal, SecondFactor, SentCode};
use http::Method;
use protocol::core::authenticators::TOTP;
use protocol::extension::SECOND_FACTOR_PATH;
use protocol::extension::second_factor::{self as wire, CHALLENGE, EMAIL, NONE, RESEND, SMS, VERIFY};
use protocol::sensitive::Sensitive;
use serde_json::json;

use super::problem::payload;
use crate::transport::client::{Call, Reply};
use crate::transport::text::{NAME, plain};

/// More methods than any service has are cut off.
const MOST: usize = 20;
/// The longest time that is believed, in seconds.
const LONGEST: u32 = 24 * 3600;
/// The most digits of a code.
const MOST_DIGITS: u32 = 10;

fn below(name: &str) -> String {
    format!("{SECOND_FACTOR_PATH}/{name}")
}

/// The call that reads it.
pub(crate) fn read_call() -> Call {
    Call::get(SECOND_FACTOR_PATH)
}

/// The call that chooses another method, or none.
pub(crate) fn choose_call(method: Option<FactorMethod>) -> Call {
    let method = match method {
        None => NONE,
        Some(FactorMethod::Totp) => TOTP,
        Some(FactorMethod::Email) => EMAIL,
        Some(FactorMethod::Sms) => SMS,
    };
    Call::change(Method::PUT, SECOND_FACTOR_PATH).json(&wire::Choice {
        method: method.to_owned(),
    })
}

/// The call that validates the method that was chosen.
pub(crate) fn validate_call(code: Sensitive) -> Call {
    Call::change(Method::POST, below(VERIFY)).json(&wire::TypedCode { code })
}

/// The call that has its code sent again.
pub(crate) fn resend_call() -> Call {
    Call::change(Method::POST, below(RESEND)).json(&json!({}))
}

/// The call that asks where the awaited code went.
pub(crate) fn code_call() -> Call {
    Call::get(below(CHALLENGE))
}

/// The call that has one sent.
pub(crate) fn send_call() -> Call {
    Call::change(Method::POST, below(CHALLENGE)).json(&json!({}))
}

fn method(name: &str) -> Option<FactorMethod> {
    match name {
        TOTP => Some(FactorMethod::Totp),
        EMAIL => Some(FactorMethod::Email),
        SMS => Some(FactorMethod::Sms),
        _ => None,
    }
}

/// The second factor in an answer. Methods this version does not know can be neither shown nor chosen.
pub(crate) fn read(reply: &Reply) -> Result<SecondFactor, Refusal> {
    let told: wire::SecondFactor = payload(reply)?;
    let offer = |offer: wire::Offer| {
        Some(FactorOffer {
            method: method(&offer.method)?,
            to: offer.to.map(|to| plain(&to, NAME)).filter(|to| !to.is_empty()),
        })
    };
    Ok(SecondFactor {
        method: method(&told.method),
        since: told.since.and_then(|text| text.parse().ok()),
        offers: told.methods.into_iter().take(MOST).filter_map(offer).collect(),
        pending: told.pending.map(|sent| sent_code(&sent)).transpose()?,
    })
}

/// The code that was sent, in an answer.
pub(crate) fn read_code(reply: &Reply) -> Result<SentCode, Refusal> {
    sent_code(&payload(reply)?)
}

fn sent_code(sent: &wire::SentCode) -> Result<SentCode, Refusal> {
    let seconds = |told: u32| Duration::from_secs(told.min(LONGEST).into());
    Ok(SentCode {
        method: method(&sent.method).ok_or(Refusal::Nonsense)?,
        to: plain(&sent.to, NAME),
        digits: sent.digits.filter(|digits| (1..=MOST_DIGITS).contains(digits)),
        expires_in: Some(seconds(sent.expires_in)),
        resend_in: seconds(sent.resend_in),
    })
}
