//! The catalogue's words for what is drawn outside the web view. One catalogue for both.

use serde::Deserialize;

const EN: &str = include_str!("../../../ui/messages/en.json");
const KO: &str = include_str!("../../../ui/messages/ko.json");
const JA: &str = include_str!("../../../ui/messages/ja.json");

/// What the tray and the desktop's own settings say, in one language.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
pub(crate) struct Words {
    /// Brings the window to the front.
    #[serde(rename = "tray.open")]
    pub(crate) open: String,
    /// Locks the vault.
    #[serde(rename = "tray.lock")]
    pub(crate) lock: String,
    /// Ends the app.
    #[serde(rename = "tray.quit")]
    pub(crate) quit: String,
    /// What stands in the place of pinned codes where there are none.
    #[serde(rename = "tray.noPinned")]
    pub(crate) no_pinned: String,
    /// What the desktop's settings call the quick panel's keys.
    #[serde(rename = "panel.title")]
    #[cfg_attr(not(target_os = "linux"), allow(dead_code))]
    pub(crate) panel: String,
}

impl Words {
    /// In `en`, `ko` or `ja`.
    pub(crate) fn of(language: &str) -> Self {
        let catalogue = match language {
            "ko" => KO,
            "ja" => JA,
            _ => EN,
        };
        // The test below reads all three.
        serde_json::from_str(catalogue).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn every_language_has_every_word() {
        for catalogue in [EN, KO, JA] {
            let words: Words = serde_json::from_str(catalogue).unwrap();
            for word in [&words.open, &words.lock, &words.quit, &words.no_pinned, &words.panel] {
                assert!(!word.trim().is_empty(), "{words:?}");
            }
        }
        assert_ne!(Words::of("ko"), Words::of("ja"));
        assert_eq!(Words::of("en"), Words::of("fr"));
    }
}
