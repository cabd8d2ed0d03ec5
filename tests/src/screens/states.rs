//! The screens of a vault that is not open.

use std::time::Duration;

use super::Stage;
use crate::desk::{App, Outcome, css, role};

/// Locked by hand; waiting for a locked keyring; damaged.
pub(super) async fn visit(stage: &mut Stage, app: App<'_>, recovery_key: &str) -> Outcome {
    let desk = app.desk();
    set_passphrase(&app, recovery_key).await?;
    app.press(&["ctrl+l"])?;
    app.gone(&css(".sidebar")).await?;
    app.find(&css("input[type=password]")).await?;
    stage.shoot(&app, "lock").await?;
    app.close().await?;

    desk.lock_keyring()?;
    let app = desk.launch(&[]).await?;
    app.find(&css("input[type=password]")).await?;
    stage.shoot(&app, "opening-waiting").await?;
    app.close().await?;

    // Whoever still asks is told no; the file is spoiled where its text begins.
    let _ = desk.dismiss_keyring_prompt();
    let file = desk.gatehouse_home().join("vault/vault.age");
    let mut bytes = std::fs::read(&file)?;
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&file, bytes)?;
    let app = desk.launch(&[]).await?;
    if app
        .find_within(&css("input[type=password]"), Duration::from_secs(10))
        .await
        .is_ok()
    {
        desk.answer_keyring_prompt(crate::desk::KEYRING_PASSWORD)?;
    }
    app.find(&css(".banner-danger")).await?;
    stage.shoot(&app, "damaged").await?;
    app.close().await
}

/// In the settings, as a person does: what is typed is sealed by the page.
async fn set_passphrase(app: &App<'_>, recovery_key: &str) -> Outcome {
    app.press(&["ctrl+comma"])?;
    app.click(&role("button", "Set")).await?;
    for field in ["Passphrase", "Passphrase again"] {
        app.fill(&role("textbox", field), "heron over the slow canal").await?;
    }
    app.click(&css("dialog[open] button[type=submit]")).await?;
    app.fill(&role("textbox", "Recovery key"), recovery_key).await?;
    app.click(&role("button", "Continue")).await?;
    app.gone(&css("dialog[open]")).await
}
