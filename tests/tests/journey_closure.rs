//! Withdrawal and Cancel subscription: each thing in the way cleared one after another, the last question, the three ways
//! it can end, and what is left in the app afterwards.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, By, Desk, DeskOptions, Outcome, css, heading, role, shown, xpath};
use gatehouse_tests::lossy_link::{Losing, LossyLink};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk::first_vault;
use gatehouse_tests::walk_account::{
    JIN, accessible, enabled, go, on_card, one_press_otp, one_press_sign_in, place, practice_sign_up, prove_until,
    says, sign_in_again, sign_out, sign_up_at, signed_in, step_up, type_address, web_sign_up,
};
use serde_json::Value;

const PAGE: &str = "Withdrawal";
const PHRASE: &str = "membership withdrawal";
const ACCOUNT: &str = "WhaTap (practice)";
const SAMPLE_PASSWORD: &str = "Paper-Kite-58";
const KEYRING_SERVICE: &str = "io.github.gatehouse.Gatehouse";

fn service(preset: &str) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: preset.into(),
        ..ServiceOptions::default()
    })
    .expect("gatehouse-service starts")
}

/// A button that can't be pressed now.
fn disabled(name: &str) -> By {
    xpath(&format!(
        "//button[normalize-space(.)='{name}' and @aria-disabled='true']"
    ))
}

/// The button of the danger zone once it can be pressed; the sidebar has its word as well.
fn ask() -> By {
    css(".danger-zone .btn-danger:not([aria-disabled])")
}

fn phrase() -> By {
    role("textbox", "Enter membership withdrawal")
}

/// The last question's button; the step-up's has the same word.
fn ok() -> By {
    css("dialog[open] .btn-danger:not([aria-disabled])")
}

/// The accounts the app keeps.
fn accounts(desk: &Desk) -> Vec<Value> {
    let book = std::fs::read_to_string(desk.gatehouse_home().join("accounts.json")).expect("accounts are kept");
    let book: Value = serde_json::from_str(&book).expect("accounts read");
    book["accounts"].as_array().expect("a list").clone()
}

fn token_in_keyring(desk: &Desk, account: &Value) -> Outcome<Option<String>> {
    let user = format!("session:{}", account["id"].as_str().expect("an id"));
    desk.secret_tool(&[("service", KEYRING_SERVICE), ("username", &user)])
}

/// Chooses a reason and agrees.
async fn give_reason_and_consent(app: &App<'_>) -> Outcome {
    says(app, "Choose a reason first.").await?;
    let reason = app.find(&role("combobox", "Reason for withdrawal")).await?;
    reason.select_by_value("no_longer_used").await?;
    says(app, "Agree to the deletion first.").await?;
    app.click(&role("checkbox", "I agree to the deletion of personal information.").containing())
        .await?;
    says(app, "One more confirmation follows.").await
}

/// From the practice server's page: the sample account, signed in.
async fn sample_account(app: &App<'_>) -> Outcome {
    app.click(&on_card("WhaTap", "Sign in with the sample account")).await?;
    app.until("the sample account is filled in", || async {
        Ok(!app.value_of(&role("textbox", "Password")).await?.is_empty())
    })
    .await?;
    app.click(&role("button", "Log in")).await?;
    signed_in(app).await
}

/// On the withdrawal page: to the practice server by the button beside what is in the way, clears it there, and comes back.
async fn clear(app: &App<'_>, button: &str) -> Outcome {
    app.click(&role("button", "Open project").containing()).await?;
    app.find(&heading("Practice server")).await?;
    app.click(&enabled(button)).await?;
    app.gone(&role("button", button)).await?;
    go(app, ACCOUNT, "User information").await?;
    go(app, PAGE, PAGE).await
}

