//! The tray, as the desktop's own menu shows it: pinned codes copied over the bus, in the person's language, nothing of them while
//! locked; and a closed window that stays within reach only where the tray is, and closed until it is asked for.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role};
use gatehouse_tests::walk::codes::{choose, same_as_oathtool, totp, unix_now};
use gatehouse_tests::walk::vault::set_settings;
use gatehouse_tests::walk::{Words, add_address, first_vault};
use serde_json::json;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const BANK_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const BANK: &str =
    "otpauth://totp/Bread%20%26%20Bank:joon_k?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bread%20%26%20Bank";

/// The labels in the tray's menu; none while there is no tray.
fn menu(desk: &Desk) -> Vec<String> {
    let labels = desk.run_tool("tray_host", &["menu"]).unwrap_or_default();
    labels
        .lines()
        .filter(|label| !label.is_empty())
        .map(str::to_owned)
        .collect()
}

async fn shows(app: &App<'_>, labels: &[&str]) -> Outcome {
    app.until(&format!("the tray shows {labels:?}"), || async {
        let now = menu(app.desk());
        if now == labels {
            Ok(true)
        } else {
            Err(gatehouse_tests::desk::Failure::new(format!("{now:?}")))
        }
    })
    .await
}

#[tokio::test]
async fn a_pinned_code_is_copied_from_the_menu() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let _host = desk.start_tool("tray_host", &[])?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    shows(&app, &["Pinned codes appear here", "Open Gatehouse", "Lock", "Quit"]).await?;
    add_address(&app, GITHUB).await?;
    add_address(&app, BANK).await?;
    choose(&app, "Bread & Bank, joon_k", "Pin").await?;
    shows(&app, &["Bread & Bank: joon_k", "Open Gatehouse", "Lock", "Quit"]).await?;

    // Copied and compared within one period.
    app.until("the code is on the clipboard", || async {
        let now = unix_now();
        if now % 30 > 26 {
            return Ok(false);
        }
        desk.run_tool("tray_host", &["choose", "Bread & Bank: joon_k"])?;
        tokio::time::sleep(std::time::Duration::from_millis(300)).await;
        Ok(desk.clipboard()?.as_deref() == Some(totp(&desk, BANK_SECRET, now)?.as_str()))
    })
    .await?;
    let targets = desk.clipboard_targets()?;
    assert!(
        targets.iter().any(|kind| kind == "x-kde-passwordManagerHint"),
        "{targets:?}"
    );

    // The menu follows the language, and knows nothing while locked.
    app.press(&["ctrl+comma"])?;
    app.click(&css("select option[value='ko']")).await?;
    let korean = Words::of("ko")?;
    let say = |key| korean.say(key);
    shows(
        &app,
        &[
            "Bread & Bank: joon_k",
            say("tray.open")?,
            say("tray.lock")?,
            say("tray.quit")?,
        ],
    )
    .await?;
    desk.run_tool("tray_host", &["choose", say("tray.lock")?])?;
    app.find(&heading(say("lock.title")?)).await?;
    shows(&app, &[say("tray.open")?, say("tray.quit")?]).await?;
    desk.run_tool("tray_host", &["choose", say("tray.quit")?])?;
    app.until("the app ends", || async { Ok(!app.lives()) }).await
}

#[tokio::test]
async fn a_closed_window_stays_within_the_trays_reach() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let _host = desk.start_tool("tray_host", &[])?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    shows(&app, &["Pinned codes appear here", "Open Gatehouse", "Lock", "Quit"]).await?;
    app.close_window()?;
    app.until("the window goes", || async { Ok(app.window().is_err()) })
        .await?;
    assert!(app.lives());
    desk.run_tool("tray_host", &["choose", "Open Gatehouse"])?;
    app.until("the window is back", || async { Ok(app.window().is_ok()) })
        .await?;
    same_as_oathtool(&app, "GitHub, mina", SECRET).await?;

    // Switched off, closing it ends the app.
    app.press(&["ctrl+comma"])?;
    app.click(&role("switch", "Keep in the tray")).await?;
    app.until("the tray goes", || async { Ok(menu(&desk).is_empty()) })
        .await?;
    app.close_window()?;
    app.until("the app ends", || async { Ok(!app.lives()) }).await
}

#[tokio::test]
async fn locking_leaves_a_closed_window_closed() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let _host = desk.start_tool("tray_host", &[])?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    shows(&app, &["Pinned codes appear here", "Open Gatehouse", "Lock", "Quit"]).await?;
    app.close_window()?;
    app.until("the window goes", || async { Ok(app.window().is_err()) })
        .await?;
    desk.run_tool("tray_host", &["choose", "Lock"])?;
    shows(&app, &["Open Gatehouse", "Quit"]).await?;
    // The page has begun anew meanwhile.
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    assert!(app.window().is_err());
    desk.run_tool("tray_host", &["choose", "Open Gatehouse"])?;
    app.until("the window is back", || async { Ok(app.window().is_ok()) })
        .await?;
    app.find(&heading("Gatehouse is locked")).await.map(drop)
}

#[tokio::test]
async fn without_a_tray_closing_the_window_ends_the_app() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    app.press(&["ctrl+comma"])?;
    app.find(&gatehouse_tests::desk::text("This desktop shows no tray"))
        .await?;
    app.close_window()?;
    app.until("the app ends", || async { Ok(!app.lives()) }).await
}

#[tokio::test]
async fn a_start_at_login_shows_no_window_where_the_tray_is() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    set_settings(&desk, &json!({ "settled": true }))?;
    let _host = desk.start_tool("tray_host", &[])?;
    let app = desk.launch(&["--in-tray"]).await?;
    shows(&app, &["Open Gatehouse", "Quit"]).await?;
    tokio::time::sleep(std::time::Duration::from_secs(4)).await;
    assert!(app.window().is_err());
    desk.run_tool("tray_host", &["choose", "Open Gatehouse"])?;
    app.until("the window opens", || async { Ok(app.window().is_ok()) })
        .await
}
