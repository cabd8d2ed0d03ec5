//! Backups in the real window: copies that appear in a folder by themselves and open with the stock `age`, a folder that is not
//! there, going back to a backup after a look at what differs, and to a vault that was taken along to a new computer; and codes that
//! leave the vault in clear.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::{Path, PathBuf};

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, text, xpath};
use gatehouse_tests::walk::codes::{choose, code_of, nothing_for_axe};
use gatehouse_tests::walk::vault::{NewVault, set_settings, type_new_passphrase};
use gatehouse_tests::walk::{Words, add_address, first_vault};
use gatehouse_tests::walk_account::place;
use serde_json::{Value, json};

const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const BANK: &str = "otpauth://totp/Bank:joon?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bank";

#[tokio::test]
async fn copies_appear_in_a_folder_by_themselves_and_age_opens_them() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let stick = desk.folder().join("stick");
    set_settings(&desk, &json!({ "backup_folder": stick, "backup_keep": 2 }))?;
    let app = desk.launch(&[]).await?;
    let sheet = first_vault(&app).await?;
    // The stick is not plugged in: that is said, here and in the sidebar.
    to_settings(&app).await?;
    app.find(&text("The last change is not in your backup folder.")).await?;
    app.find(&text("The folder is not there.")).await?;
    app.find(&css(".side-foot .warns")).await?;
    nothing_for_axe(&app, "a backup that failed").await?;

    std::fs::create_dir(&stick)?;
    app.click(&place("Codes")).await?;
    add_address(&app, GITHUB).await?;
    app.until("a copy with the code", || async {
        Ok(held(&desk, &stick, &sheet)? == ["GitHub"])
    })
    .await?;
    app.gone(&css(".side-foot .warns")).await?;
    add_address(&app, BANK).await?;
    app.until("a copy of both", || async {
        Ok(held(&desk, &stick, &sheet)?.len() == 2 && copies(&stick).len() == 2)
    })
    .await?;
    to_settings(&app).await?;
    app.find(&text("read back and checked")).await?;
    nothing_for_axe(&app, "backups in the settings").await?;

    // Locked at once after a change, the change is copied all the same.
    app.click(&place("Codes")).await?;
    choose(&app, "Bank, joon", "Pin").await?;
    app.find(&text("Pinned")).await?;
    app.press(&["ctrl+l"])?;
    app.find(&heading("Gatehouse is locked")).await?;
    app.until("the pinned code is in the newest copy", || async {
        let newest = opened(&desk, copies(&stick).last().unwrap(), &sheet)?;
        let entries = newest["entries"].as_array().cloned().unwrap_or_default();
        Ok(entries.iter().any(|entry| entry["pinned"] == true))
    })
    .await?;
    assert_eq!(copies(&stick).len(), 2, "the oldest went");
    app.close().await
}

#[tokio::test]
async fn a_backup_shows_what_differs_before_anything_happens() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    add_address(&app, BANK).await?;
    choose(&app, "GitHub, mina", "Pin").await?;
    code_of(&app, "Bank, joon").await?;
    choose(&app, "Bank, joon", "Delete").await?;
    app.click(&xpath(
        "//dialog[@open]//*[contains(@class, 'dialog-foot')]//button[last()]",
    ))
    .await?;
    app.gone(&css("dialog[open]")).await?;

    // The newest backup is of before the deletion.
    look_at_newest(&app).await?;
    app.find(&text("Only in the backup (1)")).await?;
    app.find(&xpath("//dialog[@open]//li[contains(., 'Bank')]")).await?;
    app.find(&text("1 code is the same.")).await?;
    nothing_for_axe(&app, "what differs").await?;
    app.click(&role("button", "Cancel")).await?;
    app.gone(&css("dialog[open]")).await?;
    app.click(&place("Codes")).await?;
    code_of(&app, "GitHub, mina").await?;
    assert_eq!(
        app.find_all(&css("[data-entry]")).await?.len(),
        1,
        "a look changes nothing"
    );

    look_at_newest(&app).await?;
    app.click(&role("button", "Add missing codes")).await?;
    app.gone(&css("dialog[open]")).await?;
    app.click(&place("Codes")).await?;
    code_of(&app, "Bank, joon").await?;
    code_of(&app, "GitHub, mina").await?;

    // Going back wholly: to the state with one code, which is what the newest backup now is.
    look_at_newest(&app).await?;
    app.find(&text("Only in the vault now (1)")).await?;
    app.click(&role("button", "Restore all")).await?;
    app.gone(&css("dialog[open]")).await?;
    app.click(&place("Codes")).await?;
    app.until("one code is left", || async {
        Ok(app.find_all(&css("[data-entry]")).await?.len() == 1)
    })
    .await?;
    // The state before is the newest backup.
    look_at_newest(&app).await?;
    app.find(&text("Only in the backup (1)")).await?;
    app.close().await
}

