//! `account/phone`: the number, and the change to another one. The core has no way to remove it.

use axum::response::Response;
use http::Method;
use protocol::core::PhoneNumber;

use super::turn;
use crate::answer::{Answer, Outcome};
use crate::call::Call;
use crate::form;
use crate::limits::Action;
use crate::steps;
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
    let phone = form.text("phone").replace([' ', '-'], "");
    if form.is_fine("phone") && !is_e164(&phone) {
        form.add(form::fault("invalid_phone", "phone"));
    }
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
    turn.count(Action::ChangePhone, &account.id.to_string())?;
    turn.count(Action::VerifyPhone, &phone)?;
    let pending = steps::send_code(turn, steps::PHONE_CHANGE, Some(account.id), &phone).await?;
    turn.state_mut().phone = Some(pending);
    Answer::with(202, [PhoneNumber { phone, verified: false }])
}

/// `+`, then 6 to 15 digits that don't begin with 0 (ITU-T E.164).
fn is_e164(text: &str) -> bool {
    text.strip_prefix('+').is_some_and(|digits| {
        (6..=15).contains(&digits.len()) && !digits.starts_with('0') && digits.bytes().all(|b| b.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::is_e164;

    #[test]
    fn numbers_begin_with_their_country() {
        assert!(is_e164("+821012345678"));
        assert!(!is_e164("010-1234") && !is_e164("+0821012345") && !is_e164("+82") && !is_e164("+82101234567a"));
    }
}
