//! The second factor by mail and by text, in the real window against `gatehouse-service`: chosen, asked for, turned off; and the door that
//! asks for the password.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use gatehouse_tests::desk::{App, By, Desk, DeskOptions, Outcome, css, heading, role, shown, text, xpath};
use gatehouse_tests::second_client::{call, sign_in};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk::first_vault;
use gatehouse_tests::walk_account::{
    JIN, accessible, enabled, go, mailed, one_press_otp, opened_at, place, prove_until, says, sign_in_again, sign_out,
    sign_up_at, signed_in, step_up, web_sign_up,
};
use serde_json::json;

const FACTORS: &str = "Multi-factor authentication";
const OFF: &str = "Logging in needs only your password.";
const NUMBER: &str = "+821012340037";
/// Long enough for a slow machine between the proof and the call it is for.
const STEP_UP_LIFE: Duration = Duration::from_secs(10);
/// Long enough to type a code, short enough to see it run out.
const SHORT: Duration = Duration::from_secs(25);
/// What is said of a code that was typed too late.
const EXPIRED: &str = "This code has expired.";

fn service(preset: &str, more: ServiceOptions) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: preset.into(),
        ..more
    })
    .expect("gatehouse-service starts")
}

/// Codes that run out while somebody looks on.
fn short_lived() -> ServiceOptions {
    ServiceOptions {
        code_life: SHORT,
        ..ServiceOptions::default()
    }
}

/// Waits until the screen says that the code which was sent counts no longer.
async fn ran_out(app: &App<'_>) -> Outcome {
    app.find_within(&text("This code has expired"), SHORT * 2)
        .await
        .map(drop)
}

/// A code that is wrong in every digit.
fn another(code: &str) -> String {
    code.chars().map(|digit| if digit == '9' { '0' } else { '9' }).collect()
}

/// On the factors page, with codes by mail being chosen: has the token sent and proves who is there; gives the token.
async fn token_by_mail(app: &App<'_>, server: &ServiceServer) -> Outcome<String> {
    let before = server.inbox().newest_code(JIN.email);
    app.click(&enabled("Send Auth Token via Email")).await?;
    prove_until(app, JIN.password, &text("Valid for ")).await?;
    mailed(&server.inbox(), JIN.email, before.as_deref())
}

/// Types the mailed token and validates it.
async fn validate_token(app: &App<'_>, token: &str) -> Outcome {
    app.fill(&role("textbox", "Verify"), token).await?;
    app.click(&enabled("Validate Email Token")).await
}

/// An account at the service whose second factor is codes by mail; gives the token that validated it.
async fn on_by_mail<'a>(desk: &'a Desk, server: &ServiceServer) -> Outcome<(App<'a>, String)> {
    let app = opened_at(desk, server, FACTORS).await?;
    pick(&app, "Email").await?;
    let token = token_by_mail(&app, server).await?;
    validate_token(&app, &token).await?;
    says(&app, "On, with Email").await?;
    Ok((app, token))
}

/// Signs out and in again, as far as the step that asks for a code.
async fn to_the_second_step(app: &App<'_>) -> Outcome {
    sign_out(app).await?;
    sign_in_again(app, JIN.password).await
}

/// Types a code at a sign-in's second step.
async fn answer(app: &App<'_>, code: &str, button: &str) -> Outcome {
    app.fill(&role("textbox", "Code"), code).await?;
    app.click(&enabled(button)).await
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
    validate_token(&app, &another(&code)).await?;
    says(&app, "That code is not right.").await?;
    accessible(&app, "a wrong token").await?;
    app.click(&role("button", "Cancel")).await?;
    says(&app, "On, with OTP").await?;

    // What was begun is gone on with.
    app.click(&role("button", "Change")).await?;
    validate_token(&app, &code).await?;
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
    let app = opened_at(&desk, &server, FACTORS).await?;
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
    validate_token(&app, &another(&first)).await?;
    says(&app, "That code is not right.").await?;
    assert_eq!(app.value_of(&pin).await?, another(&first), "nothing typed is lost");
    app.click(&role("button", "Resend")).await?;
    let second = mailed(&server.inbox(), JIN.email, Some(&first))?;
    says(&app, "The code was sent again.").await?;
    validate_token(&app, &first).await?;
    says(&app, "That code is not right.").await?;
    // With a space in the middle, as people copy it out of a mail.
    validate_token(&app, &format!("{} {}", &second[..3], &second[3..])).await?;
    says(&app, "On, with Email").await?;
    assert!(server.inbox().comes(JIN.email, "Codes by e-mail are on"));
    app.close().await
}

