//! The words of mails and texts, in three languages. A code stands alone on its line, so that people and programs find
//! it.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::error::ServiceError;

/// What a message is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Topic {
    VerifyEmail,
    SignInCode,
    ResetCode,
    AccountExists,
    NoAccount,
    PasswordChanged,
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

/// Every text.
pub(crate) struct Texts {
    english: BTreeMap<Topic, Text>,
    korean: BTreeMap<Topic, Text>,
    japanese: BTreeMap<Topic, Text>,
    /// How long codes hold.
    minutes: String,
}

impl Texts {
    /// Reads them. Codes hold for `life` milliseconds.
    pub(crate) fn load(life: i64) -> Result<Self, ServiceError> {
        let read = |text| serde_json::from_str(text).map_err(ServiceError::Texts);
        Ok(Self {
            english: read(include_str!("texts/en.json"))?,
            korean: read(include_str!("texts/ko.json"))?,
            japanese: read(include_str!("texts/ja.json"))?,
            minutes: ((life + 59_999) / 60_000).to_string(),
        })
    }

    /// Subject and body of a message.
    pub(crate) fn write(
        &self,
        topic: Topic,
        language: Language,
        service: &str,
        to: &str,
        code: Option<&str>,
    ) -> (String, String) {
        let code = code.unwrap_or_default();
        // The address is the only word of a stranger's, and it goes in last.
        let facts = [("minutes", self.minutes.as_str()), ("code", code), ("to", to)];
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

    const CODED: [Topic; 7] = [
        Topic::VerifyEmail,
        Topic::SignInCode,
        Topic::ResetCode,
        Topic::PhoneCode,
        Topic::FactorCode,
        Topic::FactorText,
        Topic::WhatsappCode,
    ];

    #[test]
    fn every_language_has_every_text_and_codes_stand_alone() {
        let texts = Texts::load(CODE_LIFE).unwrap();
        assert_eq!(texts.english.len(), 29);
        assert!(texts.english.keys().eq(texts.korean.keys()) && texts.english.keys().eq(texts.japanese.keys()));
        for language in [Language::English, Language::Korean, Language::Japanese] {
            for topic in texts.english.keys().copied() {
                let facts = [
                    ("minutes", "10"),
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
