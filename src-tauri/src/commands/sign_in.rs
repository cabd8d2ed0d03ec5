//! Signing up, in and out; proving oneself again.

use std::sync::Arc;

use account::{Credentials as Known, NewAccount};
use app::AppError;
use app::accounts::signing_in::Progress;
use secrecy::SecretString;
use tauri::AppHandle;
use tauri_specta::Event;

use super::{House, account, blocking};
use crate::composition::{self, told};
use crate::desktop::browser;
use crate::dto::account::{AccountRow, SectionName};
use crate::dto::factors::SentCodeView;
use crate::dto::failure::{Failure, FailureCode};
use crate::dto::sign_in::{CaptchaAnswered, CaptchaView, Credentials, MatchingCode, ServiceView, SignInView};
use crate::dto::time::Millis;
use crate::events::AccountsChanged;
use crate::sealed::Sealed;

/// Asks a service what it is and offers.
#[tauri::command]
#[specta::specta]
pub(crate) async fn service_look(house: House<'_>, address: String) -> Result<ServiceView, Failure> {
    Ok(house.accounts.look(&address).await?.into())
}

/// Every account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accounts_list(house: House<'_>) -> Result<Vec<AccountRow>, Failure> {
    Ok(house.accounts.list().into_iter().map(Into::into).collect())
}

/// Has the system ask for the keyring's password where it is locked, and takes the kept sessions out of it.
#[tauri::command]
#[specta::specta]
pub(crate) async fn accounts_ask_keyring(app: AppHandle, house: House<'_>) -> Result<(), Failure> {
    let accounts = Arc::clone(&house.accounts);
    let asked = blocking(move || Ok(accounts.ask_for_sessions()?)).await;
    told(&app, AccountsChanged.emit(&app));
    asked
}

/// Asks the service again what it serves and whether the session stands.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_refresh(app: AppHandle, house: House<'_>, id: String) -> Result<AccountRow, Failure> {
    let refreshed = house.accounts.refresh(account(&id)?).await;
    told(&app, AccountsChanged.emit(&app));
    Ok(refreshed?.into())
}

/// Opens a section that is managed on the web in the person's browser. Where that is, the service has said, not the page.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_open_web(house: House<'_>, id: String, section: SectionName) -> Result<(), Failure> {
    let address = house.accounts.web_address(account(&id)?, section.name());
    let address = address.ok_or(FailureCode::NotOffered)?;
    blocking(move || Ok(browser::open(&address)))
        .await?
        .map_err(|_| FailureCode::Internal.into())
}

/// Makes a new account.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_sign_up(
    app: AppHandle,
    house: House<'_>,
    credentials: Credentials,
) -> Result<SignInView, Failure> {
    let Credentials {
        origin,
        email,
        password,
        stay,
    } = credentials;
    let new = NewAccount {
        email,
        password: password.into_secret(),
    };
    progressed(&app, house.accounts.sign_up(&origin, new, stay).await)
}

/// Signs in.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_sign_in(
    app: AppHandle,
    house: House<'_>,
    credentials: Credentials,
) -> Result<SignInView, Failure> {
    let Credentials {
        origin,
        email,
        password,
        stay,
    } = credentials;
    let known = Known {
        email,
        password: password.into_secret(),
    };
    progressed(&app, house.accounts.sign_in(&origin, known, stay).await)
}

/// Answers the sign-up step with the mailed code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_verify_email(
    app: AppHandle,
    house: House<'_>,
    id: String,
    code: String,
) -> Result<SignInView, Failure> {
    progressed(&app, house.accounts.verify_email(account(&id)?, &tidy(code)).await)
}

/// Has the pending step's code sent again.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_resend(house: House<'_>, id: String) -> Result<(), Failure> {
    Ok(house.accounts.resend(account(&id)?).await?)
}

/// Answers the second-factor step with a typed code or recovery code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_answer_factor(
    app: AppHandle,
    house: House<'_>,
    id: String,
    code: String,
) -> Result<SignInView, Failure> {
    progressed(&app, house.accounts.answer_factor(account(&id)?, &tidy(code)).await)
}

/// Where the code went that the second factor of a sign-in waits for; none where it is not told.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_factor_code(house: House<'_>, id: String) -> Result<Option<SentCodeView>, Failure> {
    Ok(house.accounts.factor_code(account(&id)?).await?.map(Into::into))
}

/// Has a code sent for it, or another one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_send_factor_code(house: House<'_>, id: String) -> Result<SentCodeView, Failure> {
    Ok(house.accounts.send_factor_code(account(&id)?).await?.into())
}

/// Enters the account's pages: until when the last proof counts there; none where the service has no such door.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_enter(house: House<'_>, id: String) -> Result<Option<Millis>, Failure> {
    Ok(house.accounts.enter(account(&id)?).await?.map(Millis::after))
}

/// The vault's code for the pending step.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_matching_code(house: House<'_>, id: String) -> Result<Option<MatchingCode>, Failure> {
    Ok(house.accounts.matching_code(account(&id)?).await?.map(Into::into))
}

