//! `auth/2fa/…`: a one-time code, a recovery code, or a code that was mailed or texted, as the second step of a sign-in or as a step-up.

use axum::response::Response;
use protocol::core::Method;
use protocol::core::authenticators::RECOVERY_CODES;

use super::turn;
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::factors;
use crate::form;
use crate::limits::Action;
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
    let Some(account) = factors::awaited_account(turn) else {
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
    method.kind = Some(kind);
    Ok(method)
}

async fn redeem(turn: &mut Turn, account: i64, code: &str) -> Result<Option<(i64, String)>, Halt> {
    let now = turn.now;
    for factor in authenticators::of(turn.db(), account).await? {
        if factors::is_sent(&factor.kind) {
            if factors::redeem(turn, account, &factor, code).await? {
                return Ok(Some((factor.id, factor.kind)));
            }
        } else if let Some(key) = &factor.secret {
            let step = totp::matching_step(key, code, now, factor.last_step)?;
            if let Some(step) = step
                && authenticators::use_step(turn.db(), factor.id, step).await?
            {
                return Ok(Some((factor.id, factor.kind)));
            }
        } else if recovery_codes::redeem(turn.db(), factor.id, code, now).await? {
            return Ok(Some((factor.id, factor.kind)));
        }
    }
    Ok(None)
}
