//! `/account/v1/temporary-password`: a temporary password by mail, for who forgot theirs.
//!
//! The password that was forgotten goes on counting until another takes its place: anyone may ask for this. An address
//! without an account gets the same answer after the same work, and a mail that says so.

use axum::response::Response;
use http::StatusCode;
use protocol::extension::TEMPORARY_PASSWORD_PATH;
use protocol::extension::captcha::Answer;
use protocol::extension::problem::codes;
use protocol::extension::temporary_password::{Accepted, Request};
use serde_json::{Map, Value};
use zeroize::Zeroizing;

use super::{extension, turn};
use crate::answer::{Halt, Outcome};
use crate::call::Call;
use crate::captcha;
use crate::form;
use crate::limits::Action;
use crate::operation::Operation;
use crate::secrets;
use crate::steps::{self, Letter};
use crate::store::{captchas, emails, temporary_passwords};
use crate::texts::Topic;
use crate::turn::Turn;

pub(crate) fn operations() -> Vec<Operation> {
    let faults = [
        codes::REQUIRED,
        codes::NOT_TEXT,
        codes::INVALID_EMAIL,
        codes::CAPTCHA_INCORRECT,
        codes::CAPTCHA_EXPIRED,
    ];
    vec![
        Operation::post(TEMPORARY_PASSWORD_PATH, "Have a temporary password mailed", post)
            .details(
                "The same answer whether the address has an account or not. Signing in with it leads to the pending flow \
                 replace_password.",
            )
            .session_if_any()
            .takes::<Request>(&faults)
            .answers_as::<Accepted>(202)
            .limited(),
    ]
}

async fn post(call: Call) -> Response {
    let password = secrets::new_temporary_password();
    let hash = hash(&call, &password).await;
    turn!(call, async |turn: &mut Turn| send(turn, password, hash?).await)
}

/// Hashed before the transaction begins, and whoever it is for.
async fn hash(call: &Call, password: &Zeroizing<String>) -> Result<String, Halt> {
    call.count(Action::RequestTemporaryPassword, "")?;
    Ok(call.service.hasher.hash(password.as_str().into()).await?)
}

async fn send(turn: &mut Turn, password: Zeroizing<String>, hash: String) -> Outcome {
    let mut body = extension::object(turn)?;
    let email = email_in(&body)?;
    // The challenge comes first: without one nobody uses up what somebody else may ask for.
    if turn.service.preset.sign_in.captcha {
        check(turn, body.remove("captcha")).await?;
    }
    turn.count(Action::RequestReset, &email)?;
    let life = turn.temporary_password_life();
    let account = emails::owner(turn.db(), &email).await?;
    let (topic, code) = match account {
        Some(account) => {
            let expires_at = turn.now.saturating_add(life);
            temporary_passwords::put(turn.db(), account, &hash, &email, expires_at).await?;
            (Topic::TemporaryPassword, Some(password.as_str()))
        }
        None => (Topic::NoAccount, None),
    };
    let letter = Letter {
        topic,
        to: &email,
        account,
        code,
        asked_for_by: "temporary_password",
    };
    steps::send(turn, letter).await?;
    let valid_for = u64::try_from(life / 1000).unwrap_or(0);
    Ok(extension::with(StatusCode::ACCEPTED, &Accepted { valid_for }))
}

/// The address in its one spelling.
fn email_in(body: &Map<String, Value>) -> Result<String, Halt> {
    let at_fault = |code| extension::refuse_fields(vec![extension::fault("email", code)]);
    match extension::text(body.get("email")).map_err(at_fault)? {
        "" => Err(at_fault(codes::REQUIRED)),
        email => form::address(email).ok_or_else(|| at_fault(codes::INVALID_EMAIL)),
    }
}

/// The challenge must be answered; it is used up either way.
async fn check(turn: &mut Turn, given: Option<Value>) -> Result<(), Halt> {
    let at_fault = |code| extension::refuse_fields(vec![extension::fault("captcha", code)]);
    let given = given.and_then(|given| serde_json::from_value::<Answer>(given).ok());
    let Some(given) = given else {
        return Err(at_fault(codes::REQUIRED));
    };
    let now = turn.now;
    match captchas::take(turn.db(), &given.id, now).await? {
        Some(kept) if captcha::is_right(&kept, &given.answer) => Ok(()),
        Some(_) => Err(at_fault(codes::CAPTCHA_INCORRECT)),
        None => Err(at_fault(codes::CAPTCHA_EXPIRED)),
    }
}
