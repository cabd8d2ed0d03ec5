//! The consent to marketing messages.

use account::{Consent, Refusal};
use http::Method;
use protocol::extension::MARKETING_CONSENT_PATH;
use protocol::extension::consents as wire;

use super::problem::payload;
use crate::transport::client::{Call, Reply};

/// The call that reads it.
pub(crate) fn read_call() -> Call {
    Call::get(MARKETING_CONSENT_PATH)
}

/// The call that agrees, or no longer does.
pub(crate) fn decide_call(agreed: bool) -> Call {
    Call::change(Method::PUT, MARKETING_CONSENT_PATH).json(&wire::Decision { agreed })
}

/// The consent in an answer to either.
pub(crate) fn read(reply: &Reply) -> Result<Consent, Refusal> {
    let consent: wire::Consent = payload(reply)?;
    Ok(Consent {
        agreed: consent.agreed,
        decided_at: consent.decided_at.and_then(|text| text.parse().ok()),
    })
}
