//! The codes in the real window: brought in every way there is, copied, found, changed, deleted, put back, and shown again for
//! another device. `oathtool` says which code is right, `zbarimg` what a shown QR code says.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, app_program, css, heading, role, text};
use gatehouse_tests::walk::codes::{
    choose, code_of, hotp, nothing_for_axe, picture_of, read_by_zbarimg, same_as_oathtool, save_preview, shows,
};
use gatehouse_tests::walk::vault::{addresses_by_age, vault_file};
use gatehouse_tests::walk::{add_address, first_vault};

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const BANK: &str = "otpauth://totp/Bank:joon?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bank";
const COUNTED: &str = "otpauth://hotp/Vault:gate?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Vault&counter=7";

/// The rows of these names, and no others, are on the list.
async fn listed(app: &App<'_>, names: &[&str]) -> Outcome {
    let script = "return [...document.querySelectorAll('[data-entry]')].map((b) => b.getAttribute('aria-label'))";
    let mut wanted: Vec<String> = names.iter().map(|name| format!("Copy code: {name}")).collect();
    wanted.sort();
    app.until(&format!("the list has {names:?}"), || async {
        let found = app.script(script, vec![]).await?;
        let mut found: Vec<String> = serde_json::from_value(found)?;
        found.sort();
        Ok(found == wanted)
    })
    .await
}

#[tokio::test]
async fn the_app_opens_pictures_and_links_also_while_it_runs() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let picture = picture_of(&desk, "github.png", GITHUB)?;
    let app = desk.launch(&[&picture.display().to_string()]).await?;
    // There is no vault yet: what was opened waits for it.
    app.find(&heading("Set up the authenticator")).await?;
    app.click(&role("button", "Back")).await?;
    first_vault(&app).await?;
    app.find(&text("Found 1 code")).await?;
    save_preview(&app).await?;
    same_as_oathtool(&app, "GitHub, mina", SECRET).await?;

    let other = picture_of(&desk, "other.png", BANK)?;
    second_start(&desk, &other.display().to_string())?;
    app.find(&text("Found 1 code")).await?;
    save_preview(&app).await?;
    same_as_oathtool(&app, "Bank, joon", OTHER_SECRET).await?;
    second_start(&desk, COUNTED)?;
    app.find(&text("Found 1 code")).await?;
    app.click(&role("button", "Cancel")).await?;
    app.close().await?;

    let app = desk.launch(&[COUNTED]).await?;
    app.find(&text("Found 1 code")).await?;
    save_preview(&app).await?;
    shows(&app, "Vault, gate", &hotp(&desk, SECRET, 7)?).await?;
    listed(&app, &["GitHub, mina", "Bank, joon", "Vault, gate"]).await?;
    app.close().await
}

/// Starts the app again beside the one that runs; the second ends by itself.
fn second_start(desk: &Desk, argument: &str) -> Outcome {
    let mut command = desk.command(app_program()?);
    command.arg(argument);
    let status = desk.spawn("second-start", command)?.wait(Duration::from_secs(30))?;
    assert!(status.success(), "{status}");
    Ok(())
}

#[tokio::test]
async fn codes_come_from_a_copied_picture_and_from_a_typed_key() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    let picture = picture_of(&desk, "copied.png", GITHUB)?;
    let owner = desk.put_picture_on_clipboard(&picture)?;
    app.press(&["ctrl+v"])?;
    app.find(&text("Found 1 code")).await?;
    save_preview(&app).await?;
    drop(owner);
    same_as_oathtool(&app, "GitHub, mina", SECRET).await?;

    app.press(&["ctrl+n"])?;
    app.click(&role("tab", "Type key")).await?;
    app.fill(&role("textbox", "Issuer"), "Bank").await?;
    app.fill(&role("textbox", "Account"), "joon").await?;
    let key = role("textbox", "Setup key").containing();
    // As it stands on many pages: small letters, in groups.
    app.fill(&key, "jbsw y3dp ehpk 3pxp-jbsw y3dp ehpk 3px1").await?;
    app.press(&["Tab"])?;
    app.find(&text("Did you mean I or L?")).await?;
    nothing_for_axe(&app, "a key with a wrong character").await?;
    app.fill(&key, "jbsw y3dp ehpk 3pxp-jbsw y3dp ehpk 3pxp").await?;
    app.find(&text("Code now:")).await?;
    nothing_for_axe(&app, "a typed key").await?;
    save_preview(&app).await?;
    same_as_oathtool(&app, "Bank, joon", OTHER_SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn a_counter_is_saved_before_its_code_is_shown() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, COUNTED).await?;
    let name = "Vault, gate";
    shows(&app, name, &hotp(&desk, SECRET, 7)?).await?;
    for counter in 8..=10 {
        app.click(&role("button", &format!("Next code: {name}"))).await?;
        shows(&app, name, &hotp(&desk, SECRET, counter)?).await?;
    }
    nothing_for_axe(&app, "a counter-based code").await?;
    app.kill();
    let kept = addresses_by_age(&desk, &groups)?;
    assert!(kept[0].contains("counter=10"), "what was shown was saved first");

    let app = desk.launch(&[]).await?;
    shows(&app, name, &hotp(&desk, SECRET, 10)?).await?;
    app.click(&role("button", &format!("Next code: {name}"))).await?;
    shows(&app, name, &hotp(&desk, SECRET, 11)?).await?;
    app.close().await
}

