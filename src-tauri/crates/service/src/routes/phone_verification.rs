//! `auth/phone/verify`: the code that confirms a number someone signed in wants to change to.

use axum::response::Response;
use protocol::extension::phones::PhoneChannel;

use super::turn;
use crate::answer::{Answer, Outcome};
use crate::call::Call;
use crate::form;
use crate::phone_numbers::{self, Answered};
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
    let Some(account) = turn.account().cloned() else {
        return Ok(Answer::Bare(409));
    };
    if !phone_numbers::is_awaited(turn, account.id, PhoneChannel::Sms).await? {
        return Ok(Answer::Bare(409));
    }
    let mut form = turn.form()?;
    let code = form.text("code");
    form.check()?;
    match phone_numbers::answer(turn, &account, PhoneChannel::Sms, &code).await? {
        Answered::Done => Ok(Answer::Session),
        Answered::Nothing | Answered::Expired => Ok(Answer::Bare(409)),
        Answered::Wrong | Answered::Spent => Err(form::refuse("incorrect_code", "code")),
        Answered::Taken => Err(form::refuse("phone_taken", "code")),
    }
}
