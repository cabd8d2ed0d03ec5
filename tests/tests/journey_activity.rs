//! Last activity: sign-ins, failed ones and changes on the sessions page, where the service tells them.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{Desk, DeskOptions, Outcome, css, heading, role, shown};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk_account::{JIN, accessible, go, says, sign_up_at, signed_in};
use serde_json::json;

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:143.0) Gecko/20100101 Firefox/143.0";
const LOGIN: &str = "/_allauth/app/v1/auth/login";

/// Somebody at another computer tries to sign in: the person sees it, with the client and the address, and their own sign-in.
/// Many tries are folded until all are asked for.
#[tokio::test]
async fn the_last_activity_tells_who_tried() -> Outcome {
    let server = ServiceServer::start(&ServiceOptions {
        preset: "whatap".into(),
        ..ServiceOptions::default()
    })?;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    signed_in(&app).await?;
    let guess = json!({"email": JIN.email, "password": "a wrong guess"});
    server.post(LOGIN, &[("User-Agent", FIREFOX)], &guess)?;
    go(&app, "Sessions", "Sessions").await?;
    app.find(&heading("Last activity")).await?;
    says(&app, "Failed sign-in").await?;
    says(&app, "Firefox on Windows, 127.0.0.1, today at").await?;
    says(&app, "Signed in").await?;
    accessible(&app, "sessions with activity").await?;

    for _ in 0..6 {
        server.post(LOGIN, &[("User-Agent", "curl/8.14.1")], &guess)?;
    }
    go(&app, "User information", "User information").await?;
    go(&app, "Sessions", "Sessions").await?;
    says(&app, "curl, 127.0.0.1, today at").await?;
    app.gone(&shown("Firefox on Windows")).await?;
    app.click(&role("button", "Show all 8")).await?;
    says(&app, "Firefox on Windows, 127.0.0.1, today at").await?;
    app.close().await
}

/// Refused: a service that keeps no such list shows none.
#[tokio::test]
async fn a_service_that_tells_no_activity_shows_none() -> Outcome {
    let server = ServiceServer::start(&ServiceOptions::default())?;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    signed_in(&app).await?;
    go(&app, "Sessions", "Sessions").await?;
    says(&app, "No other session is open.").await?;
    app.find(&css("main .list-row")).await?;
    app.gone(&shown("Last activity")).await?;
    app.close().await
}