/// (W20) The sample account is refused while a balance is unpaid, a billing role held and members managed alone; each is cleared
/// after the other. Then reason, consent and the phrase, to the letter. The account leaves the list, its token the keyring.
#[tokio::test]
async fn w20_withdrawal_once_each_blocker_is_cleared() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    says(&app, "Sample projects of WhaTap").await?;
    accessible(&app, "sample projects").await?;
    sample_account(&app).await?;
    go(&app, PAGE, PAGE).await?;
    for words in [
        "promotion coupons",
        "months of data",
        "‘shop-staging’",
        "‘shop-prod’",
        "‘mobile-app’",
    ] {
        says(&app, words).await?;
    }
    says(&app, "₩132,000 is not paid for ‘shop-staging’.").await?;
    says(&app, "3 items above are not met.").await?;
    app.find(&disabled("Withdrawal")).await?;
    accessible(&app, "withdrawal, blocked").await?;

    clear(&app, "Pay the balance").await?;
    says(&app, "No unpaid balances").await?;
    says(&app, "2 items above are not met.").await?;
    clear(&app, "Hand it over to Jun Seo").await?;
    says(&app, "1 item above is not met.").await?;
    app.find(&disabled("Withdrawal")).await?;
    clear(&app, "Let Hana Mori manage members").await?;
    give_reason_and_consent(&app).await?;
    accessible(&app, "withdrawal, ready").await?;

    app.click(&ask()).await?;
    app.find(&heading("Delete the account mina.park@example.com?")).await?;
    says(
        &app,
        "This deletes 4 projects, 2 promotion coupons and 11 months of data",
    )
    .await?;
    app.find(&css("dialog[open] .btn-danger[aria-disabled='true']")).await?;
    accessible(&app, "the last question").await?;
    let account = accounts(&desk).remove(0);
    assert!(token_in_keyring(&desk, &account)?.is_some());

    app.fill(&phrase(), "membership withdrawl").await?;
    app.press(&["Return"])?;
    app.find(&css("dialog[open] .btn-danger[aria-disabled='true']")).await?;
    // Pasted it counts as well.
    let copied = desk.put_on_clipboard(PHRASE)?;
    app.click(&phrase()).await?;
    app.press(&["ctrl+a"])?;
    app.press(&["ctrl+v"])?;
    app.find(&ok()).await?;
    drop(copied);
    app.click(&ok()).await?;
    prove_until(&app, SAMPLE_PASSWORD, &heading("Account closed")).await?;
    says(&app, "The account mina.park@example.com at WhaTap is closed.").await?;
    accessible(&app, "account closed").await?;
    app.gone(&place(ACCOUNT)).await?;
    assert!(accounts(&desk).is_empty());
    assert_eq!(token_in_keyring(&desk, &account)?, None);

    go(&app, "Practice server", "Practice server").await?;
    says(&app, "The sample account was closed.").await?;
    app.gone(&shown("Sample projects of WhaTap")).await?;
    app.click(&place("Outbox")).await?;
    says(&app, "Your account is closed").await?;
    app.click(&place("Overview")).await?;
    app.click(&role("button", "Reset WhaTap")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    says(&app, "Sample projects of WhaTap").await?;
    sample_account(&app).await?;
    app.close().await
}

/// (W20) Refused: a wrong phrase can't be sent, and a wrong password closes nothing. Once it is done, the vault's code for the account
/// is still there, and is moved to the trash when asked.
#[tokio::test]
async fn w20_the_code_in_the_vault_stays_until_it_is_thrown_away() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    practice_sign_up(&app, "WhaTap", JIN).await?;
    go(&app, "Multi-factor authentication", "Multi-factor authentication").await?;
    one_press_otp(&app, JIN.password).await?;
    // The proof that OTP asked for counts for some minutes; signing in anew it does not.
    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    one_press_sign_in(&app).await?;
    go(&app, PAGE, PAGE).await?;
    says(&app, "You hold it in no project with other members.").await?;
    give_reason_and_consent(&app).await?;
    app.click(&ask()).await?;
    app.fill(&phrase(), "Membership Withdrawal").await?;
    app.find(&css("dialog[open] .btn-danger[aria-disabled='true']")).await?;
    app.press(&["Escape"])?;
    app.gone(&phrase()).await?;
    app.click(&ask()).await?;
    assert_eq!(
        app.value_of(&phrase()).await?,
        "Membership Withdrawal",
        "nothing typed is lost"
    );
    app.fill(&phrase(), PHRASE).await?;
    app.click(&ok()).await?;
    app.fill(&step_up(), "not the password").await?;
    app.click(&role("button", "OK")).await?;
    says(&app, "That password is not right.").await?;
    app.press(&["Escape"])?;
    app.gone(&step_up()).await?;
    app.find(&place(ACCOUNT)).await?;
    app.click(&ask()).await?;
    app.click(&ok()).await?;
    prove_until(&app, JIN.password, &heading("Account closed")).await?;
    says(&app, "Its code is still in your vault.").await?;
    accessible(&app, "account closed, with a code").await?;
    app.click(&role("button", "Move to the trash")).await?;
    says(&app, "Its code is in the trash.").await?;
    app.click(&role("button", "Go to the codes")).await?;
    app.find(&css(".drop")).await?;
    app.gone(&place(ACCOUNT)).await?;
    app.close().await
}

