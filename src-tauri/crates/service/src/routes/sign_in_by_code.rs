//! `auth/code/…`: sign in with a mailed code instead of a password.

use axum::response::Response;

use super::turn;
use crate::answer::{Answer, Outcome};
use crate::call::Call;
use crate::limits::Action;
use crate::state::{MOST_RESENDS, PendingCode, State, Step};
use crate::steps;
use crate::store::emails;
use crate::texts::Topic;
use crate::turn::Turn;

pub(crate) async fn request(call: Call) -> Response {
    turn!(call, send)
}

pub(crate) async fn confirm(call: Call) -> Response {
    turn!(call, enter)
}

pub(crate) async fn resend(call: Call) -> Response {
    turn!(call, send_again)
}

fn pending(state: &mut State) -> Option<&mut PendingCode> {
    match state.sign_in.as_mut().map(|sign_in| &mut sign_in.step) {
        Some(Step::Code(pending)) => Some(pending),
        _ => None,
    }
}

fn is_pending(turn: &Turn) -> bool {
    matches!(
        turn.state().sign_in.as_ref().map(|sign_in| &sign_in.step),
        Some(Step::Code(_))
    )
}

async fn send(turn: &mut Turn) -> Outcome {
    let mut form = turn.form()?;
    let email = form.email("email");
    form.check()?;
    turn.count(Action::RequestCode, &email)?;
    let account = emails::owner(turn.db(), &email).await?;
    let code = steps::send_code(turn, steps::SIGN_IN_CODE, account, &email).await?;
    if turn.account().is_none() {
        steps::await_step(turn, account, &email, Step::Code(code));
    }
    Ok(Answer::Session)
}

async fn enter(turn: &mut Turn) -> Outcome {
    if turn.account().is_some() || !is_pending(turn) {
        return Ok(Answer::Bare(409));
    }
    let mut form = turn.form()?;
    let code = form.text("code");
    form.check()?;
    steps::try_code(turn, &code, "code", pending, State::abandon_sign_in)?;
    let Some(sign_in) = turn.state_mut().sign_in.take() else {
        return Ok(Answer::Bare(409));
    };
    let Some(account) = sign_in.account else {
        return Ok(Answer::Bare(409));
    };
    let mut method = steps::act(turn, "code");
    method.email = Some(sign_in.email.clone());
    turn.state_mut().record(account, method);
    if steps::confirm_mailbox(turn, account, &sign_in.email).await? {
        steps::notify(turn, account, &sign_in.email, Topic::PasswordRemoved, "sign_in_code").await?;
    }
    steps::proceed(turn, account, &sign_in.email, steps::SIGN_IN).await
}

async fn send_again(turn: &mut Turn) -> Outcome {
    if turn.account().is_some() || !is_pending(turn) {
        return Ok(Answer::Bare(409));
    }
    let Some(mut sign_in) = turn.state_mut().sign_in.take() else {
        return Ok(Answer::Bare(409));
    };
    if let Step::Code(code) = sign_in.step {
        if code.resent >= MOST_RESENDS {
            sign_in.step = Step::Code(code);
            turn.state_mut().sign_in = Some(sign_in);
            return Ok(Answer::Bare(409));
        }
        let wait = turn.count(Action::RequestCode, &sign_in.email);
        sign_in.step = Step::Code(match wait {
            Ok(()) => steps::resend_code(turn, steps::SIGN_IN_CODE, code).await?,
            Err(_) => code,
        });
        turn.state_mut().sign_in = Some(sign_in);
        wait?;
    }
    Ok(Answer::Bare(200))
}
