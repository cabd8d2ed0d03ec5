//! User information and its password, in the real window against `gatehouse-service`: saved, refused, and changed elsewhere at the same time.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, By, Desk, DeskOptions, Outcome, css, heading, role, shown, xpath};
use gatehouse_tests::second_client::{call, change, sign_in};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk_account::{
    JIN, accessible, enabled, go, says, sign_in_again, sign_out, sign_up_at, signed_in,
};
use serde_json::{Value, json};

const PAGE: &str = "User information";
const PROFILE: &str = "/account/v1/profile";
const NEW_PASSWORD: &str = "Copper-Violin-83";

fn service(preset: &str) -> ServiceServer {
    ServiceServer::start(&ServiceOptions {
        preset: preset.into(),
        ..ServiceOptions::default()
    })
    .expect("gatehouse-service starts")
}

fn name() -> By {
    role("textbox", "Name")
}

/// A choice of a field where both sides have another value.
fn side(whose: &str) -> By {
    xpath(&format!(
        "//*[contains(@class, 'conflict')]//label[.//*[normalize-space(.)='{whose}']]//input"
    ))
}

/// (W1) Name, company, language, notification language and time zone are saved; the address is shown and can't be changed. Refused: no
/// name, and one of 51 characters; nothing typed is lost.
#[tokio::test]
async fn w1_user_information_is_saved() -> Outcome {
    let server = service("whatap");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.find(&heading(PAGE)).await?;
    app.find(&name()).await?;
    says(&app, JIN.email).await?;
    says(&app, "is a unique identifier for the account and cannot be changed").await?;
    app.gone(&role("textbox", "Email")).await?;

    let company = role("textbox", "Company").containing();
    app.fill(&company, "Harbour Works").await?;
    app.click(&enabled("Save")).await?;
    says(&app, "This can’t be empty.").await?;
    accessible(&app, "user information without a name").await?;
    let long = "J".repeat(51);
    app.fill(&name(), &long).await?;
    app.click(&enabled("Save")).await?;
    says(&app, "Use at most 50 characters.").await?;
    accessible(&app, "user information with too long a name").await?;
    assert_eq!(app.value_of(&name()).await?, long, "nothing typed is lost");
    assert_eq!(app.value_of(&company).await?, "Harbour Works");

    app.fill(&name(), "Jin Seo").await?;
    for (label, language) in [("Language", "ja"), ("Notification language", "ko")] {
        let choice = app.find(&role("combobox", label)).await?;
        choice.select_by_value(language).await?;
    }
    app.click(&role("combobox", "Timezone")).await?;
    app.type_keys("Lisbon")?;
    app.press(&["Return"])?;
    says(&app, "5 unsaved changes").await?;
    app.click(&enabled("Save")).await?;
    says(&app, "Saved today at").await?;

    let elsewhere = sign_in(&server, JIN.email, JIN.password)?;
    let (_, kept) = call(&server, "GET", PROFILE, Some(&elsewhere), &Value::Null)?;
    let expected = json!({
        "email": JIN.email, "name": "Jin Seo", "company": "Harbour Works", "language": "ja", "notification_language": "ko",
        "time_zone": "Europe/Lisbon",
    });
    assert_eq!(kept, expected, "what another client reads");
    app.close().await
}

/// (W1) Changed elsewhere meanwhile: a field that both changed is shown with both values, and the person says which stands; the others
/// are simply kept. Nothing is overwritten.
#[tokio::test]
async fn w1_what_was_changed_elsewhere_meanwhile_is_shown() -> Outcome {
    let server = service("whatap");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.fill(&name(), "Jin at the window").await?;
    let company = role("textbox", "Company").containing();
    app.fill(&company, "Harbour Works").await?;
    let elsewhere = sign_in(&server, JIN.email, JIN.password)?;
    change(&server, PROFILE, &elsewhere, &json!({ "name": "Jin elsewhere" }))?;

    app.click(&enabled("Save")).await?;
    says(&app, "These values were changed elsewhere meanwhile.").await?;
    says(&app, "Jin at the window").await?;
    says(&app, "Jin elsewhere").await?;
    accessible(&app, "changed here and elsewhere").await?;
    let named = || -> Outcome<Value> {
        let (_, kept) = call(&server, "GET", PROFILE, Some(&elsewhere), &Value::Null)?;
        Ok(kept["name"].clone())
    };
    assert_eq!(named()?, "Jin elsewhere", "nothing was overwritten");

    app.click(&side("At the service")).await?;
    app.click(&side("Yours")).await?;
    app.click(&role("button", "Use these values")).await?;
    app.click(&enabled("Save")).await?;
    says(&app, "Saved today at").await?;
    assert_eq!(named()?, "Jin at the window");

    change(&server, PROFILE, &elsewhere, &json!({ "name": "Jin again" }))?;
    app.fill(&name(), "Jin once more").await?;
    app.click(&enabled("Save")).await?;
    app.click(&side("At the service")).await?;
    app.click(&role("button", "Use these values")).await?;
    app.gone(&role("button", "Use these values")).await?;
    assert_eq!(app.value_of(&name()).await?, "Jin again");
    assert_eq!(app.value_of(&company).await?, "Harbour Works");
    app.close().await
}