/// At a service over HTTP, through a link that can lose the closing: everything given, and the last question answered. The proof that
/// the service asks for is awaited.
async fn ask_to_close(app: &App<'_>, server: &ServiceServer, link: &LossyLink) -> Outcome {
    app.click(&role("button", "Sign in to a service").containing()).await?;
    web_sign_up(app, link.address(), JIN, &server.inbox()).await?;
    signed_in(app).await?;
    go(app, PAGE, PAGE).await?;
    give_reason_and_consent(app).await?;
    app.click(&ask()).await?;
    app.fill(&phrase(), PHRASE).await?;
    app.click(&ok()).await?;
    app.find(&step_up()).await.map(drop)
}

async fn prove(app: &App<'_>) -> Outcome {
    app.fill(&step_up(), JIN.password).await?;
    app.click(&role("button", "OK")).await
}

/// (W20) The answer was lost: the app asks who is signed in, finds nobody, and the account is closed. It was sent once.
#[tokio::test]
async fn w20_a_lost_answer_is_found_out_by_asking() -> Outcome {
    let server = service("whatap");
    let link = LossyLink::to(server.address(), "POST /account/v1/closure")?;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    ask_to_close(&app, &server, &link).await?;
    link.lose(Losing::Answers);
    prove(&app).await?;
    app.find(&heading("Account closed")).await?;
    assert_eq!(link.lost(), 1);
    assert!(accounts(&desk).is_empty());
    app.close().await
}

/// (W20) The request was lost: that is unknown, and said so, until the person has the app ask. It is never sent again by itself, and
/// nothing that was given is lost.
#[tokio::test]
async fn w20_an_unknown_end_is_said_and_never_repeated_by_itself() -> Outcome {
    let server = service("whatap");
    let link = LossyLink::to(server.address(), "POST /account/v1/closure")?;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    ask_to_close(&app, &server, &link).await?;
    link.lose(Losing::Requests);
    prove(&app).await?;
    let unknown = "We do not know whether the account was deleted.";
    says(&app, unknown).await?;
    app.find(&disabled("Withdrawal")).await?;
    accessible(&app, "withdrawal, outcome unknown").await?;
    // Looking elsewhere does not make it known.
    go(&app, "Marketing option", "Marketing option").await?;
    go(&app, PAGE, PAGE).await?;
    says(&app, unknown).await?;
    assert_eq!(link.lost(), 1);
    link.lose(Losing::Nothing);
    app.click(&role("button", "Check what the service has")).await?;
    says(&app, "The account is still there. Nothing was deleted.").await?;
    accessible(&app, "withdrawal, not done").await?;
    give_reason_and_consent(&app).await?;
    app.click(&ask()).await?;
    app.fill(&phrase(), PHRASE).await?;
    app.click(&ok()).await?;
    prove_until(&app, JIN.password, &heading("Account closed")).await?;
    app.close().await
}

/// (C6) Refused without the agreement. With it, all is deleted: nobody signs in with it again, and signing up with the address leads
/// nowhere.
#[tokio::test]
async fn c6_cancel_subscription_deletes_everything() -> Outcome {
    let server = service("carecall");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.click(&role("tab", "Cancel subscription")).await?;
    says(&app, "Agree to the deletion first.").await?;
    app.find(&disabled("Cancel subscription")).await?;
    accessible(&app, "cancel subscription").await?;
    app.click(&role("checkbox", "I agree that all user information is deleted.").containing())
        .await?;
    app.click(&ask()).await?;
    app.find(&heading("Delete the account jin.seo@example.com?")).await?;
    accessible(&app, "cancel subscription, the last question").await?;
    app.press(&["Return"])?;
    app.gone(&css("dialog[open]")).await?;
    app.click(&ask()).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    prove_until(&app, JIN.password, &heading("Account closed")).await?;
    accessible(&app, "subscription cancelled").await?;
    assert!(accounts(&desk).is_empty());
    assert!(server.inbox().comes(JIN.email, "Your account is closed"), "a last mail");

    go(&app, "Add a service", "Sign in to a service").await?;
    type_address(&app, server.address()).await?;
    app.fill(&role("textbox", "Email"), JIN.email).await?;
    app.fill(&role("textbox", "Password"), JIN.password).await?;
    app.click(&role("button", "Log in")).await?;
    says(&app, "The email or the password is not right.").await?;
    app.close().await
}
