//! Which language the app speaks: the setting, or the system's.

use app::settings::Language;

/// `en`, `ko` or `ja`.
pub(crate) fn in_use(setting: Language) -> &'static str {
    match setting {
        Language::En => "en",
        Language::Ko => "ko",
        Language::Ja => "ja",
        Language::System => of_system(sys_locale::get_locales()),
    }
}

/// The first of the person's languages that is one of ours; else English.
fn of_system(locales: impl Iterator<Item = String>) -> &'static str {
    let ours = |locale: String| match locale.split(['-', '_', '.']).next() {
        Some("en") => Some("en"),
        Some("ko") => Some("ko"),
        Some("ja") => Some("ja"),
        _ => None,
    };
    locales.into_iter().find_map(ours).unwrap_or("en")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_language_of_ours_wins() {
        let of = |locales: &[&str]| of_system(locales.iter().map(|locale| (*locale).to_owned()));
        assert_eq!(of(&["ko-KR"]), "ko");
        assert_eq!(of(&["fr-FR", "ja_JP.UTF-8", "en"]), "ja");
        assert_eq!(of(&["de-DE"]), "en");
        assert_eq!(of(&[]), "en");
    }
}
