//! `Forgot password?` at a service that mails a temporary one: from the sign-in page through to the forced change.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use gatehouse_tests::captcha::answer_to;
use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, shown};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk::Words;
use gatehouse_tests::walk::vault::set_settings;
use gatehouse_tests::walk_account::{
    JIN, accessible, enabled, mailed, says, sign_in_again, sign_out, sign_up_at, signed_in,
};
use serde_json::json;

const NEW_PASSWORD: &str = "Copper-Violin-83";
const LETTERS: &str = "Letters in the picture";
const SEND: &str = "Send a temporary password";

/// Has the app speak another language while a form is open.
const SPEAK: &str = "const [language, done] = arguments, { invoke } = window.__TAURI_INTERNALS__;
    invoke('start').then(({ settings }) => invoke('settings_save', { settings: { ...settings, language } }))
      .then(() => done(null), (failed) => done(failed));";

fn service(temporary_password_life: Duration) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: "whatap".into(),
        temporary_password_life,
        ..ServiceOptions::default()
    })
    .expect("gatehouse-service starts")
}

/// The question beside the picture, once it is there and another than the one before.
async fn question(app: &App<'_>, older: &str) -> Outcome<String> {
    let asked = css("[id$='-question']");
    app.find(&css("img[src^='data:image/png']")).await?;
    app.until("another question", || async {
        let shown = app.find_all(&asked).await?;
        Ok(shown.len() == 1 && shown[0].text().await? != older)
    })
    .await?;
    app.text_of(&asked).await
}

/// From the account's page to the form for who forgot their password.
async fn forgotten(app: &App<'_>) -> Outcome {
    app.click(&role("button", "Sign in again")).await?;
    app.click(&role("button", "Forgot password?")).await?;
    app.find(&heading("Reset the password")).await.map(drop)
}

async fn ask(app: &App<'_>, older: &str) -> Outcome {
    let question = question(app, older).await?;
    app.fill(&role("textbox", LETTERS), &answer_to(&question)).await?;
    app.click(&role("button", SEND)).await?;
    app.find(&heading("Look in your mailbox")).await.map(drop)
}

/// (W3) The challenge refuses a wrong answer and keeps the address; the mailed password leads to a new one before anything else.
#[tokio::test]
async fn w3_a_forgotten_password_is_replaced_through_a_temporary_one() -> Outcome {
    let server = service(Duration::from_secs(3600));
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    signed_in(&app).await?;
    let first = inbox.newest_code(JIN.email).unwrap();
    sign_out(&app).await?;
    forgotten(&app).await?;
    assert_eq!(app.value_of(&role("textbox", "Email")).await?, JIN.email);
    let asked = question(&app, "").await?;
    accessible(&app, "forgot password").await?;
    says(
        &app,
        "Can you not read that mailbox? Ask the service: https://docs.whatap.io",
    )
    .await?;

    app.click(&role("button", SEND)).await?;
    says(&app, "Type the letters in the picture, or the answer to the question.").await?;
    app.fill(&role("textbox", LETTERS), "999").await?;
    app.click(&role("button", SEND)).await?;
    says(&app, "That is neither what the picture shows nor the answer.").await?;
    app.find(&enabled(SEND)).await?;
    accessible(&app, "wrong answer to the challenge").await?;
    assert_eq!(app.value_of(&role("textbox", "Email")).await?, JIN.email);
    assert_eq!(app.value_of(&role("textbox", LETTERS)).await?, "");
    assert_eq!(
        inbox.newest_code(JIN.email).as_deref(),
        Some(first.as_str()),
        "nothing was mailed"
    );

    ask(&app, &asked).await?;
    says(
        &app,
        "a temporary password was mailed to it. It counts once, for 60 minutes.",
    )
    .await?;
    accessible(&app, "temporary password sent").await?;
    let temporary = mailed(&inbox, JIN.email, Some(&first))?;
    app.click(&role("button", "Log in with it")).await?;
    app.fill(&role("textbox", "Password"), &temporary).await?;
    app.click(&role("button", "Log in")).await?;
    app.find(&heading("Choose a new password")).await?;
    app.fill(&role("textbox", "New password"), "short").await?;
    app.find(&css("button[type=submit][aria-disabled='true']")).await?;
    accessible(&app, "choose a new password").await?;
    app.fill(&role("textbox", "New password"), NEW_PASSWORD).await?;
    app.click(&enabled("Set the new password")).await?;
    signed_in(&app).await?;

    sign_out(&app).await?;
    sign_in_again(&app, &temporary).await?;
    says(&app, "The email or the password is not right.").await?;
    app.fill(&role("textbox", "Password"), NEW_PASSWORD).await?;
    app.click(&role("button", "Log in")).await?;
    signed_in(&app).await?;
    app.close().await
}

