//! `account/authenticators`: the second factors that are set up.

use axum::response::Response;
use protocol::core::Authenticator as Wire;
use protocol::core::authenticators::RECOVERY_CODES;

use super::turn;
use crate::answer::{Answer, Halt, Outcome};
use crate::call::Call;
use crate::recovery::{self, View};
use crate::store::authenticators::{self, Authenticator};
use crate::turn::{Turn, seconds};

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, list)
}

async fn list(turn: &mut Turn) -> Outcome {
    let account = turn.signed_in()?;
    let mut told = Vec::new();
    for factor in authenticators::of(turn.db(), account.id).await? {
        told.push(tell(turn, &factor).await?);
    }
    Answer::ok(told)
}

async fn tell(turn: &mut Turn, factor: &Authenticator) -> Result<Wire, Halt> {
    if factor.kind != RECOVERY_CODES {
        return Ok(wire(factor, None));
    }
    let view = recovery::counts(turn, factor).await?;
    Ok(wire(factor, Some(view)))
}

/// A factor as the core writes it.
pub(crate) fn wire(factor: &Authenticator, view: Option<View>) -> Wire {
    let counts = view.as_ref().map(|view| (view.total, view.unused));
    Wire {
        kind: factor.kind.clone(),
        created_at: seconds(factor.created_at),
        last_used_at: factor.last_used_at.map(seconds),
        total_code_count: counts.map(|(total, _)| total),
        unused_code_count: counts.map(|(_, unused)| unused),
        unused_codes: view.and_then(|view| view.codes),
    }
}
