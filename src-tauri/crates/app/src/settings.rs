//! The person's settings: a small JSON file without secrets.

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::codes::Sort;
use crate::{AppError, files};

/// Which language the app speaks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// The system's, where it is one of ours; else English.
    #[default]
    System,
    /// English.
    En,
    /// Korean.
    Ko,
    /// Japanese.
    Ja,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Theme {
    /// The system's.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The settings. A field a file lacks has its default; a field this version does not know is kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Which language.
    pub language: Language,
    /// Light or dark.
    pub theme: Theme,
    /// Seconds after which a copied code leaves the clipboard; 0 never.
    pub clear_clipboard_after: u32,
    /// Codes are hidden until hovered, focused or copied.
    pub hide_codes: bool,
    /// The order of the list of codes.
    pub sort: Sort,
    /// How many seconds codes are made ahead of this computer's clock; negative behind it.
    pub clock_offset: i32,
    /// Closing the window leaves the app in the tray, where the desktop has one.
    pub keep_in_tray: bool,
    /// The keys that open the quick panel anywhere, as `Ctrl+Alt+O`; none for no keys.
    pub panel_shortcut: Option<String>,
    /// The person has asked a desktop that hands out keys itself for the quick panel's.
    pub keys_by_desktop: bool,
    /// Windows are kept out of pictures of the screen, where the system can do that.
    pub hide_from_capture: bool,
    /// Seconds without use after which the vault locks; 0 never.
    pub lock_after: u32,
    /// The vault locks when the computer sleeps.
    pub lock_on_sleep: bool,
    /// The vault locks when the screen is locked.
    pub lock_on_screen_lock: bool,
    /// The vault locks when another person's session comes to the front.
    pub lock_on_user_switch: bool,
    /// Where copies of the vault are kept; none where the person wants none.
    pub backup_folder: Option<PathBuf>,
    /// How many copies are kept there.
    pub backup_keep: u32,
    /// A new password is looked for in known leaks while it is typed.
    pub check_leaks: bool,
    /// Whom that asks; none for the usual service.
    pub leak_service: Option<String>,
    /// First run is over.
    pub settled: bool,
    /// What a newer version wrote.
    #[serde(flatten)]
    pub others: serde_json::Map<String, serde_json::Value>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            language: Language::default(),
            theme: Theme::default(),
            clear_clipboard_after: 30,
            hide_codes: false,
            sort: Sort::default(),
            clock_offset: 0,
            keep_in_tray: true,
            panel_shortcut: Some("Ctrl+Alt+O".to_owned()),
            keys_by_desktop: false,
            hide_from_capture: true,
            lock_after: 15 * 60,
            lock_on_sleep: true,
            lock_on_screen_lock: true,
            lock_on_user_switch: true,
            backup_folder: None,
            backup_keep: 10,
            check_leaks: false,
            leak_service: None,
            settled: false,
            others: serde_json::Map::new(),
        }
    }
}

/// The settings and the file they are kept in.
#[derive(Debug)]
pub struct SettingsFile {
    path: PathBuf,
    now: Mutex<Settings>,
}

impl SettingsFile {
    /// Reads the file; defaults where there is none.
    #[must_use]
    pub fn open(path: PathBuf) -> Self {
        let now = files::read(&path).unwrap_or_default();
        Self {
            path,
            now: Mutex::new(now),
        }
    }

    /// The settings now.
    #[must_use]
    pub fn get(&self) -> Settings {
        self.now.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Changes the settings and saves them.
    ///
    /// # Errors
    /// [`AppError::File`] when they cannot be saved; then they are as before.
    pub fn change(&self, change: impl FnOnce(&mut Settings)) -> Result<Settings, AppError> {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        let mut next = now.clone();
        change(&mut next);
        files::write(&self.path, &next)?;
        *now = next.clone();
        Ok(next)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn settings_survive_a_restart_and_keep_what_a_newer_version_wrote() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::write(&path, r#"{"theme":"dark","from_the_future":[1]}"#).unwrap();
        let file = SettingsFile::open(path.clone());
        assert_eq!(file.get().theme, Theme::Dark);
        assert_eq!(file.get().clear_clipboard_after, 30);
        file.change(|settings| settings.language = Language::Ko).unwrap();
        let again = SettingsFile::open(path).get();
        assert_eq!((again.language, again.theme), (Language::Ko, Theme::Dark));
        assert_eq!(again.others["from_the_future"], serde_json::json!([1]));
    }

    #[test]
    fn an_unreadable_file_is_kept_beside_and_never_fatal() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("settings.json");
        std::fs::write(&path, "{ not json").unwrap();
        assert_eq!(SettingsFile::open(path.clone()).get(), Settings::default());
        assert_eq!(
            std::fs::read_to_string(path.with_extension("unreadable.json")).unwrap(),
            "{ not json"
        );
    }
}
