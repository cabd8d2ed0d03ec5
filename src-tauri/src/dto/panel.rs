//! What the quick panel is told.

use app::settings::Settings;
use app::vault_session::VaultState;
use serde::Serialize;
use specta::Type;

use super::settings::{SettingsView, ThemeSetting};

/// What the quick panel starts from.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct PanelView {
    /// The language in use: `en`, `ko` or `ja`.
    pub(crate) language: String,
    /// Light or dark.
    pub(crate) theme: ThemeSetting,
    /// Codes are hidden until chosen.
    pub(crate) hide_codes: bool,
    /// There is an open vault, whose codes can be listed.
    pub(crate) open: bool,
    /// The system, for the names of keys.
    pub(crate) platform: String,
}

impl PanelView {
    /// Under these settings, over a vault in this state.
    pub(crate) fn of(settings: &Settings, language: &str, vault: &VaultState) -> Self {
        let shown = SettingsView::from(settings);
        Self {
            language: language.to_owned(),
            theme: shown.theme,
            hide_codes: shown.hide_codes,
            open: matches!(vault, VaultState::Open { .. }),
            platform: std::env::consts::OS.to_owned(),
        }
    }
}