/// (C2) Refused: a name of 21 characters and a task of 21; neither is cut, and with 20 both are saved. The task may be left out.
#[tokio::test]
async fn c2_a_name_has_at_most_twenty_characters() -> Outcome {
    let server = service("carecall");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    let task = role("textbox", "Task").containing();
    app.fill(&name(), &"N".repeat(21)).await?;
    says(&app, "21 of 20 characters").await?;
    app.click(&enabled("OK")).await?;
    says(&app, "Use at most 20 characters.").await?;
    accessible(&app, "a name of 21 characters").await?;
    assert_eq!(app.value_of(&name()).await?, "N".repeat(21), "nothing typed is lost");
    app.fill(&name(), &"N".repeat(20)).await?;
    app.gone(&shown("Use at most 20 characters.")).await?;
    app.click(&enabled("OK")).await?;
    says(&app, "Saved today at").await?;

    app.fill(&task, &"T".repeat(21)).await?;
    app.click(&enabled("OK")).await?;
    says(&app, "Use at most 20 characters.").await?;
    app.fill(&task, &"T".repeat(20)).await?;
    app.click(&enabled("OK")).await?;
    app.gone(&shown("1 unsaved change")).await?;
    let elsewhere = sign_in(&server, JIN.email, JIN.password)?;
    let (_, kept) = call(&server, "GET", PROFILE, Some(&elsewhere), &Value::Null)?;
    assert_eq!(
        (&kept["name"], &kept["task"]),
        (&json!("N".repeat(20)), &json!("T".repeat(20)))
    );
    app.close().await
}

/// The three fields of the password's page.
fn fields() -> [By; 3] {
    ["Current password", "New password", "Confirm new password"].map(|label| role("textbox", label))
}

/// The password's button while it can't be pressed.
fn inactive(button: &str) -> By {
    xpath(&format!(
        "//main//button[normalize-space(.)='{button}' and @aria-disabled='true']"
    ))
}

/// On the password's page: a wrong current password is refused and nothing typed is lost; the right one counts, other sessions end, and the
/// old password no longer signs in.
async fn changed(app: &App<'_>, server: &ServiceServer, button: &str) -> Outcome {
    let [current, new, confirm] = fields();
    let elsewhere = sign_in(server, JIN.email, JIN.password)?;
    app.fill(&current, "not the password").await?;
    app.fill(&new, NEW_PASSWORD).await?;
    app.fill(&confirm, NEW_PASSWORD).await?;
    says(app, "The two match").await?;
    accessible(app, "another password").await?;
    app.click(&enabled(button)).await?;
    says(app, "That password is not right.").await?;
    assert_eq!(app.value_of(&new).await?, NEW_PASSWORD, "nothing typed is lost");
    app.fill(&current, JIN.password).await?;
    app.click(&enabled(button)).await?;
    says(app, "Password updated. The other sessions were signed out.").await?;
    let ended = call(server, "GET", PROFILE, Some(&elsewhere), &Value::Null)?;
    assert_eq!(ended.0, 401, "{ended:?}");
    assert!(sign_in(server, JIN.email, JIN.password).is_err(), "the old one is over");
    sign_in(server, JIN.email, NEW_PASSWORD).map(drop)
}

/// (W2) The button is active only when all of it holds: nine characters, three kinds, twice the same. Refused: a wrong current password.
#[tokio::test]
async fn w2_the_password_is_updated() -> Outcome {
    let server = service("whatap");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    go(&app, "User password", "User password").await?;
    let [current, new, confirm] = fields();
    app.find(&inactive("Update Password")).await?;
    app.fill(&current, JIN.password).await?;
    for (typed, missing) in [
        ("Ab3-defg", "Make it longer: 9 characters or more."),
        ("abcdefg-hij", "Add another kind of character"),
        (NEW_PASSWORD, "Confirm the new password."),
    ] {
        app.fill(&new, typed).await?;
        says(&app, missing).await?;
        app.find(&inactive("Update Password")).await?;
    }
    app.fill(&confirm, "Copper-Violin-84").await?;
    says(&app, "The new password and its confirmation differ.").await?;
    app.find(&inactive("Update Password")).await?;
    changed(&app, &server, "Update Password").await?;

    sign_out(&app).await?;
    sign_in_again(&app, JIN.password).await?;
    says(&app, "The email or the password is not right.").await?;
    app.fill(&role("textbox", "Password"), NEW_PASSWORD).await?;
    app.click(&role("button", "Log in")).await?;
    signed_in(&app).await?;
    app.close().await
}

/// (C3) Current, new, confirm, and `OK`. Refused: a common password is said to be one before it is sent, and a wrong current one after.
#[tokio::test]
async fn c3_the_password_is_changed() -> Outcome {
    let server = service("carecall");
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    app.click(&role("tab", "Change password")).await?;
    let [current, new, confirm] = fields();
    app.fill(&current, JIN.password).await?;
    app.fill(&new, "password123").await?;
    app.fill(&confirm, "password123").await?;
    says(&app, "Not a commonly used password , not met").await?;
    app.find(&inactive("OK")).await?;
    app.find(&css("main input[autocomplete='current-password']")).await?;
    changed(&app, &server, "OK").await?;
    app.close().await
}
