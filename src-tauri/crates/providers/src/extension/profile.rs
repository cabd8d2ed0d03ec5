//! The profile: read with its version, saved against it.

use std::collections::BTreeMap;

use account::{Profile, Refusal};
use http::Method;
use http::header::{CONTENT_TYPE, IF_MATCH};
use protocol::extension::PROFILE_PATH;
use protocol::extension::profile as wire;

use super::problem::payload;
use super::version;
use crate::transport::client::{Call, Reply};
use crate::transport::text::{plain, word};

/// The longest value of a field.
const VALUE: usize = 2000;
/// More fields than any form has are cut off.
const MOST: usize = 200;

/// The call that reads it.
pub(crate) fn read_call() -> Call {
    Call::get(PROFILE_PATH)
}

/// The call that saves changes to the version that was read.
pub(crate) fn save_call(changes: &BTreeMap<String, String>, version: Option<&str>) -> Result<Call, Refusal> {
    let call = Call::change(Method::PATCH, PROFILE_PATH).header(CONTENT_TYPE, "application/merge-patch+json")?;
    // Without a version the service refuses: nobody overwrites what they have not seen.
    let call = match version {
        Some(version) => call.header(IF_MATCH, version)?,
        None => call,
    };
    Ok(call.json(&wire::ProfileChanges {
        fields: changes.clone(),
    }))
}

/// The profile in an answer to either.
pub(crate) fn read(reply: &Reply) -> Result<Profile, Refusal> {
    let profile: wire::Profile = payload(reply)?;
    let fields = profile
        .fields
        .into_iter()
        .take(MOST)
        .filter(|(name, _)| word(name) == *name);
    Ok(Profile {
        fields: fields.map(|(name, value)| (name, plain(&value, VALUE))).collect(),
        version: version(reply),
    })
}
