//! The authenticator with a person's codes in it.

use std::path::Path;

use serde_json::json;

use super::Stage;
use super::stage::command;
use crate::desk::{App, Failure, Outcome, css};

/// Address, tags, pinned. Keys are made up.
const ENTRIES: &[(&str, &[&str], bool)] = &[
    (
        "otpauth://totp/Fastmail:mina%40hanbit.example?secret=MFRGGZDFMZTWQ2LKNNWG23TPOBYXE43U&issuer=Fastmail",
        &["Personal"],
        true,
    ),
    (
        "otpauth://totp/CLOVA%20CareCall:ops%40hanbit.example?secret=ORUGS4ZANFZSA3TPOQQGCIDLMV4QU5DF&issuer=CLOVA%20CareCall",
        &["Work"],
        false,
    ),
    (
        "otpauth://totp/Hanbit%20Bank:Business%20account%204821?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Hanbit%20Bank&digits=8",
        &["Work"],
        false,
    ),
    (
        "otpauth://totp/GitHub:minapark?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=GitHub",
        &["Work", "Servers"],
        false,
    ),
    (
        "otpauth://steam/Steam:parkbench?secret=ON2GKYLNEBUXGIDBEBTWC3LFEBZWQ33Q&issuer=Steam",
        &["Personal"],
        false,
    ),
    (
        "otpauth://hotp/Office%20VPN:token%200091-7?secret=KRUGS4ZANFZSA3TPOQQGCIDLMV4QU5DF&issuer=Office%20VPN&counter=42",
        &["Work", "Servers"],
        false,
    ),
    (
        "otpauth://totp/Notes:mina%40hanbit.example?secret=NZXXIZLTEBQXEZJANZXXIIDTMVRXEZLU&issuer=Notes",
        &[],
        false,
    ),
];

const PREVIEWED: &str =
    "otpauth://totp/GitLab:mina.park%40hanbit.example?secret=MZXW6YTBOJRGC6TROV2XQ2DFNRWG64TM&issuer=GitLab";

/// The list, adding to it, and what opens from it.
pub(super) async fn visit(stage: &mut Stage, app: &App<'_>) -> Outcome {
    app.click(&css("[aria-keyshortcuts='Control+1']")).await?;
    fill(app).await?;
    list(stage, app).await?;
    add(stage, app).await?;
    one(stage, app).await?;
    import(stage, app).await?;
    export(stage, app).await?;
    trash(stage, app).await
}

async fn fill(app: &App<'_>) -> Outcome {
    for (address, tags, pinned) in ENTRIES {
        let _owner = app.desk().put_on_clipboard(address)?;
        let found = command(app, "add_from_clipboard", json!({})).await?;
        let first = &found["candidates"][0];
        let chosen =
            json!([{ "id": first["id"], "issuer": first["issuer"], "account": first["account"], "tags": tags }]);
        let ids = command(app, "add_save", json!({ "chosen": chosen })).await?;
        if *pinned {
            command(app, "codes_pin", json!({ "id": ids[0], "pinned": true })).await?;
        }
    }
    let all = command(app, "codes_list", json!({ "query": "WhaTap" })).await?;
    let id = &all["entries"][0]["id"];
    let from = command(app, "codes_details", json!({ "id": id })).await?;
    let mut to = from.clone();
    (to["tags"], to["pinned"]) = (json!(["Work"]), json!(true));
    command(app, "codes_edit", json!({ "id": id, "from": from, "to": to })).await?;
    app.until("all codes are listed", || async {
        Ok(app.find_all(&css(".code-row .code")).await?.len() > ENTRIES.len())
    })
    .await
}

async fn list(stage: &mut Stage, app: &App<'_>) -> Outcome {
    // The second row is copied, the first one chosen.
    app.click(&css(".code-row [data-entry]")).await?;
    app.press(&["Down", "Return"])?;
    app.find(&css(".code-row.is-copied")).await?;
    app.press(&["Home"])?;
    app.find(&css(".code-row.is-selected:not(.is-copied)")).await?;
    stage.shoot_both_sizes(app, "authenticator").await?;
    stage.shoot_panel(app, "quick-panel").await
}

