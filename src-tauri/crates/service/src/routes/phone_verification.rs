//! `auth/phone/verify`: the code that confirms a number someone signed in wants to change to.

use axum::response::Response;

use super::turn;
use crate::answer::{Answer, Outcome};
use crate::call::Call;
use crate::form;
use crate::steps;
use crate::store::phones;
use crate::turn::Turn;

pub(crate) async fn post(call: Call) -> Response {
    turn!(call, verify)
}

/// Only a number given at sign-up could be sent its code again here, and sign-up asks for none. In a change the number
/// is posted again instead.
pub(crate) async fn resend(call: Call) -> Response {
    turn!(call, async |_: &mut Turn| Ok(Answer::Bare(409)))
}

async fn verify(turn: &mut Turn) -> Outcome {
    if turn.account().is_none() || turn.state().phone.is_none() {
        return Ok(Answer::Bare(409));
    }
    let account = turn.signed_in()?;
    let mut form = turn.form()?;
    let code = form.text("code");
    form.check()?;
    steps::try_code(
        turn,
        &code,
        "code",
        |state| state.phone.as_mut(),
        |state| state.phone = None,
    )?;
    let number = turn
        .state()
        .phone
        .as_ref()
        .map(|pending| pending.target.clone())
        .unwrap_or_default();
    let owner = phones::owner(turn.db(), &number).await?;
    if owner.is_some_and(|owner| owner != account.id) {
        return Err(form::refuse("phone_taken", "code"));
    }
    phones::set(turn.db(), account.id, &number).await?;
    turn.state_mut().phone = None;
    Ok(Answer::Session)
}
