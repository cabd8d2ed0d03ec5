//! The profile: a flat object of texts, whose fields the discovery document describes.
//!
//! `GET` answers it with a strong `ETag`; `PATCH` takes a JSON merge patch (RFC 7396) of the fields that change and
//! an `If-Match` with that tag: 428 without it, 412 when the profile changed meanwhile, 422 with a problem for each
//! field at fault. A change answers the whole profile and its new `ETag`.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// `GET /account/v1/profile`: a value for each field the service has; an unset optional field is an empty text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Profile {
    /// The values, by the field's name.
    pub fields: BTreeMap<String, String>,
}

/// `PATCH /account/v1/profile`: the fields to change; others stay.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct ProfileChanges {
    /// The new values, by the field's name; `null` empties a field.
    #[schemars(with = "BTreeMap<String, Option<String>>")]
    pub fields: BTreeMap<String, String>,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn is_a_flat_object() {
        let profile: Profile = serde_json::from_str(r#"{"name":"Mina Park","time_zone":"Asia/Seoul"}"#).unwrap();
        assert_eq!(profile.fields["name"], "Mina Park");
        assert_eq!(
            serde_json::to_string(&profile).unwrap(),
            r#"{"name":"Mina Park","time_zone":"Asia/Seoul"}"#
        );
    }
}
