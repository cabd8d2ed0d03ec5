//! Flows and kinds of second factors by the core's names; the extension uses the same.

use account::{FactorWay, StepUpWay};
use protocol::core::Flow;
use protocol::core::authenticators::{RECOVERY_CODES, TOTP};
use protocol::core::flow::id;
use protocol::extension::second_factor::{EMAIL, SMS};

use crate::transport::text::word;

/// A kind of second factor.
pub(crate) fn factor_way(kind: &str) -> FactorWay {
    match kind {
        TOTP => FactorWay::Totp,
        RECOVERY_CODES => FactorWay::RecoveryCode,
        EMAIL => FactorWay::Email,
        SMS => FactorWay::Sms,
        "webauthn" => FactorWay::SecurityKey,
        other => FactorWay::Other(word(other)),
    }
}

/// Kinds of second factors.
pub(crate) fn factor_ways(types: Option<&[String]>) -> Vec<FactorWay> {
    let mut ways: Vec<_> = types.unwrap_or_default().iter().map(|kind| factor_way(kind)).collect();
    ways.sort();
    ways.dedup();
    ways
}

/// Ways to prove again who is there.
pub(crate) fn step_up_ways(flows: &[Flow]) -> Vec<StepUpWay> {
    let way = |flow: &Flow| match flow.id.as_str() {
        id::REAUTHENTICATE => Some(StepUpWay::Password),
        id::MFA_REAUTHENTICATE => Some(StepUpWay::Factor {
            ways: factor_ways(flow.types.as_deref()),
        }),
        _ => None,
    };
    flows.iter().filter_map(way).collect()
}
