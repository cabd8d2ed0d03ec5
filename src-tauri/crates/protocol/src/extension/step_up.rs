//! Whether the person has proved who they are lately.
//!
//! Where the discovery document says `step_up.at_entry`, the account's pages are entered only with a proof not older than the
//! service's step-up life: the one that began the session, or a later step-up. `GET /account/v1/step-up` tells until when it counts,
//! or refuses as any change would that wants a step-up.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `GET /account/v1/step-up`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Proof {
    /// Seconds it still counts.
    pub expires_in: u32,
}
