//! The system's file dialog: a window of its own that nobody can ask, so it is driven by keys.

use std::path::Path;
use std::time::Duration;

use super::{App, Outcome, Window};

/// The title of the app's own windows; a dialog has another.
const OWN: &str = "Gatehouse";

impl App<'_> {
    fn file_dialog(&self) -> Outcome<Option<Window>> {
        let desk = self.desk();
        let is_dialog = |window: &Window| {
            let title = desk.xdotool(["getwindowname", &window.id]);
            window.width > 300 && title.is_ok_and(|title| title.trim() != OWN)
        };
        Ok(desk.windows_of(self.pid())?.into_iter().find(is_dialog))
    }

    /// Presses keys in the file dialog, again and again until it goes: those that come before it has read its folders are lost.
    async fn end_file_dialog(&self, keys: impl Fn() -> Outcome) -> Outcome {
        self.until("the system's file dialog", || async {
            Ok(self.file_dialog()?.is_some())
        })
        .await?;
        self.until("the file dialog to go", || async {
            let Some(dialog) = self.file_dialog()? else {
                return Ok(true);
            };
            self.desk().xdotool(["windowfocus", "--sync", &dialog.id])?;
            keys()?;
            tokio::time::sleep(Duration::from_millis(700)).await;
            Ok(self.file_dialog()?.is_none())
        })
        .await
    }

    /// Answers the file dialog with a path, whatever it began with.
    ///
    /// # Errors
    /// No dialog appears, or it stays.
    pub async fn answer_file_dialog(&self, path: &Path) -> Outcome {
        let (desk, path) = (self.desk(), path.to_string_lossy());
        self.end_file_dialog(|| {
            for keys in ["ctrl+l", "ctrl+a"] {
                desk.xdotool(["key", "--clearmodifiers", keys])?;
            }
            desk.xdotool(["type", "--delay", "15", "--", &path])?;
            desk.xdotool(["key", "--clearmodifiers", "Return"]).map(drop)
        })
        .await
    }

    /// Takes what the file dialog offers: its folder and its name.
    ///
    /// # Errors
    /// No dialog appears, or it stays.
    pub async fn accept_file_dialog(&self) -> Outcome {
        self.end_file_dialog(|| self.desk().xdotool(["key", "--clearmodifiers", "Return"]).map(drop))
            .await
    }

    /// Gives the file dialog up.
    ///
    /// # Errors
    /// No dialog appears, or it stays.
    pub async fn dismiss_file_dialog(&self) -> Outcome {
        self.end_file_dialog(|| self.desk().xdotool(["key", "--clearmodifiers", "Escape"]).map(drop))
            .await
    }
}
