//! Where a session lives and when it ends: keyring, restart, other clients, a service that does not answer.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, Desk, DeskOptions, Keyring, Outcome, css, heading, role, shown, text};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk::first_vault;
use gatehouse_tests::walk_account::{
    JIN, accessible, either, enabled, give_mailed_code, go, mailed, place, practice_sign_up, says, sign_in_again,
    sign_out, sign_up_at, signed_in, type_address, web_sign_up,
};
use serde_json::Value;

const KEYRING_SERVICE: &str = "io.github.gatehouse.Gatehouse";
const NEW_PASSWORD: &str = "Copper-Violin-83";

fn service(preset: &str) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: preset.into(),
        ..ServiceOptions::default()
    })
    .expect("gatehouse-service starts")
}

/// Through the second door, an account is made at the service.
async fn signed_up(app: &App<'_>, server: &ServiceServer) -> Outcome {
    sign_up_at(app, server, JIN).await?;
    signed_in(app).await
}

fn accounts_file(desk: &Desk) -> String {
    std::fs::read_to_string(desk.gatehouse_home().join("accounts.json")).expect("accounts are kept")
}

/// The name of the only account's item in the keyring.
fn keyring_user(desk: &Desk) -> String {
    let book: Value = serde_json::from_str(&accounts_file(desk)).expect("a list of accounts");
    format!("session:{}", book["accounts"][0]["id"].as_str().expect("an id"))
}

/// What the keyring holds for the only account, read with the stock tool.
fn token_in_keyring(desk: &Desk) -> Outcome<Option<String>> {
    let user = keyring_user(desk);
    desk.secret_tool(&[("service", KEYRING_SERVICE), ("username", &user)])
}

/// (e) Killed and started again, the app is still signed in, with a token that only the keyring holds; signing out takes it away.
#[tokio::test]
async fn a_killed_app_is_still_signed_in() -> Outcome {
    let server = service("whatap");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    signed_up(&app, &server).await?;
    app.kill();
    let token = token_in_keyring(&desk)?.expect("the keyring holds the token");
    assert!(token.len() >= 16, "a token of {} letters", token.len());
    assert!(!accounts_file(&desk).contains(&token));
    assert_eq!(desk.found_in_files(&token), Vec::<std::path::PathBuf>::new());

    let app = desk.launch(&[]).await?;
    app.click(&place("WhaTap")).await?;
    app.find(&role("textbox", "Name")).await?;
    app.gone(&role("button", "Sign in again")).await?;
    sign_out(&app).await?;
    assert_eq!(token_in_keyring(&desk)?, None);
    app.close().await
}

