//! The second factor by mail and by text, in the real window against `gatehouse-service`: chosen, asked for, turned off; and the door that
//! asks for the password.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, text, xpath};
use gatehouse_tests::second_client::{call, token};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk::first_vault;
use gatehouse_tests::walk_account::{
    JIN, accessible, enabled, go, mailed, one_press_otp, place, prove_until, says, sign_in_again, sign_out, sign_up_at,
    signed_in, step_up, web_sign_up,
};
use serde_json::json;

const FACTORS: &str = "Multi-factor authentication";
const OFF: &str = "Logging in needs only your password.";
const NUMBER: &str = "+821012340037";
/// Long enough for a slow machine between the proof and the call it is for.
const STEP_UP_LIFE: Duration = Duration::from_secs(10);

fn service(preset: &str, more: ServiceOptions) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: preset.into(),
        ..more
    })
    .expect("gatehouse-service starts")
}

/// A code that is wrong in every digit.
fn another(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect()
}

/// On the factors page, with codes by mail being chosen: sends the token, proves who is there, gives the code back.
async fn validate_by_mail(app: &App<'_>, server: &ServiceServer) -> Outcome<String> {
    let before = server.inbox().newest_code(JIN.email);
    app.click(&enabled("Send Auth Token via Email")).await?;
    prove_until(app, JIN.password, &text("Valid for ")).await?;
    let code = mailed(&server.inbox(), JIN.email, before.as_deref())?;
    app.fill(&role("textbox", "Verify"), &code).await?;
    app.click(&enabled("Validate Email Token")).await?;
    says(app, "On, with Email").await?;
    Ok(code)
}

async fn pick(app: &App<'_>, method: &str) -> Outcome {
    let card = format!("//label[contains(@class, 'radio-card')][.//*[normalize-space(.)='{method}']]//input");
    app.click(&xpath(&card)).await
}

/// (W4) One method at a time: OTP holds until the mailed token is validated, then its entry is in the trash and e-mail holds; and back.
/// Refused: a wrong token changes nothing.
#[tokio::test]
async fn w4_one_method_at_a_time() -> Outcome {
    let server = service("whatap", ServiceOptions::default());
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    go(&app, "Add a service", "Sign in to a service").await?;
    web_sign_up(&app, server.address(), JIN, &server.inbox()).await?;
    go(&app, FACTORS, FACTORS).await?;
    says(&app, OFF).await?;
    says(&app, "Recommended").await?;
    pick(&app, "Email").await?;
    says(&app, "A token sent to your registered address.").await?;
    accessible(&app, "Email chosen").await?;
    pick(&app, "OTP Recommended").await?;
    one_press_otp(&app, JIN.password).await?;

    app.click(&role("button", "Change")).await?;
    says(&app, "OTP is on and holds until the new method is validated.").await?;
    accessible(&app, "another method").await?;
    app.click(&enabled("Send Auth Token via Email")).await?;
    says(&app, "Valid for ").await?;
    let code = mailed(&server.inbox(), JIN.email, None)?;
    let pin = role("textbox", "Verify");
    app.fill(&pin, &another(&code)).await?;
    app.click(&enabled("Validate Email Token")).await?;
    says(&app, "That code is not right.").await?;
    accessible(&app, "a wrong token").await?;
    app.click(&role("button", "Cancel")).await?;
    says(&app, "On, with OTP").await?;

    // What was begun is gone on with.
    app.click(&role("button", "Change")).await?;
    app.fill(&pin, &code).await?;
    app.click(&enabled("Validate Email Token")).await?;
    says(&app, "On, with Email").await?;
    says(&app, JIN.email).await?;
    accessible(&app, "Email on").await?;
    app.click(&place("Codes")).await?;
    app.click(&role("button", "Trash").containing()).await?;
    says(&app, "30 days left").await?;

    app.click(&place("WhaTap")).await?;
    go(&app, FACTORS, FACTORS).await?;
    app.click(&role("button", "Change")).await?;
    says(&app, "Email is on and holds until the new method is validated.").await?;
    one_press_otp(&app, JIN.password).await?;
    app.close().await
}

