//! Problems (RFC 9457) as answers.

use std::time::Duration;

use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use protocol::extension::problem::{FieldProblem, MEDIA_TYPE, Problem, codes};

use crate::answer::{log_failure, retry_after};
use crate::error::ServiceError;

/// A problem as a response.
pub(crate) fn answer(status: u16, code: &str, title: &str) -> Response {
    write(&Problem::new(status, code, title))
}

/// A problem with the fields at fault.
pub(crate) fn fields(status: u16, code: &str, title: &str, errors: Vec<FieldProblem>) -> Response {
    write(&Problem {
        errors,
        ..Problem::new(status, code, title)
    })
}

/// The answer to a failure, whose reason goes to the log alone.
pub(crate) fn failed(error: &ServiceError) -> Response {
    log_failure(error);
    answer(500, codes::FAILED, "The service failed")
}

/// 429, with when to come back.
pub(crate) fn too_many(after: Duration) -> Response {
    let mut response = answer(429, codes::RATE_LIMITED, "Too many requests");
    response.headers_mut().insert(header::RETRY_AFTER, retry_after(after));
    response
}

/// A problem as it is.
pub(crate) fn write(problem: &Problem) -> Response {
    let status = StatusCode::from_u16(problem.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = [(header::CONTENT_TYPE, MEDIA_TYPE), (header::CACHE_CONTROL, "no-store")];
    (status, headers, serde_json::to_string(problem).unwrap_or_default()).into_response()
}
