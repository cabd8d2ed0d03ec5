//! A day's work in the list, in the real window: found by Korean initials, put in one's own order, several at once, hidden codes, the
//! keys, and an offset clock.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, heading, role, shown, text};
use gatehouse_tests::walk::codes::{choose, code_of, nothing_for_axe, totp, unix_now};
use gatehouse_tests::walk::first_vault;
use gatehouse_tests::walk::keyboard::focused;
use gatehouse_tests::walk::vault::{addresses_by_age, set_settings};
use serde_json::json;

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// Adds an entry for each of these issuers, all of one account.
async fn add_all(app: &App<'_>, issuers: &[&str]) -> Outcome {
    let link = |issuer: &&str| {
        let issuer = issuer.replace(' ', "%20");
        format!("otpauth://totp/{issuer}:mina?secret={SECRET}&issuer={issuer}")
    };
    let links: Vec<String> = issuers.iter().map(link).collect();
    let _owner = app.desk().put_on_clipboard(&links.join("\n"))?;
    app.press(&["ctrl+v"])?;
    app.click(&css("dialog[open] button[type='submit']:not([aria-disabled])"))
        .await?;
    app.gone(&css("dialog[open]")).await?;
    app.find(&css(":focus[data-entry]")).await.map(|_| ())
}

/// Waits until the rows are of these issuers, in this order.
async fn in_order(app: &App<'_>, issuers: &[&str]) -> Outcome {
    let script = "
        const rows = [...document.querySelectorAll('.code-row')].sort((a, b) => a.offsetTop - b.offsetTop);
        return rows.map((row) => row.querySelector('.issuer').textContent.trim());";
    app.until(&format!("the rows are {issuers:?}"), || async {
        let found: Vec<String> = serde_json::from_value(app.script(script, vec![]).await?)?;
        Ok(found == issuers)
    })
    .await
}

async fn focus_on(app: &App<'_>, issuer: &str) -> Outcome {
    app.until(&format!("the focus comes to {issuer}"), || async {
        Ok(focused(app).await?.contains(&format!("{issuer}, mina")))
    })
    .await
}

async fn sort(app: &App<'_>, order: &str) -> Outcome {
    let select = app.find(&css("select[aria-label='Sort']")).await?;
    select.select_by_label(order).await?;
    Ok(())
}

#[tokio::test]
async fn korean_codes_are_found_by_initials_and_by_what_is_half_typed() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_all(&app, &["구글 메일", "한빛은행", "Café Müller", "ラクテン"]).await?;
    let search = role("searchbox", "Search codes");
    for (typed, issuer) in [
        ("ㄱㅁ", "구글 메일"),
        ("구그", "구글 메일"),
        ("ㅎㅂㅇㅎ", "한빛은행"),
        ("cafe muller", "Café Müller"),
        ("らくてん", "ラクテン"),
        ("ﾗｸ", "ラクテン"),
    ] {
        app.fill(&search, typed).await?;
        in_order(&app, &[issuer]).await?;
    }
    app.press(&["Return"])?;
    app.find(&text("Copied, clears in")).await?;
    app.fill(&search, "ㅋㅋ").await?;
    app.find(&text("No code matches “ㅋㅋ”")).await?;
    app.close().await
}

#[tokio::test]
async fn rows_are_put_in_ones_own_order_by_keys_by_the_menu_and_by_hand() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_all(&app, &["Delta", "Alpha", "Charlie", "Bravo"]).await?;
    in_order(&app, &["Alpha", "Bravo", "Charlie", "Delta"]).await?;

    // In another order the keys say where rows can be moved, and lead there.
    app.press(&["alt+Down"])?;
    app.find(&text("Codes can be moved in your own order.")).await?;
    app.click(&role("button", "Own order")).await?;
    in_order(&app, &["Delta", "Alpha", "Charlie", "Bravo"]).await?;
    nothing_for_axe(&app, "the own order").await?;

    app.click(&css("[data-entry]")).await?;
    app.press(&["Home", "alt+Down", "alt+Down"])?;
    in_order(&app, &["Alpha", "Charlie", "Delta", "Bravo"]).await?;
    focus_on(&app, "Delta").await?;
    app.press(&["alt+Up"])?;
    in_order(&app, &["Alpha", "Delta", "Charlie", "Bravo"]).await?;
    choose(&app, "Bravo, mina", "Move up").await?;
    in_order(&app, &["Alpha", "Delta", "Bravo", "Charlie"]).await?;

    drag(&app, "Alpha", "Charlie").await?;
    in_order(&app, &["Delta", "Bravo", "Charlie", "Alpha"]).await?;
    app.close().await?;

    let app = desk.launch(&[]).await?;
    in_order(&app, &["Delta", "Bravo", "Charlie", "Alpha"]).await?;
    sort(&app, "By issuer").await?;
    in_order(&app, &["Alpha", "Bravo", "Charlie", "Delta"]).await?;
    sort(&app, "Own order").await?;
    in_order(&app, &["Delta", "Bravo", "Charlie", "Alpha"]).await?;
    app.close().await
}

