//! A vault that something else touched while the app was closed: written by a newer version, holding what nobody understands,
//! changed by the stock `age`, lost, or a link. The app says which it is, and destroys nothing.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use gatehouse_tests::desk::{Desk, DeskOptions, Outcome, heading, role, text};
use gatehouse_tests::walk::codes::{hotp, nothing_for_axe, same_as_oathtool, shows};
use gatehouse_tests::walk::vault::{opened_by_age, sealed_by_age, vault_file};
use gatehouse_tests::walk::{add_address, first_vault};
use serde_json::{Value, json};

const SECRET: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const OTHER_SECRET: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const GITHUB: &str = "otpauth://totp/GitHub:mina?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=GitHub";
const BANK: &str = "otpauth://totp/Bank:joon?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Bank";
const COUNTED: &str = "otpauth://hotp/Vault:gate?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Vault&counter=";
const NAME: &str = "GitHub, mina";

/// A vault with one entry, and the app ended; gives the recovery key's groups and the document.
async fn vault_on(desk: &Desk) -> Outcome<(Vec<String>, Value)> {
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    app.close().await?;
    let document = opened_by_age(desk, &groups)?;
    Ok((groups, document))
}

#[tokio::test]
async fn a_newer_vault_is_left_untouched() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let (_, mut document) = vault_on(&desk).await?;
    document["version"] = json!(99);
    sealed_by_age(&desk, &document)?;
    let before = std::fs::read(vault_file(&desk))?;
    let app = desk.launch(&[]).await?;
    app.find(&heading("This vault needs a newer Gatehouse")).await?;
    app.find(&text("format 99")).await?;
    nothing_for_axe(&app, "a newer vault").await?;
    app.close().await?;
    assert_eq!(std::fs::read(vault_file(&desk))?, before);
    Ok(())
}

#[tokio::test]
async fn an_entry_nobody_understands_is_shown_and_kept_as_it_is() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let (groups, mut document) = vault_on(&desk).await?;
    let mut strange = document["entries"][0].clone();
    strange["id"] = json!("11111111-2222-4333-8444-555555555555");
    strange["uri"] = json!("otpauth://totp/Old:box?secret=GEZDGNBV&algorithm=WHIRLPOOL");
    strange["from_the_future"] = json!({ "kept": true });
    let entries = document["entries"].as_array_mut().unwrap();
    entries.push(strange.clone());
    sealed_by_age(&desk, &document)?;

    let app = desk.launch(&[]).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    nothing_for_axe(&app, "a list with an entry to look at").await?;
    app.click(&role("button", "1 entry needs attention")).await?;
    app.find(&heading("Need attention")).await?;
    app.find(&text("Gatehouse does not know this hash.")).await?;
    nothing_for_axe(&app, "the entries that need attention").await?;
    app.press(&["Escape"])?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    add_address(&app, BANK).await?;
    app.close().await?;
    let kept = opened_by_age(&desk, &groups)?;
    let all = [&kept["entries"], &kept["quarantine"]];
    let all: Vec<&Value> = all.iter().filter_map(|list| list.as_array()).flatten().collect();
    let same = |one: &&Value| **one == strange || one["raw"] == strange || one["entry"] == strange;
    assert!(all.iter().any(same), "not kept as it was: {:?}", kept["quarantine"]);
    Ok(())
}

#[tokio::test]
async fn what_age_writes_is_read_also_while_the_app_runs() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let (groups, mut document) = vault_on(&desk).await?;
    let app = desk.launch(&[]).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    let mut other = document["entries"][0].clone();
    other["id"] = json!("11111111-2222-4333-8444-555555555555");
    other["uri"] = json!(BANK);
    other["original_uri"] = Value::Null;
    document["entries"].as_array_mut().unwrap().push(other);
    let generation = document["generation"].as_u64().unwrap_or_default();
    document["generation"] = json!(generation + 1);
    sealed_by_age(&desk, &document)?;
    // The next thing done here must not undo what was done there.
    add_address(
        &app,
        "otpauth://totp/Post:sora?secret=MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK&issuer=Post",
    )
    .await?;
    same_as_oathtool(&app, "Bank, joon", OTHER_SECRET).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    same_as_oathtool(&app, "Post, sora", "MFRGGZDFMZTWQ2LKMFRGGZDFMZTWQ2LK").await?;
    app.close().await?;
    let kept = opened_by_age(&desk, &groups)?;
    assert_eq!(kept["entries"].as_array().map(Vec::len), Some(3));
    Ok(())
}

/// A counter's code that is used up must not go on being shown: a service refuses it.
#[tokio::test]
async fn a_counter_used_elsewhere_is_shown_anew_once_somebody_looks() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    add_address(&app, &format!("{COUNTED}7")).await?;
    shows(&app, "Vault, gate", &hotp(&desk, SECRET, 7)?).await?;
    let root = desk.xdotool(["search", "--maxdepth", "0", "--class", ".*"])?;
    desk.xdotool(["windowfocus", root.trim()])?;
    let mut document = opened_by_age(&desk, &groups)?;
    let entry = &mut document["entries"][0];
    let uri = entry["uri"]
        .as_str()
        .unwrap_or_default()
        .replace("counter=7", "counter=8");
    entry["uri"] = json!(uri);
    let generation = document["generation"].as_u64().unwrap_or_default();
    document["generation"] = json!(generation + 1);
    sealed_by_age(&desk, &document)?;
    desk.xdotool(["windowfocus", "--sync", &app.window()?.id])?;
    shows(&app, "Vault, gate", &hotp(&desk, SECRET, 8)?).await?;
    app.close().await
}

#[tokio::test]
async fn a_lost_vault_file_is_no_first_run() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    first_vault(&app).await?;
    add_address(&app, GITHUB).await?;
    add_address(&app, BANK).await?;
    app.close().await?;
    std::fs::remove_file(vault_file(&desk))?;
    let app = desk.launch(&[]).await?;
    app.find(&heading("The vault cannot be read")).await?;
    nothing_for_axe(&app, "a lost vault file").await?;
    app.click(&role("button", "Restore the backup:").containing()).await?;
    app.click(&role("button", "Restore all")).await?;
    same_as_oathtool(&app, NAME, SECRET).await?;
    app.close().await
}
