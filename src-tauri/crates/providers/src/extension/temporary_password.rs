//! Challenges, and the temporary passwords they guard.

use std::time::Duration;

use account::{Captcha, CaptchaAnswer, Refusal};
use data_encoding::BASE64;
use http::Method;
use protocol::extension::{CAPTCHA_PATH, TEMPORARY_PASSWORD_PATH, captcha as wire, temporary_password};

use super::problem::payload;
use crate::transport::client::{Call, Reply};
use crate::transport::text::{MESSAGE, plain};

/// No name of a challenge is longer.
const LONGEST_ID: usize = 200;
/// No temporary password counts longer than it takes to forget it.
const LONGEST_LIFE: u64 = 30 * 24 * 3600;

/// The call that makes a challenge.
pub(crate) fn captcha_call(language: &str) -> Call {
    let wish = wire::Wish {
        language: Some(language.to_owned()),
    };
    Call::change(Method::POST, CAPTCHA_PATH).json(&wish)
}

/// The challenge in its answer. One without anything to answer is none.
pub(crate) fn read_captcha(reply: &Reply) -> Result<Captcha, Refusal> {
    let challenge: wire::Challenge = payload(reply)?;
    let picture = challenge
        .image
        .and_then(|image| BASE64.decode(image.data.as_bytes()).ok());
    let question = challenge.question.map(|text| plain(&text, MESSAGE));
    let question = question.filter(|text| !text.is_empty());
    let named = (1..=LONGEST_ID).contains(&challenge.id.len());
    if !named || picture.is_none() && question.is_none() {
        return Err(Refusal::Nonsense);
    }
    Ok(Captcha {
        id: challenge.id,
        picture,
        question,
    })
}

/// The call that has a temporary password mailed.
pub(crate) fn request_call(email: &str, captcha: Option<&CaptchaAnswer>) -> Call {
    let answer = |given: &CaptchaAnswer| wire::Answer {
        id: given.id.clone(),
        answer: given.answer.clone(),
    };
    let body = temporary_password::Request {
        email: email.to_owned(),
        captcha: captcha.map(answer),
    };
    Call::change(Method::POST, TEMPORARY_PASSWORD_PATH).json(&body)
}

/// How long it counts, in its answer.
pub(crate) fn read_accepted(reply: &Reply) -> Result<Duration, Refusal> {
    let accepted: temporary_password::Accepted = payload(reply)?;
    Ok(Duration::from_secs(accepted.valid_for.min(LONGEST_LIFE)))
}
