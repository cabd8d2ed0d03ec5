//! The vault where the system keyring is absent or locked: the app says so, stays alive, and opens another way.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::process::Stdio;

use gatehouse_tests::desk::{
    App, By, Desk, DeskOptions, KEYRING_PASSWORD, Keyring, Outcome, css, heading, role, shown, text, xpath,
};
use gatehouse_tests::service_server::{ServiceOptions, ServiceServer};
use gatehouse_tests::walk::codes::{nothing_for_axe, same_as_oathtool};
use gatehouse_tests::walk::vault::{NewVault, create, recovery_groups, type_group_back, type_new_passphrase};
use gatehouse_tests::walk::{Words, add_address};
use gatehouse_tests::walk_account::{JIN, place, signed_in, web_sign_up};
use serde_json::Value;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const NAME: &str = "GitHub, mina";
const PASSPHRASE: &str = "harbour lantern seven";

#[tokio::test]
async fn without_a_keyring_a_passphrase_opens_the_vault() -> Outcome {
    let desk = Desk::start(DeskOptions::with_keyring(Keyring::Absent))?;
    let english = Words::of("en")?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Use the authenticator").containing()).await?;
    app.find(&text("There is no system keyring in this session.")).await?;
    app.find(&text("A passphrase is needed to open the vault.")).await?;
    let off = xpath("//button[normalize-space(.)='Create the vault' and @aria-disabled='true']");
    app.find(&off).await?;
    nothing_for_axe(&app, "the set-up without a keyring").await?;
    type_new_passphrase(&app, &english, PASSPHRASE).await?;
    create(&app, &english).await?;
    add_address(&app, GITHUB).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.press(&["ctrl+comma"])?;
    app.find(&text("There is no keyring in this session.")).await?;
    nothing_for_axe(&app, "the settings without a keyring").await?;
    app.close().await?;

    let app = desk.launch(&[]).await?;
    app.find(&heading("Gatehouse is locked")).await?;
    app.find(&text("The key is not kept in the system keyring.")).await?;
    assert!(app.find_all(&role("button", "Unlock with keyring")).await?.is_empty());
    nothing_for_axe(&app, "the locked screen without a keyring").await?;
    unlock(&app, "Passphrase", "harbour lantern eight").await?;
    app.find(&text("That passphrase is not right.")).await?;
    nothing_for_axe(&app, "a wrong passphrase").await?;
    unlock(&app, "Passphrase", PASSPHRASE).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}

async fn unlock(app: &App<'_>, field: &str, words: &str) -> Outcome {
    app.fill(&role("textbox", field), words).await?;
    app.click(&role("button", "Unlock")).await
}

/// A vault with keyring, sheet and perhaps passphrase, an entry in it, and the app ended; gives the recovery key's groups.
async fn vault_on(desk: &Desk, passphrase: Option<&str>) -> Outcome<Vec<String>> {
    let app = desk.launch(&[]).await?;
    let groups = NewVault { passphrase }.make(&app, &Words::of("en")?).await?;
    add_address(&app, GITHUB).await?;
    app.close().await?;
    Ok(groups)
}

/// Starts the app with the keyring locked and waits until it says what it waits for.
async fn start_waiting(desk: &Desk) -> Outcome<App<'_>> {
    desk.lock_keyring()?;
    let app = desk.launch(&[]).await?;
    app.find(&heading("Waiting for the system keyring…")).await?;
    app.find(&text("The system may show a window asking for the keyring's password."))
        .await?;
    Ok(app)
}

