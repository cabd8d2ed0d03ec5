//! The vault in the real window: made, filled from a dropped picture, locked, killed, damaged and repaired; what it holds is read by
//! the stock `age`, what it shows is held against `oathtool`, what it copies is read by `xclip`.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::{Duration, Instant};

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, text, xpath};
use gatehouse_tests::walk::codes::{
    choose, code_of, nothing_for_axe, picture_of, same_as_oathtool, save_preview, shows, totp,
};
use gatehouse_tests::walk::vault::{NewVault, addresses_by_age, recovery_groups, set_settings, vault_file};
use gatehouse_tests::walk::{Words, add_address, first_vault};
use serde_json::{Value, json};

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const BANK: &str = "otpauth://totp/Bank:joon?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bank";
const NAME: &str = "GitHub, mina";

/// The name under which the app's items stand in the system keyring.
const KEYRING_SERVICE: &str = "io.github.gatehouse.Gatehouse";

#[tokio::test]
async fn first_run_leads_from_a_dropped_picture_to_its_code() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    app.find(&heading("Welcome to Gatehouse")).await?;
    nothing_for_axe(&app, "the welcome screen").await?;
    app.click(&role("button", "Use the authenticator").containing()).await?;
    recovery_groups(&app, &Words::of("en")?).await?;
    nothing_for_axe(&app, "the set-up").await?;
    // One may go back and come again: it is the same sheet.
    app.click(&role("button", "Back")).await?;
    let groups = NewVault::default().make(&app, &Words::of("en")?).await?;
    nothing_for_axe(&app, "the empty list").await?;

    let picture = picture_of(&desk, "a code.png", GITHUB)?;
    desk.drag_file_onto(&app, &picture)?;
    app.find(&text("Found 1 code")).await?;
    nothing_for_axe(&app, "the preview").await?;
    let inside = "
        const [box, code] = ['.dialog', '.dialog .code'].map((part) => document.querySelector(part).getBoundingClientRect());
        return code.left > box.left && code.right < box.right && code.top > box.top && code.bottom < box.bottom;";
    assert!(
        app.script(inside, vec![]).await? == true,
        "the code stands in the preview"
    );
    assert!(addresses_by_age(&desk, &groups)?.is_empty(), "a preview keeps nothing");
    save_preview(&app).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    nothing_for_axe(&app, "the list").await?;

    let kept = addresses_by_age(&desk, &groups)?;
    assert!(kept.len() == 1 && kept[0].contains(SECRET), "{} kept", kept.len());
    let slots: Value = serde_json::from_slice(&std::fs::read(desk.gatehouse_home().join("vault/slots.json"))?)?;
    let item = format!("vault:{}", slots["keyring_item"].as_str().unwrap_or_default());
    let key = desk.secret_tool(&[("service", KEYRING_SERVICE), ("username", &item)])?;
    assert_eq!(
        key,
        Some(groups.concat()),
        "the keyring holds the key that is on the sheet"
    );
    app.close().await
}

#[tokio::test]
async fn a_copied_code_leaves_the_clipboard_unless_something_else_came() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    set_settings(&desk, &json!({ "clear_clipboard_after": 6 }))?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    copied(&app, NAME).await?;
    let targets = desk.clipboard_targets()?;
    assert!(
        targets.iter().any(|target| target == "x-kde-passwordManagerHint"),
        "{targets:?}"
    );
    nothing_for_axe(&app, "a copied row").await?;
    app.until("the code leaves the clipboard", || async {
        Ok(desk.clipboard()?.unwrap_or_default().is_empty())
    })
    .await?;
    let note = text("Copied, clears in");
    app.gone(&note).await?;

    copied(&app, NAME).await?;
    let _owner = desk.put_on_clipboard("a shopping list")?;
    app.gone(&note).await?;
    // What should not happen is watched for a while after the moment it would have happened.
    let until = Instant::now() + Duration::from_secs(3);
    while Instant::now() < until {
        assert_eq!(desk.clipboard()?.as_deref(), Some("a shopping list"));
        tokio::time::sleep(Duration::from_millis(200)).await;
    }
    app.close().await
}

/// Presses Enter on the chosen row until the clipboard holds the code the row shows.
async fn copied(app: &App<'_>, name: &str) -> Outcome {
    app.find(&css(":focus[data-entry]")).await?;
    app.press(&["Return"])?;
    app.find(&text("Copied, clears in")).await?;
    let held = app.desk().clipboard()?.unwrap_or_default();
    // The code may have changed between the key and the look.
    let shown = code_of(app, name).await?;
    let before = gatehouse_tests::walk::codes::unix_now() - 30;
    assert!(
        held == shown || held == totp(app.desk(), SECRET, before)?,
        "{held:?} is not {shown}"
    );
    Ok(())
}

