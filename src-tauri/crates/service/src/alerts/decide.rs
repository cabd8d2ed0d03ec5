//! Who gets an alert, and why not: the person's level, days, hours and ways, and nothing else. No clock, no database.

use jiff::Timestamp;
use jiff::civil::{DateTime, Weekday};
use jiff::tz::TimeZone;
use protocol::extension::alerts::{Day, Level, Severity, reasons};

use super::settings::{Settings, Way};

/// Something that happened.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Alert {
    pub(crate) severity: Severity,
    pub(crate) at: Timestamp,
}

/// Somebody or something an alert may go to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Candidate {
    pub(crate) way: Way,
    /// The address, the number or the device's name; empty where there is none.
    pub(crate) to: String,
    /// The device's number.
    pub(crate) device: Option<i64>,
    /// What stands in the way whatever the settings say: one of [`reasons`].
    pub(crate) barrier: Option<&'static str>,
}

/// Every reason why this one does not get the alert; none when it does.
pub(crate) fn why_not(settings: &Settings, zone: &TimeZone, alert: Alert, candidate: &Candidate) -> Vec<&'static str> {
    let mut why = Vec::new();
    if settings.level == Level::Fatal && alert.severity != Severity::Fatal {
        why.push(reasons::LEVEL);
    }
    why.extend(closed(settings, alert.at.to_zoned(zone.clone()).datetime()));
    if !settings.ways.contains(&candidate.way) {
        why.push(reasons::CHANNEL_OFF);
    }
    why.extend(candidate.barrier);
    why
}

/// Why nothing is received at a time on the account's own clocks. An hour that clocks show twice counts twice; one that they
/// skip never comes.
fn closed(settings: &Settings, local: DateTime) -> Vec<&'static str> {
    let minute = minute_of_day(local);
    let today = day_of(local.weekday());
    let (begins, open) = if settings.from < settings.to {
        (today, settings.from <= minute && minute < settings.to)
    } else if minute < settings.to {
        // The small hours belong to the night that began the day before.
        (day_of(local.weekday().previous()), true)
    } else {
        (today, settings.from <= minute)
    };
    let mut why = Vec::new();
    if !settings.days.contains(&begins) {
        why.push(reasons::DAY);
    }
    if !open {
        why.push(reasons::HOURS);
    }
    why
}

fn minute_of_day(local: DateTime) -> u16 {
    // A clock's hours and minutes are never negative.
    let of = |part: i8| u16::from(part.unsigned_abs());
    of(local.hour()) * 60 + of(local.minute())
}

/// The day as the wire names it.
pub(crate) fn day_of(weekday: Weekday) -> Day {
    match weekday {
        Weekday::Monday => Day::Mon,
        Weekday::Tuesday => Day::Tue,
        Weekday::Wednesday => Day::Wed,
        Weekday::Thursday => Day::Thu,
        Weekday::Friday => Day::Fri,
        Weekday::Saturday => Day::Sat,
        Weekday::Sunday => Day::Sun,
    }
}
