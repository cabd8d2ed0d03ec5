//! What a handler answers, before it is written as JSON.

use std::time::Duration;

use axum::response::{IntoResponse as _, Response};
use http::{HeaderValue, StatusCode, header};
use protocol::core::{Answer as Body, FieldError, Flow, Meta, SessionData};
use protocol::sensitive::Sensitive;
use serde::Serialize;
use serde_json::Value;

use crate::error::ServiceError;

/// An answer of the core.
pub(crate) enum Answer {
    /// Who is signed in (200), or how to (401).
    Session,
    /// Signed in, but a step-up is wanted (401).
    StepUp,
    /// The token is unknown (410), or the step it was meant for is not there (401).
    NotHere(u16),
    /// A status alone.
    Bare(u16),
    /// A status and a payload.
    Data(u16, Value),
    /// 404 with set-up data in `meta`.
    SetUp(Value),
    /// 400 with what is wrong with each field.
    Refused(Vec<FieldError>),
    /// 429: come back after this time.
    TooMany(Duration),
    /// A status without any body.
    NoBody(u16),
    /// Written already: an answer of the extension.
    Ready(Box<Response>),
}

impl Answer {
    /// A success with a payload.
    pub(crate) fn ok(data: impl Serialize) -> Result<Self, Halt> {
        Self::with(200, data)
    }

    /// A payload with another status.
    pub(crate) fn with(status: u16, data: impl Serialize) -> Result<Self, Halt> {
        Ok(Self::Data(
            status,
            serde_json::to_value(data).map_err(ServiceError::Stored)?,
        ))
    }
}

/// Why a handler stopped: with an answer, whose writes count, or because the service failed, and then none do.
pub(crate) enum Halt {
    /// An early answer.
    Answer(Answer),
    /// A failure.
    Failed(ServiceError),
}

impl From<Answer> for Halt {
    fn from(answer: Answer) -> Self {
        Self::Answer(answer)
    }
}

impl From<ServiceError> for Halt {
    fn from(error: ServiceError) -> Self {
        Self::Failed(error)
    }
}

impl From<sqlx::Error> for Halt {
    fn from(error: sqlx::Error) -> Self {
        Self::Failed(error.into())
    }
}

/// What a handler comes to.
pub(crate) type Outcome = Result<Answer, Halt>;

/// A session's side of an answer, as the turn knows it.
pub(crate) struct Session {
    pub(crate) data: SessionData,
    pub(crate) is_authenticated: Option<bool>,
}

/// Writes a session answer.
pub(crate) fn session(status: u16, session: Session, token: Option<Sensitive>) -> Response {
    let meta = Meta {
        is_authenticated: session.is_authenticated,
        session_token: token,
    };
    json(
        status,
        &Body {
            status,
            data: Some(session.data),
            meta: Some(meta),
            errors: None,
        },
    )
}

/// Writes an answer that is not about the session. A token that is new rides along in `meta` all the same.
pub(crate) fn plain(answer: Answer, token: Option<Sensitive>) -> Response {
    let (status, data, meta, errors) = match answer {
        Answer::Ready(response) => return *response,
        Answer::NoBody(status) => return bare_status(status),
        Answer::TooMany(after) => return too_many(after),
        Answer::Data(status, data) => (status, Some(data), None, None),
        Answer::SetUp(meta) => (404, None, Some(meta), None),
        Answer::Refused(errors) => (400, None, None, Some(errors)),
        Answer::Bare(status) | Answer::NotHere(status) => (status, None, None, None),
        Answer::Session | Answer::StepUp => (500, None, None, None),
    };
    let meta = match (meta, token) {
        (Some(Value::Object(mut fields)), Some(token)) => {
            // The client needs its new token; this is the answer that tells it.
            fields.insert("session_token".to_owned(), Value::String(token.expose().to_owned()));
            Some(Value::Object(fields))
        }
        (None, Some(token)) => Some(serde_json::json!({"session_token": token.expose()})),
        (meta, _) => meta,
    };
    json(
        status,
        &Body {
            status,
            data,
            meta,
            errors,
        },
    )
}

/// The answer to a token that is not known: nothing but ways in.
pub(crate) fn gone(flows: Vec<Flow>) -> Response {
    let data = SessionData {
        user: None,
        methods: None,
        flows: Some(flows),
    };
    session(
        410,
        Session {
            data,
            is_authenticated: None,
        },
        None,
    )
}

/// The answer to a failure, whose reason goes to the log alone.
pub(crate) fn failed(error: &ServiceError) -> Response {
    log_failure(error);
    json(500, &Body::<Value>::bare(500))
}

/// Why a request failed, for whoever runs the service.
pub(crate) fn log_failure(error: &ServiceError) {
    let error: &dyn std::error::Error = error;
    tracing::error!(error, "a request failed");
}

fn too_many(after: Duration) -> Response {
    let mut response = json(429, &Body::<Value>::bare(429));
    response.headers_mut().insert(header::RETRY_AFTER, retry_after(after));
    response
}

/// When to come back, in whole seconds, at least one.
pub(crate) fn retry_after(after: Duration) -> HeaderValue {
    let seconds = after.as_millis().div_ceil(1000).clamp(1, u128::from(u32::MAX));
    HeaderValue::from(u32::try_from(seconds).unwrap_or(u32::MAX))
}

fn bare_status(status: u16) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (
        status,
        [
            (header::CACHE_CONTROL, "no-store"),
            (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        ],
    )
        .into_response()
}

fn json(status: u16, body: &impl Serialize) -> Response {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    (status, [(header::CACHE_CONTROL, "no-store")], axum::Json(body)).into_response()
}