/// (W9) Codes by mail: the token is sent, typed and validated. Refused: a wrong one, and one that another took the place of.
#[tokio::test]
async fn w9_email_token_set_up() -> Outcome {
    let server = service("whatap", ServiceOptions::default());
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    go(&app, FACTORS, FACTORS).await?;
    pick(&app, "Email").await?;
    app.find(&xpath(
        "//button[normalize-space(.)='Validate Email Token' and @aria-disabled='true']",
    ))
    .await?;
    let before = server.inbox().newest_code(JIN.email);
    app.click(&enabled("Send Auth Token via Email")).await?;
    app.find(&step_up()).await?;
    app.click(&role("button", "Cancel")).await?;
    app.gone(&step_up()).await?;
    app.click(&enabled("Send Auth Token via Email")).await?;
    prove_until(&app, JIN.password, &text("Valid for ")).await?;
    let first = mailed(&server.inbox(), JIN.email, before.as_deref())?;
    accessible(&app, "the token was sent").await?;
    let pin = role("textbox", "Verify");
    app.fill(&pin, &another(&first)).await?;
    app.click(&enabled("Validate Email Token")).await?;
    says(&app, "That code is not right.").await?;
    assert_eq!(app.value_of(&pin).await?, another(&first), "nothing typed is lost");
    app.click(&role("button", "Resend")).await?;
    let second = mailed(&server.inbox(), JIN.email, Some(&first))?;
    says(&app, "The code was sent again.").await?;
    app.fill(&pin, &first).await?;
    app.click(&enabled("Validate Email Token")).await?;
    says(&app, "That code is not right.").await?;
    // With a space in the middle, as people copy it out of a mail.
    app.fill(&pin, &format!("{} {}", &second[..3], &second[3..])).await?;
    app.click(&enabled("Validate Email Token")).await?;
    says(&app, "On, with Email").await?;
    assert!(server.inbox().comes(JIN.email, "Codes by e-mail are on"));
    app.close().await
}

/// (W10) The mailed token signs in, and can be had again after a countdown. Refused: a wrong one, and the one before the newest.
#[tokio::test]
async fn w10_sign_in_with_the_mailed_token() -> Outcome {
    let server = service(
        "whatap",
        ServiceOptions {
            rate_limits: true,
            ..ServiceOptions::default()
        },
    );
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    go(&app, FACTORS, FACTORS).await?;
    pick(&app, "Email").await?;
    let chosen = validate_by_mail(&app, &server).await?;
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    app.find(&heading(FACTORS)).await?;
    says(&app, "A code was sent to ji•••@example.com.").await?;
    says(&app, "Valid for ").await?;
    let countdown = text("Resend in ");
    app.find(&countdown).await?;
    accessible(&app, "the mailed token").await?;
    assert!(app.find_all(&text("Recovery Code")).await?.is_empty(), "there is none");
    let first = mailed(&server.inbox(), JIN.email, Some(&chosen))?;
    let pin = role("textbox", "Code");
    app.fill(&pin, &another(&first)).await?;
    app.click(&enabled("Authentication")).await?;
    says(&app, "That code is not right.").await?;
    app.find_within(&role("button", "Resend"), Duration::from_secs(40))
        .await?;
    app.click(&role("button", "Resend")).await?;
    let second = mailed(&server.inbox(), JIN.email, Some(&first))?;
    says(&app, "The code was sent again.").await?;
    app.fill(&pin, &first).await?;
    app.click(&enabled("Authentication")).await?;
    says(&app, "That code is not right.").await?;
    app.fill(&pin, &second).await?;
    app.click(&enabled("Authentication")).await?;
    signed_in(&app).await?;
    app.close().await
}

