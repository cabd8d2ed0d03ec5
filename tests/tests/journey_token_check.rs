//! The token check: WhaTap's Open API is asked about the API token when the person presses, and not before; of its answer the
//! account and the number of projects are shown, and nothing of the projects' own tokens is kept.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use gatehouse_tests::desk::{Desk, DeskOptions, Outcome, css, role, text};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::sink::Sink;
use gatehouse_tests::walk_account::{JIN, accessible, go, prove_until, says, sign_up_at};

/// A project's own token, as the answer holds one for each.
const PROJECT_TOKEN: &str = "x2tggtnopk2t9-canary-51f7";

/// (W18) The token is sent when asked, and its account and projects are shown. Refused: a token that WhaTap does not take.
#[tokio::test]
async fn w18_the_token_is_checked_when_asked() -> Outcome {
    let takes = Arc::new(AtomicBool::new(true));
    let say = Arc::clone(&takes);
    let sink = Sink::start(move |_| {
        if !say.load(Ordering::SeqCst) {
            return ("401 Unauthorized", "application/json", "{}".to_owned());
        }
        let one = format!(r#"{{"projectCode":5490,"projectName":"Front","apiToken":"{PROJECT_TOKEN}"}}"#);
        let body = format!(r#"{{"account":"jin@whatap.invalid","total":2,"data":[{one},{one}]}}"#);
        ("200 OK", "application/json", body)
    })?;
    let server = ServiceServer::start(&ServiceOptions {
        preset: "whatap".into(),
        whatap_tokens: true,
        ..ServiceOptions::default()
    })?;
    let mut desk = Desk::start(DeskOptions::default())?;
    let open_api = format!("{}/open/api/json/projects", sink.address());
    desk.set("GATEHOUSE_TEST_WHATAP", open_api);
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    go(&app, "API token", "API token").await?;
    accessible(&app, "API token that can be checked").await?;
    assert!(sink.asked().is_empty(), "nobody pressed yet");

    let check = role("button", "Check the token");
    app.click(&check).await?;
    prove_until(&app, JIN.password, &text("WhaTap takes this token.")).await?;
    says(&app, "It belongs to jin@whatap.invalid and opens 2 projects.").await?;
    accessible(&app, "a token that counts").await?;
    let asked = sink.asked();
    assert_eq!(asked.len(), 1, "asked once");
    assert!(
        asked[0].starts_with("GET /open/api/json/projects HTTP/1.1"),
        "{}",
        asked[0]
    );
    let page = app.script("return document.documentElement.outerHTML", vec![]).await?;
    assert!(
        !page.as_str().unwrap().contains(PROJECT_TOKEN),
        "nothing of the projects is in the page"
    );
    assert_eq!(desk.found_in_files(PROJECT_TOKEN), Vec::<std::path::PathBuf>::new());

    takes.store(false, Ordering::SeqCst);
    app.click(&check).await?;
    says(&app, "WhaTap does not take this token.").await?;
    accessible(&app, "a token that does not count").await?;
    app.close().await
}

/// Refused: a service that does not say that WhaTap takes its tokens offers no such question.
#[tokio::test]
async fn w18_other_services_tokens_are_not_sent_to_whatap() -> Outcome {
    let server = ServiceServer::start(&ServiceOptions {
        preset: "whatap".into(),
        ..ServiceOptions::default()
    })?;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    sign_up_at(&app, &server, JIN).await?;
    go(&app, "API token", "API token").await?;
    app.find(&css(".secret")).await?;
    app.gone(&role("button", "Check the token")).await?;
    app.close().await
}