async fn add(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let picture = app.desk().folder().join("code.png");
    let words = ["-o".as_ref(), picture.as_os_str(), PREVIEWED.as_ref()];
    app.desk().run("qrencode", words)?;
    let _owner = app.desk().put_picture_on_clipboard(&picture)?;
    app.press(&["ctrl+v"])?;
    app.find(&css("dialog .code")).await?;
    stage.shoot(app, "add-code").await?;

    app.click(&css("dialog [role=tab]:first-child")).await?;
    app.find(&css("dialog .look")).await?;
    stage.shoot(app, "add-code-screen").await?;

    app.click(&css("dialog [role=tab]:last-child")).await?;
    let inputs = css("dialog [role=tabpanel] input.input");
    app.until("the key's fields are there", || async {
        Ok(app.find_all(&inputs).await?.len() >= 3)
    })
    .await?;
    let typed = [
        "Ledger",
        "mina@hanbit.example",
        "mzxw 6ytb ojrg c6tr ov2x q2df nrwg 64tm",
    ];
    for (field, words) in app.find_all(&inputs).await?.iter().zip(typed) {
        field.send_keys(words).await?;
    }
    app.find(&css("dialog .code")).await?;
    stage.shoot(app, "add-code-key").await?;
    close(app).await
}

async fn one(stage: &mut Stage, app: &App<'_>) -> Outcome {
    app.click(&css(".search input, input[type=search], .tools input"))
        .await?;
    app.type_keys("git")?;
    app.until("one match", || async {
        Ok(app.find_all(&css(".code-row")).await?.len() == 1)
    })
    .await?;
    stage.shoot(app, "authenticator-search").await?;
    app.press(&["F2"])?;
    app.find(&css("dialog input")).await?;
    stage.shoot(app, "entry-edit").await?;
    close(app).await?;

    app.click(&css(".code-row [aria-haspopup=menu]")).await?;
    app.find(&css("[role=menuitem]")).await?;
    stage.shoot(app, "entry-menu").await?;
    if app.find_all(&css("[role=menuitem]")).await?.is_empty() {
        app.click(&css(".code-row [aria-haspopup=menu]")).await?;
    }
    app.click(&css("[role=menuitem]:nth-child(5)")).await?;
    app.find(&css("dialog .groups, dialog .qr")).await?;
    stage.shoot(app, "reveal").await?;
    close(app).await?;
    app.press(&["Escape"])
}

async fn import(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let file =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../src-tauri/crates/transfer/tests/fixtures/aegis/encrypted.json");
    app.desk().drag_file_onto(app, &file)?;
    let password = css("input[type=password]");
    app.find(&password).await?;
    stage.shoot(app, "import-password").await?;
    app.fill(&password, "Gatehouse-test-1").await?;
    app.press(&["Return"])?;
    app.find(&css(".card .big")).await?;
    stage.shoot(app, "import-report").await?;
    app.click(&css(".crumb .back")).await?;
    app.find(&css(".code-row")).await.map(drop)
}

async fn export(stage: &mut Stage, app: &App<'_>) -> Outcome {
    app.click(&css(".tools [aria-haspopup=menu]")).await?;
    app.click(&css("[role=menuitem]:nth-child(2)")).await?;
    app.find(&css("dialog[open]")).await?;
    stage.shoot(app, "export").await?;
    close(app).await
}

async fn trash(stage: &mut Stage, app: &App<'_>) -> Outcome {
    let found = command(app, "codes_list", json!({ "query": "Notes" })).await?;
    let id = found["entries"][0]["id"]
        .as_str()
        .ok_or_else(|| Failure::new("no entry “Notes”"))?
        .to_owned();
    command(app, "codes_trash", json!({ "id": id })).await?;
    app.click(&css(".kept button")).await?;
    app.gone(&css(".code-row")).await?;
    stage.shoot(app, "trash").await?;
    command(app, "codes_untrash", json!({ "id": id })).await?;
    Ok(())
}

async fn close(app: &App<'_>) -> Outcome {
    app.press(&["Escape"])?;
    app.gone(&css("dialog[open]")).await
}
