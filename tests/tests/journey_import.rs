//! Another app's encrypted file with two bad records, brought over: every record accounted for, one put right at once, the other
//! held, the whole taken back and done again; and the codes taken along in a file that stock `age` knows.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::PathBuf;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, role, shown, text};
use gatehouse_tests::walk::codes::{nothing_for_axe, picture_of, same_as_oathtool};
use gatehouse_tests::walk::first_vault;
use gatehouse_tests::walk::vault::addresses_by_age;
use gatehouse_tests::walk_account::enabled;

/// The password of the project's own fixtures.
const PASSWORD: &str = "Gatehouse-test-1";

fn fixture(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../src-tauri/crates/transfer/tests/fixtures")
        .join(name)
}

async fn says(app: &App<'_>, words: &str) -> Outcome {
    app.find(&text(words)).await.map(|_| ())
}

#[tokio::test]
async fn an_encrypted_export_with_two_bad_records_is_accounted_for() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    desk.drag_file_onto(&app, &fixture("aegis/encrypted.json"))?;
    says(&app, "Import from Aegis").await?;
    nothing_for_axe(&app, "the file's password").await?;

    app.fill(&role("textbox", "Password of the file"), "not the password")
        .await?;
    app.click(&enabled("Read the file")).await?;
    says(&app, "That password does not open the file.").await?;
    app.fill(&role("textbox", "Password of the file"), PASSWORD).await?;
    app.click(&enabled("Read the file")).await?;
    says(&app, "4 of 6").await?;
    says(&app, "6 accounted for").await?;
    says(&app, "2 need attention").await?;
    nothing_for_axe(&app, "the report").await?;
    assert!(
        addresses_by_age(&desk, &groups)?.is_empty(),
        "kept before the person said so"
    );

    app.click(&role("button", "Enter the PIN of Old")).await?;
    app.fill(&role("textbox", "PIN"), "1234").await?;
    nothing_for_axe(&app, "the PIN").await?;
    app.click(&enabled("Save")).await?;
    says(&app, "5 of 6").await?;
    app.click(&role("button", "Add 5 codes")).await?;
    says(&app, "5 added").await?;
    assert_eq!(addresses_by_age(&desk, &groups)?.len(), 5);

    app.click(&role("button", "Undo import")).await?;
    says(&app, "5 new").await?;
    assert!(
        addresses_by_age(&desk, &groups)?.is_empty(),
        "the import was not taken back"
    );
    app.click(&role("button", "Add 5 codes")).await?;
    app.click(&role("button", "Done")).await?;
    same_as_oathtool(&app, "Harbour, ann@example.org", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").await?;

    app.click(&role("button", "1 entry needs attention")).await?;
    says(&app, "Held from an import of Aegis").await?;
    nothing_for_axe(&app, "what is held").await?;
    app.click(&role("button", "Discard Broken: nobody")).await?;
    app.click(&css("dialog[open] .btn-danger")).await?;
    says(&app, "Nothing needs attention").await?;
    app.close().await
}

#[tokio::test]
async fn the_same_file_again_adds_nothing() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    for (what, button) in [("4 new", "Add 4 codes"), ("4 already here, kept once", "Done")] {
        desk.drag_file_onto(&app, &fixture("2fas/plain.2fas"))?;
        says(&app, what).await?;
        app.click(&role("button", button)).await?;
        if button != "Done" {
            app.click(&role("button", "Done")).await?;
        }
    }
    assert_eq!(addresses_by_age(&desk, &groups)?.len(), 4);
    app.close().await
}

/// Google Authenticator shows its codes as several QR codes: they are collected, in whatever order they come.
#[tokio::test]
async fn an_export_in_two_pictures_is_put_together() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    let links = std::fs::read_to_string(fixture("google/links.txt"))?;
    let links: Vec<&str> = links.lines().collect();
    desk.drag_file_onto(&app, &picture_of(&desk, "second.png", links[1])?)?;
    says(&app, "Import from Google Authenticator").await?;
    says(&app, "1 of 2 QR codes of this export are here").await?;
    nothing_for_axe(&app, "a part of an export").await?;
    desk.drag_file_onto(&app, &picture_of(&desk, "first.png", links[0])?)?;
    app.gone(&shown("of 2 QR codes")).await?;
    says(&app, "5 new").await?;
    app.click(&role("button", "Add 5 codes")).await?;
    app.click(&role("button", "Done")).await?;
    same_as_oathtool(&app, "Fern Bank, ann", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ").await?;
    assert_eq!(addresses_by_age(&desk, &groups)?.len(), 5);
    app.close().await
}
