//! RFC 9457 problems as refusals.

use account::{FieldError, Refusal};
use protocol::extension::problem::{FieldProblem, Problem, codes};
use serde::de::DeserializeOwned;

use crate::flows::step_up_ways;
use crate::transport::client::Reply;
use crate::transport::json;
use crate::transport::text::{MESSAGE, plain, word};

/// The payload of a success, or what the problem means.
pub(crate) fn payload<T: DeserializeOwned>(reply: &Reply) -> Result<T, Refusal> {
    if !reply.status.is_success() {
        return Err(refusal(reply));
    }
    let read = reply.is_json().then(|| json::read_object(&reply.body)).flatten();
    read.ok_or(Refusal::Nonsense)
}

/// What a problem means; anything that is not a well-formed problem means nothing.
pub(crate) fn refusal(reply: &Reply) -> Refusal {
    let Some(problem) = problem(reply) else {
        return Refusal::Nonsense;
    };
    match (problem.status, problem.code.as_str()) {
        (401, codes::STEP_UP_REQUIRED) => Refusal::StepUp(step_up_ways(&problem.flows)),
        (401, codes::NOT_SIGNED_IN) | (410, codes::SESSION_GONE) => Refusal::Gone,
        (404, codes::NO_SUCH_KEY | codes::NO_SUCH_DEVICE | codes::NO_SUCH_PHONE) => Refusal::Changed,
        (409, codes::NO_SUCH_STEP | codes::NO_CODE_AWAITED) => Refusal::NoSuchStep,
        (403..=405, _) => Refusal::NotOffered,
        (400 | 409 | 422, _) if !problem.errors.is_empty() => {
            Refusal::Fields(problem.errors.iter().map(field_error).collect())
        }
        (409 | 412 | 428, _) => Refusal::Changed,
        _ => Refusal::Nonsense,
    }
}

fn problem(reply: &Reply) -> Option<Problem> {
    if !reply.is_json() {
        return None;
    }
    json::read_object::<Problem>(&reply.body).filter(|problem| problem.status == reply.status.as_u16())
}

fn field_error(error: &FieldProblem) -> FieldError {
    let message = plain(&error.detail, MESSAGE);
    FieldError {
        field: error.field().map(|field| word(&field)).unwrap_or_default(),
        code: word(&error.code),
        message: (!message.is_empty()).then_some(message),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use account::{FactorWay, StepUpWay};
    use bytes::Bytes;
    use http::header::CONTENT_TYPE;
    use http::{HeaderMap, StatusCode};

    use super::*;

    fn means(status: u16, body: &'static str) -> Refusal {
        refusal(&Reply {
            status: StatusCode::from_u16(status).unwrap(),
            headers: HeaderMap::from_iter([(CONTENT_TYPE, "application/problem+json".parse().unwrap())]),
            body: Bytes::from_static(body.as_bytes()),
        })
    }

    #[test]
    fn a_step_up_names_its_ways() {
        let body = r#"{"status":401,"code":"step_up_required",
            "flows":[{"id":"reauthenticate"},{"id":"mfa_reauthenticate","types":["totp"]},{"id":"a_new_way"}]}"#;
        let ways = vec![
            StepUpWay::Password,
            StepUpWay::Factor {
                ways: vec![FactorWay::Totp],
            },
        ];
        assert_eq!(means(401, body), Refusal::StepUp(ways));
    }

    #[test]
    fn only_the_services_own_words_end_a_session() {
        assert_eq!(means(401, r#"{"status":401,"code":"not_signed_in"}"#), Refusal::Gone);
        assert_eq!(means(410, r#"{"status":410,"code":"session_gone"}"#), Refusal::Gone);
        assert_eq!(means(401, r#"{"status":401,"code":"pay_first"}"#), Refusal::Nonsense);
        assert_eq!(means(410, r#"{"status":410}"#), Refusal::Nonsense);
        assert_eq!(
            means(410, r#"{"status":401,"code":"not_signed_in"}"#),
            Refusal::Nonsense
        );
        assert_eq!(means(401, "<html>"), Refusal::Nonsense);
    }

    #[test]
    fn a_conflict_with_a_reason_is_not_a_change_elsewhere() {
        let full = r#"{"status":409,"code":"too_many_keys","errors":[{"pointer":"","code":"too_many_keys"}]}"#;
        let reason = FieldError {
            field: String::new(),
            code: "too_many_keys".to_owned(),
            message: None,
        };
        assert_eq!(means(409, full), Refusal::Fields(vec![reason]));
        assert_eq!(means(409, r#"{"status":409,"code":"other"}"#), Refusal::Changed);
        assert_eq!(means(404, r#"{"status":404,"code":"no_such_key"}"#), Refusal::Changed);
        assert_eq!(
            means(404, r#"{"status":404,"code":"not_offered"}"#),
            Refusal::NotOffered
        );
    }
}
