//! The frame around every answer of the core.

use serde::{Deserialize, Serialize};

use super::session::Meta;

/// One answer: `{"status", "data"?, "meta"?, "errors"?}`.
///
/// `status` repeats the HTTP status; a body without it is not the core's own answer. `data` and `meta` differ by
/// endpoint: sessions use [`super::SessionData`] with [`Meta`], TOTP set-up answers 404 with [`super::TotpMeta`].
#[derive(Clone, Serialize, Deserialize)]
pub struct Answer<D, M = Meta> {
    /// The HTTP status, repeated.
    pub status: u16,
    /// The payload; absent on 400, 409 and on a bare acknowledgement.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub data: Option<D>,
    /// Facts about the session; absent where the endpoint has none.
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    pub meta: Option<M>,
    /// Why the input was refused (400).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub errors: Option<Vec<FieldError>>,
}

impl<D, M> Answer<D, M> {
    /// An answer that carries a status alone.
    #[must_use]
    pub fn bare(status: u16) -> Self {
        Self {
            status,
            data: None,
            meta: None,
            errors: None,
        }
    }

    /// A success with a payload and nothing else.
    #[must_use]
    pub fn data(status: u16, data: D) -> Self {
        Self {
            data: Some(data),
            ..Self::bare(status)
        }
    }

    /// A refusal of the input: status 400 with its reasons.
    #[must_use]
    pub fn refused(errors: Vec<FieldError>) -> Self {
        Self {
            errors: Some(errors),
            ..Self::bare(400)
        }
    }
}

/// `Option::default` without asking `T: Default`, which `#[serde(default)]` on a generic field would.
fn none<T>() -> Option<T> {
    None
}

/// One reason why input was refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldError {
    /// The service's words, in its language; for showing beside ours, never for deciding.
    pub message: String,
    /// A stable code such as `incorrect_code`, `password_too_short`.
    pub code: String,
    /// The request field it is about; absent when it is about the whole.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub param: Option<String>,
}