/// Drags a row by its grip to just below another one, with the X server's pointer.
async fn drag(app: &App<'_>, issuer: &str, below: &str) -> Outcome {
    let script = "
        const row = (name) => [...document.querySelectorAll('.code-row')]
            .find((row) => row.querySelector('.issuer').textContent.trim() === name).getBoundingClientRect();
        const [from, to] = [...arguments].map(row);
        const bar = window.outerHeight - window.innerHeight;
        return [from.left + 8, from.top + from.height / 2 + bar, to.bottom + bar].map(Math.round);";
    let found = app.script(script, vec![json!(issuer), json!(below)]).await?;
    let [x, from, to]: [i32; 3] = serde_json::from_value(found)?;
    let window = app.window()?;
    let desk = app.desk();
    let pointer = |y: i32| {
        desk.xdotool([
            "mousemove",
            "--sync",
            &(window.x + x).to_string(),
            &(window.y + y).to_string(),
        ])
    };
    pointer(from)?;
    desk.xdotool(["mousedown", "1"])?;
    for step in 1..=8 {
        pointer(from + (to - from) * step / 8)?;
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
    }
    app.find(&css(".gap")).await?;
    desk.xdotool(["mouseup", "1"])?;
    app.gone(&css(".gap")).await
}

#[tokio::test]
async fn several_codes_are_selected_tagged_deleted_and_put_back() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    // In the dark, where a tinted row is harder to read.
    set_settings(&desk, &json!({ "theme": "dark" }))?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_all(&app, &["Alpha", "Bravo", "Charlie", "Delta"]).await?;
    app.press(&["Home"])?;
    focus_on(&app, "Alpha").await?;
    app.press(&["shift+Down"])?;
    app.find(&text("2 selected")).await?;
    focus_on(&app, "Bravo").await?;
    app.press(&["Down", "Down", "ctrl+space"])?;
    app.find(&text("3 selected")).await?;
    let ticked = app.find_all(&css(".code-row .check:checked")).await?;
    assert_eq!(ticked.len(), 3, "what is selected says so");
    nothing_for_axe(&app, "selected rows").await?;

    app.click(&css("[aria-label='Selected codes'] button:nth-of-type(3)"))
        .await?;
    app.find(&heading("Tags of 3 codes")).await?;
    app.click(&role("button", "Add a tag")).await?;
    app.fill(&role("textbox", "New tag"), "Work").await?;
    app.press(&["Return"])?;
    app.find(&role("button", "Remove the tag Work")).await?;
    nothing_for_axe(&app, "tags of several").await?;
    app.click(&role("button", "Save")).await?;
    app.find(&role("button", "Work 3")).await?;

    app.press(&["Escape"])?;
    app.gone(&shown("3 selected")).await?;
    app.click(&css("[data-entry]")).await?;
    app.press(&["ctrl+a"])?;
    app.find(&text("4 selected")).await?;
    // A press with the modifier takes one out again.
    app.press(&["Home", "ctrl+space"])?;
    app.find(&text("3 selected")).await?;
    app.press(&["Delete"])?;
    app.find(&heading("Delete 3 codes?")).await?;
    nothing_for_axe(&app, "the question before deleting several").await?;
    app.click(&role("button", "Delete")).await?;
    in_order(&app, &["Alpha"]).await?;
    assert_eq!(addresses_by_age(&desk, &groups)?.len(), 1);
    app.find(&text("3 codes deleted")).await?;
    app.click(&role("button", "Undo")).await?;
    in_order(&app, &["Alpha", "Bravo", "Charlie", "Delta"]).await?;
    assert_eq!(addresses_by_age(&desk, &groups)?.len(), 4);
    app.close().await
}

