//! `/account/v1/step-up`: how long the last proof of who is there still counts, for entering the account's pages.

use axum::response::Response;
use protocol::extension::STEP_UP_PATH;
use protocol::extension::step_up::Proof;

use super::{extension, turn};
use crate::answer::Outcome;
use crate::call::Call;
use crate::operation::Operation;
use crate::turn::Turn;

pub(crate) fn operations() -> Vec<Operation> {
    let summary = "How long the last proof of who is there still counts at the account's door";
    vec![
        Operation::get(STEP_UP_PATH, summary, get)
            .details("What began the session counts as well as a later step-up.")
            .stepped_up()
            .answers::<Proof>(),
    ]
}

async fn get(call: Call) -> Response {
    turn!(call, look)
}

async fn look(turn: &mut Turn) -> Outcome {
    let account = extension::signed_in(turn)?;
    match turn.proof_counts_for(&account) {
        Some(left) => Ok(extension::ok(&Proof { expires_in: left })),
        None => Err(extension::step_up_wanted(turn, &account).await?),
    }
}