/// Who signs out stays signed out: a keyring that is locked meanwhile gives the session to no later start, and forgets it when it opens.
#[tokio::test]
async fn signing_out_with_a_locked_keyring_holds() -> Outcome {
    let mut server = service("whatap");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    signed_up(&app, &server).await?;
    let user = keyring_user(&desk);
    let item = [("service", KEYRING_SERVICE), ("username", user.as_str())];
    desk.lock_keyring()?;
    // The service hears nothing of it, either.
    server.stop();
    sign_out(&app).await?;
    app.close().await?;
    server.start_again()?;

    let app = desk.launch(&[]).await?;
    app.click(&place("WhaTap")).await?;
    app.find(&role("button", "Sign in again")).await?;
    says(&app, "Signed out").await?;
    app.close().await?;

    desk.unlock_keyring(&item)?;
    assert!(desk.secret_tool(&item)?.is_some(), "nobody could take it out yet");
    let app = desk.launch(&[]).await?;
    app.until("the keyring forgets the session", || async {
        Ok(desk.secret_tool(&item)?.is_none())
    })
    .await?;
    app.click(&place("WhaTap")).await?;
    app.find(&role("button", "Sign in again")).await?;
    accessible(&app, "a signed-out account").await?;
    app.click(&role("button", "Remove")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    app.gone(&place("WhaTap")).await?;
    app.close().await
}

/// (f) Without a keyring a sign-in lasts until the app ends, and every place says so.
#[tokio::test]
async fn without_a_keyring_a_session_ends_with_the_app() -> Outcome {
    let server = service("whatap");
    let desk = Desk::start(DeskOptions::with_keyring(Keyring::Absent))?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Sign in to a service").containing()).await?;
    says(
        &app,
        "There is no system keyring, so the session lasts until the app closes.",
    )
    .await?;
    accessible(&app, "sign in without a keyring").await?;
    web_sign_up(&app, server.address(), JIN, &server.inbox()).await?;
    signed_in(&app).await?;
    says(&app, "Signed in until Gatehouse ends: there is no system keyring").await?;
    accessible(&app, "signed in for now").await?;
    app.close().await?;

    let app = desk.launch(&[]).await?;
    app.click(&place("WhaTap")).await?;
    app.find(&role("button", "Sign in again")).await?;
    sign_in_again(&app, JIN.password).await?;
    signed_in(&app).await?;
    app.close().await
}

/// Another session is listed and ended; the app it belonged to says so and asks to sign in.
#[tokio::test]
async fn another_session_is_ended() -> Outcome {
    let server = service("whatap");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    signed_up(&app, &server).await?;
    let other_desk = Desk::start(DeskOptions {
        label: "another_session_is_ended_there".into(),
        ..DeskOptions::default()
    })?;
    let other = other_desk.launch(&[]).await?;
    other
        .click(&role("button", "Sign in to a service").containing())
        .await?;
    type_address(&other, server.address()).await?;
    other.fill(&role("textbox", "Email"), JIN.email).await?;
    other.fill(&role("textbox", "Password"), JIN.password).await?;
    other.click(&role("button", "Log in")).await?;
    signed_in(&other).await?;

    go(&app, "Sessions", "Sessions").await?;
    accessible(&app, "sessions").await?;
    app.click(&role("button", "Log out: ").containing()).await?;
    says(&app, "No other session is open.").await?;
    go(&other, "Sessions", "Sessions").await?;
    says(&other, "The session at WhaTap has ended.").await?;
    accessible(&other, "ended session").await?;
    other.close().await?;
    app.close().await
}

/// A service that does not answer: the page says so, nothing typed is lost, and it goes on when the service is back.
#[tokio::test]
async fn a_service_that_is_away_loses_nothing() -> Outcome {
    let mut server = service("whatap");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    signed_up(&app, &server).await?;
    app.fill(&role("textbox", "Name"), "Jin Seo").await?;
    server.stop();
    app.click(&enabled("Save")).await?;
    says(&app, "The service did not answer. Nothing was changed.").await?;
    assert_eq!(app.value_of(&role("textbox", "Name")).await?, "Jin Seo");
    accessible(&app, "save while the service is away").await?;
    server.start_again()?;
    app.click(&enabled("Save")).await?;
    says(&app, "Saved today at").await?;

    server.stop();
    go(&app, "Sessions", "Sessions").await?;
    says(&app, "The service did not answer.").await?;
    accessible(&app, "a page of a service that is away").await?;
    go(&app, "User information", "User information").await?;
    says(&app, "WhaTap cannot be reached. This is what was read").await?;
    accessible(&app, "what was read last").await?;
    server.start_again()?;
    app.click(&role("button", "Try again")).await?;
    app.gone(&shown("WhaTap cannot be reached.")).await?;
    assert_eq!(app.value_of(&role("textbox", "Name")).await?, "Jin Seo");

    // Signing in to a service that is away keeps what was typed, too.
    sign_out(&app).await?;
    server.stop();
    sign_in_again(&app, JIN.password).await?;
    says(&app, "The service did not answer.").await?;
    assert_eq!(app.value_of(&role("textbox", "Password")).await?, JIN.password);
    server.start_again()?;
    app.click(&role("button", "Log in")).await?;
    signed_in(&app).await?;
    app.close().await
}

/// Against a service of the core alone: a mailed code signs in, another one sets a new password; codes of before are refused.
#[tokio::test]
async fn a_mailed_code_signs_in_and_sets_a_new_password() -> Outcome {
    let server = service("plain");
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    signed_up(&app, &server).await?;
    let first = inbox.newest_code(JIN.email).unwrap();

    sign_out(&app).await?;
    app.click(&role("button", "Sign in again")).await?;
    app.click(&role("button", "Log in with a mailed code")).await?;
    accessible(&app, "ask for a code").await?;
    app.click(&role("button", "Send the code")).await?;
    app.find(&css("form button[type='submit']")).await?;
    let code = mailed(&inbox, JIN.email, Some(&first))?;
    give_mailed_code(&app, &first).await?;
    says(&app, "That code is not right.").await?;
    give_mailed_code(&app, &code).await?;
    signed_in(&app).await?;

    sign_out(&app).await?;
    app.click(&role("button", "Sign in again")).await?;
    app.click(&role("button", "Forgot password?")).await?;
    app.click(&role("button", "Send the code")).await?;
    let reset = mailed(&inbox, JIN.email, Some(&code))?;
    app.fill(&role("textbox", "Code"), &code).await?;
    app.fill(&role("textbox", "New password"), NEW_PASSWORD).await?;
    app.click(&enabled("Set the new password")).await?;
    says(&app, "That code is not right.").await?;
    accessible(&app, "reset the password").await?;
    assert_eq!(app.value_of(&role("textbox", "New password")).await?, NEW_PASSWORD);
    app.fill(&role("textbox", "Code"), &reset).await?;
    app.click(&enabled("Set the new password")).await?;
    says(&app, "The new password is set.").await?;
    app.click(&role("button", "Log in")).await?;
    signed_in(&app).await?;
    app.close().await
}

/// The vault locks while a mailed code is awaited. Once it is open again the sign-in goes on, with the code that is on its way.
#[tokio::test]
async fn a_lock_in_the_middle_of_a_sign_in_loses_nothing() -> Outcome {
    let server = service("plain");
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    app.click(&place("Add a service")).await?;
    web_sign_up(&app, server.address(), JIN, &inbox).await?;
    signed_in(&app).await?;
    let first = inbox.newest_code(JIN.email).unwrap();
    sign_out(&app).await?;
    app.click(&role("button", "Sign in again")).await?;
    app.click(&role("button", "Log in with a mailed code")).await?;
    app.click(&role("button", "Send the code")).await?;
    app.find(&role("textbox", "Code")).await?;
    let code = mailed(&inbox, JIN.email, Some(&first))?;
    app.press(&["ctrl+l"])?;
    app.click(&role("button", "Unlock with keyring")).await?;
    app.find(&heading("Log in with a mailed code")).await?;
    says(&app, JIN.email).await?;
    accessible(&app, "a sign-in that goes on").await?;
    give_mailed_code(&app, &code).await?;
    signed_in(&app).await?;
    // What is over does not come again.
    app.press(&["ctrl+l"])?;
    app.click(&role("button", "Unlock with keyring")).await?;
    app.find(&css(".drop")).await?;
    app.close().await
}

/// Too many wrong codes end the step at the service: the app says so and leads back, with what was typed.
#[tokio::test]
async fn too_many_wrong_codes_lead_back_to_the_form() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    practice_sign_up(&app, "Gatehouse practice", JIN).await?;
    sign_out(&app).await?;
    app.click(&role("button", "Sign in again")).await?;
    app.click(&role("button", "Log in with a mailed code")).await?;
    app.click(&role("button", "Send the code")).await?;
    let over = text("That step is no longer open at the service.");
    app.find(&heading("Log in with a mailed code")).await?;
    let refused = css("input[aria-invalid='true']");
    for _ in 0..6 {
        give_mailed_code(&app, "WRNG-CODE").await?;
        if either(&app, &over, &refused).await? {
            break;
        }
        accessible(&app, "wrong code").await?;
    }
    app.find(&over).await?;
    assert_eq!(app.value_of(&role("textbox", "Email")).await?, JIN.email);
    app.close().await
}
