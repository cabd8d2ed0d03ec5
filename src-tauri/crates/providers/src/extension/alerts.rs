//! Alert settings: read with their version, saved against it; and the report on a test alert.

use account::{
    AlertLevel, AlertOutcome, AlertReception, AlertRecipient, AlertReport, AlertSettings, AlertWay, Day, Refusal,
    Severity, TestAlert,
};
use http::Method;
use http::header::IF_MATCH;
use protocol::extension::ALERT_SETTINGS_PATH;
use protocol::extension::alerts as wire;

use super::problem::payload;
use super::version;
use crate::transport::client::{Call, Reply};
use crate::transport::text::{NAME, plain, word};

/// More ways, devices or reasons than any account has are cut off.
const MOST: usize = 200;

/// The call that reads them.
pub(crate) fn read_call() -> Call {
    Call::get(ALERT_SETTINGS_PATH)
}

/// The call that saves them over the version that was read.
pub(crate) fn save_call(settings: &AlertSettings, version: Option<&str>) -> Result<Call, Refusal> {
    let call = Call::change(Method::PUT, ALERT_SETTINGS_PATH);
    // Without a version the service refuses: nobody overwrites what they have not seen.
    let call = match version {
        Some(version) => call.header(IF_MATCH, version)?,
        None => call,
    };
    Ok(call.json(&wire::AlertSettings {
        level: match settings.level {
            AlertLevel::All => wire::Level::All,
            AlertLevel::Fatal => wire::Level::Fatal,
        },
        days: settings.days.iter().map(|day| sent_day(*day)).collect(),
        from: settings.from.clone(),
        to: settings.to.clone(),
        channels: settings.channels.clone(),
    }))
}

/// The call that sends a test alert.
pub(crate) fn test_call(alert: &TestAlert) -> Call {
    let path = format!("{ALERT_SETTINGS_PATH}/{}", wire::TEST);
    Call::change(Method::POST, path).json(&wire::TestAlert {
        level: match alert.severity {
            Severity::Warning => wire::Severity::Warning,
            Severity::Fatal => wire::Severity::Fatal,
        },
        at: alert.at.clone(),
    })
}

/// The settings in an answer to a reading or a saving.
pub(crate) fn read(reply: &Reply) -> Result<AlertReception, Refusal> {
    let read: wire::AlertReception = payload(reply)?;
    let mut days: Vec<Day> = read.settings.days.into_iter().map(day).collect();
    days.sort_unstable();
    days.dedup();
    let settings = AlertSettings {
        level: match read.settings.level {
            wire::Level::All => AlertLevel::All,
            wire::Level::Fatal => AlertLevel::Fatal,
        },
        days,
        from: time(&read.settings.from)?,
        to: time(&read.settings.to)?,
        channels: words(&read.settings.channels),
    };
    Ok(AlertReception {
        settings,
        time_zone: plain(&read.time_zone, NAME),
        ways: read.ways.iter().take(MOST).map(way).collect(),
        version: version(reply),
    })
}

/// The report on a test alert.
pub(crate) fn read_report(reply: &Reply) -> Result<AlertReport, Refusal> {
    let read: wire::TestReport = payload(reply)?;
    Ok(AlertReport {
        severity: match read.level {
            wire::Severity::Warning => Severity::Warning,
            wire::Severity::Fatal => Severity::Fatal,
        },
        at: plain(&read.at, NAME),
        time_zone: plain(&read.time_zone, NAME),
        recipients: read.recipients.iter().take(MOST).map(recipient).collect(),
    })
}

fn recipient(read: &wire::Recipient) -> AlertRecipient {
    AlertRecipient {
        channel: word(&read.channel),
        to: plain(&read.to, NAME),
        outcome: match read.outcome {
            wire::Outcome::Sent => AlertOutcome::Sent,
            wire::Outcome::Held => AlertOutcome::Held,
            wire::Outcome::Failed => AlertOutcome::Failed,
        },
        reasons: words(&read.reasons),
    }
}

fn way(read: &wire::Way) -> AlertWay {
    AlertWay {
        channel: word(&read.channel),
        to: read.to.iter().take(MOST).map(|to| plain(to, NAME)).collect(),
    }
}

fn words(read: &[String]) -> Vec<String> {
    read.iter().take(MOST).map(|one| word(one)).collect()
}

/// `HH:MM`, up to `24:00`: anything else could not be shown as a time.
fn time(read: &str) -> Result<String, Refusal> {
    let (hours, minutes) = read.split_once(':').ok_or(Refusal::Nonsense)?;
    let digits = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    let fit = digits(hours) && digits(minutes) && minutes < "60" && (hours < "24" || read == "24:00");
    fit.then(|| read.to_owned()).ok_or(Refusal::Nonsense)
}

fn day(read: wire::Day) -> Day {
    match read {
        wire::Day::Mon => Day::Mon,
        wire::Day::Tue => Day::Tue,
        wire::Day::Wed => Day::Wed,
        wire::Day::Thu => Day::Thu,
        wire::Day::Fri => Day::Fri,
        wire::Day::Sat => Day::Sat,
        wire::Day::Sun => Day::Sun,
    }
}

fn sent_day(day: Day) -> wire::Day {
    match day {
        Day::Mon => wire::Day::Mon,
        Day::Tue => wire::Day::Tue,
        Day::Wed => wire::Day::Wed,
        Day::Thu => wire::Day::Thu,
        Day::Fri => wire::Day::Fri,
        Day::Sat => wire::Day::Sat,
        Day::Sun => wire::Day::Sun,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]
    use super::*;

    #[test]
    fn only_times_are_taken_for_times() {
        for good in ["00:00", "08:30", "23:59", "24:00"] {
            assert_eq!(time(good).as_deref(), Ok(good));
        }
        for bad in ["", "8:30", "08:60", "24:01", "99:00", "<b>:00", "08:30:00"] {
            assert_eq!(time(bad), Err(Refusal::Nonsense), "{bad}");
        }
    }
}