/// (W9) Refused: a token that ran out; the method stays off until another one is validated.
#[tokio::test]
async fn w9_a_mailed_token_that_ran_out_is_refused() -> Outcome {
    let server = service("whatap", short_lived());
    let desk = Desk::start(DeskOptions::default())?;
    let app = opened_at(&desk, &server, FACTORS).await?;
    pick(&app, "Email").await?;
    let late = token_by_mail(&app, &server).await?;
    ran_out(&app).await?;
    validate_token(&app, &late).await?;
    says(&app, EXPIRED).await?;
    accessible(&app, "a token that ran out").await?;
    app.gone(&shown("On, with Email")).await?;
    app.click(&enabled("Resend")).await?;
    let token = mailed(&server.inbox(), JIN.email, Some(&late))?;
    validate_token(&app, &token).await?;
    says(&app, "On, with Email").await?;
    app.close().await
}

/// (W10) Refused: a token that ran out; nobody is signed in by it, and another one counts.
#[tokio::test]
async fn w10_a_mailed_token_that_ran_out_is_refused() -> Outcome {
    let server = service("whatap", short_lived());
    let desk = Desk::start(DeskOptions::default())?;
    let (app, chosen) = on_by_mail(&desk, &server).await?;
    to_the_second_step(&app).await?;
    let late = mailed(&server.inbox(), JIN.email, Some(&chosen))?;
    ran_out(&app).await?;
    answer(&app, &late, "Authentication").await?;
    says(&app, EXPIRED).await?;
    accessible(&app, "a token that ran out, at a sign-in").await?;
    app.click(&enabled("Resend")).await?;
    let token = mailed(&server.inbox(), JIN.email, Some(&late))?;
    answer(&app, &token, "Authentication").await?;
    signed_in(&app).await?;
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
    let (app, chosen) = on_by_mail(&desk, &server).await?;
    to_the_second_step(&app).await?;
    app.find(&heading(FACTORS)).await?;
    says(&app, "A code was sent to ji•••@example.com.").await?;
    says(&app, "Valid for ").await?;
    let countdown = text("Resend in ");
    app.find(&countdown).await?;
    accessible(&app, "the mailed token").await?;
    assert!(app.find_all(&text("Recovery Code")).await?.is_empty(), "there is none");
    let first = mailed(&server.inbox(), JIN.email, Some(&chosen))?;
    answer(&app, &another(&first), "Authentication").await?;
    says(&app, "That code is not right.").await?;
    app.find_within(&role("button", "Resend"), Duration::from_secs(40))
        .await?;
    app.click(&role("button", "Resend")).await?;
    let second = mailed(&server.inbox(), JIN.email, Some(&first))?;
    says(&app, "The code was sent again.").await?;
    answer(&app, &first, "Authentication").await?;
    says(&app, "That code is not right.").await?;
    answer(&app, &second, "Authentication").await?;
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
    let (app, chosen) = on_by_mail(&desk, &server).await?;
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
    to_the_second_step(&app).await?;
    signed_in(&app).await?;
    app.close().await
}

/// (W11) `Clear OTP key` asks, wants a proof, turns OTP off, and moves the vault's entry to its trash. Refused: a wrong password leaves it on.
#[tokio::test]
async fn w11_clear_otp_key_throws_the_entry_away() -> Outcome {
    let server = service(
        "whatap",
        ServiceOptions {
            reauth_timeout: STEP_UP_LIFE,
            ..ServiceOptions::default()
        },
    );
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    go(&app, "Add a service", "Sign in to a service").await?;
    web_sign_up(&app, server.address(), JIN, &server.inbox()).await?;
    go(&app, FACTORS, FACTORS).await?;
    says(&app, OFF).await?;
    app.gone(&role("button", "Clear OTP key")).await?;
    one_press_otp(&app, JIN.password).await?;
    tokio::time::sleep(STEP_UP_LIFE).await;

    let clear = async || {
        app.click(&enabled("Clear OTP key")).await?;
        says(&app, "Move its code in this authenticator to the trash").await?;
        app.click(&css("dialog[open] .btn-danger")).await
    };
    clear().await?;
    app.find(&role("button", "Use code ").containing()).await?;
    app.fill(&step_up(), "not the password").await?;
    app.click(&role("button", "OK")).await?;
    says(&app, "That password is not right.").await?;
    app.press(&["Escape"])?;
    app.gone(&step_up()).await?;
    says(&app, "On, with OTP").await?;

    clear().await?;
    prove_until(&app, JIN.password, &text(OFF)).await?;
    app.click(&place("Codes")).await?;
    app.click(&role("button", "Trash").containing()).await?;
    says(&app, "30 days left").await?;
    app.close().await
}

