//! RFC 9457 problems as refusals.

use account::{FieldError, Refusal};
use protocol::extension::problem::{FieldProblem, Problem, codes};
use serde::de::DeserializeOwned;

use crate::transport::client::Reply;
use crate::transport::json;
use crate::transport::text::{MESSAGE, plain, word};

/// The payload of a success, or what the problem means.
pub(crate) fn payload<T: DeserializeOwned>(reply: &Reply) -> Result<T, Refusal> {
    if !reply.status.is_success() {
        return Err(refusal(reply));
    }
    let read = reply.is_json().then(|| json::read(&reply.body)).flatten();
    read.ok_or(Refusal::Nonsense)
}

/// What a problem means; anything that is not a well-formed problem means nothing.
pub(crate) fn refusal(reply: &Reply) -> Refusal {
    let Some(problem) = problem(reply) else {
        return Refusal::Nonsense;
    };
    match (problem.status, problem.code.as_str()) {
        (401, codes::NOT_SIGNED_IN) | (410, codes::SESSION_GONE) => Refusal::Gone,
        (403..=405, _) => Refusal::NotOffered,
        (409 | 412 | 428, _) => Refusal::Changed,
        (400 | 422, _) if !problem.errors.is_empty() => {
            Refusal::Fields(problem.errors.iter().map(field_error).collect())
        }
        _ => Refusal::Nonsense,
    }
}

fn problem(reply: &Reply) -> Option<Problem> {
    if !reply.is_json() {
        return None;
    }
    json::read::<Problem>(&reply.body).filter(|problem| problem.status == reply.status.as_u16())
}

fn field_error(error: &FieldProblem) -> FieldError {
    let message = plain(&error.detail, MESSAGE);
    FieldError {
        field: error.field().map(|field| word(&field)).unwrap_or_default(),
        code: word(&error.code),
        message: (!message.is_empty()).then_some(message),
    }
}
