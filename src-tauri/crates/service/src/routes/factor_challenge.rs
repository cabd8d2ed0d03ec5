//! `/account/v1/second-factor/challenge`: the code that a sign-in or a step-up waits for, and sending another one.
//!
//! The code is answered at the core's `auth/2fa/…`: a client of the core alone needs none of this.

use axum::response::Response;
use protocol::extension::SECOND_FACTOR_PATH;
use protocol::extension::problem::codes;
use protocol::extension::second_factor::{CHALLENGE, SentCode};

use super::{extension, turn};
use crate::answer::{Halt, Outcome};
use crate::call::Call;
use crate::factors;
use crate::operation::Operation;
use crate::store::accounts::{self, Account};
use crate::turn::Turn;

pub(crate) fn operations() -> Vec<Operation> {
    let path = format!("{SECOND_FACTOR_PATH}/{CHALLENGE}");
    let bound = "The session is that of someone signed in, or of a sign-in that waits for its second factor.";
    let challenge = |operation: Operation| {
        operation
            .details(bound)
            .session_if_any()
            .refuses(401, &[codes::NOT_SIGNED_IN])
            .refuses(409, &[codes::NO_SUCH_STEP])
            .answers::<SentCode>()
    };
    vec![
        challenge(Operation::get(
            &path,
            "Where the awaited code went, and how long it counts",
            get,
        )),
        challenge(Operation::post(&path, "Have a code sent, or another one", post)).limited(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, look)
}

async fn post(call: Call) -> Response {
    turn!(call, send)
}

/// Whose code it is, and what for: someone signed in proves it again, else a sign-in waits.
async fn asked_by(turn: &mut Turn) -> Result<(Account, &'static str), Halt> {
    if let Some(account) = turn.account() {
        return Ok((account.clone(), "step_up"));
    }
    let Some(waiting) = factors::awaited_account(turn) else {
        let title = "Nobody is signed in on this session, and no sign-in waits";
        return Err(extension::refuse(401, codes::NOT_SIGNED_IN, title));
    };
    let account = accounts::by_id(turn.db(), waiting).await?;
    Ok((account.ok_or_else(factors::not_awaited)?, "sign_in"))
}

async fn look(turn: &mut Turn) -> Outcome {
    asked_by(turn).await?;
    match &turn.state().challenge {
        Some(sent) => Ok(extension::ok(&factors::wire(turn, sent))),
        None => Err(factors::not_awaited()),
    }
}

async fn send(turn: &mut Turn) -> Outcome {
    let (account, by) = asked_by(turn).await?;
    let method = factors::method_of(turn, account.id).await?;
    let Some(method) = method.filter(|method| factors::is_sent(&method.kind)) else {
        return Err(factors::not_awaited());
    };
    let before = turn.state().challenge.clone();
    factors::cool_down(turn, before.as_ref())?;
    let sent = match before.filter(|before| before.method == method.kind) {
        Some(before) => factors::send_again(turn, &account, before, by).await?,
        None => factors::send(turn, &account, &method.kind, by).await?,
    };
    let told = factors::wire(turn, &sent);
    turn.state_mut().challenge = Some(sent);
    Ok(extension::ok(&told))
}