#[tokio::test]
async fn a_locked_keyring_is_waited_for_in_a_window_that_lives() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    vault_on(&desk, None).await?;
    let app = start_waiting(&desk).await?;
    nothing_for_axe(&app, "waiting for the keyring").await?;
    assert!(
        app.find_all(&role("textbox", "Passphrase")).await?.is_empty(),
        "no passphrase was ever set"
    );
    // The rest of the app goes on meanwhile.
    app.click(&role("button", "Settings")).await?;
    app.find(&heading("Settings")).await?;
    app.find(&text("The keyring is locked.")).await?;
    nothing_for_axe(&app, "the settings while the keyring is locked").await?;
    app.click(&role("button", "Codes")).await?;
    app.find(&heading("Waiting for the system keyring…")).await?;
    desk.answer_keyring_prompt(KEYRING_PASSWORD)?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn a_dismissed_prompt_leaves_the_other_ways() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let groups = vault_on(&desk, Some(PASSPHRASE)).await?;
    let app = start_waiting(&desk).await?;
    app.find(&role("textbox", "Passphrase")).await?;
    desk.dismiss_keyring_prompt()?;
    app.find(&heading("Gatehouse is locked")).await?;
    app.find(&text("The system keyring refused.")).await?;
    nothing_for_axe(&app, "a dismissed prompt").await?;
    unlock(&app, "Passphrase", PASSPHRASE).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;

    // By the recovery key.
    app.press(&["ctrl+l"])?;
    app.click(&role("button", "Use recovery key")).await?;
    unlock(&app, "Recovery key", &groups.concat()).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;

    // And by the keyring after all.
    app.press(&["ctrl+l"])?;
    app.click(&role("button", "Unlock with keyring")).await?;
    app.find(&text("Waiting for the system keyring.")).await?;
    desk.answer_keyring_prompt(KEYRING_PASSWORD)?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn the_recovery_key_opens_while_the_prompt_still_waits() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let groups = vault_on(&desk, None).await?;
    let app = start_waiting(&desk).await?;
    unlock(&app, "Recovery key", &groups.concat()).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    desk.dismiss_keyring_prompt()?;
    // The late answer takes nothing away.
    app.press(&["ctrl+comma"])?;
    app.find(&heading("Settings")).await?;
    app.press(&["ctrl+1"])?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    assert!(app.find_all(&css("input[type='password']")).await?.is_empty());
    app.close().await
}

#[tokio::test]
async fn a_vault_is_made_with_a_keyring_that_has_to_be_unlocked() -> Outcome {
    let desk = Desk::start(DeskOptions::with_keyring(Keyring::Locked))?;
    let english = Words::of("en")?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Use the authenticator").containing()).await?;
    app.find(&text("The keyring is locked now. The system may ask for its password."))
        .await?;
    let groups = recovery_groups(&app, &english).await?;
    type_group_back(&app, &english, &groups).await?;
    nothing_for_axe(&app, "the set-up with a locked keyring").await?;
    app.click(&role("button", "Create the vault")).await?;
    desk.dismiss_keyring_prompt()?;
    app.find(&text("The system keyring refused.")).await?;
    nothing_for_axe(&app, "a dismissed prompt in the set-up").await?;
    app.click(&role("button", "Create the vault")).await?;
    desk.answer_keyring_prompt(KEYRING_PASSWORD)?;
    app.find(&css(".drop")).await?;
    add_address(&app, GITHUB).await?;
    app.close().await?;
    let app = desk.launch(&[]).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}

/// The vault is locked while the system asks for the keyring's password: the key that is put there then is in no slot.
#[tokio::test]
async fn a_key_that_the_vault_does_not_know_of_stays_in_no_keyring() -> Outcome {
    let desk = Desk::start(DeskOptions::with_keyring(Keyring::Locked))?;
    let english = Words::of("en")?;
    let app = desk.launch(&[]).await?;
    app.click(&role("button", "Use the authenticator").containing()).await?;
    app.click(&role("checkbox", english.say("setup.keepInKeyring")?).containing())
        .await?;
    type_new_passphrase(&app, &english, PASSPHRASE).await?;
    create(&app, &english).await?;
    add_address(&app, GITHUB).await?;
    let keep = role("button", "Keep the key in the keyring");
    app.press(&["ctrl+comma"])?;
    app.click(&keep).await?;
    // Not by the keyboard, which the prompt has.
    app.click(&role("button", "Lock")).await?;
    app.find(&heading("Gatehouse is locked")).await?;
    desk.answer_keyring_prompt(KEYRING_PASSWORD)?;
    unlock(&app, "Passphrase", PASSPHRASE).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.press(&["ctrl+comma"])?;
    app.click(&keep).await?;
    app.find(&text("The key that opens the vault is kept there.")).await?;
    let items = || {
        let words = ["search", "--all", "service", "io.github.gatehouse.Gatehouse"];
        Ok::<_, gatehouse_tests::desk::Failure>(desk.run("secret-tool", words)?.matches("AGE-SECRET-KEY-").count())
    };
    app.until("the keyring holds the one key that opens the vault", || async {
        Ok(items()? == 1)
    })
    .await?;
    app.close().await?;
    let app = desk.launch(&[]).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn a_lost_keyring_item_is_named_and_can_be_put_back() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let groups = vault_on(&desk, None).await?;
    desk.run("secret-tool", ["clear", "service", "io.github.gatehouse.Gatehouse"])?;
    let app = desk.launch(&[]).await?;
    app.find(&text("The system keyring does not hold the key any more."))
        .await?;
    nothing_for_axe(&app, "a lost keyring item").await?;
    unlock(&app, "Recovery key", &groups.concat()).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.press(&["ctrl+comma"])?;
    app.click(&role("button", "Keep the key in the keyring")).await?;
    app.find(&text("The key that opens the vault is kept there.")).await?;
    app.close().await?;
    let app = desk.launch(&[]).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}

