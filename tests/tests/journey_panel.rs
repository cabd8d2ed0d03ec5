//! The quick panel: keys that work in every program bring it up, a code is found and copied by the keyboard alone, and it is gone.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;
use std::time::Duration;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, Window, css, heading, role, text};
use gatehouse_tests::walk::codes::{nothing_for_axe, totp, unix_now};
use gatehouse_tests::walk::{add_address, first_vault};
use serde_json::json;

const BANK_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const BANK: &str = "otpauth://totp/Bank:joon?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bank";

/// The panel's window, while it is on the screen.
fn panel(app: &App<'_>) -> Option<Window> {
    let windows = app.desk().windows_of(app.pid()).ok()?;
    windows
        .into_iter()
        .find(|window| (window.width, window.height) == (380, 480))
}

/// Presses keys that any program would get, until the panel is up, and gives it the focus as a window manager does.
async fn bring_up(app: &App<'_>, keys: &str) -> Outcome<Window> {
    app.until("the panel is up", || async {
        if panel(app).is_none() {
            app.desk().xdotool(["key", keys])?;
            tokio::time::sleep(Duration::from_millis(700)).await;
        }
        Ok(panel(app).is_some())
    })
    .await?;
    let window = panel(app).unwrap();
    app.desk().xdotool(["windowfocus", "--sync", &window.id])?;
    Ok(window)
}

async fn goes(app: &App<'_>) -> Outcome {
    app.until("the panel goes", || async { Ok(panel(app).is_none()) }).await
}

fn typed(desk: &Desk, words: &str, then: &str) -> Outcome {
    desk.xdotool(["type", "--delay", "30", "--", words])?;
    // The list answers to each letter; Enter means what is on the screen.
    std::thread::sleep(Duration::from_millis(700));
    desk.xdotool(["key", then]).map(|_| ())
}

#[tokio::test]
async fn a_code_is_copied_without_the_mouse() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    add_address(&app, BANK).await?;
    let panel = bring_up(&app, "ctrl+alt+o").await?;
    // In the middle of the screen, whatever the main window does.
    assert_eq!(panel.x, (1280 - 380) / 2);
    while unix_now() % 30 > 24 {
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    let at = unix_now();
    typed(&desk, "bank", "Return")?;
    goes(&app).await?;
    assert_eq!(desk.clipboard()?, Some(totp(&desk, BANK_SECRET, at)?));

    // Escape leaves it, and the same keys bring it back, with nothing of the last search.
    bring_up(&app, "ctrl+alt+o").await?;
    desk.xdotool(["key", "Escape"])?;
    goes(&app).await?;
    bring_up(&app, "ctrl+alt+o").await?;
    desk.xdotool(["key", "ctrl+o"])?;
    goes(&app).await?;
    app.close().await
}

#[tokio::test]
async fn of_a_locked_vault_the_panel_shows_nothing() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    bring_up(&app, "ctrl+alt+o").await?;
    desk.xdotool(["key", "Escape"])?;
    goes(&app).await?;
    app.press(&["ctrl+l"])?;
    app.find(&heading("Gatehouse is locked")).await?;
    bring_up(&app, "ctrl+alt+o").await?;
    let before = desk.clipboard()?;
    typed(&desk, "git", "Return")?;
    goes(&app).await?;
    assert_eq!(desk.clipboard()?, before);
    app.close().await
}

#[tokio::test]
async fn its_keys_are_changed_in_the_settings() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    app.press(&["ctrl+comma"])?;
    app.find(&text("They work in every program.")).await?;
    nothing_for_axe(&app, "the settings").await?;
    app.click(&role("button", "Change")).await?;
    app.find(&text("Press the keys, with Ctrl or Alt")).await?;
    app.press(&["ctrl+shift+F9"])?;
    app.find(&css("kbd")).await?;
    app.until("the new keys are kept", || async {
        let kept = std::fs::read_to_string(desk.gatehouse_home().join("settings.json"))?;
        Ok(kept.contains("\"Ctrl+Shift+F9\""))
    })
    .await?;
    bring_up(&app, "ctrl+shift+F9").await?;
    desk.xdotool(["key", "Escape"])?;
    goes(&app).await?;
    desk.xdotool(["key", "ctrl+alt+o"])?;
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert!(panel(&app).is_none());
    app.close().await
}

