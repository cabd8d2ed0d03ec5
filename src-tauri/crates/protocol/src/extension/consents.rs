//! Consents a person gives or withholds, such as to marketing messages.
//!
//! `GET` answers the one that counts now; `PUT` decides anew and answers the same. Deciding as before keeps the date, for
//! the date is the consent's own. 422 points at `agreed` when it is missing or not a boolean.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `GET /account/v1/consents/marketing`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Consent {
    /// Whether the person agreed. Who was never asked did not.
    pub agreed: bool,
    /// When they agreed or disagreed, as RFC 3339 writes it; absent when they never did either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(extend("format" = "date-time"))]
    pub decided_at: Option<String>,
}

/// `PUT /account/v1/consents/marketing`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Decision {
    /// Whether the person agrees.
    pub agreed: bool,
}