const WAITING: &str = "Waiting for the system keyring.";

/// A service with an account of its own, whose session the keyring keeps, and the app ended. `door` leads to signing in.
async fn session_on(desk: &Desk, door: By) -> Outcome<ServiceServer> {
    let server = ServiceServer::start(&ServiceOptions {
        preset: "whatap".into(),
        ..ServiceOptions::default()
    })?;
    let app = desk.launch(&[]).await?;
    app.click(&door).await?;
    web_sign_up(&app, server.address(), JIN, &server.inbox()).await?;
    signed_in(&app).await?;
    app.close().await?;
    Ok(server)
}

#[tokio::test]
async fn a_session_is_asked_of_the_keyring_where_no_vault_asks() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let door = role("button", "Sign in to a service").containing();
    let _server = session_on(&desk, door).await?;
    desk.lock_keyring()?;
    let app = desk.launch(&[]).await?;
    desk.dismiss_keyring_prompt()?;
    app.click(&place("WhaTap")).await?;
    app.find(&text(WAITING)).await?;
    nothing_for_axe(&app, "an account that waits for the keyring").await?;
    app.click(&role("button", "Try again")).await?;
    desk.dismiss_keyring_prompt()?;
    app.find(&text("The system keyring refused.")).await?;
    app.click(&role("button", "Try again")).await?;
    desk.answer_keyring_prompt(KEYRING_PASSWORD)?;
    app.gone(&shown(WAITING)).await?;
    signed_in(&app).await?;
    app.close().await
}

#[tokio::test]
async fn a_session_comes_when_the_keyring_was_opened_elsewhere() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    vault_on(&desk, Some(PASSPHRASE)).await?;
    let _server = session_on(&desk, place("Add a service")).await?;
    let app = start_waiting(&desk).await?;
    desk.dismiss_keyring_prompt()?;
    app.find(&text("The system keyring refused.")).await?;
    desk.unlock_keyring(&[("service", "io.github.gatehouse.Gatehouse")])?;
    unlock(&app, "Passphrase", PASSPHRASE).await?;
    app.click(&place("WhaTap")).await?;
    signed_in(&app).await?;
    app.find(&role("textbox", "Name")).await?;
    app.close().await
}

/// Puts another vault's key in the place of the one that the keyring holds, with the stock tools.
fn swap_key(desk: &Desk) -> Outcome {
    let slots = std::fs::read_to_string(desk.gatehouse_home().join("vault/slots.json"))?;
    let slots: Value = serde_json::from_str(&slots)?;
    let user = format!("vault:{}", slots["keyring_item"].as_str().expect("a keyring slot"));
    let made = desk.run("age-keygen", [] as [&str; 0])?;
    let key = made
        .lines()
        .find(|line| line.starts_with("AGE-SECRET-KEY-"))
        .expect("a key");
    let item = ["service", "io.github.gatehouse.Gatehouse", "username", &user];
    desk.run("secret-tool", ["clear"].iter().chain(&item))?;
    let mut command = desk.command("secret-tool");
    command
        .args(["store", "--label", "Gatehouse"])
        .args(item)
        .stdin(Stdio::piped());
    let mut storing = desk.spawn("secret-tool", command)?;
    storing
        .child()
        .stdin
        .take()
        .expect("a pipe")
        .write_all(key.as_bytes())?;
    assert!(storing.child().wait()?.success());
    Ok(())
}

#[tokio::test]
async fn a_swapped_keyring_item_is_named() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let groups = vault_on(&desk, None).await?;
    swap_key(&desk)?;
    let app = desk.launch(&[]).await?;
    app.find(&text("The key in the system keyring belongs to another vault."))
        .await?;
    nothing_for_axe(&app, "a swapped keyring item").await?;
    unlock(&app, "Recovery key", &groups.concat()).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}
