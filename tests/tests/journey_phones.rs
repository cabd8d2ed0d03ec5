//! User phone: a number added, changed and deleted, by text message and by WhatsApp; each counts once its code is entered.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use gatehouse_tests::allauth_server::{AllauthOptions, AllauthServer};
use gatehouse_tests::desk::{App, By, Desk, DeskOptions, Failure, Outcome, css, role, shown, text};
use gatehouse_tests::inbox::Inbox;
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk_account::{
    JIN, accessible, enabled, go, on_card, opened_at, place, prove_until, says, step_up, web_sign_up,
};

const PAGE: &str = "User phone";
const SEOUL: &str = "+821028410037";
const BUSAN: &str = "+821055309184";
const OSAKA: &str = "+819012345678";
/// Long enough to type a code, short enough to see it run out.
const SHORT: Duration = Duration::from_secs(25);

fn service(more: ServiceOptions) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: "whatap".into(),
        ..more
    })
    .expect("gatehouse-service starts")
}

fn field() -> By {
    role("textbox", "Phone")
}

fn code_field() -> By {
    role("textbox", "Verification code")
}

/// The newest code that reached a number, once it is another than the one before.
fn sent(inbox: &Inbox, channel: &str, number: &str, older: Option<&str>) -> Outcome<String> {
    let code = inbox.await_text_code(channel, number, older);
    code.ok_or_else(|| Failure::new(format!("no new code was sent to {number}")))
}

