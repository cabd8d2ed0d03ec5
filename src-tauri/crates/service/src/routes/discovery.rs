//! `/.well-known/account-management`: what this service is and serves. The same for everyone, so no sign-in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use protocol::extension::discovery::Discovery;

use crate::service::Inner;

pub(crate) async fn get(State(service): State<Arc<Inner>>) -> Json<Discovery> {
    Json(service.preset.discovery(service.practice))
}
