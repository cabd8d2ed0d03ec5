//! Alert reception (W16): settings, ways, and the report on a test alert.

use serde::{Deserialize, Serialize};
use specta::Type;

/// Which alerts are received.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AlertLevelView {
    /// Every alert.
    All,
    /// Fatal alerts alone.
    Fatal,
}

/// A day of the week.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum DayView {
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

/// What a person decides about alerts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Type)]
pub(crate) struct AlertSettingsInput {
    /// Which alerts.
    pub(crate) level: AlertLevelView,
    /// On which days, from Monday on.
    pub(crate) days: Vec<DayView>,
    /// From when on, `HH:MM`.
    pub(crate) from: String,
    /// Until when, `HH:MM` or `24:00`; earlier than `from`, it is of the next day.
    pub(crate) to: String,
    /// By which ways (`email`, `sms`, `whatsapp`, `devices`).
    pub(crate) channels: Vec<String>,
}

/// A way to the person.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct AlertWayView {
    /// Its name (`email`, `sms`, `whatsapp`, `devices`).
    pub(crate) channel: String,
    /// Its addresses, numbers or devices.
    pub(crate) to: Vec<String>,
}

/// The alert settings.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct AlertsView {
    /// What the person decided.
    pub(crate) settings: AlertSettingsInput,
    /// The IANA time zone that days and hours are of.
    pub(crate) time_zone: String,
    /// Every way, and where it leads today.
    pub(crate) ways: Vec<AlertWayView>,
    /// The version that was read, to be given back on saving.
    pub(crate) version: Option<String>,
}

/// How grave an alert is.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SeverityView {
    /// Something to look at.
    Warning,
    /// Something has stopped.
    Fatal,
}

/// Whether an alert was sent.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Type)]
#[serde(rename_all = "lowercase")]
pub(crate) enum AlertOutcomeView {
    /// It was.
    Sent,
    /// It was not to be.
    Held,
    /// It was, and did not arrive.
    Failed,
}

/// What one way got of a test alert.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct AlertRecipientView {
    /// The way's name.
    pub(crate) channel: String,
    /// The address, the number or the device's name; empty where there is none.
    pub(crate) to: String,
    /// Whether it got it.
    pub(crate) outcome: AlertOutcomeView,
    /// Why it did not, by the service's codes (`level`, `day`, `hours`, `channel_off`, …).
    pub(crate) reasons: Vec<String>,
}

/// What became of a test alert.
#[derive(Debug, Clone, PartialEq, Serialize, Type)]
pub(crate) struct AlertReportView {
    /// How grave it was.
    pub(crate) severity: SeverityView,
    /// The time it stood for, `YYYY-MM-DDTHH:MM` in the time zone.
    pub(crate) at: String,
    /// The account's IANA time zone.
    pub(crate) time_zone: String,
    /// Everyone it could have gone to.
    pub(crate) recipients: Vec<AlertRecipientView>,
}

impl From<account::AlertReception> for AlertsView {
    fn from(read: account::AlertReception) -> Self {
        let settings = read.settings;
        Self {
            settings: AlertSettingsInput {
                level: match settings.level {
                    account::AlertLevel::All => AlertLevelView::All,
                    account::AlertLevel::Fatal => AlertLevelView::Fatal,
                },
                days: settings.days.into_iter().map(Into::into).collect(),
                from: settings.from,
                to: settings.to,
                channels: settings.channels,
            },
            time_zone: read.time_zone,
            ways: read.ways.into_iter().map(Into::into).collect(),
            version: read.version,
        }
    }
}

impl From<AlertSettingsInput> for account::AlertSettings {
    fn from(decided: AlertSettingsInput) -> Self {
        Self {
            level: match decided.level {
                AlertLevelView::All => account::AlertLevel::All,
                AlertLevelView::Fatal => account::AlertLevel::Fatal,
            },
            days: decided.days.into_iter().map(Into::into).collect(),
            from: decided.from,
            to: decided.to,
            channels: decided.channels,
        }
    }
}

impl From<account::AlertWay> for AlertWayView {
    fn from(way: account::AlertWay) -> Self {
        Self {
            channel: way.channel,
            to: way.to,
        }
    }
}

impl From<account::AlertReport> for AlertReportView {
    fn from(report: account::AlertReport) -> Self {
        Self {
            severity: match report.severity {
                account::Severity::Warning => SeverityView::Warning,
                account::Severity::Fatal => SeverityView::Fatal,
            },
            at: report.at,
            time_zone: report.time_zone,
            recipients: report.recipients.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<account::AlertRecipient> for AlertRecipientView {
    fn from(recipient: account::AlertRecipient) -> Self {
        Self {
            channel: recipient.channel,
            to: recipient.to,
            outcome: match recipient.outcome {
                account::AlertOutcome::Sent => AlertOutcomeView::Sent,
                account::AlertOutcome::Held => AlertOutcomeView::Held,
                account::AlertOutcome::Failed => AlertOutcomeView::Failed,
            },
            reasons: recipient.reasons,
        }
    }
}

impl From<SeverityView> for account::Severity {
    fn from(severity: SeverityView) -> Self {
        match severity {
            SeverityView::Warning => Self::Warning,
            SeverityView::Fatal => Self::Fatal,
        }
    }
}

impl From<account::Day> for DayView {
    fn from(day: account::Day) -> Self {
        match day {
            account::Day::Mon => Self::Mon,
            account::Day::Tue => Self::Tue,
            account::Day::Wed => Self::Wed,
            account::Day::Thu => Self::Thu,
            account::Day::Fri => Self::Fri,
            account::Day::Sat => Self::Sat,
            account::Day::Sun => Self::Sun,
        }
    }
}

impl From<DayView> for account::Day {
    fn from(day: DayView) -> Self {
        match day {
            DayView::Mon => Self::Mon,
            DayView::Tue => Self::Tue,
            DayView::Wed => Self::Wed,
            DayView::Thu => Self::Thu,
            DayView::Fri => Self::Fri,
            DayView::Sat => Self::Sat,
            DayView::Sun => Self::Sun,
        }
    }
}