/// (W11) `Clear multi-factor authentication` asks, wants a proof and turns codes by mail off; a mailed code is proof enough. Refused: a
/// wrong password leaves it on.
#[tokio::test]
async fn w11_clear_multi_factor_authentication() -> Outcome {
    let server = service(
        "whatap",
        ServiceOptions {
            reauth_timeout: STEP_UP_LIFE,
            ..ServiceOptions::default()
        },
    );
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    go(&app, FACTORS, FACTORS).await?;
    pick(&app, "Email").await?;
    let chosen = validate_by_mail(&app, &server).await?;
    tokio::time::sleep(STEP_UP_LIFE).await;
    let clear = async || {
        app.click(&enabled("Clear multi-factor authentication")).await?;
        app.click(&css("dialog[open] .btn-danger")).await
    };
    clear().await?;
    app.fill(&step_up(), "not the password").await?;
    app.click(&role("button", "OK")).await?;
    says(&app, "That password is not right.").await?;
    app.press(&["Escape"])?;
    app.gone(&step_up()).await?;
    says(&app, "On, with Email").await?;

    clear().await?;
    app.click(&role("button", "Use a code")).await?;
    app.click(&role("button", "Send the code")).await?;
    says(&app, "Sent to ji•••@example.com.").await?;
    accessible(&app, "a sent code as the proof").await?;
    let code = mailed(&server.inbox(), JIN.email, Some(&chosen))?;
    app.fill(&css("dialog[open] input"), &code).await?;
    app.click(&role("button", "OK")).await?;
    says(&app, OFF).await?;
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    signed_in(&app).await?;
    app.close().await
}

/// Gives JIN's account a verified mobile number, by another client.
fn with_number(server: &ServiceServer) -> Outcome {
    let core = |path: &str, token: Option<&str>, body: serde_json::Value| {
        call(server, "POST", &format!("/_allauth/app/v1{path}"), token, &body)
    };
    let login = json!({ "email": JIN.email, "password": JIN.password });
    let session = token(&core("/auth/login", None, login)?)?;
    core(
        "/auth/reauthenticate",
        Some(&session),
        json!({ "password": JIN.password }),
    )?;
    core("/account/phone", Some(&session), json!({ "phone": NUMBER }))?;
    let code = server
        .inbox()
        .await_text_code("sms", NUMBER, None)
        .expect("a text was sent");
    let verified = core("/auth/phone/verify", Some(&session), json!({ "code": code }))?;
    assert_eq!(verified.0, 200, "{verified:?}");
    Ok(())
}

async fn security_settings(app: &App<'_>) -> Outcome {
    app.click(&role("tab", "User information")).await?;
    app.click(&role("tab", "Security settings")).await?;
    app.find(&role("radio", "Enable").containing()).await.map(drop)
}

/// Waits for a text other than the one before.
async fn texted(app: &App<'_>, server: &ServiceServer, older: Option<&str>) -> Outcome<String> {
    app.until("a text comes", || async {
        Ok(server
            .inbox()
            .newest_text(NUMBER)
            .is_some_and(|code| Some(code.as_str()) != older))
    })
    .await?;
    Ok(server.inbox().newest_text(NUMBER).unwrap_or_default())
}

