//! What the routes of the extension share: who is signed in, what was sent, and how they answer and refuse.

use axum::response::{IntoResponse as _, Response};
use http::header;
use protocol::extension::problem::{FieldProblem, codes};
use serde::Serialize;
use serde_json::{Map, Value};

use super::problem;
use crate::answer::{Answer, Halt};
use crate::store::accounts::Account;
use crate::turn::Turn;

/// A success with a payload.
pub(crate) fn ok(payload: &impl Serialize) -> Answer {
    let headers = [(header::CACHE_CONTROL, "no-store")];
    ready((headers, axum::Json(payload)).into_response())
}

/// A refusal with a code of the extension.
pub(crate) fn refuse(status: u16, code: &str, title: &str) -> Halt {
    ready(problem::answer(status, code, title)).into()
}

/// The refusal of what was sent, field by field.
pub(crate) fn refuse_fields(faults: Vec<FieldProblem>) -> Halt {
    let title = "Some fields can't be accepted";
    ready(problem::fields(422, codes::INVALID_FIELDS, title, faults)).into()
}

/// What is wrong with a top-level field.
pub(crate) fn fault(name: &str, code: &str) -> FieldProblem {
    FieldProblem {
        pointer: format!("/{}", name.replace('~', "~0").replace('/', "~1")),
        code: code.to_owned(),
        detail: code.replace('_', " "),
    }
}

/// The account that is signed in; 401 when none is.
pub(crate) fn signed_in(turn: &Turn) -> Result<Account, Halt> {
    turn.account()
        .cloned()
        .ok_or_else(|| refuse(401, codes::NOT_SIGNED_IN, "Nobody is signed in on this session"))
}

/// The body as a JSON object; 400 when it is none.
pub(crate) fn object(turn: &Turn) -> Result<Map<String, Value>, Halt> {
    turn.object()
        .ok_or_else(|| refuse(400, codes::MALFORMED, "The body must be a JSON object"))
}

fn ready(response: Response) -> Answer {
    Answer::Ready(Box::new(response))
}
