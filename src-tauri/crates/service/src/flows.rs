//! The `flows` of a 401: what someone may do next, and which of it is awaited. In the order the core lists them.

use protocol::core::flow::id;
use protocol::core::{Flow, authenticators};
use protocol::extension::discovery::PasswordReset;
use protocol::extension::second_factor::{EMAIL, SMS};
use sqlx::SqliteConnection;

use crate::preset::PresetData;
use crate::state::{State, Step};
use crate::store;
use crate::store::accounts::Account;

/// The kinds of second factor an account has, by name.
pub(crate) async fn factor_kinds(db: &mut SqliteConnection, account: Option<i64>) -> sqlx::Result<Vec<&'static str>> {
    let Some(account) = account else { return Ok(Vec::new()) };
    let found = store::authenticators::of(db, account).await?;
    let has = |kind: &&'static str| found.iter().any(|factor| factor.kind == *kind);
    Ok([authenticators::RECOVERY_CODES, authenticators::TOTP, EMAIL, SMS]
        .into_iter()
        .filter(has)
        .collect())
}

/// For someone who is not signed in. `kinds` are the factors of the account whose sign-in is under way.
pub(crate) fn signed_out(preset: &PresetData, state: &State, kinds: &[&str]) -> Vec<Flow> {
    let mut flows = vec![Flow::offered(id::LOGIN)];
    if preset.sign_in.by_code {
        flows.push(Flow::offered(id::LOGIN_BY_CODE));
    }
    if preset.sign_in.sign_up {
        flows.push(Flow::offered(id::SIGNUP));
    }
    match state.sign_in.as_ref().map(|sign_in| &sign_in.step) {
        Some(Step::VerifyEmail) => flows.push(Flow::pending(id::VERIFY_EMAIL, true)),
        Some(Step::Factor) => flows.push(Flow::pending(id::MFA_AUTHENTICATE, true).with_types(kinds)),
        Some(Step::ReplacePassword) => flows.push(Flow::pending(id::REPLACE_PASSWORD, true)),
        Some(Step::Code(_)) => {
            if let Some(flow) = flows.iter_mut().find(|flow| flow.id == id::LOGIN_BY_CODE) {
                flow.is_pending = Some(true);
            }
        }
        None => {}
    }
    flows.extend(reset(preset, state));
    flows
}

/// For someone who is signed in and has to prove it again.
pub(crate) fn step_up(preset: &PresetData, account: &Account, state: &State, kinds: &[&str]) -> Vec<Flow> {
    let mut flows = Vec::new();
    if account.password_hash.is_some() {
        flows.push(Flow::offered(id::REAUTHENTICATE));
    }
    if !kinds.is_empty() {
        flows.push(Flow::offered(id::MFA_REAUTHENTICATE).with_types(kinds));
    }
    flows.extend(reset(preset, state));
    flows
}

fn reset(preset: &PresetData, state: &State) -> Option<Flow> {
    let by_code = preset.sign_in.password_reset == PasswordReset::Code;
    by_code.then(|| Flow::pending(id::PASSWORD_RESET_BY_CODE, state.reset.is_some()))
}
