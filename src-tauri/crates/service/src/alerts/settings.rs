//! What a person decides about alerts, as it is kept, and as the wire writes it.

use protocol::extension::alerts::{AlertSettings, Day, Level, channels};
use serde::{Deserialize, Serialize};

/// The minutes of a day; `24:00` is its end.
pub(crate) const DAY_MINUTES: u16 = 24 * 60;

/// A way an alert may go.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Way {
    Email,
    Sms,
    WhatsApp,
    Devices,
}

impl Way {
    const ALL: [Self; 4] = [Self::Email, Self::Sms, Self::WhatsApp, Self::Devices];

    /// Its name on the wire.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Email => channels::EMAIL,
            Self::Sms => channels::SMS,
            Self::WhatsApp => channels::WHATSAPP,
            Self::Devices => channels::DEVICES,
        }
    }

    /// The way of that name.
    pub(crate) fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|way| way.name() == name)
    }
}

/// What a person decided. Days and ways are in order, each once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub(crate) level: Level,
    pub(crate) days: Vec<Day>,
    /// Minutes of the day, below [`DAY_MINUTES`].
    pub(crate) from: u16,
    /// Minutes of the day, at most [`DAY_MINUTES`]; not the same as `from`. Earlier than it, they are of the next day.
    pub(crate) to: u16,
    pub(crate) ways: Vec<Way>,
}

impl Settings {
    /// As the wire writes them.
    pub(crate) fn wire(&self) -> AlertSettings {
        AlertSettings {
            level: self.level,
            days: self.days.clone(),
            from: written(self.from),
            to: written(self.to),
            channels: self.ways.iter().map(|way| way.name().to_owned()).collect(),
        }
    }
}

/// `HH:MM`.
fn written(minutes: u16) -> String {
    format!("{:02}:{:02}", minutes / 60, minutes % 60)
}

/// The minutes of a time written `HH:MM`, `24:00` included.
pub(crate) fn minutes(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let two = |part: &str| {
        let digits = part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| part.parse::<u16>().ok()).flatten()
    };
    let (hours, minutes) = (two(hours)?, two(minutes)?);
    let all = hours * 60 + minutes;
    (minutes < 60 && all <= DAY_MINUTES).then_some(all)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn times_are_two_digits_each() {
        for (text, wanted) in [("00:00", 0), ("08:30", 510), ("23:59", 1439), ("24:00", 1440)] {
            assert_eq!(minutes(text), Some(wanted), "{text}");
            assert_eq!(written(wanted), text);
        }
        for text in [
            "",
            "8:30",
            "08:60",
            "24:01",
            "25:00",
            "08-30",
            "+8:30",
            "08:3",
            "０８:30",
            "08:30 ",
        ] {
            assert_eq!(minutes(text), None, "{text}");
        }
    }

    #[test]
    fn names_are_found_again() {
        for way in Way::ALL {
            assert_eq!(Way::of_name(way.name()), Some(way));
            assert_eq!(serde_json::to_value(way).unwrap(), way.name());
        }
        assert_eq!(Way::of_name("owl"), None);
    }
}