/// Another code of six digits.
fn wrong(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

/// Types a number, has a code sent to it, and waits until that is asked for.
async fn send(app: &App<'_>, number: &str) -> Outcome {
    app.fill(&field(), number).await?;
    app.click(&enabled("Send Credentials")).await?;
    prove_until(app, JIN.password, &code_field()).await
}

async fn verify(app: &App<'_>, code: &str) -> Outcome {
    app.fill(&code_field(), code).await?;
    app.click(&enabled("Verify")).await
}

/// From the page of an account without a number: one added by its code.
async fn added(app: &App<'_>, inbox: &Inbox, number: &str, shown: &str) -> Outcome {
    send(app, number).await?;
    let code = sent(inbox, "sms", SEOUL, None)?;
    verify(app, &code).await?;
    app.gone(&code_field()).await?;
    says(app, shown).await
}

/// (W12) A Korean mobile number is added by the code that is texted to it. Refused: a landline, another country's number, and a wrong code.
#[tokio::test]
async fn w12_a_cell_phone_is_added_by_its_code() -> Outcome {
    let server = service(ServiceOptions::default());
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = opened_at(&desk, &server, PAGE).await?;
    says(&app, "Only Korean mobile phone numbers can be registered").await?;
    accessible(&app, "no number yet").await?;

    for other in ["02-312-3456", "+81 90-1234-5678"] {
        app.fill(&field(), other).await?;
        app.gone(&shown("Numbers of this kind or country")).await?;
        app.click(&enabled("Send Credentials")).await?;
        says(&app, "Numbers of this kind or country are not accepted here.").await?;
        accessible(&app, "a number that is not taken").await?;
        assert_eq!(app.value_of(&field()).await?, other, "nothing typed is lost");
    }

    app.fill(&field(), "010-2841-0037").await?;
    app.click(&enabled("Send Credentials")).await?;
    app.find(&step_up()).await?;
    prove_until(&app, JIN.password, &code_field()).await?;
    assert_eq!(app.value_of(&field()).await?, "10-2841-0037", "kept through the proof");
    says(&app, "Code sent to +82 10-2841-0037").await?;
    says(&app, "Valid for 9:").await?;
    accessible(&app, "a code is awaited").await?;

    let code = sent(&inbox, "sms", SEOUL, None)?;
    verify(&app, wrong(&code)).await?;
    says(&app, "That code is not right.").await?;
    accessible(&app, "a wrong code").await?;
    // Spaces, as from a message, are no part of it.
    verify(&app, &format!("{} {}", &code[..3], &code[3..])).await?;
    says(&app, "In use").await?;
    says(&app, "Verified today at").await?;
    app.gone(&field()).await?;
    accessible(&app, "a verified number").await?;
    app.close().await
}

/// (W12) Refused: five mistakes end a code, and another one is needed.
#[tokio::test]
async fn w12_five_mistakes_end_a_code() -> Outcome {
    let server = service(ServiceOptions::default());
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = opened_at(&desk, &server, PAGE).await?;
    send(&app, "010-2841-0037").await?;
    let code = sent(&inbox, "sms", SEOUL, None)?;
    for _ in 0..4 {
        verify(&app, wrong(&code)).await?;
        says(&app, "That code is not right.").await?;
        // The message leaves while another code is typed.
        app.fill(&code_field(), "1").await?;
        app.gone(&shown("That code is not right.")).await?;
    }
    verify(&app, wrong(&code)).await?;
    says(&app, "That was wrong too often, so the code no longer works.").await?;
    app.gone(&code_field()).await?;
    assert_eq!(app.value_of(&field()).await?, "10-2841-0037");
    send(&app, "010-2841-0037").await?;
    let code = sent(&inbox, "sms", SEOUL, Some(&code))?;
    verify(&app, &code).await?;
    says(&app, "In use").await?;
    app.close().await
}

/// (W13) A WhatsApp number of any country; a code that ran out is refused, and Resend brings another.
#[tokio::test]
async fn w13_a_whatsapp_number_is_added_by_a_resent_code() -> Outcome {
    let server = service(ServiceOptions {
        code_life: SHORT,
        ..ServiceOptions::default()
    });
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = opened_at(&desk, &server, PAGE).await?;
    app.click(&role("tab", "WhatsApp")).await?;
    app.gone(&shown("Only Korean mobile phone numbers")).await?;
    send(&app, "+81 90-1234-5678").await?;
    assert_eq!(
        app.value_of(&field()).await?,
        "9012345678",
        "the country took its place"
    );
    says(&app, "No code by then? You can resend it.").await?;
    accessible(&app, "a WhatsApp code is awaited").await?;
    let first = sent(&inbox, "whatsapp", OSAKA, None)?;

    app.find_within(&text("This code has expired"), SHORT * 2).await?;
    app.gone(&role("button", "Verify")).await?;
    accessible(&app, "an expired code").await?;
    app.click(&enabled("Resend")).await?;
    let second = sent(&inbox, "whatsapp", OSAKA, Some(&first))?;
    app.find(&role("button", "Verify")).await?;
    verify(&app, &second).await?;
    says(&app, "+81 9012345678").await?;
    says(&app, "In use").await?;
    app.click(&role("tab", "Cell phones")).await?;
    says(&app, "Add a number").await?;
    app.close().await
}

/// (W14) A number is changed after a question; the old one holds until the new one's code is entered. Refused: the same number.
#[tokio::test]
async fn w14_a_number_is_changed_and_the_old_one_holds_until_then() -> Outcome {
    let server = service(ServiceOptions::default());
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = opened_at(&desk, &server, PAGE).await?;
    added(&app, &inbox, "010-2841-0037", "+82 10-2841-0037").await?;

    app.click(&enabled("Change")).await?;
    says(&app, "Change the number +82 10-2841-0037?").await?;
    accessible(&app, "the question before a change").await?;
    app.click(&css("dialog[open] .btn-primary")).await?;
    app.fill(&field(), "010 2841 0037").await?;
    app.click(&enabled("Send Credentials")).await?;
    says(&app, "This is the one you have now.").await?;
    send(&app, "010-5530-9184").await?;
    says(&app, "+82 10-2841-0037").await?;
    accessible(&app, "a number being changed").await?;

    // Elsewhere and back: the request is still there, and so is the old number.
    go(&app, "User information", "User information").await?;
    go(&app, PAGE, PAGE).await?;
    app.find(&code_field()).await?;
    says(&app, "+82 10-2841-0037").await?;
    assert_eq!(app.value_of(&field()).await?, "10-5530-9184");
    // Given up, the old one stays.
    app.click(&role("button", "Cancel")).await?;
    app.gone(&code_field()).await?;
    says(&app, "+82 10-2841-0037").await?;

    app.click(&enabled("Change")).await?;
    app.click(&css("dialog[open] .btn-primary")).await?;
    let before = sent(&inbox, "sms", BUSAN, None)?;
    send(&app, "010-5530-9184").await?;
    let code = sent(&inbox, "sms", BUSAN, Some(&before))?;
    verify(&app, &code).await?;
    app.gone(&code_field()).await?;
    says(&app, "+82 10-5530-9184").await?;
    app.gone(&shown("+82 10-2841-0037")).await?;
    app.close().await
}

/// (W15) A number is deleted after a question that says what ends with it. Refused: without the password it stays.
#[tokio::test]
async fn w15_a_number_is_deleted_after_a_caution() -> Outcome {
    let proof = Duration::from_secs(8);
    let server = service(ServiceOptions {
        reauth_timeout: proof,
        ..ServiceOptions::default()
    });
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = opened_at(&desk, &server, PAGE).await?;
    added(&app, &inbox, "010-2841-0037", "+82 10-2841-0037").await?;

    // The proof of before no longer counts.
    tokio::time::sleep(proof).await;
    app.click(&enabled("Delete")).await?;
    says(&app, "Delete the number +82 10-2841-0037?").await?;
    says(
        &app,
        "WhaTap sends you no alert notifications by text message any more.",
    )
    .await?;
    accessible(&app, "the question before a deletion").await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    app.fill(&step_up(), "not the password").await?;
    app.click(&role("button", "OK")).await?;
    says(&app, "That password is not right.").await?;
    app.press(&["Escape"])?;
    app.gone(&step_up()).await?;
    says(&app, "In use").await?;

    app.click(&enabled("Delete")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    prove_until(&app, JIN.password, &text("Add a number")).await?;
    app.gone(&shown("In use")).await?;
    accessible(&app, "a deleted number").await?;
    app.close().await
}

/// At the practice server the message is a press away, and the request waits meanwhile.
#[tokio::test]
async fn the_practice_outbox_has_the_code() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    app.click(&on_card("WhaTap", "Sign in with the sample account")).await?;
    app.until("the sample account is filled in", || async {
        Ok(!app.value_of(&css("form input[type=password]")).await?.is_empty())
    })
    .await?;
    let password = app.value_of(&css("form input[type=password]")).await?;
    app.click(&enabled("Log in")).await?;
    go(&app, PAGE, PAGE).await?;
    app.fill(&field(), "010-2841-0037").await?;
    app.click(&enabled("Send Credentials")).await?;
    prove_until(&app, &password, &code_field()).await?;
    app.click(&role("button", "Open outbox")).await?;
    let shown = app.text_of(&css(".pane-view .code")).await?;
    let code: String = shown.split_whitespace().collect();
    app.click(&place("WhaTap (practice)")).await?;
    go(&app, PAGE, PAGE).await?;
    verify(&app, &code).await?;
    says(&app, "In use").await?;
    app.close().await
}

/// A service that knows only the core's one number: no channels, no deletion, a code with letters, sent again once a minute.
#[tokio::test]
async fn the_one_number_of_a_genuine_server() -> Outcome {
    let server = tokio::task::spawn_blocking(|| AllauthServer::start(AllauthOptions::default()))
        .await
        .unwrap()
        .expect("the django-allauth fixture starts");
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Sign in to a service").containing()).await?;
    web_sign_up(&app, server.address(), JIN, &inbox).await?;
    go(&app, PAGE, PAGE).await?;
    app.gone(&role("tab", "WhatsApp")).await?;
    send(&app, "+82 10-2841-0037").await?;
    says(&app, "Resend in 0:").await?;
    accessible(&app, "the core's number").await?;
    verify(&app, "NOPE-NOPE").await?;
    says(&app, "That code is not right.").await?;
    let code = sent(&inbox, "sms", SEOUL, None)?;
    verify(&app, &code).await?;
    says(&app, "In use").await?;
    app.find(&enabled("Change")).await?;
    app.gone(&role("button", "Delete")).await?;
    app.close().await
}
