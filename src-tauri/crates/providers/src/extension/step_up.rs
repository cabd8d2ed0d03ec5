//! How long the last proof of who is there still counts.

use std::time::Duration;

use account::Refusal;
use protocol::extension::STEP_UP_PATH;
use protocol::extension::step_up as wire;

use super::problem::payload;
use crate::transport::client::{Call, Reply};

/// The call that asks.
pub(crate) fn call() -> Call {
    Call::get(STEP_UP_PATH)
}

/// The time in an answer.
pub(crate) fn read(reply: &Reply) -> Result<Duration, Refusal> {
    let proof: wire::Proof = payload(reply)?;
    Ok(Duration::from_secs(proof.expires_in.into()))
}
