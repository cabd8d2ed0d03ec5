//! `auth/2fa/…`: a one-time code or a recovery code, as the second step of a sign-in or as a step-up.

use axum::response::Response;
use protocol::core::Method;
use protocol::core::authenticators::{RECOVERY_CODES, TOTP};
use protocol::extension::activity::Kind;

use super::turn;
use crate::activity;
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::form;
use crate::limits::Action;
use crate::state::Step;
use crate::steps;
use crate::store::{accounts, authenticators, recovery_codes};
use crate::texts::Topic;
use crate::totp;
use crate::turn::Turn;

pub(crate) async fn authenticate(call: Call) -> Response {
    turn!(call, enter)
}

pub(crate) async fn reauthenticate(call: Call) -> Response {
    turn!(call, step_up)
}

async fn enter(turn: &mut Turn) -> Outcome {
    let waiting = turn
        .state()
        .sign_in
        .as_ref()
        .filter(|sign_in| matches!(sign_in.step, Step::Factor));
    let waiting = waiting.filter(|_| turn.account().is_none());
    let Some(account) = waiting.and_then(|sign_in| sign_in.account) else {
        return Ok(Answer::NotHere(401));
    };
    let method = check(turn, account).await?;
    turn.state_mut().record(account, method);
    turn.sign_in(account).await?;
    Ok(Answer::Session)
}

async fn step_up(turn: &mut Turn) -> Outcome {
    let account = turn.signed_in()?.id;
    let mut method = check(turn, account).await?;
    method.reauthenticated = Some(true);
    turn.state_mut().record(account, method);
    Ok(Answer::Session)
}

/// The typed code must be a code of one of the account's factors.
async fn check(turn: &mut Turn, account: i64) -> Result<Method, Halt> {
    let mut form = turn.form()?;
    let code = form.text("code");
    form.check()?;
    let subject = account.to_string();
    turn.count(Action::FailedFactor, &subject)?;
    let Some((id, kind)) = redeem(turn, account, &code).await? else {
        if turn.account().is_none() {
            activity::record(turn, Some(account), Kind::SignInFailed).await?;
        }
        return Err(form::refuse("incorrect_code", "code"));
    };
    turn.take_back(Action::FailedFactor, &subject);
    let now = turn.now;
    authenticators::touch(turn.db(), id, now).await?;
    if kind == RECOVERY_CODES
        && let Some(account) = accounts::by_id(turn.db(), account).await?
    {
        steps::notify(
            turn,
            account.id,
            &account.email,
            Topic::RecoveryCodeUsed,
            "recovery_codes",
        )
        .await?;
    }
    let mut method = steps::act(turn, "mfa");
    method.id = Some(id);
    method.kind = Some(kind.to_owned());
    Ok(method)
}

async fn redeem(turn: &mut Turn, account: i64, code: &str) -> Result<Option<(i64, &'static str)>, Halt> {
    let now = turn.now;
    for factor in authenticators::of(turn.db(), account).await? {
        if let Some(key) = &factor.secret {
            let step = totp::matching_step(key, code, now, factor.last_step)?;
            if let Some(step) = step
                && authenticators::use_step(turn.db(), factor.id, step).await?
            {
                return Ok(Some((factor.id, TOTP)));
            }
        } else if recovery_codes::redeem(turn.db(), factor.id, code, now).await? {
            return Ok(Some((factor.id, RECOVERY_CODES)));
        }
    }
    Ok(None)
}
