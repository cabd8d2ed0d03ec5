//! `/account/v1/password-policy`: what a new password must be. The same for everyone, so no sign-in.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use protocol::extension::PASSWORD_POLICY_PATH;
use protocol::extension::password_policy::PasswordPolicy;

use crate::operation::Operation;
use crate::service::Inner;

pub(crate) fn operations() -> Vec<Operation> {
    vec![
        Operation::get(PASSWORD_POLICY_PATH, "What a new password must be", get)
            .fixed()
            .answers::<PasswordPolicy>(),
    ]
}

async fn get(State(service): State<Arc<Inner>>) -> Json<PasswordPolicy> {
    Json(service.preset.password_policy.clone())
}
