//! `account/authenticators/recovery-codes`: look at them, or make new ones.

use axum::response::Response;
use protocol::core::authenticators::{RECOVERY_CODES, TOTP};

use super::{factors, turn};
use crate::answer::{Answer, Outcome};
use crate::call::Call;
use crate::recovery;
use crate::steps;
use crate::store::authenticators;
use crate::texts::Topic;
use crate::turn::Turn;

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, look)
}

pub(crate) async fn post(call: Call) -> Response {
    turn!(call, renew)
}

async fn look(turn: &mut Turn) -> Outcome {
    let account = turn.signed_in()?;
    let Some(set) = authenticators::find(turn.db(), account.id, RECOVERY_CODES).await? else {
        return Ok(Answer::Bare(404));
    };
    turn.require_step_up(&account)?;
    let view = recovery::look(turn, &set).await?;
    Answer::ok(factors::wire(&set, Some(view)))
}

async fn renew(turn: &mut Turn) -> Outcome {
    let account = turn.signed_in()?;
    turn.form()?;
    if authenticators::find(turn.db(), account.id, TOTP).await?.is_none() {
        let mut fault = crate::form::fault("cannot_generate_recovery_codes", "");
        fault.param = None;
        return Ok(Answer::Refused(vec![fault]));
    }
    turn.require_step_up(&account)?;
    let set = recovery::renew(turn, account.id).await?;
    let view = recovery::look(turn, &set).await?;
    turn.end_other_sessions(account.id).await?;
    steps::notify(
        turn,
        account.id,
        &account.email,
        Topic::RecoveryCodesNew,
        "recovery_codes",
    )
    .await?;
    Answer::ok(factors::wire(&set, Some(view)))
}
