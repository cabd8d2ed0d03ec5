//! `account/authenticators/totp`: set up one-time codes, and turn them off.

use axum::response::Response;
use protocol::core::TotpMeta;
use protocol::core::authenticators::{RECOVERY_CODES, TOTP};
use protocol::sensitive::Sensitive;

use super::{factors, turn};
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::error::ServiceError;
use crate::factors as methods;
use crate::form;
use crate::limits::Action;
use crate::recovery;
use crate::store::authenticators;
use crate::totp;
use crate::turn::Turn;

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, look)
}

pub(crate) async fn post(call: Call) -> Response {
    turn!(call, activate)
}

pub(crate) async fn delete(call: Call) -> Response {
    turn!(call, deactivate)
}

/// Each look while codes are off makes a new key.
async fn look(turn: &mut Turn) -> Outcome {
    let account = turn.signed_in()?;
    if let Some(factor) = authenticators::find(turn.db(), account.id, TOTP).await? {
        return Answer::ok(factors::wire(&factor, None));
    }
    let key = totp::new_key();
    let uri = totp::uri(&key, &turn.service.preset.service_name, &account.email)?;
    // The person's authenticator needs the key; this answer is how it gets there.
    let meta = TotpMeta {
        secret: Sensitive::new(key.as_str().to_owned()),
        totp_url: Sensitive::new(uri.as_str().to_owned()),
    };
    turn.state_mut().totp_key = Some(key.as_str().to_owned());
    Ok(Answer::SetUp(serde_json::to_value(meta).map_err(ServiceError::Stored)?))
}

async fn activate(turn: &mut Turn) -> Outcome {
    let account = turn.signed_in()?;
    let mut form = turn.form()?;
    let code = form.text("code");
    form.check()?;
    let subject = account.id.to_string();
    turn.count(Action::FailedFactor, &subject)?;
    let Some(key) = turn.state().totp_key.clone() else {
        return Err(form::refuse("incorrect_code", "code"));
    };
    let now = turn.now;
    let Some(step) = totp::matching_step(&key, &code, now, None)? else {
        return Err(form::refuse("incorrect_code", "code"));
    };
    turn.take_back(Action::FailedFactor, &subject);
    turn.require_step_up(&account)?;
    if authenticators::find(turn.db(), account.id, TOTP).await?.is_some() {
        return Err(Halt::Answer(Answer::Bare(409)));
    }
    let factor = methods::install(turn, &account, TOTP, Some(&key)).await?;
    authenticators::use_step(turn.db(), factor.id, step).await?;
    if authenticators::find(turn.db(), account.id, RECOVERY_CODES)
        .await?
        .is_none()
    {
        recovery::renew(turn, account.id).await?;
    }
    turn.state_mut().totp_key = None;
    Answer::ok(factors::wire(&factor, None))
}

async fn deactivate(turn: &mut Turn) -> Outcome {
    let account = turn.signed_in()?;
    if authenticators::find(turn.db(), account.id, TOTP).await?.is_none() {
        return Ok(Answer::Bare(200));
    }
    turn.require_step_up(&account)?;
    methods::clear(turn, &account).await?;
    Ok(Answer::Bare(200))
}