/// (C4) Two-factor authentication is enabled by text message and disabled, each with a notice. Refused: a text without a number, and a
/// wrong number.
#[tokio::test]
async fn c4_two_factor_by_text_message() -> Outcome {
    let server = service("carecall", ServiceOptions::default());
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    security_settings(&app).await?;
    pick(&app, "Enable").await?;
    says(&app, "There is no verified mobile number. Add one first.").await?;
    app.find(&css("input[type=radio][value=sms][disabled]")).await?;
    accessible(&app, "no mobile number").await?;

    with_number(&server)?;
    security_settings(&app).await?;
    pick(&app, "Enable").await?;
    pick(&app, "Text message").await?;
    says(&app, "To +82 10-••••-0037").await?;
    says(&app, "every login asks for one after the password").await?;
    accessible(&app, "two-factor authentication by text").await?;
    let older = server.inbox().newest_text(NUMBER);
    app.click(&enabled("OK")).await?;
    let field = role("textbox", "Authentication number");
    prove_until(&app, JIN.password, &field).await?;
    let code = texted(&app, &server, older.as_deref()).await?;
    accessible(&app, "the authentication number").await?;
    app.fill(&field, &another(&code)).await?;
    app.click(&enabled("OK")).await?;
    says(&app, "That code is not right.").await?;
    app.fill(&field, &code).await?;
    app.click(&enabled("OK")).await?;
    app.gone(&field).await?;

    app.click(&role("tab", "Sessions")).await?;
    app.gone(&css("[role=status][aria-busy=true]")).await?;
    app.click(&role("button", "Sign out")).await?;
    app.find(&role("button", "Sign in again")).await?;
    sign_in_again(&app, JIN.password).await?;
    app.find(&heading("2-Factor authentication")).await?;
    says(&app, "A code was sent to +82 10-••••-0037.").await?;
    let number = texted(&app, &server, Some(&code)).await?;
    app.fill(&role("textbox", "Code"), &another(&number)).await?;
    app.click(&enabled("OK")).await?;
    says(&app, "That code is not right.").await?;
    app.fill(&role("textbox", "Code"), &number).await?;
    app.click(&enabled("OK")).await?;
    app.find(&role("tab", "Security settings")).await?;

    security_settings(&app).await?;
    pick(&app, "Disable").await?;
    app.click(&enabled("OK")).await?;
    says(&app, "Logging in then needs only the password").await?;
    accessible(&app, "disable two-factor authentication").await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    // A new session has proved nothing yet.
    app.fill(&step_up(), JIN.password).await?;
    app.click(&css("dialog[open] [type=submit]")).await?;
    app.gone(&css("dialog[open]")).await?;
    let login = json!({ "email": JIN.email, "password": JIN.password });
    app.until("the password is enough", || async {
        Ok(call(&server, "POST", "/_allauth/app/v1/auth/login", None, &login)?.0 == 200)
    })
    .await?;
    app.close().await
}

/// (C1) Entering "Manage account" asks for the password, unless it was given a little while ago. Refused: a wrong password, and going on
/// without one shows nothing.
#[tokio::test]
async fn c1_manage_account_asks_for_the_password() -> Outcome {
    let server = service(
        "carecall",
        ServiceOptions {
            reauth_timeout: STEP_UP_LIFE,
            ..ServiceOptions::default()
        },
    );
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.find(&role("textbox", "Name")).await?;
    go(&app, "Settings", "Settings").await?;
    tokio::time::sleep(STEP_UP_LIFE).await;

    app.click(&place("CLOVA CareCall")).await?;
    app.find(&step_up()).await?;
    accessible(&app, "the door").await?;
    assert!(
        app.find_all(&role("textbox", "Name")).await?.is_empty(),
        "nothing is shown before"
    );
    app.fill(&step_up(), "not the password").await?;
    app.click(&role("button", "OK")).await?;
    says(&app, "That password is not right.").await?;
    app.press(&["Escape"])?;
    says(&app, "CLOVA CareCall asks for the password first").await?;
    accessible(&app, "the door is shut").await?;
    assert!(app.find_all(&role("textbox", "Name")).await?.is_empty());

    app.click(&role("button", "Enter the password")).await?;
    app.fill(&step_up(), JIN.password).await?;
    app.click(&role("button", "OK")).await?;
    app.find(&role("textbox", "Name")).await?;
    go(&app, "Settings", "Settings").await?;
    app.click(&place("CLOVA CareCall")).await?;
    app.find(&role("textbox", "Name")).await?;
    app.close().await
}
