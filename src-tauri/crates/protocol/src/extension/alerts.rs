//! Alert reception: which alerts reach a person, when, and by which ways.
//!
//! `GET` answers the settings with a strong `ETag`; `PUT` replaces them and wants `If-Match` with that tag: 428 without it, 412
//! when they changed meanwhile, 422 with a problem for each field at fault. A range of hours is one of the account's own time
//! zone, begins on the days that are named, and may end on the next: `22:00` to `06:00` on Friday is Friday night.
//!
//! `POST …/test` sends a test alert to whoever would get one of its level at its time, and answers what became of each way and
//! why. It is sent once and remembered nowhere.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name below the settings under which a test alert is sent.
pub const TEST: &str = "test";

/// Which alerts are received.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// Every alert.
    All,
    /// Fatal alerts alone.
    Fatal,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Day {
    /// Monday.
    Mon,
    /// Tuesday.
    Tue,
    /// Wednesday.
    Wed,
    /// Thursday.
    Thu,
    /// Friday.
    Fri,
    /// Saturday.
    Sat,
    /// Sunday.
    Sun,
}

impl Day {
    /// The week, from Monday.
    pub const ALL: [Self; 7] = [
        Self::Mon,
        Self::Tue,
        Self::Wed,
        Self::Thu,
        Self::Fri,
        Self::Sat,
        Self::Sun,
    ];
}

/// What a person decides about alerts; the body of `PUT /account/v1/alert-settings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlertSettings {
    /// Which alerts.
    pub level: Level,
    /// On which days, at least one.
    #[schemars(length(min = 1))]
    pub days: Vec<Day>,
    /// From when on, `HH:MM` on a clock of 24 hours.
    #[schemars(regex(pattern = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"))]
    pub from: String,
    /// Until when, the end excluded: `HH:MM`, or `24:00` for the end of the day. Earlier than `from`, it is of the next day; the
    /// same as `from` is refused.
    #[schemars(regex(pattern = r"^(([01][0-9]|2[0-3]):[0-5][0-9]|24:00)$"))]
    pub to: String,
    /// By which ways, at least one: names of [`channels`] that the discovery document lists.
    #[schemars(length(min = 1))]
    pub channels: Vec<String>,
}

/// `GET /account/v1/alert-settings`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct AlertReception {
    /// What the person decided.
    #[serde(flatten)]
    pub settings: AlertSettings,
    /// The time zone that days and hours are of: the account's own, changed with the profile.
    pub time_zone: String,
    /// Every way the service has, and where each leads today.
    #[serde(default)]
    pub ways: Vec<Way>,
}

/// A way to the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Way {
    /// One of [`channels`].
    pub channel: String,
    /// Its addresses, numbers or devices; none while there is none.
    #[serde(default)]
    pub to: Vec<String>,
}

/// The names of the ways.
pub mod channels {
    /// A mail to the account's address.
    pub const EMAIL: &str = "email";
    /// A text to the registered mobile number.
    pub const SMS: &str = "sms";
    /// A WhatsApp message to the registered number.
    pub const WHATSAPP: &str = "whatsapp";
    /// A notice on each registered device.
    pub const DEVICES: &str = "devices";
}

/// How grave an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Something to look at.
    Warning,
    /// Something has stopped.
    Fatal,
}

/// `POST /account/v1/alert-settings/test`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TestAlert {
    /// How grave.
    pub level: Severity,
    /// The time it is taken to happen at, `YYYY-MM-DDTHH:MM` in the account's time zone; now, when it is left out. It is sent
    /// now all the same, and says which time it stands for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
}

/// What became of a test alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct TestReport {
    /// How grave it was.
    pub level: Severity,
    /// The time it was taken to happen at, `YYYY-MM-DDTHH:MM` in the time zone.
    pub at: String,
    /// The account's time zone.
    pub time_zone: String,
    /// Everyone it could have gone to.
    pub recipients: Vec<Recipient>,
}

/// What one way got of a test alert.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Recipient {
    /// One of [`channels`].
    pub channel: String,
    /// The address, the number or the device's name; empty where there is none.
    #[serde(default)]
    pub to: String,
    /// Whether it got it.
    pub outcome: Outcome,
    /// Why it did not: codes of [`reasons`], every one that holds.
    #[serde(default)]
    pub reasons: Vec<String>,
}

/// Whether something was sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// It was sent; to a device, it arrived.
    Sent,
    /// It was not to be sent.
    Held,
    /// It was sent and did not arrive.
    Failed,
}

/// Why somebody did not get an alert.
pub mod reasons {
    /// The person wants fatal alerts alone, and this one is not.
    pub const LEVEL: &str = "level";
    /// The day is not among the days.
    pub const DAY: &str = "day";
    /// The time is outside the hours.
    pub const HOURS: &str = "hours";
    /// This way is not chosen.
    pub const CHANNEL_OFF: &str = "channel_off";
    /// No number is registered.
    pub const NO_NUMBER: &str = "no_number";
    /// No device is registered.
    pub const NO_DEVICE: &str = "no_device";
    /// The device failed before, and is excluded until a test arrives.
    pub const DEVICE_EXCLUDED: &str = "device_excluded";
    /// Nobody knows the device any more; it is excluded now.
    pub const DEVICE_GONE: &str = "device_gone";
    /// The device could not be reached; it is excluded now.
    pub const DEVICE_UNREACHABLE: &str = "device_unreachable";
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn the_settings_stand_beside_what_only_the_service_says() {
        let text = r#"{"level":"fatal","days":["mon","sun"],"from":"22:00","to":"06:00","channels":["email"],
            "time_zone":"Asia/Seoul","ways":[{"channel":"sms"}]}"#;
        let read: AlertReception = serde_json::from_str(text).unwrap();
        assert_eq!(read.settings.days, [Day::Mon, Day::Sun]);
        assert_eq!(read.ways[0].to, Vec::<String>::new());
        let json = serde_json::to_value(&read).unwrap();
        assert_eq!((&json["level"], &json["to"]), (&"fatal".into(), &"06:00".into()));
    }
}
