//! `/account/v1/openapi.json`: the OpenAPI document of what this service serves. The same for everyone, so no sign-in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use protocol::extension::OPENAPI_PATH;
use serde_json::{Map, Value};

use super::operations;
use crate::openapi;
use crate::operation::Operation;
use crate::service::Inner;

pub(crate) fn operations() -> Vec<Operation> {
    let summary = "What this service offers of the extension, as an OpenAPI 3.1 document";
    vec![
        Operation::get(OPENAPI_PATH, summary, get)
            .fixed()
            .answers::<Map<String, Value>>(),
    ]
}

async fn get(State(service): State<Arc<Inner>>) -> Json<Value> {
    let make = || openapi::document(&operations::served(&service.preset));
    Json(service.openapi.get_or_init(make).clone())
}
