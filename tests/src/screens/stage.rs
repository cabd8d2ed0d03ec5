//! Taking the pictures: one for each theme and language, of a page that has come to rest.

use std::path::PathBuf;
use std::time::Duration;

use serde_json::{Value, json};

use crate::desk::{App, Failure, Outcome};

const THEMES: [&str; 2] = ["light", "dark"];
const LANGUAGES: [&str; 3] = ["en", "ko", "ja"];
/// The size the design draws windows in, and the smallest one.
const USUAL: (u32, u32) = (1100, 760);
const SMALL: (u32, u32) = (760, 560);
/// How soon the quick panel has followed the settings and is drawn.
const PANEL_FOLLOWS: Duration = Duration::from_millis(1200);

/// Says whether the page shows this language and theme, its fonts are there, and nothing moves or is awaited any more. Behind a question
/// something goes on waiting for it.
const RESTS: &str = "const [language, theme] = arguments, root = document.documentElement;
    const still = (a) => a.playState !== 'running' || a.effect?.getTiming().iterations === Infinity;
    const asked = document.querySelector('dialog[open]') ?? document;
    return root.lang === language && root.dataset.theme === theme && document.fonts.status === 'loaded'
      && document.getAnimations().every(still) && !asked.querySelector('.skel, .btn.is-busy');";

/// Waits until what was last changed has been drawn.
const DRAWN: &str = "const done = arguments[arguments.length - 1];
    requestAnimationFrame(() => requestAnimationFrame(() => done(true)));";

/// Calls one of the app's own commands.
const COMMAND: &str = "const [name, given, done] = arguments;
    window.__TAURI_INTERNALS__.invoke(name, given).then((ok) => done({ ok }), (failed) => done({ failed }));";

/// The photographer.
pub struct Stage {
    folder: PathBuf,
    filter: String,
    taken: usize,
}

impl Stage {
    /// Pictures go to this folder, those whose screen's name contains the filter.
    #[must_use]
    pub fn new(folder: PathBuf, filter: &str) -> Self {
        Self {
            folder,
            filter: filter.to_owned(),
            taken: 0,
        }
    }

    /// How many pictures there are so far.
    #[must_use]
    pub fn taken(&self) -> usize {
        self.taken
    }

    /// Photographs what is on the screen in every theme and language.
    ///
    /// # Errors
    /// The page does not come to rest, or can't be drawn.
    pub async fn shoot(&mut self, app: &App<'_>, screen: &str) -> Outcome {
        if !screen.contains(&self.filter) {
            return Ok(());
        }
        away(app)?;
        for language in LANGUAGES {
            for theme in THEMES {
                self.one(app, &format!("{screen}.{theme}.{language}"), language, theme)
                    .await?;
            }
        }
        println!("      {screen}");
        dress(app, "en", "light").await
    }

    /// Photographs the quick panel, brought up by its keys. It is a page of its own that nobody can ask whether it rests.
    ///
    /// # Errors
    /// It does not come up.
    pub async fn shoot_panel(&mut self, app: &App<'_>, screen: &str) -> Outcome {
        if !screen.contains(&self.filter) {
            return Ok(());
        }
        app.desk().xdotool(["key", "ctrl+alt+o"])?;
        app.until("the quick panel is up", || async {
            Ok(app.desk().windows_of(app.pid())?.len() > 1)
        })
        .await?;
        for language in LANGUAGES {
            for theme in THEMES {
                dress(app, language, theme).await?;
                tokio::time::sleep(PANEL_FOLLOWS).await;
                // The smallest of the app's windows.
                let windows = app.desk().windows_of(app.pid())?;
                let panel = windows
                    .last()
                    .ok_or_else(|| Failure::new("the quick panel went away"))?;
                self.photograph(app, &panel.id, &format!("{screen}.{theme}.{language}"))?;
            }
        }
        app.desk().xdotool(["key", "ctrl+alt+o"])?;
        dress(app, "en", "light").await
    }

    /// The same in the smallest window as well, in the language with the longest words and in the one with the widest letters.
    ///
    /// # Errors
    /// As `shoot`.
    pub async fn shoot_both_sizes(&mut self, app: &App<'_>, screen: &str) -> Outcome {
        self.shoot(app, screen).await?;
        if !format!("{screen}.small").contains(&self.filter) {
            return Ok(());
        }
        resize(app, SMALL).await?;
        for language in ["en", "ja"] {
            self.one(app, &format!("{screen}.small.light.{language}"), language, "light")
                .await?;
        }
        resize(app, USUAL).await?;
        dress(app, "en", "light").await
    }

    async fn one(&mut self, app: &App<'_>, name: &str, language: &str, theme: &str) -> Outcome {
        dress(app, language, theme).await?;
        self.photograph(app, &app.window()?.id, name)
    }

    /// What the X server shows, as a person sees it.
    fn photograph(&mut self, app: &App<'_>, window: &str, name: &str) -> Outcome {
        let picture = self.folder.join(format!("{name}.png"));
        let words = ["-window".as_ref(), window.as_ref(), picture.as_os_str()];
        app.desk().run("import", words)?;
        self.taken += 1;
        Ok(())
    }
}

/// Calls a command of the app, for what a stop needs and no picture shows.
pub(super) async fn command(app: &App<'_>, name: &str, given: Value) -> Outcome<Value> {
    let answer = app.client().execute_async(COMMAND, vec![json!(name), given]).await?;
    match answer.get("failed") {
        Some(failed) => Err(Failure::new(format!("{name} failed: {failed}"))),
        None => Ok(answer.get("ok").cloned().unwrap_or_default()),
    }
}

/// Has the app speak the language and wear the theme, and waits until it does.
async fn dress(app: &App<'_>, language: &str, theme: &str) -> Outcome {
    let mut settings = command(app, "start", json!({})).await?["settings"].take();
    settings["language"] = json!(language);
    settings["theme"] = json!(theme);
    settings["clear_clipboard_after"] = json!(120);
    command(app, "settings_save", json!({ "settings": settings })).await?;
    app.until(&format!("the screen rests in {language}, {theme}"), || async {
        Ok(app.script(RESTS, vec![json!(language), json!(theme)]).await? == true)
    })
    .await?;
    app.client().execute_async(DRAWN, vec![]).await?;
    Ok(())
}

/// Takes the pointer away from whatever it was pressed on last.
fn away(app: &App<'_>) -> Outcome {
    let window = app.window()?;
    // Over the app's name, where nothing answers to it; two places, so that it is a movement.
    for step in [0, 1] {
        let (x, y) = (window.x + 120 + step, window.y + 5);
        app.desk().xdotool(["mousemove", &x.to_string(), &y.to_string()])?;
    }
    Ok(())
}

async fn resize(app: &App<'_>, (width, height): (u32, u32)) -> Outcome {
    app.client().set_window_size(width, height).await?;
    app.until(&format!("a window of {width} × {height}"), || async {
        let size = app.script("return [innerWidth, innerHeight]", vec![]).await?;
        Ok(size == json!([width, height]))
    })
    .await
}
