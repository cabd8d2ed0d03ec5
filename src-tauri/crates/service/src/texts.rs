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
    PasswordRemoved,
    OtpOn,
    OtpOff,
    FactorCode,
    FactorText,
    FactorMailOn,
    FactorTextOn,
    FactorOff,
    RecoveryCodesNew,
    RecoveryCodeUsed,
    EmailChanged,
    EmailSet,
    PhoneCode,
    WhatsappCode,
    PhoneSet,
    PhoneRemoved,
    KeyMade,
    KeyRemoved,
    DeviceAdded,
    DeviceTest,
    AlertWarning,
    AlertFatal,
    AccountClosed,
    AddressClosed,
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
    /// Reads them.
    pub(crate) fn load() -> Result<Self, ServiceError> {
        let read = |text| serde_json::from_str(text).map_err(ServiceError::Texts);
        Ok(Self {
            english: read(include_str!("texts/en.json"))?,
            korean: read(include_str!("texts/ko.json"))?,
            japanese: read(include_str!("texts/ja.json"))?,
        })
    }

    /// Subject and body of a message.
    pub(crate) fn write(&self, topic: Topic, language: Language, service: &str, facts: &Facts<'_>) -> (String, String) {
        let Facts { to, code, life, at } = *facts;
        let minutes = ((life + 59_999) / 60_000).to_string();
        let until = at.saturating_add(SignedDuration::from_millis(life));
        let (time, until) = (language.time(at), language.time(&until));
        // The address is the only word of a stranger's, and it goes in last.
        let facts = [
            ("minutes", minutes.as_str()),
            ("time", &time),
            ("until", &until),
            ("code", code.unwrap_or_default()),
            ("to", to),
        ];
        self.fill(topic, language, service, &facts)
    }

    /// Subject and body of a message about these facts, by their names in the text. They go in in this order, after the
    /// service's name: what strangers worded comes last, so that it fills no other's place.
    pub(crate) fn fill(
        &self,
        topic: Topic,
        language: Language,
        service: &str,
        facts: &[(&str, &str)],
    ) -> (String, String) {
        let catalogue = match language {
            Language::English => &self.english,
            Language::Korean => &self.korean,
            Language::Japanese => &self.japanese,
        };
        let Some(text) = catalogue.get(&topic) else {
            let told: Vec<&str> = facts.iter().map(|(_, fact)| *fact).collect();
            return (service.to_owned(), told.join("\n"));
        };
        let mut body = text.body.replace("{service}", service);
        for (name, fact) in facts {
            body = body.replace(&format!("{{{name}}}"), fact);
        }
        (format!("[{service}] {}", text.subject), body)
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

    use super::*;
    use crate::state::CODE_LIFE;

    fn facts(at: &Zoned) -> Facts<'_> {
        Facts {
            to: "a@b.invalid",
            code: Some("482913"),
            life: CODE_LIFE,
            at,
        }
    }

    const CODED: [Topic; 8] = [
        Topic::VerifyEmail,
        Topic::SignInCode,
        Topic::ResetCode,
        Topic::TemporaryPassword,
        Topic::PhoneCode,
        Topic::FactorCode,
        Topic::FactorText,
        Topic::WhatsappCode,
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
            let (_, body) = texts.write(Topic::KeyMade, language, "Lab", &facts(&at));
            assert!(body.lines().last().unwrap().ends_with(time), "{body}");
            let (_, body) = texts.write(Topic::ResetCode, language, "Lab", &facts(&at));
            assert!(body.contains(until), "{body}");
        }
    }

    #[test]
    fn every_language_has_every_text_and_codes_stand_alone() {
        let texts = Texts::load().unwrap();
        assert_eq!(texts.english.len(), 31);
        assert!(texts.english.keys().eq(texts.korean.keys()) && texts.english.keys().eq(texts.japanese.keys()));
        for language in [Language::English, Language::Korean, Language::Japanese] {
            for topic in texts.english.keys().copied() {
                let facts = [
                    ("minutes", "10"),
                    ("time", "2026-11-20 21:05"),
                    ("until", "2026-11-20 21:15"),
                    ("code", "482913"),
                    ("when", "2026-11-20 21:15"),
                    ("device", "Phone"),
                    ("to", "a@b.invalid"),
                ];
                let (_, body) = texts.fill(topic, language, "Lab", &facts);
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