#[tokio::test]
async fn hidden_codes_are_shown_to_whoever_asks() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    set_settings(&desk, &json!({ "hide_codes": true }))?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_all(&app, &["Alpha", "Bravo"]).await?;
    let drawn = "return [...document.querySelectorAll('.code-row')].map((row) =>
        [row.querySelector('.code').textContent, row.querySelector('.vh[id]').textContent.trim()])";
    app.press(&["Home"])?;
    focus_on(&app, "Alpha").await?;
    let code = code_of(&app, "Alpha, mina").await?;
    let rows = app.script(drawn, vec![]).await?;
    assert_eq!(rows[1], json!(["••••••", "code hidden"]));
    nothing_for_axe(&app, "hidden codes").await?;
    // The search field has the focus: nothing is shown, and Enter copies all the same.
    app.press(&["slash"])?;
    app.until("every code is hidden", || async {
        let rows = app.script(drawn, vec![]).await?;
        Ok(rows
            .as_array()
            .is_some_and(|rows| rows.iter().all(|row| row[1] == "code hidden")))
    })
    .await?;
    app.press(&["Return"])?;
    app.find(&text("Copied, clears in")).await?;
    let copied = desk.clipboard()?.unwrap_or_default();
    assert_eq!(copied.len(), code.len());
    app.until("what was just copied is shown", || async {
        Ok(app.script(drawn, vec![]).await?[0][0] == json!(copied))
    })
    .await?;
    app.close().await
}

#[tokio::test]
async fn every_key_is_listed_and_leads_where_it_says() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_all(&app, &["Alpha"]).await?;
    app.press(&["question"])?;
    app.find(&heading("Keyboard")).await?;
    nothing_for_axe(&app, "the list of keys").await?;
    app.press(&["Escape"])?;
    app.gone(&css("dialog[open]")).await?;
    focus_on(&app, "Alpha").await?;
    app.press(&["slash"])?;
    app.type_keys("?")?;
    app.find(&text("No code matches “?”")).await?;
    app.press(&["F1"])?;
    app.find(&heading("Keyboard")).await?;
    app.press(&["Escape"])?;
    app.gone(&css("dialog[open]")).await?;
    app.press(&["Escape", "ctrl+comma"])?;
    app.find(&heading("Settings")).await?;
    app.press(&["ctrl+2"])?;
    app.find(&heading("Practice server")).await?;
    app.press(&["ctrl+1"])?;
    app.find(&css("[data-entry]")).await?;
    app.press(&["Down", "F2"])?;
    app.find(&role("textbox", "Issuer")).await?;
    app.fill(&role("textbox", "Note").containing(), "behind the blue card")
        .await?;
    app.click(&role("button", "Save")).await?;
    app.gone(&css("dialog[open]")).await?;
    choose(&app, "Alpha, mina", "Show note").await?;
    app.find(&text("behind the blue card")).await?;
    nothing_for_axe(&app, "a note").await?;
    app.press(&["Escape"])?;
    app.gone(&css("dialog[open]")).await?;
    app.press(&["Delete"])?;
    app.find(&heading("Delete the code Alpha, mina?")).await?;
    app.press(&["Escape", "ctrl+n"])?;
    app.find(&role("tablist", "How to add")).await?;
    app.close().await
}

#[tokio::test]
async fn an_offset_moves_every_code_and_is_said_beside_them() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_all(&app, &["Alpha"]).await?;
    app.press(&["ctrl+comma"])?;
    let field = role("textbox", "Clock offset for codes");
    app.fill(&field, "soon").await?;
    app.press(&["Tab"])?;
    app.find(&text("Type a whole number of seconds")).await?;
    nothing_for_axe(&app, "a wrong offset").await?;
    app.fill(&field, "-45").await?;
    app.press(&["Return"])?;
    app.gone(&shown("Type a whole number of seconds")).await?;
    app.press(&["ctrl+1"])?;
    app.find(&text("Codes are made for 45 s behind this computer")).await?;
    nothing_for_axe(&app, "an offset").await?;
    app.until("what is shown and what is copied is the code of 45 s ago", || async {
        let expected = totp(&desk, SECRET, unix_now() - 45)?;
        let shown = code_of(&app, "Alpha, mina").await?;
        app.press(&["Home", "Return"])?;
        app.find(&text("Copied, clears in")).await?;
        Ok(shown == expected && desk.clipboard()? == Some(expected))
    })
    .await?;
    app.close().await
}
