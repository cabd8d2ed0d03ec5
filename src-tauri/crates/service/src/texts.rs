//! The words of mails and texts, in three languages. A code stands alone on its line, so that people and programs find
//! it. Times are as the reader's clock shows them, with the zone's name.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Zoned};
use serde::Deserialize;

use crate::error::ServiceError;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Topic {
    VerifyEmail,
    SignInCode,
    ResetCode,
    TemporaryPassword,
    AccountExists,
    NoAccount,
    PasswordChanged,
    OtpOn,
    OtpOff,
    RecoveryCodesNew,
    RecoveryCodeUsed,
    EmailChanged,
    PhoneCode,
    KeyMade,
    KeyRemoved,
}

/// A language there are texts in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    #[default]
    English,
    Korean,
    Japanese,
}

impl Language {
    /// The language of a BCP 47 tag such as `ko` or `ja-JP`.
    pub(crate) fn of_tag(tag: &str) -> Option<Self> {
        match tag.trim().split(['-', '_']).next()?.to_ascii_lowercase().as_str() {
            "en" => Some(Self::English),
            "ko" => Some(Self::Korean),
            "ja" => Some(Self::Japanese),
            _ => None,
        }
    }

    /// The first language of an `Accept-Language` header that there are texts in. Weights are not read: clients list
    /// the best first.
    pub(crate) fn accepted(header: &str) -> Self {
        header
            .split(',')
            .filter_map(|part| Self::of_tag(part.split(';').next()?))
            .next()
            .unwrap_or_default()
    }

    /// A time as people of this language write it, on the clock it was taken from.
    fn time(self, at: &Zoned) -> String {
        let format = match self {
            Self::English => "%-d %b %Y, %H:%M (%Q)",
            Self::Korean => "%Y년 %-m월 %-d일 %H:%M (%Q)",
            Self::Japanese => "%Y年%-m月%-d日 %H:%M (%Q)",
        };
        at.strftime(format).to_string()
    }

    /// The BCP 47 tag.
    pub(crate) fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Korean => "ko",
            Self::Japanese => "ja",
        }
    }
}

#[derive(Deserialize)]
struct Text {
    subject: String,
    body: String,
}

/// What a message tells.
pub(crate) struct Facts<'a> {
    pub(crate) service: &'a str,
    pub(crate) to: &'a str,
    pub(crate) code: Option<&'a str>,
    /// How long the code counts, in milliseconds.
    pub(crate) life: i64,
    /// When it was written, on its reader's clock.
    pub(crate) at: &'a Zoned,
}

/// Every text.
pub(crate) struct Texts {
    english: BTreeMap<Topic, Text>,
    korean: BTreeMap<Topic, Text>,
    japanese: BTreeMap<Topic, Text>,
}

impl Texts {
    pub(crate) fn load() -> Result<Self, ServiceError> {
        let read = |text| serde_json::from_str(text).map_err(ServiceError::Texts);
        Ok(Self {
            english: read(include_str!("texts/en.json"))?,
            korean: read(include_str!("texts/ko.json"))?,
            japanese: read(include_str!("texts/ja.json"))?,
        })
    }

    /// Subject and body of a message.
    pub(crate) fn write(&self, topic: Topic, language: Language, facts: &Facts<'_>) -> (String, String) {
        let Facts {
            service,
            to,
            code,
            life,
            at,
        } = *facts;
        let catalogue = match language {
            Language::English => &self.english,
            Language::Korean => &self.korean,
            Language::Japanese => &self.japanese,
        };
        let Some(text) = catalogue.get(&topic) else {
            return (service.to_owned(), code.unwrap_or_default().to_owned());
        };
        let minutes = (life / 60_000).to_string();
        // The service's own values go in first; the address is the only word of a stranger's, and it goes in last.
        let until = at.saturating_add(SignedDuration::from_millis(life));
        let body = text.body.replace("{service}", service).replace("{minutes}", &minutes);
        let body = body
            .replace("{time}", &language.time(at))
            .replace("{until}", &language.time(&until));
        let body = body.replace("{code}", code.unwrap_or_default()).replace("{to}", to);
        (format!("[{service}] {}", text.subject), body)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use jiff::Timestamp;
    use jiff::tz::TimeZone;

    use super::*;

    fn facts(at: &Zoned) -> Facts<'_> {
        Facts {
            service: "Lab",
            to: "a@b.invalid",
            code: Some("482913"),
            life: crate::state::CODE_LIFE,
            at,
        }
    }

    const CODED: [Topic; 5] = [
        Topic::VerifyEmail,
        Topic::SignInCode,
        Topic::ResetCode,
        Topic::TemporaryPassword,
        Topic::PhoneCode,
    ];

    #[test]
    fn times_are_the_readers() {
        let texts = Texts::load().unwrap();
        let at: Zoned = "2026-11-20T21:15:39[Asia/Seoul]".parse().unwrap();
        for (language, time, until) in [
            (
                Language::English,
                "20 Nov 2026, 21:15 (Asia/Seoul)",
                "until 20 Nov 2026, 21:25 (Asia/Seoul).",
            ),
            (
                Language::Korean,
                "2026년 11월 20일 21:15 (Asia/Seoul)",
                "(2026년 11월 20일 21:25 (Asia/Seoul)까지)",
            ),
            (
                Language::Japanese,
                "2026年11月20日 21:15 (Asia/Seoul)",
                "（2026年11月20日 21:25 (Asia/Seoul)まで）",
            ),
        ] {
            let (_, body) = texts.write(Topic::KeyMade, language, &facts(&at));
            assert!(body.lines().last().unwrap().ends_with(time), "{body}");
            let (_, body) = texts.write(Topic::ResetCode, language, &facts(&at));
            assert!(body.contains(until), "{body}");
        }
    }

    #[test]
    fn every_language_has_every_text_and_codes_stand_alone() {
        let texts = Texts::load().unwrap();
        let at = Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
        assert_eq!(texts.english.len(), 15);
        assert!(texts.english.keys().eq(texts.korean.keys()) && texts.english.keys().eq(texts.japanese.keys()));
        for language in [Language::English, Language::Korean, Language::Japanese] {
            for topic in texts.english.keys().copied() {
                let (_, body) = texts.write(topic, language, &facts(&at));
                assert!(!body.contains('{'), "{body}");
                assert_eq!(
                    body.lines().any(|line| line == "482913"),
                    CODED.contains(&topic),
                    "{body}"
                );
            }
        }
    }

    #[test]
    fn accepted_languages() {
        assert_eq!(Language::accepted("fr, ja-JP;q=0.8, ko;q=0.5"), Language::Japanese);
        assert_eq!(Language::accepted("*"), Language::English);
    }
}
