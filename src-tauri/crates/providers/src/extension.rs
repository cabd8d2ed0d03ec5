//! The account extension's JSON as neutral values; sent by the adapters of services that serve it.

pub(crate) mod activity;
pub(crate) mod alerts;
pub(crate) mod closure;
pub(crate) mod consents;
pub(crate) mod devices;
pub(crate) mod discovery;
pub(crate) mod keys;
pub(crate) mod password_policy;
pub(crate) mod phones;
pub(crate) mod problem;
pub(crate) mod profile;
pub(crate) mod second_factor;
pub(crate) mod step_up;
pub(crate) mod temporary_password;

use http::header::ETAG;

use crate::transport::client::Reply;

/// The version an answer has, to be handed back when saving.
fn version(reply: &Reply) -> Option<String> {
    let tag = reply.headers.get(ETAG)?;
    tag.to_str().ok().map(str::to_owned)
}
