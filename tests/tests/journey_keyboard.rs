//! From the first screen to a copied code, and on through the app, without a pointer: every stop can be reached and seen.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, Desk, DeskOptions, Failure, Outcome, css, heading, role, text};
use gatehouse_tests::walk::Words;
use gatehouse_tests::walk::codes::{code_of, nothing_for_axe, same_as_oathtool};
use gatehouse_tests::walk::keyboard::{focused, tab_to};
use gatehouse_tests::walk::vault::{recovery_groups, set_settings};
use serde_json::json;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const NAME: &str = "GitHub, mina";

/// Waits until what has the focus begins with these words.
async fn focus_on(app: &App<'_>, name: &str) -> Outcome {
    app.until(&format!("the focus comes to {name}"), || async {
        Ok(focused(app).await?.starts_with(name))
    })
    .await
}

/// The vault made by keys alone.
async fn make_vault(app: &App<'_>) -> Outcome {
    app.find(&heading("Welcome to Gatehouse")).await?;
    tab_to(app, "Use the authenticator").await?;
    app.press(&["Return"])?;
    let groups = recovery_groups(app, &Words::of("en")?).await?;
    tab_to(app, "Type group").await?;
    let number: String = focused(app).await?.chars().filter(char::is_ascii_digit).collect();
    let group = number.parse::<usize>().ok().and_then(|number| groups.get(number - 1));
    app.type_keys(group.ok_or_else(|| Failure::new(format!("no group {number}")))?)?;
    app.find(&text("The recovery key is confirmed.")).await?;
    // Enter in a field is the form's button.
    app.press(&["Return"])?;
    app.find(&css(".drop")).await.map(|_| ())
}

#[tokio::test]
async fn everything_is_done_without_a_pointer() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    // In the dark, too, every screen has to be readable.
    set_settings(&desk, &json!({ "theme": "dark" }))?;
    let app = desk.launch(&[]).await?;
    app.find(&heading("Welcome to Gatehouse")).await?;
    nothing_for_axe(&app, "the dark welcome screen").await?;
    make_vault(&app).await?;
    nothing_for_axe(&app, "the dark empty list").await?;

    app.press(&["ctrl+n"])?;
    focus_on(&app, "Issuer").await?;
    app.type_keys("GitHub")?;
    tab_to(&app, "Account").await?;
    app.type_keys("mina")?;
    tab_to(&app, "Setup key").await?;
    app.type_keys(SECRET)?;
    app.find(&text("Code now:")).await?;
    nothing_for_axe(&app, "a dark typed key").await?;
    app.press(&["Return"])?;
    app.gone(&css("dialog[open]")).await?;
    focus_on(&app, &format!("Copy code: {NAME}")).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    nothing_for_axe(&app, "the dark list").await?;
    app.press(&["Return"])?;
    app.find(&text("Copied, clears in")).await?;

    // The row's menu, and back to the row.
    tab_to(&app, &format!("More actions for {NAME}")).await?;
    app.press(&["Return"])?;
    focus_on(&app, "Copy code").await?;
    nothing_for_axe(&app, "the dark menu").await?;
    app.press(&["End"])?;
    focus_on(&app, "Delete").await?;
    app.press(&["Return"])?;
    focus_on(&app, "Cancel").await?;
    nothing_for_axe(&app, "the dark question").await?;
    app.press(&["Escape"])?;
    focus_on(&app, &format!("Copy code: {NAME}")).await?;

    // Settings, one of them changed, and the way back.
    app.press(&["ctrl+comma"])?;
    app.find(&heading("Settings")).await?;
    nothing_for_axe(&app, "the dark settings").await?;
    tab_to(&app, "Hide codes").await?;
    app.press(&["space"])?;
    app.find(&text("Saved")).await?;
    app.press(&["ctrl+1"])?;
    let row = role("button", &format!("Copy code: {NAME}"));
    app.find(&row).await?;
    let hidden = || async { Ok(app.text_of(&css(".code")).await?.contains('•')) };
    app.until("the code is hidden", hidden).await?;
    tab_to(&app, &format!("Copy code: {NAME}")).await?;
    code_of(&app, NAME).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;

    app.press(&["ctrl+l"])?;
    app.find(&heading("Gatehouse is locked")).await?;
    nothing_for_axe(&app, "the dark locked screen").await?;
    tab_to(&app, "Unlock with keyring").await?;
    app.press(&["Return"])?;
    app.find(&row).await?;
    app.close().await
}

#[tokio::test]
async fn the_arrows_choose_and_letters_search() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    make_vault(&app).await?;
    let links = [
        GITHUB,
        "otpauth://totp/Bank:joon?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bank",
    ]
    .join("\n");
    let owner = desk.put_on_clipboard(&links)?;
    app.press(&["ctrl+v"])?;
    app.find(&text("Found 2 codes")).await?;
    nothing_for_axe(&app, "a preview of two").await?;
    tab_to(&app, "Save 2 codes").await?;
    app.press(&["Return"])?;
    app.gone(&css("dialog[open]")).await?;
    drop(owner);
    app.find(&css(":focus[data-entry]")).await?;
    app.press(&["End"])?;
    let last = focused(&app).await?;
    app.press(&["Home"])?;
    app.until("Home chooses the first", || async { Ok(focused(&app).await? != last) })
        .await?;
    let first = focused(&app).await?;
    app.press(&["Down"])?;
    focus_on(&app, &last).await?;
    app.press(&["Up"])?;
    focus_on(&app, &first).await?;

    app.type_keys("ban")?;
    let search = role("searchbox", "Search codes");
    app.until("the letters are searched for", || async {
        Ok(app.value_of(&search).await? == "ban" && app.find_all(&css("[data-entry]")).await?.len() == 1)
    })
    .await?;
    // Enter copies the match; with Ctrl the one that comes next.
    app.press(&["Return"])?;
    app.find(&text("Copied, clears in")).await?;
    app.press(&["ctrl+Return"])?;
    app.find(&text("Next code copied, clears in")).await?;
    let next = "return document.querySelector('.next').textContent.replace(/\\D/g, '')";
    app.until("the next code is on the clipboard", || async {
        let drawn = app.script(next, vec![]).await?;
        let held = desk.clipboard()?;
        Ok(held.is_some() && (held.as_deref() == drawn.as_str() || held == Some(code_of(&app, "Bank, joon").await?)))
    })
    .await?;
    app.press(&["Escape"])?;
    app.until("Escape leaves the search", || async {
        Ok(app.value_of(&search).await?.is_empty() && app.find_all(&css("[data-entry]")).await?.len() == 2)
    })
    .await?;
    app.close().await
}