/// (W3) An expired temporary password is refused, the forgotten one still counts, and an address without an account looks the same.
#[tokio::test]
async fn w3_an_expired_temporary_password_is_refused() -> Outcome {
    // Long enough for its mail to leave on a slow machine.
    let life = Duration::from_secs(6);
    let server = service(life);
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    signed_in(&app).await?;
    let first = inbox.newest_code(JIN.email).unwrap();
    sign_out(&app).await?;
    forgotten(&app).await?;
    ask(&app, "").await?;
    let temporary = mailed(&inbox, JIN.email, Some(&first))?;
    tokio::time::sleep(life + Duration::from_millis(100)).await;
    app.click(&role("button", "Log in with it")).await?;
    app.fill(&role("textbox", "Password"), &temporary).await?;
    app.click(&role("button", "Log in")).await?;
    says(&app, "The email or the password is not right.").await?;
    app.gone(&shown("Choose a new password")).await?;

    app.click(&role("button", "Forgot password?")).await?;
    app.fill(&role("textbox", "Email"), "nobody@example.com").await?;
    ask(&app, "").await?;
    says(&app, "If nobody@example.com has an account").await?;
    assert_eq!(inbox.newest_code("nobody@example.com"), None);
    app.click(&role("button", "Log in with it")).await?;
    app.fill(&role("textbox", "Email"), JIN.email).await?;
    app.fill(&role("textbox", "Password"), JIN.password).await?;
    app.click(&role("button", "Log in")).await?;
    signed_in(&app).await?;
    app.close().await
}

/// (W3) The question is in the language on the screen, and follows it. Refused, in that language: a wrong answer.
#[tokio::test]
async fn w3_the_question_is_in_the_language_on_the_screen() -> Outcome {
    let server = service(Duration::from_secs(3600));
    let (korean, japanese) = (Words::of("ko")?, Words::of("ja")?);
    let desk = Desk::start(DeskOptions::default())?;
    set_settings(&desk, &json!({ "language": "ko" }))?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", korean.say("welcome.signIn")?).containing())
        .await?;
    app.fill(&role("textbox", korean.say("signIn.address")?), server.address())
        .await?;
    app.fill(&role("textbox", korean.say("words.email")?), JIN.email)
        .await?;
    app.click(&role("button", korean.say("words.forgotPassword")?)).await?;
    let first = question(&app, "").await?;
    assert!(first.ends_with("의 답을 숫자로 쓰세요."), "{first}");
    accessible(&app, "forgot password, in Korean").await?;

    let failed = app.client().execute_async(SPEAK, vec![json!("ja")]).await?;
    assert!(failed.is_null(), "{failed}");
    app.find(&heading(japanese.say("signIn.resetTitle")?)).await?;
    let second = question(&app, &first).await?;
    assert!(second.ends_with("の答えを数字で入力してください。"), "{second}");
    assert_eq!(
        app.value_of(&role("textbox", japanese.say("words.email")?)).await?,
        JIN.email
    );

    let failed = app.client().execute_async(SPEAK, vec![json!("ko")]).await?;
    assert!(failed.is_null(), "{failed}");
    app.find(&heading(korean.say("signIn.resetTitle")?)).await?;
    let third = question(&app, &second).await?;
    let (letters, send) = (korean.say("signIn.captcha")?, korean.say("signIn.sendTemporary")?);
    app.fill(&role("textbox", letters), "999").await?;
    app.click(&role("button", send)).await?;
    says(&app, korean.say("field.captchaIncorrect")?).await?;
    let fourth = question(&app, &third).await?;
    app.fill(&role("textbox", letters), &answer_to(&fourth)).await?;
    app.click(&role("button", send)).await?;
    app.find(&heading(korean.say("signIn.sentTitle")?)).await?;
    app.close().await
}
