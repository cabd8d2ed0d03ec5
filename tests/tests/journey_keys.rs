//! API token and authentication keys: copied without ever being in the page, shown on request, reissued and deleted for good.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, shown, text, xpath};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk_account::{JIN, accessible, enabled, go, prove_until, says, sign_up_at};

fn service(preset: &str, show_keys_once: bool) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: preset.into(),
        show_keys_once,
        ..ServiceOptions::default()
    })
    .expect("gatehouse-service starts")
}

/// Whether the service takes a token or key, asked as a program that was handed it would.
fn counts(server: &ServiceServer, secret: &str) -> Outcome<bool> {
    let mut stream = TcpStream::connect(server.address().trim_start_matches("http://"))?;
    write!(
        stream,
        "GET /account/v1/key-check HTTP/1.1\r\nhost: service\r\nauthorization: Bearer {secret}\r\nconnection: close\r\n\r\n"
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    Ok(answer.starts_with("HTTP/1.1 204"))
}

/// Whether the page holds a text anywhere.
async fn in_the_page(app: &App<'_>, words: &str) -> Outcome<bool> {
    let page = app.script("return document.documentElement.outerHTML", vec![]).await?;
    Ok(page.as_str().expect("the page").contains(words))
}

async fn clipboard(app: &App<'_>) -> Outcome<String> {
    let copied = app.desk().clipboard()?;
    Ok(copied.expect("something was copied"))
}

/// (W18) The token is copied without the page ever having it, shown when asked for, and reissued: the old one stops at once.
/// Refused: a wrong password reissues nothing.
#[tokio::test]
async fn w18_api_token_copied_shown_and_reissued() -> Outcome {
    let server = service("whatap", false);
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    go(&app, "API token", "API token").await?;
    says(&app, "Issued today at").await?;
    accessible(&app, "API token").await?;

    app.click(&role("button", "Copy the token")).await?;
    prove_until(&app, JIN.password, &css(".copied")).await?;
    let old = clipboard(&app).await?;
    assert!(counts(&server, &old)?, "what was copied is the token");
    assert!(!in_the_page(&app, &old).await?, "the page never had it");
    assert!(in_the_page(&app, &old[old.len() - 4..]).await?);

    app.click(&role("button", "Show the token")).await?;
    app.find(&text(&old)).await?;
    accessible(&app, "API token, shown").await?;
    app.click(&role("button", "Hide the token")).await?;
    app.gone(&shown(&old)).await?;
    assert!(!in_the_page(&app, &old).await?);

    app.click(&enabled("Reissue token")).await?;
    says(&app, "stops working at once").await?;
    accessible(&app, "reissue the token").await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    says(&app, "Reissued. The old token no longer works.").await?;
    app.click(&role("button", "Copy the token")).await?;
    app.find(&css(".copied")).await?;
    let new = clipboard(&app).await?;
    assert!(!counts(&server, &old)? && counts(&server, &new)?);
    app.close().await
}

/// (W18) Refused: without the password nothing is reissued; the old token goes on.
#[tokio::test]
async fn w18_without_the_password_the_token_stays() -> Outcome {
    let server = service("whatap", false);
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    go(&app, "API token", "API token").await?;
    let field = css(".secret code");
    let before = app.text_of(&field).await?;
    app.click(&enabled("Reissue token")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    let password = css("dialog[open] input[autocomplete='current-password']");
    app.fill(&password, "not the password").await?;
    app.click(&role("button", "OK")).await?;
    says(&app, "That password is not right.").await?;
    app.press(&["Escape"])?;
    app.gone(&password).await?;
    assert_eq!(app.text_of(&field).await?, before);
    app.close().await
}

async fn add(app: &App<'_>, name: &str) -> Outcome {
    app.click(&enabled("Add authentication key")).await?;
    app.fill(&role("textbox", "Name"), name).await?;
    app.click(&css("form .btn-primary")).await
}

/// (C5) Keys are added with names, copied, and deleted after a question; a sixth is not offered, a name that is taken refused.
#[tokio::test]
async fn c5_authentication_keys_up_to_five() -> Outcome {
    let server = service("carecall", false);
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.click(&role("tab", "Manage authentication key")).await?;
    says(&app, "No authentication key yet").await?;
    accessible(&app, "no authentication key").await?;
    add(&app, "Robot 1").await?;
    prove_until(&app, JIN.password, &css(".list-row")).await?;
    app.gone(&css("form .btn-primary")).await?;

    add(&app, "Robot 1").await?;
    says(&app, "Another one has this name.").await?;
    accessible(&app, "a name that is taken").await?;
    let name = role("textbox", "Name");
    assert_eq!(app.value_of(&name).await?, "Robot 1", "nothing typed is lost");
    app.fill(&name, "A name of more than twenty").await?;
    app.click(&css("form .btn-primary")).await?;
    app.find(&css("form input[aria-invalid='true']")).await?;
    app.fill(&name, "Robot 2").await?;
    app.click(&css("form .btn-primary")).await?;
    says(&app, "2 of 5").await?;
    for number in 3..=5 {
        add(&app, &format!("Robot {number}")).await?;
        says(&app, &format!("{number} of 5")).await?;
    }
    says(&app, "There are 5 keys, the most this service allows.").await?;
    app.find(&xpath(
        "//button[normalize-space(.)='Add authentication key' and @aria-disabled='true']",
    ))
    .await?;
    accessible(&app, "five authentication keys").await?;

    app.click(&role("button", "Copy Robot 3")).await?;
    app.find(&css(".copied")).await?;
    let third = clipboard(&app).await?;
    assert!(third.starts_with("cck_") && counts(&server, &third)?);
    assert!(!in_the_page(&app, &third).await?, "the page never had it");
    app.click(&role("button", "More for Robot 3")).await?;
    app.click(&role("menuitem", "Delete")).await?;
    says(&app, "Delete the key ‘Robot 3’?").await?;
    accessible(&app, "delete a key").await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    says(&app, "4 of 5").await?;
    assert!(!counts(&server, &third)?, "a deleted key stops at once");
    app.close().await
}

/// (C5) Where the service shows a key once, it waits in a window until the person has it, and can't be had again.
#[tokio::test]
async fn c5_a_key_shown_once() -> Outcome {
    let server = service("carecall", true);
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.click(&role("tab", "Manage authentication key")).await?;
    says(&app, "The service shows a key only when it is added.").await?;
    add(&app, "Robot").await?;
    let made = role("heading", "The new secret is shown only now");
    prove_until(&app, JIN.password, &made).await?;
    accessible(&app, "a key shown once").await?;
    app.press(&["Escape"])?;
    app.find(&made).await?;
    app.click(&css("dialog[open] button[aria-label='Copy Robot']")).await?;
    app.find(&css("dialog[open] .copied")).await?;
    let secret = clipboard(&app).await?;
    assert!(counts(&server, &secret)?);
    assert!(!in_the_page(&app, &secret).await?, "the page never had it");
    app.click(&css("dialog[open] .btn-primary")).await?;
    app.gone(&made).await?;
    app.find(&heading("Manage account")).await?;
    app.find(&role("button", "More for Robot")).await?;
    app.gone(&role("button", "Copy Robot")).await?;
    app.close().await
}
