//! What the routes of the extension share: who is signed in and proved it, what was sent, and how they answer and refuse.

use std::time::Duration;

use axum::extract::{FromRequestParts, Path};
use axum::response::{IntoResponse as _, Response};
use http::request::Parts;
use http::{StatusCode, header};
use protocol::extension::problem::{FieldProblem, Problem, codes};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

use super::problem;
use crate::answer::{Answer, Halt};
use crate::flows;
use crate::store::accounts::Account;
use crate::turn::Turn;

/// The part of the path that names one of several; 404 where it is no text.
pub(crate) struct Named(pub(crate) String);

impl<S: Send + Sync> FromRequestParts<S> for Named {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        match Path::<String>::from_request_parts(parts, state).await {
            Ok(Path(name)) => Ok(Self(name)),
            Err(_) => Err(problem::answer(
                404,
                codes::NOT_OFFERED,
                "This service has no such resource",
            )),
        }
    }
}

/// A success with a payload.
pub(crate) fn ok(payload: &impl Serialize) -> Answer {
    with(StatusCode::OK, payload)
}

/// A success of another kind with a payload.
pub(crate) fn with(status: StatusCode, payload: &impl Serialize) -> Answer {
    let headers = [(header::CACHE_CONTROL, "no-store")];
    ready((status, headers, axum::Json(payload)).into_response())
}

/// A success with a payload that has versions.
pub(crate) fn versioned(payload: &impl Serialize, version: i64) -> Answer {
    let headers = [
        (header::ETAG, tag(version)),
        (header::CACHE_CONTROL, "no-store".to_owned()),
    ];
    ready((headers, axum::Json(payload)).into_response())
}

/// Refuses a change that does not say which version it changes (428), or was made from another one than the newest (412), so
/// that two windows can't undo each other's.
pub(crate) fn require_version(turn: &Turn, newest: i64) -> Result<(), Halt> {
    let Some(wanted) = turn.header(header::IF_MATCH.as_str()) else {
        let title = "Say which version this changes (If-Match)";
        return Err(refuse(428, codes::VERSION_REQUIRED, title));
    };
    if wanted == "*" || wanted.split(',').any(|one| one.trim() == tag(newest)) {
        return Ok(());
    }
    Err(refuse(412, codes::CHANGED_MEANWHILE, "It changed since it was read"))
}

fn tag(version: i64) -> String {
    format!("\"{version}\"")
}

/// A refusal with a code of the extension.
pub(crate) fn refuse(status: u16, code: &str, title: &str) -> Halt {
    ready(problem::answer(status, code, title)).into()
}

/// The refusal of a request that is fine by itself, with the reason as a client finds it.
pub(crate) fn refuse_whole(status: u16, code: &str, title: &str) -> Halt {
    let fault = FieldProblem {
        pointer: String::new(),
        code: code.to_owned(),
        detail: title.to_owned(),
    };
    ready(problem::fields(status, code, title, vec![fault])).into()
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

/// Answers 401 with the ways to prove it, unless the person proved who they are a short time ago.
pub(crate) async fn require_step_up(turn: &mut Turn, account: &Account) -> Result<(), Halt> {
    if turn.require_step_up(account).is_ok() {
        return Ok(());
    }
    Err(step_up_wanted(turn, account).await?)
}

/// The refusal that names the ways to prove who is there.
pub(crate) async fn step_up_wanted(turn: &mut Turn, account: &Account) -> Result<Halt, Halt> {
    let kinds = flows::factor_kinds(turn.db(), Some(account.id)).await?;
    let problem = Problem {
        flows: flows::step_up(&turn.service.preset, account, turn.state(), &kinds),
        ..Problem::new(401, codes::STEP_UP_REQUIRED, "Prove again who you are")
    };
    Ok(ready(problem::write(&problem)).into())
}

/// 429, with when to come back.
pub(crate) fn too_many(after: Duration) -> Halt {
    ready(problem::too_many(after)).into()
}

/// A text as it was sent, without space around it; none is an empty one.
pub(crate) fn text(value: Option<&Value>) -> Result<&str, &'static str> {
    match value {
        None | Some(Value::Null) => Ok(""),
        Some(Value::String(text)) => Ok(text.trim()),
        Some(_) => Err(codes::NOT_TEXT),
    }
}

/// A text that is one line of at most so many characters.
pub(crate) fn line(text: &str, longest: usize) -> Result<&str, &'static str> {
    if text.chars().count() > longest {
        Err(codes::TOO_LONG)
    } else if text.chars().any(char::is_control) {
        Err(codes::NOT_TEXT)
    } else {
        Ok(text)
    }
}

/// One of a few words.
pub(crate) fn choice<T: DeserializeOwned>(value: Option<&Value>) -> Result<T, &'static str> {
    let text = text(value)?;
    if text.is_empty() {
        return Err(codes::REQUIRED);
    }
    serde_json::from_value(Value::String(text.to_owned())).map_err(|_| codes::NOT_A_CHOICE)
}

/// The body as a JSON object; 400 when it is none.
pub(crate) fn object(turn: &Turn) -> Result<Map<String, Value>, Halt> {
    turn.object()
        .ok_or_else(|| refuse(400, codes::MALFORMED, "The body must be a JSON object"))
}

fn ready(response: Response) -> Answer {
    Answer::Ready(Box::new(response))
}
