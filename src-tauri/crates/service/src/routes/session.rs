//! `auth/session`: who is signed in, and signing out.

use axum::response::Response;

use super::turn;
use crate::answer::Answer;
use crate::call::Call;
use crate::turn::Turn;

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, async |_: &mut Turn| Ok(Answer::Session))
}

pub(crate) async fn delete(call: Call) -> Response {
    turn!(call, async |turn: &mut Turn| {
        turn.sign_out().await?;
        Ok(Answer::Session)
    })
}