#[tokio::test]
async fn what_was_saved_survives_a_power_cut() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    app.kill();
    assert_eq!(addresses_by_age(&desk, &groups)?.len(), 1);
    let app = desk.launch(&[]).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn the_vault_is_locked_and_unlocked_by_hand() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    code_of(&app, NAME).await?;

    app.press(&["ctrl+l"])?;
    app.find(&heading("Gatehouse is locked")).await?;
    assert!(app.find_all(&css("[data-entry], .code")).await?.is_empty());
    nothing_for_axe(&app, "the locked screen").await?;
    app.click(&role("button", "Unlock with keyring")).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;

    app.press(&["ctrl+l"])?;
    app.click(&role("button", "Use recovery key")).await?;
    let field = role("textbox", "Recovery key");
    let other = "AGE-SECRET-KEY-1QQPQQPQQ";
    app.fill(&field, other).await?;
    app.click(&role("button", "Unlock")).await?;
    app.find(&text("That is not a complete recovery key.")).await?;
    nothing_for_axe(&app, "a refused recovery key").await?;
    // As a person copies it from paper: in groups, in small letters.
    app.fill(&field, &groups.join(" ").to_lowercase()).await?;
    app.click(&role("button", "Unlock")).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn a_damaged_vault_is_repaired_from_a_backup() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    add_address(&app, BANK).await?;
    // One change more, so that the newest backup has both.
    choose(&app, NAME, "Pin").await?;
    app.find(&heading("Pinned")).await?;
    app.close().await?;

    let file = vault_file(&desk);
    let mut bytes = std::fs::read(&file)?;
    let place = bytes.len() - 40;
    bytes[place] ^= 1;
    std::fs::write(&file, &bytes)?;

    let app = desk.launch(&[]).await?;
    app.find(&heading("The vault cannot be read")).await?;
    nothing_for_axe(&app, "the damaged vault").await?;
    assert_eq!(std::fs::read(&file)?, bytes, "the damaged file is left as it is");
    app.click(&role("button", "Restore the backup:").containing()).await?;
    app.find(&role("button", "Cancel")).await?;
    nothing_for_axe(&app, "the question before a restore").await?;
    app.click(&role("button", "Restore all")).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    code_of(&app, "Bank, joon").await?;
    app.close().await?;
    let app = desk.launch(&[]).await?;
    code_of(&app, "Bank, joon").await?;
    app.close().await
}

#[tokio::test]
async fn bad_pictures_and_links_are_explained_and_nothing_is_written() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    let before = std::fs::read(vault_file(&desk))?;

    let picture = picture_of(&desk, "good.png", GITHUB)?;
    let whole = std::fs::read(picture)?;
    let files: [(&str, &[u8], &str); 3] = [
        ("cut.png", &whole[..whole.len() / 2], "The picture is damaged."),
        (
            "letter.png",
            b"Dear Mina",
            "This is not a picture that Gatehouse reads.",
        ),
        ("empty.png", b"", "This is not a picture that Gatehouse reads."),
    ];
    for (name, bytes, words) in files {
        let file = desk.folder().join(name);
        std::fs::write(&file, bytes)?;
        desk.drag_file_onto(&app, &file)?;
        refused(&app, words).await?;
    }
    let blank = desk.folder().join("blank.png");
    desk.run(
        "convert",
        ["-size", "200x200", "xc:white", &blank.display().to_string()],
    )?;
    desk.drag_file_onto(&app, &blank)?;
    refused(&app, "There is no QR code in this picture.").await?;

    for (link, words) in [
        (
            "otpauth://totp/Bank:mina?secret=JBSWY3DPEHPK3P10",
            "“1” is not part of any key.",
        ),
        (
            "otpauth://totp/Bank:mina?secret=JBSWY3DPEHPK3PXP&algorithm=SHA3",
            "Gatehouse does not know the hash “SHA3”.",
        ),
        (
            "otpauth://totp/Bank:mina?secret=JBSWY3DPEHPK3PXP&digits=11",
            "11 digits are not possible.",
        ),
        ("otpauth://hotp/Bank:mina?secret=JBSWY3DPEHPK3PXP", "needs its counter"),
        ("https://example.com/", "This is not an otpauth link."),
    ] {
        let _owner = desk.put_on_clipboard(link)?;
        app.press(&["ctrl+v"])?;
        refused(&app, words).await?;
    }
    assert_eq!(std::fs::read(vault_file(&desk))?, before, "nothing is written");
    shows(&app, NAME, &code_of(&app, NAME).await?).await?;
    app.close().await
}

/// The add dialog says these words, offers nothing to save, and is closed.
async fn refused(app: &App<'_>, words: &str) -> Outcome {
    app.find(&text(words)).await?;
    app.find(&text("No code found")).await?;
    let save = xpath("//dialog//button[@type='submit' and @aria-disabled='true']");
    app.find(&save).await?;
    nothing_for_axe(app, words).await?;
    app.click(&role("button", "Cancel")).await?;
    app.gone(&css("dialog[open]")).await
}
