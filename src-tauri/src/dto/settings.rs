//! Settings, and what the app knows of the machine.

use app::leaks;
use app::settings::{Language, Settings, Theme};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::finding::SortView;
use super::vault::KeyringState;

/// A clock that is off by more than a day wants setting, not an offset.
const FURTHEST_CLOCK: i32 = 86_400;

/// Which language the app speaks.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LanguageSetting {
    /// The system's.
    System,
    /// English.
    En,
    /// Korean.
    Ko,
    /// Japanese.
    Ja,
}

/// Light or dark.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ThemeSetting {
    /// The system's.
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

/// The settings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub(crate) struct SettingsView {
    /// Which language.
    pub(crate) language: LanguageSetting,
    /// Light or dark.
    pub(crate) theme: ThemeSetting,
    /// Seconds after which a copied code leaves the clipboard; 0 never.
    pub(crate) clear_clipboard_after: u32,
    /// Codes are hidden until hovered, focused or copied.
    pub(crate) hide_codes: bool,
    /// The order of the list of codes.
    pub(crate) sort: SortView,
    /// How many seconds codes are made ahead of this computer's clock; negative behind it.
    pub(crate) clock_offset: i32,
    /// Closing the window leaves the app in the tray, where the desktop has one.
    pub(crate) keep_in_tray: bool,
    /// Windows are kept out of pictures of the screen, where the system can do that.
    pub(crate) hide_from_capture: bool,
    /// Seconds without use after which the vault locks; 0 never.
    pub(crate) lock_after: u32,
    /// The vault locks when the computer sleeps.
    pub(crate) lock_on_sleep: bool,
    /// The vault locks when the screen is locked.
    pub(crate) lock_on_screen_lock: bool,
    /// The vault locks when another person's session comes to the front.
    pub(crate) lock_on_user_switch: bool,
    /// How many copies are kept in the person's folder.
    pub(crate) backup_keep: u32,
    /// A new password is looked for in known leaks while it is typed.
    pub(crate) check_leaks: bool,
    /// The address of the service that is asked.
    pub(crate) leak_service: String,
}

/// About this app and this machine.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct AboutView {
    /// The app's version.
    pub(crate) version: String,
    /// The system keyring's state.
    pub(crate) keyring: KeyringState,
    /// The folder everything is kept in.
    pub(crate) home: String,
}

impl From<&Settings> for SettingsView {
    fn from(settings: &Settings) -> Self {
        Self {
            language: match settings.language {
                Language::System => LanguageSetting::System,
                Language::En => LanguageSetting::En,
                Language::Ko => LanguageSetting::Ko,
                Language::Ja => LanguageSetting::Ja,
            },
            theme: match settings.theme {
                Theme::System => ThemeSetting::System,
                Theme::Light => ThemeSetting::Light,
                Theme::Dark => ThemeSetting::Dark,
            },
            clear_clipboard_after: settings.clear_clipboard_after,
            hide_codes: settings.hide_codes,
            sort: settings.sort.into(),
            clock_offset: settings.clock_offset,
            keep_in_tray: settings.keep_in_tray,
            hide_from_capture: settings.hide_from_capture,
            lock_after: settings.lock_after,
            lock_on_sleep: settings.lock_on_sleep,
            lock_on_screen_lock: settings.lock_on_screen_lock,
            lock_on_user_switch: settings.lock_on_user_switch,
            backup_keep: settings.backup_keep,
            check_leaks: settings.check_leaks,
            leak_service: leaks::address(settings).to_owned(),
        }
    }
}

impl SettingsView {
    /// Takes these over into the settings; the address of a service was looked at before.
    pub(crate) fn into_settings(self, leak_service: Option<String>, settings: &mut Settings) {
        settings.language = match self.language {
            LanguageSetting::System => Language::System,
            LanguageSetting::En => Language::En,
            LanguageSetting::Ko => Language::Ko,
            LanguageSetting::Ja => Language::Ja,
        };
        settings.theme = match self.theme {
            ThemeSetting::System => Theme::System,
            ThemeSetting::Light => Theme::Light,
            ThemeSetting::Dark => Theme::Dark,
        };
        settings.clear_clipboard_after = self.clear_clipboard_after;
        settings.hide_codes = self.hide_codes;
        settings.sort = self.sort.into();
        settings.clock_offset = self.clock_offset.clamp(-FURTHEST_CLOCK, FURTHEST_CLOCK);
        settings.keep_in_tray = self.keep_in_tray;
        settings.hide_from_capture = self.hide_from_capture;
        settings.lock_after = self.lock_after;
        settings.lock_on_sleep = self.lock_on_sleep;
        settings.lock_on_screen_lock = self.lock_on_screen_lock;
        settings.lock_on_user_switch = self.lock_on_user_switch;
        settings.backup_keep = self.backup_keep.max(1);
        settings.check_leaks = self.check_leaks;
        settings.leak_service = leak_service;
    }
}
