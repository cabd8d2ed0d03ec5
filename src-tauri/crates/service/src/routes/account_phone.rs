//! `account/phone`: the number, and the change to another one. The core has no way to remove it.

use axum::response::Response;
use http::Method;
use protocol::core::PhoneNumber;
use protocol::extension::phones::PhoneChannel;

use super::turn;
use crate::answer::{Answer, Outcome};
use crate::call::Call;
use crate::form;
use crate::phone_numbers::{self, Asked};
use crate::store::phones;
use crate::turn::Turn;

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, list)
}

/// Every other method: the core validates the body first and refuses the method only then.
pub(crate) async fn change(call: Call) -> Response {
    turn!(call, begin)
}

async fn list(turn: &mut Turn) -> Outcome {
    let account = turn.signed_in()?;
    let number = phones::of(turn.db(), account.id).await?;
    let phones: Vec<_> = number
        .into_iter()
        .map(|phone| PhoneNumber { phone, verified: true })
        .collect();
    Answer::ok(phones)
}

async fn begin(turn: &mut Turn) -> Outcome {
    if turn.account().is_none() && turn.method == Method::POST {
        return Ok(Answer::Bare(409));
    }
    let account = turn.signed_in()?;
    let mut form = turn.form()?;
    let written = form.text("phone");
    let accepted = phone_numbers::accepted(turn, PhoneChannel::Sms, &written);
    if form.is_fine("phone") && accepted.is_err() {
        form.add(form::fault("invalid_phone", "phone"));
    }
    let phone = accepted.unwrap_or_default();
    if phones::of(turn.db(), account.id)
        .await?
        .is_some_and(|current| current == phone)
    {
        form.add(form::fault("same_as_current", "phone"));
    }
    form.check()?;
    if turn.method != Method::POST {
        return Ok(Answer::NoBody(405));
    }
    turn.require_step_up(&account)?;
    match phone_numbers::begin(turn, account.id, PhoneChannel::Sms, &phone).await? {
        Asked::Wait(after) => Ok(Answer::TooMany(after)),
        Asked::Sent | Asked::Nothing => Answer::with(202, [PhoneNumber { phone, verified: false }]),
    }
}
