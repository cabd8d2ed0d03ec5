//! `/account/v1/captcha`: a challenge for a call that is open to everyone.

use axum::response::Response;
use data_encoding::BASE64;
use http::StatusCode;
use protocol::extension::captcha::{Challenge, Image};

use super::{extension, turn};
use crate::answer::Outcome;
use crate::call::Call;
use crate::captcha;
use crate::limits::Action;
use crate::store::captchas;
use crate::texts::Language;
use crate::turn::{Turn, moment};

pub(crate) async fn post(call: Call) -> Response {
    turn!(call, make)
}

async fn make(turn: &mut Turn) -> Outcome {
    extension::count(turn, Action::RequestCaptcha, "")?;
    let made = captcha::make(language(turn))?;
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
fn language(turn: &Turn) -> Language {
    let body = turn.object();
    let wish = body.as_ref().and_then(|body| Language::of_tag(body.get("language")?.as_str()?));
    wish.unwrap_or_else(|| turn.language())
}