/// Answers the second-factor step with the vault's code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_answer_from_vault(
    app: AppHandle,
    house: House<'_>,
    id: String,
) -> Result<SignInView, Failure> {
    progressed(&app, house.accounts.answer_from_vault(account(&id)?).await)
}

/// Has a sign-in code mailed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_request_code(
    app: AppHandle,
    house: House<'_>,
    origin: String,
    email: String,
    stay: bool,
) -> Result<SignInView, Failure> {
    progressed(&app, house.accounts.request_sign_in_code(&origin, &email, stay).await)
}

/// Answers with the mailed sign-in code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_confirm_code(
    app: AppHandle,
    house: House<'_>,
    id: String,
    code: String,
) -> Result<SignInView, Failure> {
    progressed(
        &app,
        house.accounts.confirm_sign_in_code(account(&id)?, &tidy(code)).await,
    )
}

/// Has a password reset code mailed.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_request_reset(
    app: AppHandle,
    house: House<'_>,
    origin: String,
    email: String,
) -> Result<SignInView, Failure> {
    progressed(&app, house.accounts.request_password_reset(&origin, &email).await)
}

/// Sets a new password with the mailed code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_reset_password(
    house: House<'_>,
    id: String,
    code: String,
    new_password: Sealed,
) -> Result<(), Failure> {
    Ok(house
        .accounts
        .reset_password(account(&id)?, &tidy(code), &new_password.into_secret())
        .await?)
}

/// A challenge of the service, its question in this language if it can be.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_captcha(
    house: House<'_>,
    origin: String,
    language: String,
) -> Result<CaptchaView, Failure> {
    Ok(house.accounts.captcha(&origin, &language).await?.into())
}

/// Has a temporary password mailed; answers for how many seconds it counts.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_request_temporary_password(
    house: House<'_>,
    origin: String,
    email: String,
    captcha: Option<CaptchaAnswered>,
) -> Result<u32, Failure> {
    let answer = captcha.map(Into::into);
    let counts = house
        .accounts
        .request_temporary_password(&origin, &email, answer)
        .await?;
    Ok(u32::try_from(counts.as_secs()).unwrap_or(u32::MAX))
}

/// Sets the password that takes a temporary one's place.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_replace_password(
    app: AppHandle,
    house: House<'_>,
    id: String,
    new_password: Sealed,
) -> Result<SignInView, Failure> {
    let new = new_password.into_secret();
    progressed(&app, house.accounts.replace_password(account(&id)?, &new).await)
}

/// Gives a pending sign-in up.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_cancel(house: House<'_>, id: String) -> Result<(), Failure> {
    house.accounts.cancel(account(&id)?);
    Ok(())
}

/// Signs out; the token leaves the keyring.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_sign_out(app: AppHandle, house: House<'_>, id: String) -> Result<(), Failure> {
    house.accounts.sign_out(account(&id)?).await?;
    told(&app, AccountsChanged.emit(&app));
    Ok(())
}

/// Signs out and forgets the account in this app.
#[tauri::command]
#[specta::specta]
pub(crate) async fn account_remove(app: AppHandle, house: House<'_>, id: String) -> Result<(), Failure> {
    house.accounts.remove(account(&id)?).await?;
    told(&app, AccountsChanged.emit(&app));
    Ok(())
}

/// Proves oneself again with the password.
#[tauri::command]
#[specta::specta]
pub(crate) async fn step_up_password(house: House<'_>, id: String, password: Sealed) -> Result<(), Failure> {
    let password = password.into_secret();
    Ok(house.accounts.step_up_password(account(&id)?, &password).await?)
}

/// Has a code sent for proving oneself again, or another one.
#[tauri::command]
#[specta::specta]
pub(crate) async fn step_up_send_code(house: House<'_>, id: String) -> Result<SentCodeView, Failure> {
    Ok(house.accounts.send_step_up_code(account(&id)?).await?.into())
}

/// Proves oneself again with a code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn step_up_code(house: House<'_>, id: String, code: String) -> Result<(), Failure> {
    Ok(house.accounts.step_up_code(account(&id)?, &tidy(code)).await?)
}

/// Proves oneself again with the vault's code.
#[tauri::command]
#[specta::specta]
pub(crate) async fn step_up_from_vault(house: House<'_>, id: String) -> Result<(), Failure> {
    Ok(house.accounts.step_up_from_vault(account(&id)?).await?)
}

/// Tells the screens where a sign-in got to; first run is over once somebody is signed in.
fn progressed(app: &AppHandle, progress: Result<Progress, AppError>) -> Result<SignInView, Failure> {
    let progress = progress?;
    if matches!(progress, Progress::SignedIn(_)) {
        composition::settle(app);
        told(app, AccountsChanged.emit(app));
    }
    Ok(progress.into())
}

/// A code as typed or pasted, without the spaces around and within.
fn tidy(code: String) -> SecretString {
    let code = zeroize::Zeroizing::new(code);
    SecretString::from(code.split_whitespace().collect::<String>())
}
