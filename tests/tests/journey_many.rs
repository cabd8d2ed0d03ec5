//! Ten thousand entries in the real window: drawn a screenful at a time, searched, and the right code copied.
#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::time::Duration;

use gatehouse_tests::desk::{App, Desk, DeskOptions, Outcome, css, role, text};
use gatehouse_tests::walk::codes::{nothing_for_axe, totp, unix_now};
use gatehouse_tests::walk::first_vault;
use secrecy::SecretString;
use vault::{Entry, Folder, Identity, SecretText, Vault};

const ENTRIES: usize = 10_000;

/// A key of its own for each entry, in base 32.
fn secret(number: usize) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let digit =
        |place: usize| char::from(ALPHABET[number.pow(u32::try_from(place % 3 + 1).unwrap()) / (place + 1) % 32]);
    (0..32).map(digit).collect()
}

/// Fills the vault from outside the app, as another process would.
fn fill(desk: &Desk, groups: &[String]) {
    let identity = Identity::parse(&SecretString::from(groups.concat())).unwrap();
    let folder = Folder::open(desk.gatehouse_home().join("vault")).unwrap();
    let mut vault = Vault::open(folder, identity).unwrap();
    let now = jiff::Timestamp::now();
    let entry = |number: usize| {
        let uri = format!(
            "otpauth://totp/Service%20{number:05}:user{number}%40example.com?secret={}&issuer=Service%20{number:05}",
            secret(number)
        );
        let mut entry = Entry::from_uri(&uri, now).unwrap();
        if number == 7_777 {
            entry.note = Some(SecretText::from("구글 메일의 보조 계정"));
        }
        entry
    };
    vault
        .update(now, |document| {
            (0..ENTRIES).try_for_each(|number| document.add(entry(number)).map(drop))
        })
        .unwrap();
}

async fn drawn(app: &App<'_>) -> Outcome<usize> {
    Ok(app.find_all(&css(".code-row")).await?.len())
}

#[tokio::test]
async fn ten_thousand_entries_are_drawn_searched_and_copied() -> Outcome {
    let desk = Desk::start(DeskOptions::default())?;
    let app = desk.launch(&[]).await?;
    let groups = first_vault(&app).await?;
    app.close().await?;
    fill(&desk, &groups);

    let app = desk.launch(&[]).await?;
    app.find_within(&css("[data-entry]"), Duration::from_secs(120)).await?;
    assert!(drawn(&app).await? < 60, "only what is seen is drawn");
    app.click(&css("[data-entry]")).await?;
    app.press(&["End"])?;
    app.find(&css(
        ":focus[data-entry][aria-label='Copy code: Service 09999, user9999@example.com']",
    ))
    .await?;
    assert!(drawn(&app).await? < 60, "only what is seen is drawn");
    nothing_for_axe(&app, "the end of ten thousand rows").await?;

    let search = role("searchbox", "Search codes");
    app.fill(&search, "ㄱㅁ").await?;
    app.find(&css("[aria-label='Copy code: Service 07777, user7777@example.com']"))
        .await?;
    app.fill(&search, "user4321 service").await?;
    app.until("one row matches", || async { Ok(drawn(&app).await? == 1) })
        .await?;
    app.until("the match's code is on the clipboard", || async {
        app.click(&search).await?;
        app.press(&["Return"])?;
        app.find(&text("Copied, clears in")).await?;
        Ok(desk.clipboard()? == Some(totp(&desk, &secret(4_321), unix_now())?))
    })
    .await?;
    app.press(&["Escape"])?;
    app.until("all rows are there again", || async { Ok(drawn(&app).await? > 5) })
        .await?;
    app.close().await
}
