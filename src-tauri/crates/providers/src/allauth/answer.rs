//! Telling the core's answers apart. A 401 means four different things; anything not well-formed means nothing.

use account::{FieldError, PendingStep, Refusal};
use protocol::core::{self, Answer, Flow, Meta, SessionData, flow::id};
use secrecy::SecretString;
use serde::de::{DeserializeOwned, IgnoredAny};

use crate::flows::{factor_ways, step_up_ways};
use crate::transport::client::Reply;
use crate::transport::json;
use crate::transport::text;

/// The longest token that is believed.
const LONGEST_TOKEN: usize = 4096;

/// Where in an account's life a call is made; decides what "not signed in" means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// A call of someone signed in: nobody signed in means the session has ended.
    SignedIn,
    /// An answer to a step of a sign-in: nobody signed in means there is no such step.
    Stage,
}

/// A well-formed answer of the core: JSON that repeats its HTTP status.
fn well_formed<D: DeserializeOwned, M: DeserializeOwned>(reply: &Reply) -> Option<Answer<D, M>> {
    if !reply.is_json() {
        return None;
    }
    json::read_object::<Answer<D, M>>(&reply.body).filter(|answer| answer.status == reply.status.as_u16())
}

/// The payload of a success.
pub(super) fn success<D: DeserializeOwned>(reply: &Reply) -> Result<Answer<D>, Refusal> {
    well_formed(reply).ok_or(Refusal::Nonsense)
}

/// An answer whose `meta` is not about the session.
pub(super) fn with_meta<M: DeserializeOwned>(reply: &Reply) -> Result<M, Refusal> {
    well_formed::<IgnoredAny, M>(reply)
        .and_then(|answer| answer.meta)
        .ok_or(Refusal::Nonsense)
}

/// The token an answer hands out, if it does. Refuses answers that are not well-formed, so that nothing else is read
/// from them either.
pub(super) fn token(reply: &Reply) -> Result<Option<SecretString>, Refusal> {
    let answer = well_formed::<IgnoredAny, Meta>(reply).ok_or(Refusal::Nonsense)?;
    let Some(token) = answer.meta.and_then(|meta| meta.session_token) else {
        return Ok(None);
    };
    // Exposed to judge whether it can be sent back in a header at all.
    let text = token.expose();
    let sendable = (1..=LONGEST_TOKEN).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic());
    if sendable {
        Ok(Some(SecretString::from(text)))
    } else {
        Err(Refusal::Nonsense)
    }
}

/// What an answer that is not a success means.
pub(super) fn refusal(reply: &Reply, place: Place) -> Refusal {
    let Some(answer) = well_formed::<IgnoredAny, IgnoredAny>(reply) else {
        return Refusal::Nonsense;
    };
    let errors = answer.errors.unwrap_or_default();
    match answer.status {
        400 if errors.iter().any(|error| error.code == "too_many_login_attempts") => {
            Refusal::RateLimited { after: None }
        }
        400 | 409 if !errors.is_empty() => Refusal::Fields(errors.iter().map(field_error).collect()),
        401 => unauthorized(reply, place),
        403..=405 => Refusal::NotOffered,
        409 => Refusal::NoSuchStep,
        410 if session_answer(reply).is_some() => Refusal::Gone,
        _ => Refusal::Nonsense,
    }
}

/// The flows and the state of a session answer; both must be there, or a middlebox wrote it.
fn session_answer(reply: &Reply) -> Option<(Vec<Flow>, Meta)> {
    let answer = well_formed::<SessionData, Meta>(reply)?;
    Some((answer.data?.flows?, answer.meta?))
}

fn unauthorized(reply: &Reply, place: Place) -> Refusal {
    let Some((flows, meta)) = session_answer(reply) else {
        return Refusal::Nonsense;
    };
    if meta.is_authenticated == Some(true) {
        return Refusal::StepUp(step_up_ways(&flows));
    }
    match (pending_step(&flows), place) {
        (Some(step), _) => Refusal::Step(step),
        (None, Place::SignedIn) => Refusal::Gone,
        (None, Place::Stage) => Refusal::NoSuchStep,
    }
}

/// What is awaited. A pending reset may stand beside a step of a sign-in; the step comes first.
fn pending_step(flows: &[Flow]) -> Option<PendingStep> {
    let mut pending: Vec<_> = flows.iter().filter(|flow| flow.is_pending == Some(true)).collect();
    pending.sort_by_key(|flow| flow.id == id::PASSWORD_RESET_BY_CODE);
    let flow = pending.first()?;
    Some(match flow.id.as_str() {
        id::VERIFY_EMAIL => PendingStep::VerifyEmail,
        id::MFA_AUTHENTICATE => PendingStep::SecondFactor {
            ways: factor_ways(flow.types.as_deref()),
        },
        id::LOGIN_BY_CODE => PendingStep::SignInByCode,
        id::PASSWORD_RESET_BY_CODE => PendingStep::ResetPassword,
        id::REPLACE_PASSWORD => PendingStep::ReplacePassword,
        id::VERIFY_PHONE => PendingStep::VerifyPhone,
        other => PendingStep::Unsupported(text::word(other)),
    })
}

fn field_error(error: &core::FieldError) -> FieldError {
    let field = match error.param.as_deref() {
        // The core calls a mailed code a key.
        Some("key") => "code".to_owned(),
        Some(param) => text::word(param),
        None => String::new(),
    };
    let message = text::plain(&error.message, text::MESSAGE);
    FieldError {
        field,
        code: text::word(&error.code),
        message: (!message.is_empty()).then_some(message),
    }
}
