//! Going through the app by the keyboard alone.

use serde_json::json;

use crate::desk::{App, Failure, Outcome};

/// More stops than any screen has.
const MOST_STOPS: usize = 60;

/// What has the focus: its label, its words, and what it stands in.
const FOCUSED: &str = "
    const at = document.activeElement;
    if (!at || at === document.body) return '';
    const by = (at.getAttribute('aria-labelledby') ?? '').split(' ').map((id) => document.getElementById(id)?.textContent ?? '');
    const words = at.getAttribute('aria-label') || by.join(' ').trim() || at.labels?.[0]?.textContent || at.textContent;
    return words.replace(/\\s+/g, ' ').trim();";

/// Whether the ring that shows the focus can be seen: on the part, on what it stands in, or on the row that it fills.
const RING: &str = "
    const at = document.activeElement;
    const drawn = (style) => style.outlineStyle !== 'none' || style.boxShadow !== 'none';
    if ([at, at.parentElement].some((part) => drawn(getComputedStyle(part)))) return true;
    const row = at.closest('li');
    return row !== null && getComputedStyle(row, '::before').borderTopStyle === 'solid';";

/// The name of what has the focus now; empty when nothing has.
///
/// # Errors
/// The page can't be asked.
pub async fn focused(app: &App<'_>) -> Outcome<String> {
    Ok(app
        .script(FOCUSED, vec![json!(null)])
        .await?
        .as_str()
        .unwrap_or_default()
        .to_owned())
}

/// Presses Tab until the part whose name begins so has the focus, and looks whether that can be seen.
///
/// # Errors
/// The focus never comes there, or can't be seen there.
pub async fn tab_to(app: &App<'_>, name: &str) -> Outcome {
    let mut stops = Vec::new();
    for _ in 0..MOST_STOPS {
        let here = focused(app).await?;
        if here.starts_with(name) {
            return app
                .until(&format!("the focus on {here} is seen"), || async {
                    Ok(app.script(RING, vec![]).await? == true)
                })
                .await;
        }
        stops.push(here.clone());
        press_and_wait(app, "Tab", &here).await?;
    }
    Err(Failure::new(format!("Tab never comes to {name}: {stops:?}")))
}

/// Presses a key and waits until the focus is somewhere else.
async fn press_and_wait(app: &App<'_>, key: &str, here: &str) -> Outcome {
    app.script("window.stop_before = document.activeElement", vec![])
        .await?;
    app.press(&[key])?;
    app.until(&format!("{key} leads on from “{here}”"), || async {
        Ok(app
            .script("return document.activeElement !== window.stop_before", vec![])
            .await?
            == true)
    })
    .await
}
