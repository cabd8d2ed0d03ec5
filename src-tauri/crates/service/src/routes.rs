//! The routes: one module a section of the API. Those of the core are listed here; those of the extension in `operations.rs`, where
//! each comes with its documentation.

mod account_email;
mod account_phone;
mod activity;
mod alert_settings;
mod api_keys;
mod api_token;
mod captcha;
mod closure;
mod config;
mod consents;
mod devices;
mod discovery;
mod email_verification;
pub(crate) mod extension;
mod factor_challenge;
mod factor_choice;
mod factors;
mod key_check;
mod openapi;
pub(crate) mod operations;
mod password_change;
mod password_policy;
mod password_replacement;
mod password_reset;
mod phone_verification;
mod phones;
pub(crate) mod problem;
mod profile;
mod reauthenticate;
mod recovery_codes;
mod second_factor;
mod session;
mod sessions;
mod sign_in;
mod sign_in_by_code;
mod sign_up;
mod step_up;
mod temporary_password;
mod test_alert;
mod totp;

use std::sync::Arc;

use axum::Router;
use axum::response::{Html, IntoResponse as _, Response};
use axum::routing::{any, get, post};
use http::{StatusCode, Uri};
use protocol::core::authenticators::TOTP;
use protocol::core::path;
use protocol::extension::discovery::PasswordReset;
use protocol::extension::problem::codes;

use crate::answer::Answer;
use crate::call::Call;
use crate::service::Inner;
use crate::turn::Turn;

/// Runs a handler in a turn: the request's session, one transaction, one answer.
macro_rules! turn {
    ($call:expr, $handler:expr) => {{
        let mut turn = match crate::turn::Turn::begin($call).await {
            Ok(turn) => turn,
            Err(response) => return response,
        };
        let outcome = $handler(&mut turn).await;
        turn.finish(outcome).await
    }};
}
pub(crate) use turn;

/// Runs the first part of a handler that then waits for somebody outside, and gives what it found: a turn of its own, so that
/// no transaction is open while the service waits.
macro_rules! first_turn {
    ($call:expr, $handler:expr) => {{
        let mut turn = match crate::turn::Turn::begin($call).await {
            Ok(turn) => turn,
            Err(response) => return response,
        };
        match $handler(&mut turn).await {
            Ok(found) => match turn.end().await {
                Ok(()) => found,
                Err(response) => return response,
            },
            Err(halt) => return turn.finish(Err(halt)).await,
        }
    }};
}
pub(crate) use first_turn;

/// Every route of a service.
pub(crate) fn router(service: Arc<Inner>) -> Router {
    let routes = sign_in_routes()
        .merge(forgotten_routes(service.preset.sign_in.password_reset))
        .merge(account_routes(&service))
        .merge(extension_routes(&service));
    let routes = if service.preset.sign_in.by_code {
        routes.merge(code_routes())
    } else {
        routes
    };
    routes
        .fallback(not_found)
        .method_not_allowed_fallback(not_allowed)
        .with_state(service)
}

fn sign_in_routes() -> Router<Arc<Inner>> {
    Router::new()
        .route(path::CONFIG, get(config::get))
        .route(path::LOGIN, any(sign_in::any))
        .route(path::SIGNUP, post(sign_up::post))
        .route(path::SESSION, get(session::get).delete(session::delete))
        .route(path::REAUTHENTICATE, post(reauthenticate::post))
        .route(
            path::EMAIL_VERIFY,
            get(email_verification::get).post(email_verification::post),
        )
        .route(path::EMAIL_VERIFY_RESEND, post(email_verification::resend))
        .route(path::MFA_AUTHENTICATE, post(second_factor::authenticate))
        .route(path::MFA_REAUTHENTICATE, post(second_factor::reauthenticate))
        .route(path::SESSIONS, get(sessions::get).delete(sessions::delete))
}

/// What is there for who forgot their password.
fn forgotten_routes(way: PasswordReset) -> Router<Arc<Inner>> {
    let routes = Router::new();
    match way {
        PasswordReset::Code => routes
            .route(path::PASSWORD_REQUEST, post(password_reset::request))
            .route(
                path::PASSWORD_RESET,
                get(password_reset::get).post(password_reset::post),
            ),
        PasswordReset::TemporaryPassword => routes.route(path::PASSWORD_REPLACE, post(password_replacement::post)),
        PasswordReset::Off => routes,
    }
}

fn code_routes() -> Router<Arc<Inner>> {
    Router::new()
        .route(path::CODE_REQUEST, post(sign_in_by_code::request))
        .route(path::CODE_CONFIRM, post(sign_in_by_code::confirm))
        .route(path::CODE_RESEND, post(sign_in_by_code::resend))
}

fn account_routes(service: &Inner) -> Router<Arc<Inner>> {
    let routes = Router::new()
        .route(path::PASSWORD_CHANGE, post(password_change::post))
        .route(path::EMAIL, get(account_email::get).merge(account_email::changes()))
        .route(path::AUTHENTICATORS, get(factors::get));
    let routes = if service.preset.factors.iter().any(|kind| kind == TOTP) {
        routes.merge(key_factor_routes())
    } else {
        routes
    };
    if !service.preset.phone {
        return routes;
    }
    routes
        .route(path::PHONE, get(account_phone::get).fallback(account_phone::change))
        .route(path::PHONE_VERIFY, post(phone_verification::post))
        .route(path::PHONE_VERIFY_RESEND, post(phone_verification::resend))
}

/// One-time codes and the recovery codes beside them, where they are offered.
fn key_factor_routes() -> Router<Arc<Inner>> {
    Router::new()
        .route(path::TOTP, get(totp::get).post(totp::post).delete(totp::delete))
        .route(
            path::RECOVERY_CODES,
            get(recovery_codes::get).post(recovery_codes::post),
        )
}

fn extension_routes(service: &Inner) -> Router<Arc<Inner>> {
    let operations = operations::served(&service.preset);
    (operations.into_iter()).fold(Router::new(), |router, operation| operation.onto(router))
}

async fn not_found(uri: Uri) -> Response {
    if uri.path().starts_with("/_allauth/") {
        // The genuine server's page is HTML too: a client tells "not installed" by it.
        return (
            StatusCode::NOT_FOUND,
            Html("<!doctype html><title>Not found</title><h1>Not found</h1>"),
        )
            .into_response();
    }
    problem::answer(404, codes::NOT_OFFERED, "This service has no such resource")
}

/// A method nobody serves. Where the core asks for a sign-in it asks for it first.
async fn not_allowed(uri: Uri, call: Call) -> Response {
    let path = uri.path();
    if !path.starts_with("/_allauth/") {
        return problem::answer(405, codes::METHOD_NOT_ALLOWED, "Not with this method");
    }
    let asks = [path::REAUTHENTICATE, path::MFA_REAUTHENTICATE, path::SESSIONS].contains(&path)
        || path
            .strip_prefix(path::BASE)
            .is_some_and(|rest| rest.starts_with("/account/"));
    turn!(call, async |turn: &mut Turn| {
        if asks {
            turn.signed_in()?;
        }
        Ok(Answer::NoBody(405))
    })
}
