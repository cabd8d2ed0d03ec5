//! Mobile devices: apps that registered themselves to be told of alerts.
//!
//! An app registers with the session it signed in with (`POST /account/v1/devices`), so a device is always the account's own and
//! needs no credential beside that session's; ending the session later leaves the device. It names the address that reaches it
//! (`endpoint`), as its push service gave it. The service sends there only where its operator allowed that push service, so
//! nobody can have it call an address of their choice; it never tells the address to anyone. Registering the same `endpoint`
//! again renews the entry, as after a new sign-in.
//!
//! A notice is a `POST` to the endpoint with a JSON body [`Notice`]; redirects are not followed. Any 2xx means it arrived, 404 and
//! 410 that the device is gone, all else that it was not reached. A device that did not get its last notice is left out of alerts
//! until a test (`POST …/devices/{id}/test`) or a new registration.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The name below a device under which a test notice is sent to it.
pub const TEST: &str = "test";

/// A registered device. Its address is not told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Device {
    /// Its number.
    pub id: i64,
    /// What it calls itself.
    pub name: String,
    /// Its system and version, such as `Android 16`.
    #[serde(default)]
    pub system: String,
    /// The app's version.
    #[serde(default)]
    pub app_version: String,
    /// When it was registered last, as RFC 3339 writes it.
    #[schemars(extend("format" = "date-time"))]
    pub added_at: String,
    /// Its last notice, a test or an alert; absent before the first.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_notice: Option<LastNotice>,
    /// It is left out of alerts, because its last notice did not arrive.
    #[serde(default)]
    pub excluded: bool,
    /// It is a practice server's sample.
    #[serde(default)]
    pub sample: bool,
}

/// What became of a device's last notice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct LastNotice {
    /// When it was sent, as RFC 3339 writes it.
    #[schemars(extend("format" = "date-time"))]
    pub at: String,
    /// Whether it arrived.
    pub result: Delivery,
}

/// Whether a notice arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Delivery {
    /// It arrived.
    Delivered,
    /// The push service knows the device no more, as after the app was removed or restored.
    Gone,
    /// No answer, or another one. So is anything this version does not know.
    #[serde(other)]
    Unreachable,
}

/// `GET /account/v1/devices`, in the order they were registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Devices {
    /// Every device.
    pub devices: Vec<Device>,
}

/// `POST /account/v1/devices`: a device registers itself. Answers the [`Device`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct NewDevice {
    /// What to call it, at most 50 characters.
    #[schemars(length(min = 1, max = 50))]
    pub name: String,
    /// Its system and version, at most 50 characters.
    #[schemars(length(max = 50))]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub system: String,
    /// The app's version, at most 20 characters.
    #[schemars(length(max = 20))]
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub app_version: String,
    /// The address that reaches it: https, at a push service that this service's operator allowed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub endpoint: Option<String>,
    /// In place of an address, at a practice server: a sample.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sample: Option<Sample>,
}

/// What a practice server's sample device does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Sample {
    /// It gets every notice.
    Answers,
    /// It is gone: no notice arrives.
    Gone,
}

/// What is sent to a device.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Notice {
    /// `test` for a test of the device, `alert` for an alert.
    pub kind: String,
    /// Its title, in the account's notification language.
    pub title: String,
    /// Its text.
    pub text: String,
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn what_is_not_known_did_not_arrive() {
        let read: LastNotice = serde_json::from_str(r#"{"at":"2026-11-20T12:00:00Z","result":"snoozed"}"#).unwrap();
        assert_eq!(read.result, Delivery::Unreachable);
    }

    #[test]
    fn a_sample_names_no_address() {
        let sample = NewDevice {
            name: "Phone".into(),
            system: String::new(),
            app_version: String::new(),
            endpoint: None,
            sample: Some(Sample::Gone),
        };
        let json = serde_json::to_value(sample).unwrap();
        assert_eq!(json, serde_json::json!({"name": "Phone", "sample": "gone"}));
    }
}
