//! The third door: the practice server, from signing up to a changed password, all in the app's own window.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, xpath};
use gatehouse_tests::walk_account::{
    JIN, accessible, code_from_outbox, give_mailed_code, go, on_card, place, practice_sign_up, says, sign_in_again,
    sign_out, signed_in,
};

const NEW_PASSWORD: &str = "Copper-Violin-83";
const ACCOUNT: &str = "WhaTap (practice)";

/// (b) Sign up with the code of the outbox; user information is saved and there after a restart; the password is changed
/// and the old one refused.
#[tokio::test]
async fn practice_from_sign_up_to_a_new_password() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.find(&heading("Welcome to Gatehouse")).await?;
    accessible(&app, "welcome").await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    app.find(&heading("Practice server")).await?;
    accessible(&app, "practice server").await?;
    sign_up(&app).await?;
    save_profile(&app).await?;
    app.close().await?;

    let app = desk.launch(&[]).await?;
    app.click(&place(ACCOUNT)).await?;
    profile_is_there(&app).await?;
    change_password(&app).await?;
    sign_out(&app).await?;
    accessible(&app, "signed out").await?;
    sign_in_again(&app, JIN.password).await?;
    says(&app, "The email or the password is not right.").await?;
    accessible(&app, "refused sign-in").await?;
    app.fill(&role("textbox", "Password"), NEW_PASSWORD).await?;
    app.click(&role("button", "Log in")).await?;
    signed_in(&app).await?;
    app.find(&heading("User information")).await?;
    app.close().await
}

/// A practice service whose files are damaged takes nothing with it, and a reset mends it.
#[tokio::test]
async fn a_broken_practice_service_starts_afresh() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let folder = desk.gatehouse_home().join("practice/whatap");
    std::fs::create_dir_all(&folder)?;
    std::fs::write(folder.join("service.sqlite3"), "no database at all".repeat(100))?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    app.find(&on_card("CLOVA CareCall", "Sign in with the sample account"))
        .await?;
    says(&app, "It can’t be opened: its files are damaged.").await?;
    app.gone(&on_card("WhaTap", "Sign up")).await?;
    accessible(&app, "a broken practice server").await?;
    app.click(&role("button", "Open outbox").containing()).await?;
    app.find(&heading("Outbox")).await?;
    says(&app, "The outbox is empty").await?;
    app.click(&place("Overview")).await?;
    app.click(&role("button", "Reset WhaTap")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    app.find(&on_card("WhaTap", "Sign in with the sample account")).await?;
    practice_sign_up(&app, "WhaTap", JIN).await?;
    signed_in(&app).await?;
    app.close().await
}

async fn sign_up(app: &App<'_>) -> Outcome {
    app.click(&on_card("WhaTap", "Sign up")).await?;
    app.find(&heading("Sign up at WhaTap")).await?;
    app.fill(&role("textbox", "Email"), JIN.email).await?;
    app.fill(&role("textbox", "Password"), "short").await?;
    says(app, "At least 9 characters long").await?;
    app.find(&xpath(
        "//button[normalize-space(.)='Sign up' and @aria-disabled='true']",
    ))
    .await?;
    accessible(app, "sign up").await?;
    app.fill(&role("textbox", "Password"), JIN.password).await?;
    app.click(&xpath("//button[normalize-space(.)='Sign up' and not(@aria-disabled)]"))
        .await?;
    app.find(&heading("Verify the email address")).await?;
    give_mailed_code(app, "000000").await?;
    says(app, "That code is not right.").await?;
    accessible(app, "verify the address").await?;

    app.click(&role("button", "Open outbox")).await?;
    app.find(&heading("Outbox")).await?;
    accessible(app, "outbox").await?;
    app.click(&role("button", "Copy code")).await?;
    says(app, "Copied, clears in").await?;
    let copied = app.desk().clipboard()?.unwrap_or_default();
    app.click(&role("button", "Back to signing in")).await?;
    let code = code_from_outbox(app).await?;
    assert_eq!(copied, code, "the copied code is the one that is shown");
    give_mailed_code(app, &code).await?;
    app.find(&heading("User information")).await.map(drop)
}

async fn save_profile(app: &App<'_>) -> Outcome {
    app.fill(&role("textbox", "Name"), "Jin Seo").await?;
    app.fill(&role("textbox", "Company").containing(), "Harbour Works")
        .await?;
    let language = app.find(&role("combobox", "Language")).await?;
    language.select_by_value("ja").await?;
    app.click(&role("combobox", "Timezone")).await?;
    app.type_keys("Lisbon")?;
    app.press(&["Return"])?;
    says(app, "4 unsaved changes").await?;
    accessible(app, "user information, changed").await?;
    app.click(&role("button", "Save")).await?;
    says(app, "Saved today at").await
}

async fn profile_is_there(app: &App<'_>) -> Outcome {
    app.find(&heading("User information")).await?;
    assert_eq!(app.value_of(&role("textbox", "Name")).await?, "Jin Seo");
    assert_eq!(
        app.value_of(&role("textbox", "Company").containing()).await?,
        "Harbour Works"
    );
    assert_eq!(app.value_of(&role("combobox", "Language")).await?, "ja");
    let zone = app.value_of(&role("combobox", "Timezone")).await?;
    assert!(zone.contains("Lisbon"), "{zone}");
    accessible(app, "user information").await
}

async fn change_password(app: &App<'_>) -> Outcome {
    go(app, "User password", "User password").await?;
    let (current, new, confirm) = (
        role("textbox", "Current password"),
        role("textbox", "New password"),
        role("textbox", "Confirm new password"),
    );
    app.fill(&current, "not the password").await?;
    app.fill(&new, "copper").await?;
    says(app, "At least 9 characters long , not met").await?;
    app.fill(&new, NEW_PASSWORD).await?;
    says(app, "At least 9 characters long , met").await?;
    app.fill(&confirm, NEW_PASSWORD).await?;
    says(app, "The two match").await?;
    accessible(app, "user password").await?;
    let update = xpath("//button[normalize-space(.)='Update Password' and not(@aria-disabled)]");
    app.click(&update).await?;
    app.find(&css("input[aria-invalid='true'][autocomplete='current-password']"))
        .await?;
    says(app, "That password is not right.").await?;
    assert_eq!(app.value_of(&new).await?, NEW_PASSWORD, "nothing typed is lost");
    app.fill(&current, JIN.password).await?;
    app.click(&update).await?;
    says(app, "Password updated.").await
}

/// Accounts at two services stand side by side, each in its own words.
#[tokio::test]
async fn two_practice_accounts_side_by_side() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    practice_sign_up(&app, "WhaTap", JIN).await?;
    app.find(&heading("User information")).await?;
    practice_sign_up(&app, "CLOVA CareCall", JIN).await?;
    app.find(&heading("Manage account")).await?;
    accessible(&app, "tabs").await?;
    app.find(&role("tab", "Security settings")).await?;
    app.click(&place(ACCOUNT)).await?;
    app.find(&heading("User information")).await?;
    sign_out(&app).await?;
    app.click(&place("CLOVA CareCall (practice)")).await?;
    app.find(&role("textbox", "Task").containing()).await?;
    app.gone(&role("button", "Sign in again")).await?;
    app.close().await
}
