//! `/account/v1/closure`: what closing the account would mean, and closing it.

use std::sync::Arc;

use axum::response::Response;
use protocol::extension::CLOSURE_PATH;
use protocol::extension::closure::{Blocker, CloseAccount, Closed, Closure};
use protocol::extension::problem::{FieldProblem, codes};
use serde_json::{Map, Value};

use super::{extension, problem, turn};
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::closure::{self, Rules};
use crate::limits::Action;
use crate::operation::Operation;
use crate::store;
use crate::turn::{Turn, moment};

pub(crate) fn operations() -> Vec<Operation> {
    let faults = [
        codes::REQUIRED,
        codes::NOT_A_CHOICE,
        codes::NOT_TEXT,
        codes::NOT_BOOLEAN,
        codes::WRONG_PHRASE,
    ];
    vec![
        Operation::get(
            CLOSURE_PATH,
            "What closing the account means now, and what stands in the way",
            get,
        )
        .signed_in()
        .answers::<Closure>(),
        Operation::post(CLOSURE_PATH, "Close the account for good", post)
            .details(
                "Everything of the person is deleted, and the session with it: the same sent again answers 410. The e-mail \
                 address can't be used again.",
            )
            .stepped_up()
            .limited()
            .takes::<CloseAccount>(&faults)
            .refuses(409, &[codes::CLOSURE_BLOCKED])
            .answers::<Closed>(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, look)
}

async fn post(call: Call) -> Response {
    let service = Arc::clone(&call.service);
    let response = turn!(call, close);
    if response.status().is_success() {
        // The account is gone whatever becomes of this; what the log still holds goes when it is next written anew.
        match store::leave_no_history(&service.pool).await {
            Ok(true) => {}
            Ok(false) => tracing::warn!("the database's log was in use and could not be emptied after a closure"),
            Err(error) => tracing::warn!(%error, "the database's log could not be emptied after a closure"),
        }
    }
    response
}

fn rules(turn: &Turn) -> Result<Rules, Halt> {
    let rules = turn.service.preset.closure.clone();
    rules.ok_or_else(|| extension::refuse(404, codes::NOT_OFFERED, "Accounts are not closed here"))
}

async fn look(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let rules = rules(turn)?;
    Ok(extension::ok(&closure::outlook(turn, &rules, account.id).await?))
}

async fn close(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let rules = rules(turn)?;
    extension::require_step_up(turn, &account).await?;
    turn.count(Action::CloseAccount, &account.id.to_string())?;
    let body = extension::object(turn)?;
    let reason = wanted(&rules, &body).map_err(extension::refuse_fields)?;
    let blockers = closure::blockers(turn.db(), &rules, account.id).await?;
    if !blockers.is_empty() {
        return Err(blocked(blockers));
    }
    closure::close(turn, &account, &reason).await?;
    let closed_at = moment(turn.now);
    Ok(extension::ok(&Closed { closed_at }))
}

/// The reason, once everything that is asked for was given.
fn wanted(rules: &Rules, body: &Map<String, Value>) -> Result<String, Vec<FieldProblem>> {
    let mut faults = Vec::new();
    let mut note = |name: &str, code: Option<&str>| faults.extend(code.map(|code| extension::fault(name, code)));
    // Where none is asked for, what is sent as one could be anything, and is not kept.
    let reason = match rules.reasons.is_empty() {
        true => Ok(""),
        false => extension::text(body.get("reason")),
    };
    if !rules.reasons.is_empty() {
        note(
            "reason",
            reason.map_or_else(Some, |reason| fault_of_reason(rules, reason)),
        );
    }
    note("consent", fault_of_consent(body.get("consent")));
    if let Some(phrase) = &rules.phrase {
        note("phrase", fault_of_phrase(phrase, body.get("phrase")));
    }
    if faults.is_empty() {
        Ok(reason.unwrap_or_default().to_owned())
    } else {
        Err(faults)
    }
}

fn fault_of_reason(rules: &Rules, reason: &str) -> Option<&'static str> {
    match reason {
        "" => Some(codes::REQUIRED),
        reason if rules.reasons.iter().any(|one| one == reason) => None,
        _ => Some(codes::NOT_A_CHOICE),
    }
}

fn fault_of_consent(consent: Option<&Value>) -> Option<&'static str> {
    match consent {
        Some(Value::Bool(true)) => None,
        None | Some(Value::Null | Value::Bool(false)) => Some(codes::REQUIRED),
        Some(_) => Some(codes::NOT_BOOLEAN),
    }
}

/// Exactly the phrase, to the letter: it is there to be noticed.
fn fault_of_phrase(phrase: &str, typed: Option<&Value>) -> Option<&'static str> {
    match typed {
        Some(Value::String(typed)) if typed == phrase => None,
        None | Some(Value::Null) => Some(codes::REQUIRED),
        Some(Value::String(typed)) if typed.is_empty() => Some(codes::REQUIRED),
        Some(Value::String(_)) => Some(codes::WRONG_PHRASE),
        Some(_) => Some(codes::NOT_TEXT),
    }
}

/// The refusal that names all that stands in the way.
fn blocked(blockers: Vec<Blocker>) -> Halt {
    let errors = blockers.into_iter().map(|blocker| FieldProblem {
        pointer: String::new(),
        code: blocker.code,
        detail: blocker.project,
    });
    let title = "Something stands in the way of closing this account";
    let response = problem::fields(409, codes::CLOSURE_BLOCKED, title, errors.collect());
    Answer::Ready(Box::new(response)).into()
}
