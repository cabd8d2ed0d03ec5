//! `/account/v1/activity`: what happened to the account lately.

use axum::response::Response;
use protocol::extension::ACTIVITY_PATH;
use protocol::extension::activity::Activity;

use super::{extension, turn};
use crate::activity;
use crate::answer::Outcome;
use crate::call::Call;
use crate::operation::Operation;
use crate::turn::Turn;

pub(crate) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(
            ACTIVITY_PATH,
            "Sign-ins, failed ones and changes that guard the account, newest first",
            get,
        )
        .signed_in()
        .answers::<Activity>(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, look)
}

async fn look(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    let entries = activity::entries(turn, account.id).await?;
    Ok(extension::ok(&Activity { entries }))
}