/// Gives JIN's account a verified mobile number, by another client.
fn with_number(server: &ServiceServer) -> Outcome {
    let core = |path: &str, token: Option<&str>, body: serde_json::Value| {
        call(server, "POST", &format!("/_allauth/app/v1{path}"), token, &body)
    };
    let session = sign_in(server, JIN.email, JIN.password)?;
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
            .newest_text_code("sms", NUMBER)
            .is_some_and(|code| Some(code.as_str()) != older))
    })
    .await?;
    Ok(server.inbox().newest_text_code("sms", NUMBER).unwrap_or_default())
}

fn authentication_number() -> By {
    role("textbox", "Authentication number")
}

/// Codes by text are being chosen, once there is a number.
async fn text_picked(app: &App<'_>) -> Outcome {
    security_settings(app).await?;
    pick(app, "Enable").await?;
    pick(app, "Text message").await?;
    says(app, "To +82 10-••••-0037").await
}

/// With codes by text being chosen: has the number sent and proves who is there; gives the number.
async fn number_by_text(app: &App<'_>, server: &ServiceServer) -> Outcome<String> {
    let older = server.inbox().newest_text_code("sms", NUMBER);
    app.click(&enabled("OK")).await?;
    prove_until(app, JIN.password, &authentication_number()).await?;
    texted(app, server, older.as_deref()).await
}

/// Where the account's pages are tabs: signs out and in again, as far as the step that asks for a code.
async fn from_the_tabs_to_the_second_step(app: &App<'_>) -> Outcome {
    app.click(&role("tab", "Sessions")).await?;
    app.gone(&css("[role=status][aria-busy=true]")).await?;
    app.click(&role("button", "Sign out")).await?;
    app.find(&role("button", "Sign in again")).await?;
    sign_in_again(app, JIN.password).await
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
    text_picked(&app).await?;
    says(&app, "every login asks for one after the password").await?;
    accessible(&app, "two-factor authentication by text").await?;
    let field = authentication_number();
    let code = number_by_text(&app, &server).await?;
    accessible(&app, "the authentication number").await?;
    app.fill(&field, &another(&code)).await?;
    app.click(&enabled("OK")).await?;
    says(&app, "That code is not right.").await?;
    app.fill(&field, &code).await?;
    app.click(&enabled("OK")).await?;
    app.gone(&field).await?;

    from_the_tabs_to_the_second_step(&app).await?;
    app.find(&heading("2-Factor authentication")).await?;
    says(&app, "A code was sent to +82 10-••••-0037.").await?;
    let number = texted(&app, &server, Some(&code)).await?;
    answer(&app, &another(&number), "OK").await?;
    says(&app, "That code is not right.").await?;
    answer(&app, &number, "OK").await?;
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

/// (C4) Refused: an authentication number that ran out, when the method is chosen and when it is asked for at a sign-in; another one counts.
#[tokio::test]
async fn c4_a_texted_number_that_ran_out_is_refused() -> Outcome {
    let server = service("carecall", short_lived());
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.find(&role("textbox", "Name")).await?;
    with_number(&server)?;
    text_picked(&app).await?;
    let late = number_by_text(&app, &server).await?;
    ran_out(&app).await?;
    accessible(&app, "an authentication number that ran out").await?;
    app.fill(&authentication_number(), &late).await?;
    app.click(&enabled("OK")).await?;
    says(&app, EXPIRED).await?;
    app.click(&enabled("Resend")).await?;
    let code = texted(&app, &server, Some(&late)).await?;
    app.fill(&authentication_number(), &code).await?;
    app.click(&enabled("OK")).await?;
    app.gone(&authentication_number()).await?;

    from_the_tabs_to_the_second_step(&app).await?;
    let late = texted(&app, &server, Some(&code)).await?;
    ran_out(&app).await?;
    answer(&app, &late, "OK").await?;
    says(&app, EXPIRED).await?;
    app.click(&enabled("Resend")).await?;
    let code = texted(&app, &server, Some(&late)).await?;
    answer(&app, &code, "OK").await?;
    app.find(&role("tab", "Security settings")).await?;
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
