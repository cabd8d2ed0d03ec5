//! `config`: what the service is configured to offer.

use axum::response::Response;
use protocol::core::Config;
use protocol::core::config::{AccountConfig, MfaConfig, SessionsConfig};
use protocol::extension::discovery::PasswordReset;

use super::turn;
use crate::answer::{Answer, Outcome};
use crate::call::Call;
use crate::turn::Turn;

pub(crate) async fn get(call: Call) -> Response {
    turn!(call, tell)
}

async fn tell(turn: &mut Turn) -> Outcome {
    let sign_in = &turn.service.preset.sign_in;
    Answer::ok(Config {
        account: AccountConfig {
            login_methods: vec!["email".to_owned()],
            is_open_for_signup: sign_in.sign_up,
            email_verification_by_code_enabled: true,
            login_by_code_enabled: sign_in.by_code,
            password_reset_by_code_enabled: sign_in.password_reset == PasswordReset::Code,
            authentication_method: Some("email".to_owned()),
        },
        mfa: Some(MfaConfig {
            supported_types: turn.service.preset.factors.clone(),
            passkey_login_enabled: false,
        }),
        usersessions: Some(SessionsConfig { track_activity: true }),
    })
}
