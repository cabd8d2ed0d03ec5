//! `/.well-known/account-management`: what this service is and serves. The same for everyone, so no sign-in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use protocol::extension::DISCOVERY_PATH;
use protocol::extension::discovery::Discovery;

use crate::operation::Operation;
use crate::service::Inner;

pub(crate) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(DISCOVERY_PATH, "What this service is and serves", get)
            .fixed()
            .answers::<Discovery>(),
    ]
}

async fn get(State(service): State<Arc<Inner>>) -> Json<Discovery> {
    Json(service.preset.discovery(service.practice))
}
