//! `/account/v1/key-check`: whoever is handed a token or key asks whether it counts. Needs no sign-in; says nothing of whose
//! it is. Secrets are long enough that guessing needs no limit.

use axum::response::{IntoResponse as _, Response};
use http::{StatusCode, header};
use protocol::extension::KEY_CHECK_PATH;
use protocol::extension::problem::codes;

use super::problem;
use crate::call::Call;
use crate::error::ServiceError;
use crate::operation::Operation;
use crate::secrets;
use crate::store::api_keys;

pub(crate) fn operations() -> Vec<Operation> {
    vec![Operation::get(KEY_CHECK_PATH, "Whether a token or key counts", get).with_key()]
}

async fn get(call: Call) -> Response {
    match counts(&call).await {
        Ok(true) => (StatusCode::NO_CONTENT, [(header::CACHE_CONTROL, "no-store")]).into_response(),
        Ok(false) => problem::answer(401, codes::UNKNOWN_KEY, "This token or key does not count"),
        Err(error) => problem::failed(&error),
    }
}

async fn counts(call: &Call) -> Result<bool, ServiceError> {
    let Some(secret) = call
        .header(header::AUTHORIZATION.as_str())
        .and_then(|value| value.strip_prefix("Bearer "))
    else {
        return Ok(false);
    };
    let mut db = call.service.pool.acquire().await?;
    Ok(api_keys::counts(&mut db, &secrets::token_digest(secret)).await?)
}
