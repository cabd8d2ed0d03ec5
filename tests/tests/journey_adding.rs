//! More ways a code comes in: from every kind of picture, several at once, by the system's file chooser, while the vault is locked.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;

use gatehouse_tests::desk::{Desk, DeskOptions, Outcome, css, heading, role, text};
use gatehouse_tests::walk::codes::{nothing_for_axe, picture_of, same_as_oathtool, save_preview};
use gatehouse_tests::walk::vault::addresses_by_age;
use gatehouse_tests::walk::{add_address, first_vault};

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const BANK: &str = "otpauth://totp/Bank:joon?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bank";

/// ImageMagick, with these words and files.
fn convert(desk: &Desk, words: &[&str]) -> Outcome {
    desk.run("convert", words).map(|_| ())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[tokio::test]
async fn every_kind_of_picture_is_read() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    let png = picture_of(&desk, "code.png", GITHUB)?;
    for kind in ["jpg", "gif", "bmp", "webp"] {
        // The name says nothing: what a picture is stands in its bytes.
        let file = desk.folder().join(format!("{kind}.picture"));
        convert(&desk, &[&shown(&png), &format!("{kind}:{}", shown(&file))])?;
        desk.drag_file_onto(&app, &file)?;
        app.find(&text("Found 1 code")).await?;
        app.click(&role("button", "Cancel")).await?;
        app.gone(&css("dialog[open]")).await?;
    }
    let dark = desk.folder().join("dark.png");
    convert(&desk, &[&shown(&png), "-negate", "-rotate", "90", &shown(&dark)])?;
    desk.drag_file_onto(&app, &dark)?;
    app.find(&text("Found 1 code")).await?;
    save_preview(&app).await?;
    same_as_oathtool(&app, "GitHub, mina", SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn of_several_codes_in_a_picture_the_new_ones_are_chosen() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    let (one, other) = (
        picture_of(&desk, "one.png", GITHUB)?,
        picture_of(&desk, "other.png", BANK)?,
    );
    let both = desk.folder().join("both.png");
    convert(&desk, &[&shown(&one), &shown(&other), "+append", &shown(&both)])?;
    desk.drag_file_onto(&app, &both)?;
    app.find(&text("Found 2 codes")).await?;
    app.find(&text("In the vault already")).await?;
    nothing_for_axe(&app, "a preview of two, one known").await?;
    assert!(!app.find(&role("checkbox", "GitHub, mina")).await?.is_selected().await?);
    assert!(app.find(&role("checkbox", "Bank, joon")).await?.is_selected().await?);
    // One is opened, and its name put right.
    app.click(&role("button", "Edit: Bank, joon")).await?;
    app.fill(&role("textbox", "Issuer"), "Savings").await?;
    nothing_for_axe(&app, "a preview of two, one opened").await?;
    save_preview(&app).await?;
    same_as_oathtool(&app, "Savings, joon", OTHER_SECRET).await?;
    assert_eq!(addresses_by_age(&desk, &groups)?.len(), 2);
    app.close().await
}

#[tokio::test]
async fn a_picture_is_chosen_in_the_systems_own_window() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let picture = picture_of(&desk, "chosen.png", GITHUB)?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    app.click(&role("button", "Choose a file")).await?;
    app.dismiss_file_dialog().await?;
    app.gone(&css("dialog[open]")).await?;

    app.click(&role("button", "Choose a file")).await?;
    app.answer_file_dialog(&picture).await?;
    app.find(&text("Found 1 code")).await?;
    save_preview(&app).await?;
    same_as_oathtool(&app, "GitHub, mina", SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn what_is_dropped_on_a_locked_vault_waits_for_it() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    app.press(&["ctrl+l"])?;
    app.find(&heading("Gatehouse is locked")).await?;
    desk.drag_file_onto(&app, &picture_of(&desk, "github.png", GITHUB)?)?;
    app.click(&role("button", "Unlock with keyring")).await?;
    app.find(&text("Found 1 code")).await?;
    assert!(addresses_by_age(&desk, &groups)?.is_empty());
    save_preview(&app).await?;
    same_as_oathtool(&app, "GitHub, mina", SECRET).await?;
    app.close().await
}

#[tokio::test]
async fn of_two_issuers_the_person_says_which_is_right() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    let link = "otpauth://totp/Shop:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Market&image=https%3A%2F%2Fexample.com%2Fa.png";
    let owner = desk.put_on_clipboard(link)?;
    app.press(&["ctrl+v"])?;
    app.find(&text("The link names two issuers. Which one is right?"))
        .await?;
    app.find(&text("Not understood and left out: image")).await?;
    nothing_for_axe(&app, "two issuers").await?;
    app.click(&role("radio", "Shop")).await?;
    save_preview(&app).await?;
    drop(owner);
    same_as_oathtool(&app, "Shop, mina", SECRET).await?;
    app.close().await
}
