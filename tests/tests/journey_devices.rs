//! Mobile device: tested, left out when it is gone, deleted after a question.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{Desk, DeskOptions, Outcome, css, role, shown};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk_account::{JIN, accessible, enabled, go, practice_sign_up, says, sign_up_at, signed_in};

const PAGE: &str = "Mobile device";

/// (W17) A device is tested and says when it arrived. One that is gone fails its test: it says so, and no alert goes to it. It is
/// deleted after a question.
#[tokio::test]
async fn w17_a_device_that_is_gone_fails_its_test_and_is_excluded() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    practice_sign_up(&app, "WhaTap", JIN).await?;
    go(&app, PAGE, PAGE).await?;
    says(&app, "No device yet").await?;
    accessible(&app, "no device").await?;
    app.click(&role("button", "Add one that answers")).await?;
    app.find(&role("button", "Test Sample that answers")).await?;
    app.click(&role("button", "Add one that is gone")).await?;
    app.find(&role("button", "Test Sample that is gone")).await?;
    accessible(&app, "two devices").await?;

    app.click(&role("button", "Test Sample that answers")).await?;
    says(&app, "Delivered today at").await?;
    app.click(&role("button", "Test Sample that is gone")).await?;
    says(&app, "Excluded from alerts").await?;
    says(&app, "open the app there and log in again").await?;
    assert_eq!(app.find_all(&css(".copied")).await?.len(), 1);
    accessible(&app, "a device that is gone").await?;

    go(&app, "Alert notification setting", "Alert notification setting").await?;
    says(&app, "1 device is told").await?;
    app.click(&enabled("Send a test alert")).await?;
    app.click(&css("dialog [type=submit]")).await?;
    says(&app, "2 of 5 got it.").await?;
    says(&app, "The device is excluded: its last notice did not arrive.").await?;
    accessible(&app, "a test alert with devices").await?;
    app.click(&role("button", "Close")).await?;

    go(&app, PAGE, PAGE).await?;
    app.click(&role("button", "Delete Sample that is gone")).await?;
    says(&app, "Delete the device ‘Sample that is gone’?").await?;
    accessible(&app, "delete a device").await?;
    app.press(&["Escape"])?;
    app.find(&role("button", "Test Sample that is gone")).await?;
    app.click(&role("button", "Delete Sample that is gone")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    app.gone(&role("button", "Test Sample that is gone")).await?;
    app.find(&role("button", "Test Sample that answers")).await?;
    app.close().await
}

/// (W17) Refused: at a service that is not for practice there are no samples to add, and without an app no device.
#[tokio::test]
async fn w17_only_an_app_can_add_a_device_at_a_real_service() -> Outcome {
    let server = ServiceServer::start(&ServiceOptions {
        preset: "whatap".into(),
        ..ServiceOptions::default()
    })?;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    signed_in(&app).await?;
    go(&app, PAGE, PAGE).await?;
    says(&app, "No device yet").await?;
    says(
        &app,
        "A device is added by itself when you log in to the WhaTap mobile app on it.",
    )
    .await?;
    app.gone(&shown("Sample devices")).await?;
    app.close().await
}
