//! Ways about the list of codes, and the oracles its codes are held against.

use std::path::PathBuf;
use std::time::{SystemTime, UNIX_EPOCH};

use serde_json::json;

use crate::desk::{App, Desk, Failure, Outcome, css, role};

/// A picture of a QR code with this text, drawn by `qrencode`.
///
/// # Errors
/// `qrencode` is missing.
pub fn picture_of(desk: &Desk, name: &str, text: &str) -> Outcome<PathBuf> {
    let picture = desk.folder().join(name);
    let words = ["-s", "6", "-o"].map(str::to_owned);
    let rest = [picture.display().to_string(), text.to_owned()];
    desk.run("qrencode", words.iter().chain(&rest))?;
    Ok(picture)
}

/// What every QR code in a picture says, as `zbarimg` reads it.
///
/// # Errors
/// `zbarimg` is missing or finds none.
pub fn read_by_zbarimg(desk: &Desk, picture: &std::path::Path) -> Outcome<Vec<String>> {
    let shown = picture.display().to_string();
    let words = ["--raw", "-q", "-Sdisable", "-Sqrcode.enable", &shown];
    Ok(desk.run("zbarimg", words)?.lines().map(str::to_owned).collect())
}

/// Saves what the preview shows.
///
/// # Errors
/// There is no preview of one code, or it could not be saved.
pub async fn save_preview(app: &App<'_>) -> Outcome {
    // The button is there from the start; it can be pressed once something was read.
    app.find(&css("dialog[open] button[type='submit']:not([aria-disabled])"))
        .await?;
    app.click(&role("button", "Save")).await?;
    app.gone(&role("tablist", "How to add")).await
}

/// The code an entry shows, once it shows one. Name it as its row does: "GitHub, mina".
///
/// # Errors
/// There is no such row, or what is drawn and what is said to a reader differ.
pub async fn code_of(app: &App<'_>, name: &str) -> Outcome<String> {
    app.find(&role("button", &format!("Copy code: {name}"))).await?;
    let script = "
        const hit = [...document.querySelectorAll('[data-entry]')].find((b) => b.getAttribute('aria-label') === arguments[0]);
        const said = document.getElementById(hit?.getAttribute('aria-describedby') ?? '')?.textContent ?? '';
        return [hit?.closest('li').querySelector('.code').textContent ?? '', said];";
    let label = json!(format!("Copy code: {name}"));
    let (mut drawn, mut said) = (String::new(), String::new());
    for _ in 0..200 {
        let both = app.script(script, vec![label.clone()]).await?;
        let words = |at: usize| both[at].as_str().unwrap_or_default().to_owned();
        drawn = words(0).split_whitespace().collect();
        said = words(1)
            .split(',')
            .next()
            .unwrap_or_default()
            .split_whitespace()
            .collect();
        if !drawn.is_empty() && drawn == said {
            return Ok(drawn);
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    Err(Failure::new(format!(
        "the row of {name} draws “{drawn}” and says “{said}”"
    )))
}

/// Waits until an entry's row shows this code.
///
/// # Errors
/// It does not.
pub async fn shows(app: &App<'_>, name: &str, code: &str) -> Outcome {
    app.until(&format!("{name} shows {code}"), || async {
        Ok(code_of(app, name).await? == code)
    })
    .await
}

/// Holds the code an entry shows against `oathtool`'s for the same moment; gives the code.
///
/// # Errors
/// They differ.
pub async fn same_as_oathtool(app: &App<'_>, name: &str, secret: &str) -> Outcome<String> {
    loop {
        let before = unix_now();
        let shown = code_of(app, name).await?;
        // A code that changed while it was read, or a moment ago, belongs to two moments.
        if before % 30 >= 2 && unix_now() / 30 == before / 30 {
            let expected = totp(app.desk(), secret, before)?;
            if shown == expected {
                return Ok(shown);
            }
            return Err(Failure::new(format!(
                "{name} shows {shown} at {before}, oathtool says {expected}"
            )));
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
}

/// `oathtool`'s six digits for a base-32 key at a moment.
///
/// # Errors
/// `oathtool` is missing.
pub fn totp(desk: &Desk, secret: &str, unix_seconds: u64) -> Outcome<String> {
    let moment = format!("@{unix_seconds}");
    let code = desk.run("oathtool", ["--totp", "-b", secret, "--now", &moment])?;
    Ok(code.trim().to_owned())
}

/// `oathtool`'s six digits for a base-32 key and a counter.
///
/// # Errors
/// `oathtool` is missing.
pub fn hotp(desk: &Desk, secret: &str, counter: u64) -> Outcome<String> {
    let code = desk.run("oathtool", ["--hotp", "-b", secret, "-c", &counter.to_string()])?;
    Ok(code.trim().to_owned())
}

/// Chooses something from the menu of an entry's row.
///
/// # Errors
/// There is no such row or no such item.
pub async fn choose(app: &App<'_>, name: &str, item: &str) -> Outcome {
    app.click(&role("button", &format!("More actions for {name}"))).await?;
    app.click(&role("menuitem", item)).await
}

/// Holds the screen against axe-core, once nothing moves on it any more.
///
/// # Errors
/// axe-core finds a violation; the failure lists them.
pub async fn nothing_for_axe(app: &App<'_>, screen: &str) -> Outcome {
    let rests = "return document.getAnimations().every(
        (a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity)";
    app.until(&format!("{screen} rests"), || async {
        Ok(app.script(rests, vec![]).await? == true)
    })
    .await?;
    let found = app.axe().await?;
    if found.is_empty() {
        return Ok(());
    }
    Err(Failure::new(format!("axe on {screen}:\n{}", found.join("\n"))))
}

/// Seconds since 1970.
#[must_use]
pub fn unix_now() -> u64 {
    SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .map(|since| since.as_secs())
        .unwrap_or_default()
}
