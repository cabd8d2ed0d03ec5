//! The leak check: off until it is switched on, asked by the beginning of a hash, said beside the password, never in the way.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, shown, xpath};
use gatehouse_tests::sink::Sink;
use gatehouse_tests::walk_account::{JIN, accessible, go, practice_sign_up, says};

const LEAKED: &str = "Harbour-Lamp-99";
const UNKNOWN: &str = "Quiet-Heron-4711";

/// The SHA-1 of a text in capitals, as sha1sum tells it.
fn sha1(text: &str) -> String {
    let mut sum = Command::new("sha1sum")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    sum.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let told = String::from_utf8(sum.wait_with_output().unwrap().stdout).unwrap();
    told[..40].to_uppercase()
}

/// A service that knows one leaked password, 42 times.
fn knows_one() -> Sink {
    let leaked = sha1(LEAKED);
    Sink::start(move |_| {
        let list = format!("{}:42\r\n{}:0\r\n", &leaked[5..], "0".repeat(35));
        ("200 OK", "text/plain", list)
    })
    .unwrap()
}

async fn new_password(app: &App<'_>, words: &str) -> Outcome {
    app.fill(&role("textbox", "New password"), words).await
}

/// From the settings, where only the service's name is beside the page.
async fn back_to_the_password(app: &App<'_>) -> Outcome {
    app.click(&xpath("//aside//button[contains(normalize-space(.), 'WhaTap')]"))
        .await?;
    go(app, "User password", "User password").await
}

async fn settings(app: &App<'_>) -> Outcome {
    app.click(&css("[aria-keyshortcuts='Control+,']")).await?;
    app.find(&heading("Settings")).await.map(drop)
}

/// A leaked password is said to be one, and can be used all the same; of it only five digits of its hash leave the app.
#[tokio::test]
async fn a_leaked_password_is_said_to_be_one() -> Outcome {
    let sink = knows_one();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    practice_sign_up(&app, "WhaTap", JIN).await?;
    go(&app, "User password", "User password").await?;
    new_password(&app, LEAKED).await?;
    says(&app, "Strong").await?;
    tokio::time::sleep(Duration::from_secs(2)).await;
    app.gone(&shown("known leaks")).await?;
    new_password(&app, "").await?;

    settings(&app).await?;
    app.click(&role("switch", "Check new passwords for leaks")).await?;
    let address = role("textbox", "Leak check service");
    app.fill(&address, "http://leaks.example/range/").await?;
    app.press(&["Tab"])?;
    says(&app, "This is not an address").await?;
    app.fill(&address, &format!("{}/range/", sink.address())).await?;
    app.press(&["Tab"])?;
    says(&app, "Saved").await?;
    accessible(&app, "settings with the leak check").await?;
    assert_eq!(sink.asked(), Vec::<String>::new(), "nothing was asked while it was off");

    back_to_the_password(&app).await?;
    app.fill(&role("textbox", "Current password"), JIN.password).await?;
    new_password(&app, LEAKED).await?;
    says(&app, "Found 42 times in known leaks.").await?;
    accessible(&app, "a leaked password").await?;
    new_password(&app, UNKNOWN).await?;
    says(&app, "Not found in known leaks.").await?;
    new_password(&app, LEAKED).await?;
    app.fill(&role("textbox", "Confirm new password"), LEAKED).await?;
    says(&app, "Found 42 times in known leaks.").await?;
    app.click(&css("[data-save]:not([aria-disabled])")).await?;
    says(&app, "Password updated.").await?;
    for head in sink.asked() {
        let (path, hashes) = (head.split(' ').nth(1).unwrap(), [sha1(LEAKED), sha1(UNKNOWN)]);
        let known = hashes.iter().any(|hash| path == format!("/range/{}", &hash[..5]));
        assert!(
            known && !hashes.iter().any(|hash| head.contains(&hash[5..12])),
            "{head}"
        );
    }
    app.close().await
}

/// Refused: a service that answers something else is said not to have answered, and keeps nobody waiting.
#[tokio::test]
async fn a_leak_check_that_does_not_answer_is_not_in_the_way() -> Outcome {
    let sink = Sink::start(|_| ("200 OK", "text/html", "<html>a hotel</html>".to_owned())).unwrap();
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Try the practice server").containing())
        .await?;
    practice_sign_up(&app, "WhaTap", JIN).await?;
    settings(&app).await?;
    app.click(&role("switch", "Check new passwords for leaks")).await?;
    app.fill(&role("textbox", "Leak check service"), sink.address()).await?;
    app.press(&["Tab"])?;
    says(&app, "Saved").await?;
    back_to_the_password(&app).await?;
    app.fill(&role("textbox", "Current password"), JIN.password).await?;
    new_password(&app, LEAKED).await?;
    app.fill(&role("textbox", "Confirm new password"), LEAKED).await?;
    says(&app, "The leak check did not answer. You can go on.").await?;
    accessible(&app, "no answer from the leak check").await?;
    app.click(&css("[data-save]:not([aria-disabled])")).await?;
    says(&app, "Password updated.").await?;
    app.close().await
}
