//! Alert notification setting: level, days, hours and ways; and the test alert that says who gets it and why not.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, By, Desk, DeskOptions, Outcome, css, heading, role, shown, xpath};
use gatehouse_tests::walk_account::{JIN, accessible, enabled, go, place, practice_sign_up, says};

const PAGE: &str = "Alert notification setting";

/// Signs up at the practice server and opens the page.
async fn opened(app: &App<'_>) -> Outcome {
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    practice_sign_up(app, "WhaTap", JIN).await?;
    go(app, PAGE, PAGE).await?;
    says(app, "These settings do not apply to projects already created").await
}

async fn days(app: &App<'_>) -> Outcome<usize> {
    Ok(app.find_all(&css(".day[aria-pressed='true']")).await?.len())
}

async fn hours(app: &App<'_>, from: &str, to: &str) -> Outcome {
    app.fill(&role("textbox", "From"), from).await?;
    app.fill(&role("textbox", "To"), to).await?;
    app.press(&["Tab"])
}

fn in_dialog(kind: &str, words: &str) -> By {
    xpath(&format!(
        "//dialog//button[@role='{kind}' and normalize-space(.)='{words}']"
    ))
}

/// What the report says of a way.
async fn fate(app: &App<'_>, way: &str) -> Outcome<String> {
    let row = format!("//dialog//li[.//*[starts-with(normalize-space(.), '{way}')]]//*[contains(@class, 'desc')]");
    app.text_of(&xpath(&row)).await
}

/// (W16) Level, days, hours and ways are saved, said in a line, and there after a restart. SMS can't be chosen without a number.
#[tokio::test]
async fn w16_alert_reception_by_level_days_hours_and_ways() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    opened(&app).await?;
    says(&app, "Every day, all day, all levels").await?;
    says(&app, "Seoul time").await?;
    accessible(&app, "alert settings").await?;
    says(&app, "Register a mobile number first.").await?;
    app.find(&css(".ways input:disabled")).await?;

    app.click(&role("radio", "Fatal").containing()).await?;
    app.click(&role("button", "Weekdays")).await?;
    assert_eq!(days(&app).await?, 5);
    hours(&app, "8", "2030").await?;
    assert_eq!(app.value_of(&role("textbox", "From")).await?, "08:00");
    assert_eq!(app.value_of(&role("textbox", "To")).await?, "20:30");
    says(&app, "Monday to Friday, 08:00 to 20:30, fatal only").await?;
    accessible(&app, "alert settings, changed").await?;
    app.click(&place("Sessions")).await?;
    says(&app, "Leave without saving?").await?;
    app.click(&role("button", "Keep editing")).await?;
    app.click(&enabled("Save")).await?;
    says(&app, "Saved today at").await?;
    app.close().await?;

    let app = desk.launch(&[]).await?;
    app.click(&place("WhaTap (practice)")).await?;
    app.find(&heading("User information")).await?;
    go(&app, PAGE, PAGE).await?;
    says(&app, "Monday to Friday, 08:00 to 20:30, fatal only").await?;
    hours(&app, "22:00", "06:00").await?;
    says(&app, "It goes on into the next day.").await?;
    assert_eq!(app.find_all(&css(".hours i")).await?.len(), 2);
    app.close().await
}

/// (W16) Refused: no day, no way, an empty range and what is no time; each is said where it is, and nothing is lost or sent.
#[tokio::test]
async fn w16_no_day_no_way_and_no_range_are_refused() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    opened(&app).await?;
    for day in ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"] {
        app.click(&role("button", day)).await?;
    }
    assert_eq!(days(&app).await?, 0);
    app.click(&enabled("Save")).await?;
    says(&app, "Choose at least one day.").await?;
    let focused = app.script("return document.activeElement.className", vec![]).await?;
    assert!(focused.as_str().expect("a class").starts_with("day"), "{focused}");
    accessible(&app, "alert settings without a day").await?;
    app.click(&role("button", "Every day")).await?;
    app.gone(&shown("Choose at least one day.")).await?;

    app.click(&role("checkbox", "Email")).await?;
    app.click(&role("checkbox", "Mobile device")).await?;
    app.click(&enabled("Save")).await?;
    says(&app, "Choose at least one way.").await?;
    app.click(&role("checkbox", "Email")).await?;
    hours(&app, "08:00", "8:00").await?;
    app.click(&enabled("Save")).await?;
    says(&app, "The end is the same as the beginning.").await?;
    hours(&app, "08:00", "soon").await?;
    says(&app, "Enter a time such as 08:30.").await?;
    assert_eq!(
        app.value_of(&role("textbox", "To")).await?,
        "soon",
        "nothing typed is lost"
    );
    app.click(&role("button", "Discard")).await?;
    says(&app, "Every day, all day, all levels").await?;
    app.close().await
}

/// (W16) A test alert goes by what is saved: who got it is in the outbox, who did not has every reason. Refused: at no time.
#[tokio::test]
async fn w16_a_test_alert_says_who_got_it_and_why_not() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    opened(&app).await?;
    app.click(&enabled("Send a test alert")).await?;
    app.find(&css("dialog[open] [type=submit]")).await?;
    accessible(&app, "test alert").await?;
    app.click(&css("dialog [type=submit]")).await?;
    says(&app, "1 of 4 got it.").await?;
    assert_eq!(fate(&app, "Email").await?, "Sent.");
    assert_eq!(
        fate(&app, "SMS").await?,
        "This way is not chosen. No number is registered."
    );
    assert_eq!(fate(&app, "Mobile device").await?, "No device is registered.");
    accessible(&app, "test alert, sent").await?;
    app.click(&role("button", "Close")).await?;

    app.click(&role("radio", "Fatal").containing()).await?;
    hours(&app, "22:00", "06:00").await?;
    app.click(&enabled("Save")).await?;
    says(&app, "Saved today at").await?;
    app.click(&enabled("Send a test alert")).await?;
    app.click(&in_dialog("radio", "Warning")).await?;
    app.click(&in_dialog("radio", "At a chosen time")).await?;
    let time = role("textbox", "Time in Seoul");
    app.fill(&time, "later").await?;
    app.click(&css("dialog [type=submit]")).await?;
    says(&app, "Enter a time such as 08:30.").await?;
    accessible(&app, "test alert at no time").await?;
    app.fill(&time, "1200").await?;
    app.click(&css("dialog [type=submit]")).await?;
    says(&app, "0 of 4 got it.").await?;
    assert_eq!(
        fate(&app, "Email").await?,
        "Only fatal alerts are received. The time is outside the hours."
    );
    app.click(&role("button", "Close")).await?;

    go(&app, "Practice server", "Practice server").await?;
    app.click(&css(".nav-sub .nav-item:nth-child(2)")).await?;
    app.find(&heading("Outbox")).await?;
    says(&app, "Test alert: fatal").await?;
    app.gone(&shown("Test alert: warning")).await?;
    says(&app, "nothing is wrong").await?;
    app.close().await
}
