//! User information whose e-mail address and mobile number are stored only with their authentication number.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use gatehouse_tests::desk::{App, By, Desk, DeskOptions, Failure, Outcome, role, xpath};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk_account::{JIN, accessible, enabled, mailed, prove_until, says, sign_up_at};

const SEOUL: &str = "+821028410037";
const NEW: &str = "jin.kim@example.com";

fn service(code_life: Duration) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: "carecall".into(),
        code_life,
        ..ServiceOptions::default()
    })
    .expect("gatehouse-service starts")
}

/// A button in the row with this label, once it can be pressed.
fn in_row(label: &str, button: &str) -> By {
    xpath(&format!(
        "//div[contains(@class, 'form-row')][.//*[contains(@class, 'label')][starts-with(normalize-space(.), '{label}')]]\
         //button[normalize-space(.)='{button}' and not(@aria-disabled='true')]"
    ))
}

fn code_field() -> By {
    role("textbox", "Authentication number")
}

fn wrong(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

async fn store(app: &App<'_>, code: &str) -> Outcome {
    app.fill(&code_field(), code).await?;
    app.click(&enabled("OK")).await
}

/// (C2) The mobile number is stored with its authentication number, together with what else was typed. Refused: a wrong number
/// stores nothing, and nothing typed is lost.
#[tokio::test]
async fn c2_a_mobile_number_is_stored_with_its_code() -> Outcome {
    let server = service(Duration::from_secs(600));
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    let number = role("textbox", "Mobile number").containing();
    app.find(&number).await?;
    accessible(&app, "user information with contacts").await?;
    app.fill(&role("textbox", "Name"), "Jin Seo").await?;
    app.fill(&number, "02-312-3456").await?;
    app.click(&in_row("Mobile number", "Send authentication number"))
        .await?;
    says(&app, "Numbers of this kind or country are not accepted here.").await?;
    app.fill(&number, "010-2841-0037").await?;
    app.click(&in_row("Mobile number", "Send authentication number"))
        .await?;
    prove_until(&app, JIN.password, &code_field()).await?;
    accessible(&app, "an authentication number is awaited").await?;
    let code = inbox
        .await_text_code("sms", SEOUL, None)
        .ok_or_else(|| Failure::new("no code was texted"))?;

    store(&app, wrong(&code)).await?;
    says(&app, "That code is not right.").await?;
    assert_eq!(app.value_of(&role("textbox", "Name")).await?, "Jin Seo");
    says(&app, "2 unsaved changes").await?;
    store(&app, &code).await?;
    app.gone(&code_field()).await?;
    says(&app, "+82 10-2841-0037").await?;
    says(&app, "Saved today at").await?;

    // Another look at what the service has.
    app.click(&role("tab", "Change password")).await?;
    app.click(&role("tab", "User information")).await?;
    says(&app, "+82 10-2841-0037").await?;
    assert_eq!(app.value_of(&role("textbox", "Name")).await?, "Jin Seo");
    app.close().await
}

/// (C2) The e-mail address is stored with its authentication number; the old one holds until then, and both are told.
#[tokio::test]
async fn c2_an_address_is_stored_with_its_code() -> Outcome {
    let server = service(Duration::from_secs(600));
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.click(&in_row("Email", "Change")).await?;
    let address = role("textbox", "Email");
    app.fill(&address, NEW).await?;
    app.click(&in_row("Email", "Send authentication number")).await?;
    prove_until(&app, JIN.password, &code_field()).await?;
    says(&app, "Until the code is stored, jin.seo@example.com holds.").await?;
    accessible(&app, "an address awaits its code").await?;
    let code = mailed(&inbox, NEW, None)?;
    store(&app, wrong(&code)).await?;
    says(&app, "That code is not right.").await?;
    assert_eq!(app.value_of(&address).await?, NEW);
    store(&app, &code).await?;
    app.gone(&code_field()).await?;
    // The page's head names the account by it now.
    app.find(&xpath(&format!(
        "//header[contains(@class, 'page-head')]//span[normalize-space(.)='{NEW}']"
    )))
    .await?;
    assert!(inbox.comes(JIN.email, "Your e-mail address was changed"));
    assert!(inbox.comes(NEW, "This is your e-mail address now"));
    app.click(&role("tab", "Sessions")).await?;
    app.click(&role("button", "Sign out")).await?;
    app.click(&role("button", "Sign in again")).await?;
    assert_eq!(app.value_of(&role("textbox", "Email")).await?, NEW);
    app.close().await
}

/// (C2) Refused: a code that ran out stores nothing; the old address holds.
#[tokio::test]
async fn c2_a_code_that_ran_out_stores_nothing() -> Outcome {
    let life = Duration::from_secs(15);
    let server = service(life);
    let inbox = server.inbox();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.click(&in_row("Email", "Change")).await?;
    app.fill(&role("textbox", "Email"), NEW).await?;
    app.click(&in_row("Email", "Send authentication number")).await?;
    prove_until(&app, JIN.password, &code_field()).await?;
    let code = mailed(&inbox, NEW, None)?;
    tokio::time::sleep(life + Duration::from_secs(1)).await;
    store(&app, &code).await?;
    says(&app, "This step is over.").await?;
    assert_eq!(
        app.value_of(&role("textbox", "Email")).await?,
        NEW,
        "typed still, to be sent another code"
    );
    app.click(&role("tab", "Change password")).await?;
    app.click(&role("button", "Discard and leave")).await?;
    app.click(&role("tab", "User information")).await?;
    says(&app, JIN.email).await?;
    app.close().await
}