/// The file and what the person knows are enough: no recovery sheet, no folder of the old computer.
#[tokio::test]
async fn a_vault_taken_along_comes_back_on_a_new_computer() -> Outcome {
    const TAKEN: &str = "harbour lantern taken along";
    let words = Words::of("en")?;
    let old = Desk::start(DeskOptions::default())?;
    let app = old.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    add_address(&app, BANK).await?;
    choose(&app, "GitHub, mina", "Pin").await?;
    to_settings(&app).await?;
    app.click(&role("button", "Export")).await?;
    type_new_passphrase(&app, &words, TAKEN).await?;
    app.click(&role("button", "Choose where to save")).await?;
    app.fill(&role("textbox", "Recovery key"), &groups.concat()).await?;
    app.click(&role("button", "Continue")).await?;
    let taken = old.folder().join("taken-along.age");
    app.answer_file_dialog(&taken).await?;
    app.find(&text("The file holds 2 codes.")).await?;
    app.close().await?;

    let new = Desk::start(DeskOptions::default())?;
    let app = new.launch(&[]).await?;
    app.click(&role("button", words.say("welcome.authenticator")?).containing())
        .await?;
    app.click(&role("button", "Restore from a backup")).await?;
    app.answer_file_dialog(&taken).await?;
    app.find(&text("This backup has a passphrase of its own")).await?;
    nothing_for_axe(&app, "a backup's own passphrase").await?;
    let passphrase = xpath("//dialog[@open]//input");
    app.fill(&passphrase, "another passphrase").await?;
    app.click(&role("button", "Open the backup")).await?;
    app.find(&text("That passphrase is not right.")).await?;
    app.fill(&passphrase, TAKEN).await?;
    app.click(&role("button", "Open the backup")).await?;
    app.find(&text("In the backup (2)")).await?;
    app.click(&role("button", "Restore all")).await?;
    app.gone(&css("dialog[open]")).await?;
    code_of(&app, "GitHub, mina").await?;
    code_of(&app, "Bank, joon").await?;
    app.find(&heading("Pinned")).await?;
    // What opened the backup opens the vault.
    app.press(&["ctrl+l"])?;
    app.fill(&role("textbox", "Passphrase"), TAKEN).await?;
    app.click(&role("button", "Unlock")).await?;
    code_of(&app, "Bank, joon").await?;
    app.close().await
}

