//! Canaries: keys, recovery codes, the vault's key, a session token and an API token are let into the app, every screen is opened
//! with the log at its most talkative, and then they are looked for wherever they must not be.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod canaries;

use std::time::Duration;

use canaries::{ACCOUNT_KEY, API_TOKEN, Canary, in_files, in_the_app, in_the_web};
use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, app_program, css, heading, role};
use gatehouse_tests::walk::codes::{choose, picture_of, save_preview};
use gatehouse_tests::walk::vault::{NewVault, opened_by_age};
use gatehouse_tests::walk::{Words, add_address, first_vault};
use gatehouse_tests::walk_account::{enabled, go, on_card, one_press_otp, place, prove_until, signed_in};

/// “gatehouse-canary-one” and “gatehouse-canary-two”, so that the raw bytes can be looked for as words.
const PASTED: &str = "M5QXIZLIN52XGZJNMNQW4YLSPEWW63TF";
const PICTURED: &str = "M5QXIZLIN52XGZJNMNQW4YLSPEWXI53P";
/// The password of the practice service's sample account.
const PASSWORD: &str = "Paper-Kite-58";
const KEYRING_SERVICE: &str = "io.github.gatehouse.Gatehouse";

#[tokio::test]
async fn secrets_stay_in_the_vault_and_the_keyring() -> Outcome {
    let mut desk = Desk::start(DeskOptions::default())?;
    desk.set("GATEHOUSE_LOG", "trace");
    let app = desk.launch(&[]).await?;
    let sheet = first_vault(&app).await?;
    add_both(&app).await?;
    let recovery = one_click_otp(&app).await?;
    let token = copied_token(&app).await?;
    every_screen(&app).await?;

    let kept = kept_in_the_keyring(&desk)?;
    let key = key_of_the_account(&desk, &sheet)?;
    let mut never_shown = vec![
        Canary::key("the pasted key", PASTED),
        Canary::key("the key of the picture", PICTURED),
        Canary::key(ACCOUNT_KEY, &key),
        Canary::words(API_TOKEN, &token),
    ];
    never_shown.extend(
        kept.iter()
            .filter(|word| !word.starts_with("AGE-"))
            .map(|word| Canary::words("the token", word)),
    );
    assert!(never_shown.len() > 4, "the keyring keeps no session token");
    assert_eq!(in_the_web(&desk, &never_shown)?, [""; 0]);
    app.close().await?;

    // The recovery sheet and the recovery codes were on the screen once. A window that never showed them does not know them.
    let app = desk.launch(&[]).await?;
    app.find(&css(".code-row")).await?;
    every_screen(&app).await?;
    let mut all = never_shown;
    all.extend(kept.iter().map(|word| Canary::words("what the keyring keeps", word)));
    all.extend(recovery.iter().map(|code| Canary::words("a recovery code", code)));
    all.push(Canary::words("the recovery sheet", &sheet.concat()));
    assert_eq!(in_the_web(&desk, &all)?, [""; 0]);
    assert!(desk.log_text("app").contains("TRACE"), "the log says little");
    assert_eq!(in_files(&desk, &all), [""; 0]);

    // What is asked for is shown, and then it is found: the search does see into these processes.
    app.click(&place("Codes")).await?;
    choose(&app, "Canary, pasted", "Show QR code and key").await?;
    app.find(&css("dialog .groups")).await?;
    assert_ne!(in_the_web(&desk, &all[..1])?, [""; 0]);
    assert_eq!(in_the_web(&desk, &all[1..])?, [""; 0]);
    app.close().await
}

/// After the lock the app's memory holds no key any more: not those that were only kept, nor the one that was shown, the passphrase,
/// or the vault's own key.
#[tokio::test]
async fn nothing_is_left_in_memory_after_the_lock() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let passphrase = "canary of a passphrase";
    let vault = NewVault {
        passphrase: Some(passphrase),
    };
    let sheet = vault.make(&app, &Words::of("en")?).await?;
    add_both(&app).await?;
    let canaries = [
        Canary::key("the pasted key", PASTED),
        Canary::key("the key of the picture", PICTURED),
        Canary::words("the vault's key", &sheet.concat()),
        Canary::words("the passphrase", passphrase),
    ];
    app.press(&["Return"])?;
    app.find(&css(".code-row.is-copied")).await?;
    choose(&app, "Canary, pasted", "Show QR code and key").await?;
    app.find(&css("dialog .groups")).await?;
    assert_ne!(in_the_app(&app, &canaries)?, [""; 0], "the search sees into the app");
    app.press(&["Escape"])?;
    app.gone(&css("dialog[open]")).await?;
    app.click(&place("Lock")).await?;
    app.find(&heading("Gatehouse is locked")).await?;

    // Opened by the passphrase, used and locked again: what unlocking leaves counts as well.
    app.fill(&role("textbox", "Passphrase"), passphrase).await?;
    app.click(&role("button", "Unlock")).await?;
    app.find(&css(".code-row .code")).await?;
    choose(&app, "Canary, pictured", "Show QR code and key").await?;
    app.find(&css("dialog .groups")).await?;
    app.press(&["Escape"])?;
    app.gone(&css("dialog[open]")).await?;
    app.click(&place("Lock")).await?;
    app.find(&heading("Gatehouse is locked")).await?;
    // Threads that worked keep their stacks for a while.
    let mut left = in_the_app(&app, &canaries)?;
    for _ in 0..15 {
        if left.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        left = in_the_app(&app, &canaries)?;
    }
    assert_eq!(left, [""; 0]);
    app.close().await
}