#[tokio::test]
async fn codes_are_found_by_name_and_tag_edited_and_pinned() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    add_address(&app, BANK).await?;

    // The row that was added last has the focus; F2 edits it.
    app.find(&css(":focus[data-entry]")).await?;
    app.press(&["F2"])?;
    let issuer = role("textbox", "Issuer");
    app.find(&issuer).await?;
    nothing_for_axe(&app, "editing").await?;
    app.fill(&issuer, "은행").await?;
    app.click(&role("button", "Add a tag")).await?;
    app.fill(&role("textbox", "New tag"), "money").await?;
    app.press(&["Return"])?;
    app.find(&role("button", "Remove the tag money")).await?;
    app.fill(&role("textbox", "Note").containing(), "the blue card").await?;
    app.click(&role("button", "Save")).await?;
    app.gone(&css("dialog[open]")).await?;
    let name = "은행, joon";
    same_as_oathtool(&app, name, OTHER_SECRET).await?;

    app.click(&role("button", "money 1")).await?;
    listed(&app, &[name]).await?;
    app.click(&role("button", "Untagged 1")).await?;
    listed(&app, &["GitHub, mina"]).await?;
    app.click(&role("button", "All 2")).await?;
    listed(&app, &[name, "GitHub, mina"]).await?;
    nothing_for_axe(&app, "the list with tags").await?;

    let search = role("searchbox", "Search codes");
    app.click(&search).await?;
    app.type_keys("git")?;
    listed(&app, &["GitHub, mina"]).await?;
    app.press(&["Escape"])?;
    app.fill(&search, "행").await?;
    listed(&app, &[name]).await?;
    app.press(&["ctrl+a"])?;
    app.type_keys("nobody")?;
    app.find(&text("No code matches “nobody”")).await?;
    nothing_for_axe(&app, "no match").await?;
    app.click(&role("button", "Show all codes")).await?;
    listed(&app, &[name, "GitHub, mina"]).await?;

    choose(&app, "GitHub, mina", "Pin").await?;
    app.find(&heading("Pinned")).await?;
    app.close().await?;
    let app = desk.launch(&[]).await?;
    app.find(&heading("Pinned")).await?;
    let first = app.find(&css("[data-entry]")).await?.attr("aria-label").await?;
    assert_eq!(first.as_deref(), Some("Copy code: GitHub, mina"));
    choose(&app, name, "Edit").await?;
    let note = role("textbox", "Note").containing();
    app.until("the note is there again", || async {
        Ok(app.value_of(&note).await? == "the blue card")
    })
    .await?;
    app.press(&["Escape"])?;
    app.gone(&css("dialog[open]")).await?;
    assert_eq!(addresses_by_age(&desk, &groups)?.len(), 2);
    app.close().await
}

#[tokio::test]
async fn a_deleted_code_comes_back_by_undo_and_from_the_trash() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    add_address(&app, BANK).await?;
    let name = "Bank, joon";

    delete(&app, name).await?;
    listed(&app, &["GitHub, mina"]).await?;
    app.click(&role("button", "Undo")).await?;
    same_as_oathtool(&app, name, OTHER_SECRET).await?;

    delete(&app, name).await?;
    listed(&app, &["GitHub, mina"]).await?;
    assert_eq!(addresses_by_age(&desk, &groups)?.len(), 1);
    app.click(&role("button", "Trash, 1 code")).await?;
    app.find(&heading("Trash")).await?;
    nothing_for_axe(&app, "the trash").await?;
    app.click(&role("button", &format!("Restore: {name}"))).await?;
    app.find(&text("The trash is empty")).await?;
    nothing_for_axe(&app, "the empty trash").await?;
    app.press(&["Escape"])?;
    same_as_oathtool(&app, name, OTHER_SECRET).await?;

    delete(&app, name).await?;
    app.click(&role("button", "Trash, 1 code")).await?;
    app.click(&role("button", &format!("Delete forever: {name}"))).await?;
    app.find(&role("button", "Cancel")).await?;
    nothing_for_axe(&app, "the question before deleting forever").await?;
    app.click(&role("button", "Delete forever")).await?;
    app.find(&text("The trash is empty")).await?;
    let kept = gatehouse_tests::walk::vault::opened_by_age(&desk, &groups)?.to_string();
    assert!(!kept.contains(OTHER_SECRET), "the key has left the vault");
    app.close().await
}

/// Deletes an entry by its menu, answering the question.
async fn delete(app: &App<'_>, name: &str) -> Outcome {
    choose(app, name, "Delete").await?;
    app.find(&heading(&format!("Delete the code {name}?"))).await?;
    nothing_for_axe(app, "the question before deleting").await?;
    app.click(&role("button", "Delete")).await?;
    app.gone(&css("dialog[open]")).await
}

#[tokio::test]
async fn a_key_is_shown_on_request_for_another_device() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    let name = "GitHub, mina";
    code_of(&app, name).await?;
    let page = || async { Ok::<_, gatehouse_tests::desk::Failure>(app.client().source().await?) };
    let grouped = "GEZD</span>";
    assert!(!page().await?.contains(grouped), "no key before it is asked for");

    let before = std::fs::read(vault_file(&desk))?;
    choose(&app, name, "Show QR code and key").await?;
    app.find(&role("img", &format!("QR code for {name}"))).await?;
    let shown = app.text_of(&css("dialog[open] code")).await?;
    assert_eq!(shown.split_whitespace().collect::<String>(), SECRET);
    nothing_for_axe(&app, "the shown key").await?;
    let picture = desk.folder().join("shown.png");
    desk.photograph(&picture)?;
    assert_eq!(read_by_zbarimg(&desk, &picture)?, addresses_by_age(&desk, &groups)?);

    app.click(&role("button", "Hide")).await?;
    app.find(&text("Hidden again.")).await?;
    assert!(!page().await?.contains(grouped), "a hidden key leaves the page");
    app.click(&role("button", "Close")).await?;
    assert_eq!(std::fs::read(vault_file(&desk))?, before, "looking writes nothing");
    app.close().await
}
