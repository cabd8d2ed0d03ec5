//! Marketing option: agreed to and withdrawn, with the date, and nothing lost while the service is away.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, shown};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk_account::{
    JIN, accessible, enabled, go, place, practice_sign_up, says, sign_up_at, signed_in,
};

const PAGE: &str = "Marketing option";

async fn chosen(app: &App<'_>, words: &str) -> Outcome {
    app.find(&css(".radio-card.is-on input:checked")).await?;
    let shown = app.text_of(&css(".radio-card.is-on .title")).await?;
    assert_eq!(shown, words);
    Ok(())
}

/// (W19) Who was never asked has not agreed. Agreeing has a date, which is still there after a restart; so has withdrawing it.
#[tokio::test]
async fn w19_marketing_option_with_its_date() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    practice_sign_up(&app, "WhaTap", JIN).await?;
    go(&app, PAGE, PAGE).await?;
    says(&app, "You have not been asked yet").await?;
    chosen(&app, "Disagree").await?;
    accessible(&app, "marketing option").await?;
    app.click(&role("radio", "Agree").containing()).await?;
    says(&app, "1 unsaved change").await?;
    app.click(&place("Sessions")).await?;
    says(&app, "Leave without saving?").await?;
    app.click(&role("button", "Keep editing")).await?;
    app.click(&enabled("Save")).await?;
    says(&app, "You agreed today at").await?;
    accessible(&app, "marketing option, agreed").await?;
    app.close().await?;

    let app = desk.launch(&[]).await?;
    app.click(&place("WhaTap (practice)")).await?;
    app.find(&heading("User information")).await?;
    go(&app, PAGE, PAGE).await?;
    says(&app, "You agreed today at").await?;
    chosen(&app, "Agree").await?;
    app.click(&role("radio", "Disagree").containing()).await?;
    app.click(&enabled("Save")).await?;
    says(&app, "You disagreed today at").await?;
    app.close().await
}

/// (W19) Refused: a service that is away changes nothing, says so, and the choice is still there when it is back.
#[tokio::test]
async fn w19_a_service_that_is_away_changes_nothing() -> Outcome {
    let mut server = ServiceServer::start(&ServiceOptions {
        preset: "whatap".into(),
        ..ServiceOptions::default()
    })?;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    signed_in(&app).await?;
    go(&app, PAGE, PAGE).await?;
    says(&app, "You have not been asked yet").await?;
    app.click(&role("radio", "Agree").containing()).await?;
    server.stop();
    app.click(&enabled("Save")).await?;
    says(&app, "The service did not answer. Nothing was changed.").await?;
    chosen(&app, "Agree").await?;
    accessible(&app, "marketing option while the service is away").await?;
    server.start_again()?;
    app.click(&enabled("Save")).await?;
    says(&app, "You agreed today at").await?;
    app.gone(&shown("The service did not answer.")).await?;
    app.close().await
}
