//! `/account/v1/captcha`: a challenge for a call that is open to everyone.

use axum::response::Response;
use data_encoding::BASE64;
use http::StatusCode;
use protocol::extension::CAPTCHA_PATH;
use protocol::extension::captcha::{Challenge, Image, Wish};
use protocol::extension::problem::codes;

use super::{extension, turn};
use crate::answer::{Halt, Outcome};
use crate::call::Call;
use crate::captcha;
use crate::limits::Action;
use crate::operation::Operation;
use crate::store::captchas;
use crate::texts::Language;
use crate::turn::{Turn, moment};

pub(crate) fn operations() -> Vec<Operation> {
    vec![
        Operation::post(CAPTCHA_PATH, "Make a challenge that keeps programs out", post)
            .details("A picture and a question in words; either answer is right, in the call that it guards, once.")
            .session_if_any()
            .takes::<Wish>(&[codes::NOT_TEXT])
            .answers_as::<Challenge>(201)
            .limited(),
    ]
}

async fn post(call: Call) -> Response {
    turn!(call, make)
}

async fn make(turn: &mut Turn) -> Outcome {
    turn.count(Action::RequestCaptcha, "")?;
    let made = captcha::make(language(turn)?)?;
    let (now, expires_at) = (turn.now, turn.now + captcha::LIFE);
    captchas::add(turn.db(), &made.id, &made.answers, expires_at, now).await?;
    let challenge = Challenge {
        id: made.id,
        expires_at: moment(expires_at),
        image: Some(Image {
            media_type: "image/png".to_owned(),
            data: BASE64.encode(&made.png),
        }),
        question: Some(made.question),
    };
    Ok(extension::with(StatusCode::CREATED, &challenge))
}

/// The language that is asked for, or the client's.
fn language(turn: &Turn) -> Result<Language, Halt> {
    let body = extension::object(turn)?;
    let tag = extension::text(body.get("language"));
    let tag = tag.map_err(|code| extension::refuse_fields(vec![extension::fault("language", code)]))?;
    Ok(Language::of_tag(tag).unwrap_or_else(|| turn.language()))
}
