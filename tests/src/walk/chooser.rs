//! The system's file chooser: a window of its own that nobody can ask, so it is driven by keys.

use std::time::Duration;

use crate::desk::{App, Outcome};

/// The file chooser's window, once it is there beside the app's own.
///
/// # Errors
/// It does not open.
pub async fn chooser(app: &App<'_>, main: &str) -> Outcome<String> {
    let others = || -> Outcome<Option<String>> {
        let windows = app.desk().windows_of(app.pid())?;
        let other = windows
            .into_iter()
            .find(|window| window.id != main && window.width > 300);
        Ok(other.map(|window| window.id))
    };
    app.until("the file chooser opens", || async { Ok(others()?.is_some()) })
        .await?;
    Ok(others()?.unwrap_or_default())
}

/// Saves in the folder that the chooser opens with, which is the desk's, under the name that it offers.
///
/// # Errors
/// The chooser does not open, or does not take it.
pub async fn save_as_offered(app: &App<'_>) -> Outcome {
    let desk = app.desk();
    let main = app.window()?.id;
    let chooser = chooser(app, &main).await?;
    app.until("the file is saved", || async {
        // Keys that come before the chooser has read its folders are lost.
        desk.xdotool(["windowfocus", "--sync", &chooser])?;
        desk.xdotool(["key", "Return"])?;
        tokio::time::sleep(Duration::from_millis(500)).await;
        Ok(desk.windows_of(app.pid())?.iter().all(|window| window.id != chooser))
    })
    .await
}