#[tokio::test]
async fn where_programs_have_no_keys_of_their_own_none_are_offered() -> Outcome {
    let mut desk = Desk::start(DeskOptions::default())?;
    desk.set("WAYLAND_DISPLAY", "wayland-of-nobody");
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    app.press(&["ctrl+comma"])?;
    app.find(&text("This desktop does not let programs have keys of their own."))
        .await?;
    assert!(app.find_all(&role("button", "Change")).await?.is_empty());
    app.close().await
}

#[tokio::test]
async fn a_wayland_desktop_gives_keys_when_it_is_asked() -> Outcome {
    let mut desk = Desk::start(DeskOptions::default())?;
    desk.set("WAYLAND_DISPLAY", "wayland-of-nobody");
    let _portal = desk.start_tool("shortcuts_portal", &[])?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    app.press(&["ctrl+comma"])?;
    app.find(&text("This desktop gives keys itself and may ask you which."))
        .await?;
    // Nobody was asked before the person asked for it.
    assert!(!desk.log_text("shortcuts_portal").contains("bound"));
    app.click(&role("button", "Set up")).await?;
    app.find(&text("Meta+Ctrl+O")).await?;
    assert!(desk.log_text("shortcuts_portal").contains("bound CTRL+ALT+o"));
    desk.run_tool("shortcuts_portal", &["press"])?;
    app.until("the panel is up", || async { Ok(panel(&app).is_some()) })
        .await?;
    app.click(&role("button", "Remove")).await?;
    app.find(&role("button", "Set up")).await?;
    assert!(desk.log_text("shortcuts_portal").contains("closed"));
    app.close().await
}

#[tokio::test]
async fn the_main_window_may_not_call_what_is_the_panels() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.find(&css("main")).await?;
    let script = "const done = arguments[arguments.length - 1];
        window.__TAURI_INTERNALS__.invoke(arguments[0], {}).then(() => done('answered'), (error) => done(String(error)));";
    let ask = |name: &'static str| app.client().execute_async(script, vec![json!(name)]);
    assert_eq!(ask("desk_get").await?, "answered");
    for name in ["panel_hide", "panel_start", "panel_ready", "panel_open_app"] {
        let said = ask(name).await?.as_str().unwrap_or_default().to_owned();
        assert!(said.contains("not allowed"), "{name}: {said}");
    }
    app.close().await
}

#[tokio::test]
async fn the_app_starts_at_login_only_when_asked_to() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let entry: PathBuf = desk
        .folder()
        .join("config/autostart/io.github.gatehouse.Gatehouse.desktop");
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    assert!(!entry.exists());
    app.press(&["ctrl+comma"])?;
    app.click(&role("switch", "Start at login")).await?;
    app.until("the entry is written", || async { Ok(entry.exists()) })
        .await?;
    let written = std::fs::read_to_string(&entry)?;
    let program = gatehouse_tests::desk::app_program()?.canonicalize()?;
    assert!(
        written.contains(&format!("Exec=\"{}\" --in-tray", program.display())),
        "{written}"
    );
    app.click(&role("switch", "Start at login")).await?;
    app.until("the entry is gone", || async { Ok(!entry.exists()) }).await?;
    app.close().await
}

#[tokio::test]
async fn the_window_comes_back_where_and_as_large_as_it_was() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.find(&css("main")).await?;
    let window = app.window()?.id;
    desk.xdotool(["windowsize", "--sync", &window, "900", "620"])?;
    desk.xdotool(["windowmove", "--sync", &window, "37", "53"])?;
    tokio::time::sleep(Duration::from_millis(500)).await;
    app.close_window()?;
    app.until("the app ends", || async { Ok(!app.lives()) }).await?;
    app.kill();
    let app = desk.launch(&[]).await?;
    app.find(&css("main")).await?;
    let back = app.window()?;
    assert_eq!((back.x, back.y, back.width, back.height), (37, 53, 900, 620));
    app.close().await
}
