//! QR codes read off the screen, where another program shows them: behind the app's own window, on several monitors, and by the
//! portal of a Wayland desktop.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use gatehouse_tests::desk::{Desk, DeskOptions, Outcome, Running, css, role, text};
use gatehouse_tests::walk::codes::{nothing_for_axe, picture_of, same_as_oathtool, save_preview};
use gatehouse_tests::walk::first_vault;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const BANK: &str = "otpauth://totp/Bank:joon?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bank";

fn shown_at(desk: &Desk, picture: &Path, x: &str, y: &str) -> Outcome<Running> {
    desk.start_tool("picture_window", &[&picture.display().to_string(), x, y])
}

#[tokio::test]
async fn a_code_behind_the_window_is_found() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    let place = app.window()?;
    let _other = shown_at(&desk, &picture_of(&desk, "code.png", GITHUB)?, "500", "300")?;
    app.press(&["ctrl+shift+s"])?;
    app.find(&text("Found 1 code")).await?;
    nothing_for_axe(&app, "what the screen shows").await?;
    save_preview(&app).await?;
    same_as_oathtool(&app, "GitHub, mina", SECRET).await?;
    // The window is back where it was, and has the keyboard.
    let back = app.window()?;
    assert_eq!((back.x, back.y, back.width), (place.x, place.y, place.width));
    app.close().await
}

#[tokio::test]
async fn every_monitor_is_looked_at() -> Outcome {
    let desk = Desk::start(DeskOptions {
        size: (1600, 800),
        ..DeskOptions::default()
    })?;
    desk.run("xrandr", ["--setmonitor", "left", "800/200x800/200+0+0", "screen"])?;
    desk.run("xrandr", ["--setmonitor", "right", "800/200x800/200+800+0", "none"])?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    let _left = shown_at(&desk, &picture_of(&desk, "left.png", GITHUB)?, "40", "40")?;
    let _right = shown_at(&desk, &picture_of(&desk, "right.png", BANK)?, "1200", "440")?;
    app.click(&role("button", "Scan the screen").containing()).await?;
    app.find(&text("Found 2 codes")).await?;
    app.click(&role("button", "Save 2 codes")).await?;
    app.gone(&css("dialog[open]")).await?;
    same_as_oathtool(&app, "GitHub, mina", SECRET).await?;
    same_as_oathtool(&app, "Bank, joon", OTHER_SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn a_screen_without_a_code_is_said_and_can_be_looked_at_again() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    app.press(&["ctrl+n"])?;
    app.click(&role("tab", "Scan screen")).await?;
    nothing_for_axe(&app, "the screen to be scanned").await?;
    app.click(&role("button", "Scan the screen")).await?;
    app.find(&text("No code found")).await?;
    let _other = shown_at(&desk, &picture_of(&desk, "code.png", GITHUB)?, "500", "300")?;
    app.click(&role("button", "Scan again")).await?;
    app.find(&text("Found 1 code")).await?;
    app.close().await
}

#[tokio::test]
async fn under_wayland_the_portal_is_asked_and_its_picture_deleted() -> Outcome {
    let mut desk = Desk::start(DeskOptions::default())?;
    desk.set("WAYLAND_DISPLAY", "wayland-of-nobody");
    let picture = picture_of(&desk, "code.png", GITHUB)?;
    let folder = desk.folder().join("home");
    let words = [picture.display().to_string(), folder.display().to_string()];
    let portal = desk.start_tool("screenshot_portal", &[&words[0], &words[1]])?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    app.press(&["ctrl+shift+s"])?;
    app.find(&text("Found 1 code")).await?;
    save_preview(&app).await?;
    same_as_oathtool(&app, "GitHub, mina", SECRET).await?;
    let handed = folder.join("Screenshot.png");
    assert!(
        desk.log_text("screenshot_portal")
            .contains(&handed.display().to_string())
    );
    assert!(!handed.exists(), "the portal's picture of the screen is still there");

    // Declining is no failure: nothing is added, and nothing is said.
    drop(portal);
    let _declining = desk.start_tool("screenshot_portal", &["decline"])?;
    app.press(&["ctrl+shift+s"])?;
    app.until("the portal declines", || async {
        Ok(desk.log_text("screenshot_portal").contains("declined"))
    })
    .await?;
    app.gone(&css("dialog[open]")).await?;
    app.close().await
}