/// Whoever finds the screen open must not leave with the keys, and who exports them is told what the file is.
#[tokio::test]
async fn a_plain_export_warns_and_asks_who_it_is_and_its_file_is_the_owners_alone() -> Outcome {
    use std::os::unix::fs::PermissionsExt;
    const PASSPHRASE: &str = "correct horse battery";
    let words = Words::of("en")?;
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let vault = NewVault {
        passphrase: Some(PASSPHRASE),
    };
    vault.make(&app, &words).await?;
    add_address(&app, GITHUB).await?;
    add_address(&app, BANK).await?;
    to_plain_export(&app).await?;
    nothing_for_axe(&app, "a plain export").await?;
    app.click(&role("button", "Choose where to save")).await?;
    let asked = role("textbox", "Passphrase");
    app.fill(&asked, "a guess of mine").await?;
    app.click(&role("button", "Continue")).await?;
    app.find(&text("That is not right. Nothing was written.")).await?;
    app.fill(&asked, PASSPHRASE).await?;
    app.click(&role("button", "Continue")).await?;
    let file = desk.folder().join("codes.txt");
    app.answer_file_dialog(&file).await?;
    app.find(&text("The file holds 2 codes. It was read back and checked."))
        .await?;
    assert_eq!(std::fs::metadata(&file)?.permissions().mode() & 0o777, 0o600);
    let mut held: Vec<String> = std::fs::read_to_string(&file)?.lines().map(str::to_owned).collect();
    held.sort();
    assert_eq!(held.len(), 2);
    for (link, added) in held.iter().zip([BANK, GITHUB]) {
        assert!(link.starts_with(added), "{link}");
    }
    // A few minutes long it is not asked again, and never beyond a lock.
    app.click(&role("button", "Done")).await?;
    app.press(&["ctrl+l"])?;
    app.fill(&role("textbox", "Passphrase"), PASSPHRASE).await?;
    app.click(&role("button", "Unlock")).await?;
    code_of(&app, "Bank, joon").await?;
    to_plain_export(&app).await?;
    app.click(&role("button", "Choose where to save")).await?;
    app.find(&asked).await?;
    app.close().await
}

/// The dialog with the format that protects nothing, and its warning.
async fn to_plain_export(app: &App<'_>) -> Outcome {
    to_settings(app).await?;
    app.click(&role("button", "Export")).await?;
    let format = app.find(&role("combobox", "Format")).await?;
    format.select_by_value("otpauth").await?;
    app.find(&text("Whoever reads this file has all your codes."))
        .await
        .map(|_| ())
}

async fn to_settings(app: &App<'_>) -> Outcome {
    app.press(&["ctrl+comma"])?;
    app.find(&heading("Settings")).await.map(|_| ())
}

async fn look_at_newest(app: &App<'_>) -> Outcome {
    to_settings(app).await?;
    // The page stands still once the keyring has answered.
    app.find(&text("The keyring is connected")).await?;
    app.click(&xpath("(//button[starts-with(@aria-label, 'Restore the backup')])[1]"))
        .await?;
    app.find(&css("dialog[open]")).await.map(|_| ())
}

/// The copies in a folder, oldest first.
fn copies(folder: &Path) -> Vec<PathBuf> {
    let all = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let mut copies: Vec<PathBuf> = all
        .map(|entry| entry.path())
        .filter(|path| {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            name.starts_with("Gatehouse-") && name.ends_with("Z.age")
        })
        .collect();
    copies.sort();
    copies
}

/// The issuers in the newest copy.
fn held(desk: &Desk, folder: &Path, sheet: &[String]) -> Outcome<Vec<String>> {
    let Some(newest) = copies(folder).pop() else {
        return Ok(Vec::new());
    };
    let document = opened(desk, &newest, sheet)?;
    let entries = document["entries"].as_array().cloned().unwrap_or_default();
    let issuer = |entry: &Value| {
        Some(
            entry["uri"]
                .as_str()?
                .split_once("issuer=")?
                .1
                .split('&')
                .next()?
                .to_owned(),
        )
    };
    Ok(entries.iter().filter_map(issuer).collect())
}

/// A copy's document, by the stock `age` and the recovery sheet's key.
fn opened(desk: &Desk, copy: &Path, sheet: &[String]) -> Outcome<Value> {
    let key = desk.folder().join("copy.key");
    std::fs::write(&key, sheet.concat())?;
    let text = desk.run("age", ["-d".as_ref(), "-i".as_ref(), key.as_os_str(), copy.as_os_str()])?;
    Ok(serde_json::from_str(&text)?)
}
