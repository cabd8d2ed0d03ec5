//! The app against a genuine django-allauth server on loopback: what it does at the embedded service, it does there.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::allauth_server::{AllauthOptions, AllauthServer};
use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, heading, role};
use gatehouse_tests::walk::first_vault;
use gatehouse_tests::walk_account::{
    JIN, accessible, enabled, give_recovery_code, go, mailed, one_press_otp, one_press_sign_in, place, says,
    sign_in_again, sign_out, signed_in, use_code, web_sign_up,
};

const FACTORS: &str = "Multi-factor authentication";

async fn server() -> AllauthServer {
    started(AllauthOptions::default()).await
}

async fn started(options: AllauthOptions) -> AllauthServer {
    tokio::task::spawn_blocking(move || AllauthServer::start(options))
        .await
        .unwrap()
        .expect("the django-allauth fixture starts")
}

/// An account made at the server, through the door "Sign in to a service".
async fn signed_up(app: &App<'_>, server: &AllauthServer) -> Outcome {
    go(app, "Add a service", "Sign in to a service").await?;
    web_sign_up(app, server.address(), JIN, &server.inbox()).await?;
    signed_in(app).await
}

/// (d) Sign-up, OTP in one press, one-press sign-in and a recovery code, as at the embedded service.
#[tokio::test]
async fn otp_at_a_genuine_server() -> Outcome {
    let server = server().await;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    signed_up(&app, &server).await?;
    go(&app, FACTORS, FACTORS).await?;
    accessible(&app, "OTP off").await?;
    let recovery = one_press_otp(&app, JIN.password).await?;
    assert!(!recovery.is_empty());
    accessible(&app, "OTP on").await?;

    let mut used = Vec::new();
    for _ in 0..2 {
        sign_out(&app).await?;
        sign_in_again(&app, JIN.password).await?;
        app.find(&use_code()).await?;
        let code = one_press_sign_in(&app).await?;
        assert!(!used.contains(&code), "{code} was used before");
        used.push(code);
    }
    for accepted in [true, false] {
        sign_out(&app).await?;
        sign_in_again(&app, JIN.password).await?;
        give_recovery_code(&app, &recovery[0]).await?;
        if accepted {
            signed_in(&app).await?;
        }
    }
    says(&app, "That code is not right.").await?;
    assert_eq!(
        server.log_text().matches("Traceback").count(),
        0,
        "{}",
        server.log_text()
    );
    app.close().await
}

/// Sign-in by password, by mailed code and after a reset; sessions of others are listed and ended.
#[tokio::test]
async fn signing_in_at_a_genuine_server() -> Outcome {
    const NEW_PASSWORD: &str = "Copper-Violin-83";
    let server = server().await;
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Sign in to a service").containing()).await?;
    web_sign_up(&app, server.address(), JIN, &inbox).await?;
    signed_in(&app).await?;
    go(&app, "Sessions", "Sessions").await?;
    says(&app, "This session").await?;
    accessible(&app, "sessions").await?;

    sign_out(&app).await?;
    sign_in_again(&app, "not the password").await?;
    says(&app, "The email or the password is not right.").await?;
    let before = inbox.newest_code(JIN.email);
    app.click(&role("button", "Log in with a mailed code")).await?;
    app.click(&role("button", "Send the code")).await?;
    app.find(&heading("Log in with a mailed code")).await?;
    let code = mailed(&inbox, JIN.email, before.as_deref())?;
    app.fill(&role("textbox", "Code"), &code).await?;
    app.click(&enabled("Verify")).await?;
    signed_in(&app).await?;

    sign_out(&app).await?;
    app.click(&role("button", "Sign in again")).await?;
    app.click(&role("button", "Forgot password?")).await?;
    app.click(&role("button", "Send the code")).await?;
    let reset = mailed(&inbox, JIN.email, Some(&code))?;
    app.fill(&role("textbox", "Code"), &reset).await?;
    app.fill(&role("textbox", "New password"), NEW_PASSWORD).await?;
    app.click(&enabled("Set the new password")).await?;
    says(&app, "The new password is set.").await?;
    app.click(&role("button", "Log in")).await?;
    signed_in(&app).await?;
    app.find(&place("Sessions")).await?;
    app.close().await
}

/// A server without second factors, sessions and phones: what it lacks has no place in the window, and what it serves works.
#[tokio::test]
async fn what_a_bare_server_lacks_is_hidden() -> Outcome {
    const NEW_PASSWORD: &str = "Copper-Violin-83";
    let server = started(AllauthOptions {
        bare: true,
        ..AllauthOptions::default()
    })
    .await;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Sign in to a service").containing()).await?;
    web_sign_up(&app, server.address(), JIN, &server.inbox()).await?;
    go(&app, "User password", "User password").await?;
    let places = app
        .script(
            "return [...document.querySelectorAll('.nav-sub .nav-item')].map((item) => item.textContent.trim())",
            vec![],
        )
        .await?;
    let places: Vec<&str> = places
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|place| place.as_str())
        .collect();
    assert_eq!(places, ["User information", "User password"]);
    accessible(&app, "a bare server's account").await?;
    app.fill(&role("textbox", "Current password"), JIN.password).await?;
    app.fill(&role("textbox", "New password"), NEW_PASSWORD).await?;
    app.fill(&role("textbox", "Confirm new password"), NEW_PASSWORD).await?;
    app.click(&enabled("Update Password")).await?;
    says(&app, "Updated today at").await?;
    app.close().await
}