/// What a page was shown or typed into it goes with its process. (A driven page keeps its process, so nobody drives this one.)
#[tokio::test]
async fn the_page_is_drawn_by_another_process_after_the_lock() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_both(&app).await?;
    app.close().await?;

    let app = desk.spawn("app", desk.command(app_program()?))?;
    let typed = [Canary::words("what was typed", "canarytypedbyhand")];
    let mut there = false;
    for _ in 0..20 {
        tokio::time::sleep(Duration::from_secs(1)).await;
        let Some(window) = desk.windows_of(app.pid())?.into_iter().next() else {
            continue;
        };
        desk.xdotool(["windowfocus", "--sync", &window.id])?;
        desk.xdotool(["key", "slash"])?;
        desk.xdotool(["type", "--delay", "15", "--", "canarytypedbyhand"])?;
        tokio::time::sleep(Duration::from_secs(1)).await;
        there = !in_the_web(&desk, &typed)?.is_empty();
        if there {
            break;
        }
    }
    assert!(there, "the search sees into the page's process");
    desk.xdotool(["key", "ctrl+l"])?;
    let mut left = in_the_web(&desk, &typed)?;
    for _ in 0..15 {
        if left.is_empty() {
            break;
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
        left = in_the_web(&desk, &typed).unwrap_or(left);
    }
    assert_eq!(left, [""; 0]);
    Ok(())
}

async fn add_both(app: &App<'_>) -> Outcome {
    let desk = app.desk();
    add_address(
        app,
        &format!("otpauth://totp/Canary:pasted?secret={PASTED}&issuer=Canary"),
    )
    .await?;
    let address = format!("otpauth://totp/Canary:pictured?secret={PICTURED}&issuer=Canary");
    let picture = picture_of(desk, "canary.png", &address)?;
    let _owner = desk.put_picture_on_clipboard(&picture)?;
    app.press(&["ctrl+v"])?;
    save_preview(app).await
}

async fn one_click_otp(app: &App<'_>) -> Outcome<Vec<String>> {
    go(app, "Practice server", "Practice server").await?;
    app.click(&on_card("WhaTap", "Sign in with the sample account")).await?;
    app.until("the sample account is filled in", || async {
        Ok(app.value_of(&role("textbox", "Password")).await? == PASSWORD)
    })
    .await?;
    app.click(&enabled("Log in")).await?;
    signed_in(app).await?;
    app.click(&place("Multi-factor authentication")).await?;
    one_press_otp(app, PASSWORD).await
}

/// The account's API token, which the app copies without the page having it.
async fn copied_token(app: &App<'_>) -> Outcome<String> {
    go(app, "API token", "API token").await?;
    app.click(&role("button", "Copy the token")).await?;
    prove_until(app, PASSWORD, &css(".copied")).await?;
    Ok(app.desk().clipboard()?.expect("the token was copied"))
}

/// Everything that can be opened without asking to see a key or a recovery code.
async fn every_screen(app: &App<'_>) -> Outcome {
    app.click(&place("Codes")).await?;
    app.find(&css(".code-row .code")).await?;
    for tab in ["Image", "Paste", "Type key"] {
        app.press(&["ctrl+n"])?;
        app.click(&role("tab", tab)).await?;
        close(app).await?;
    }
    choose(app, "Canary, pasted", "Edit").await?;
    close(app).await?;
    app.press(&["Return"])?;
    app.find(&css(".code-row.is-copied")).await?;
    app.click(&place("WhaTap (practice)")).await?;
    for section in [
        "User information",
        "User password",
        "Multi-factor authentication",
        "User phone",
        "Alert notification setting",
        "Mobile device",
        "API token",
        "Marketing option",
        "Sessions",
        "Withdrawal",
    ] {
        go(app, section, section).await?;
        app.gone(&css("main [aria-busy=true]")).await?;
    }
    go(app, "Practice server", "Practice server").await?;
    go(app, "Outbox", "Outbox").await?;
    app.click(&place("Settings")).await?;
    app.find(&heading("Settings")).await?;
    app.click(&role("button", "Export")).await?;
    close(app).await?;
    app.click(&place("Lock")).await?;
    app.click(&role("button", "Unlock with keyring")).await?;
    app.find(&css(".sidebar")).await.map(|_| ())
}

async fn close(app: &App<'_>) -> Outcome {
    app.find(&css("dialog[open]")).await?;
    app.press(&["Escape"])?;
    app.gone(&css("dialog[open]")).await
}

/// Every secret the app has in the keyring, read from outside.
fn kept_in_the_keyring(desk: &Desk) -> Outcome<Vec<String>> {
    let found = desk.run("secret-tool", ["search", "--all", "service", KEYRING_SERVICE])?;
    let secrets = found.lines().filter_map(|line| line.strip_prefix("secret = "));
    Ok(secrets.map(str::to_owned).collect())
}

/// The key of the practice account, from the vault as `age` opens it.
fn key_of_the_account(desk: &Desk, sheet: &[String]) -> Outcome<String> {
    let document = opened_by_age(desk, sheet)?;
    let entries = document["entries"].as_array().cloned().unwrap_or_default();
    let addresses = entries.iter().filter_map(|entry| entry["uri"].as_str());
    let ours = addresses.filter(|address| address.contains("issuer=WhaTap"));
    let mut secrets = ours.filter_map(|address| Some(address.split_once("secret=")?.1.split('&').next()?.to_owned()));
    Ok(secrets.next_back().expect("the vault has an entry for the account"))
}
