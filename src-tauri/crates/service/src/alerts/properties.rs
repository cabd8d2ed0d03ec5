//! What holds of deciding for any settings, zone and moment, those around a change of clocks above all.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan as _};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};
use protocol::extension::alerts::{Day, Level, Severity, reasons};

use super::decide::{Alert, Candidate, day_of, why_not};
use super::settings::{DAY_MINUTES, Settings, Way};

/// With and without a summer time, with half and quarter hours, south and north, one that skipped a whole day.
const ZONES: [&str; 9] = [
    "Asia/Seoul",
    "Europe/Berlin",
    "America/New_York",
    "America/St_Johns",
    "Australia/Lord_Howe",
    "Pacific/Chatham",
    "Pacific/Apia",
    "Africa/Casablanca",
    "UTC",
];
const WAYS: [Way; 4] = [Way::Email, Way::Sms, Way::WhatsApp, Way::Devices];

fn zone() -> impl Strategy<Value = TimeZone> {
    select(&ZONES).prop_map(|name| TimeZone::get(name).unwrap())
}

/// A moment: anywhere in a quarter of a century, or within a day of the zone's next change of clocks after it.
fn moment() -> impl Strategy<Value = (TimeZone, Timestamp)> {
    let second = 1_262_304_000i64..2_051_222_400;
    (zone(), second, any::<bool>(), -86_400i64..86_400).prop_map(|(zone, second, near, offset)| {
        let plain = Timestamp::from_second(second).unwrap();
        let change = zone.following(plain).next().map(|change| change.timestamp());
        let at = match change {
            Some(change) if near => change.checked_add(offset.seconds()).unwrap(),
            _ => plain,
        };
        (zone, at)
    })
}

fn settings() -> impl Strategy<Value = Settings> {
    let level = select(&[Level::All, Level::Fatal]);
    let days = subsequence(Day::ALL.to_vec(), 1..=7);
    let hours = (0..DAY_MINUTES, 0..=DAY_MINUTES).prop_filter("a range is not empty", |(from, to)| from != to);
    let ways = subsequence(WAYS.to_vec(), 1..=4);
    (level, days, hours, ways).prop_map(|(level, days, (from, to), ways)| Settings {
        level,
        days,
        from,
        to,
        ways,
    })
}

fn severity() -> impl Strategy<Value = Severity> {
    select(&[Severity::Warning, Severity::Fatal])
}

fn candidate() -> impl Strategy<Value = Candidate> {
    let barrier = select(&[None, Some(reasons::NO_NUMBER), Some(reasons::DEVICE_EXCLUDED)]);
    (select(&WAYS), barrier).prop_map(|(way, barrier)| Candidate {
        way,
        to: String::new(),
        device: None,
        barrier,
    })
}

/// Somebody nothing but the time can keep from an alert.
fn reached(settings: &Settings) -> Candidate {
    Candidate {
        way: settings.ways[0],
        to: String::new(),
        device: None,
        barrier: None,
    }
}

fn open_at(settings: &Settings, zone: &TimeZone, at: Timestamp) -> bool {
    let severity = Severity::Fatal;
    why_not(settings, zone, Alert { severity, at }, &reached(settings)).is_empty()
}

/// The same told another way: the ranges that begin today and yesterday are laid on the calendar, and looked into.
fn in_a_range(settings: &Settings, local: DateTime) -> bool {
    [local.date(), local.date().yesterday().unwrap()]
        .into_iter()
        .any(|date| {
            let midnight = date.to_datetime(jiff::civil::Time::midnight());
            let length = i64::from(if settings.to > settings.from {
                settings.to
            } else {
                settings.to + DAY_MINUTES
            });
            let begins = midnight.checked_add(i64::from(settings.from).minutes()).unwrap();
            let ends = midnight.checked_add(length.minutes()).unwrap();
            settings.days.contains(&day_of(date.weekday())) && begins <= local && local < ends
        })
}

proptest! {
    #[test]
    fn the_time_is_open_exactly_within_a_range_that_begins_on_a_chosen_day(
        settings in settings(), (zone, at) in moment()
    ) {
        let local = at.to_zoned(zone.clone()).datetime();
        prop_assert_eq!(open_at(&settings, &zone, at), in_a_range(&settings, local), "{}", local);
    }

    #[test]
    fn the_day_is_divided_by_a_range_and_the_rest(mut settings in settings(), (zone, at) in moment()) {
        prop_assume!(settings.to < DAY_MINUTES);
        settings.days = Day::ALL.to_vec();
        let mut rest = settings.clone();
        (rest.from, rest.to) = (settings.to, settings.from);
        prop_assert_ne!(open_at(&settings, &zone, at), open_at(&rest, &zone, at));
    }

    #[test]
    fn every_day_and_hour_is_always(mut settings in settings(), (zone, at) in moment()) {
        settings.days = Day::ALL.to_vec();
        (settings.from, settings.to) = (0, DAY_MINUTES);
        prop_assert!(open_at(&settings, &zone, at));
    }

    #[test]
    fn every_reason_holds_and_each_is_told_once(
        settings in settings(), (zone, at) in moment(), severity in severity(), candidate in candidate()
    ) {
        let why = why_not(&settings, &zone, Alert { severity, at }, &candidate);
        let has = |reason| why.iter().filter(|each| **each == reason).count();
        let local = at.to_zoned(zone).datetime();
        prop_assert_eq!(has(reasons::LEVEL) == 1, settings.level == Level::Fatal && severity == Severity::Warning);
        prop_assert_eq!(has(reasons::CHANNEL_OFF) == 1, !settings.ways.contains(&candidate.way));
        prop_assert_eq!(has(reasons::DAY) + has(reasons::HOURS) > 0, !in_a_range(&settings, local));
        if let Some(barrier) = candidate.barrier {
            prop_assert_eq!(has(barrier), 1);
        }
        let others = [reasons::LEVEL, reasons::CHANNEL_OFF, reasons::DAY, reasons::HOURS];
        prop_assert!(why.iter().all(|each| others.contains(each) || Some(*each) == candidate.barrier));
    }

    #[test]
    fn wanting_more_never_gets_less(
        settings in settings(), (zone, at) in moment(), severity in severity(), candidate in candidate()
    ) {
        let before = why_not(&settings, &zone, Alert { severity, at }, &candidate);
        let more = Settings { level: Level::All, days: Day::ALL.to_vec(), ways: WAYS.to_vec(), ..settings };
        let after = why_not(&more, &zone, Alert { severity, at }, &candidate);
        prop_assert!(after.iter().all(|reason| before.contains(reason)), "{:?} {:?}", before, after);
    }
}

fn range(days: &[Day], from: u16, to: u16) -> Settings {
    Settings {
        level: Level::All,
        days: days.to_vec(),
        from,
        to,
        ways: vec![Way::Email],
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

#[test]
fn a_night_belongs_to_the_day_it_began_on() {
    let seoul = TimeZone::get("Asia/Seoul").unwrap();
    let friday_night = range(&[Day::Fri], 22 * 60, 6 * 60);
    let open = |text| open_at(&friday_night, &seoul, at(text));
    // 2026-11-27 is a Friday.
    assert!(!open("2026-11-27T05:00+09:00"), "Thursday's night");
    assert!(!open("2026-11-27T21:59:59+09:00"));
    assert!(open("2026-11-27T22:00+09:00"));
    assert!(open("2026-11-28T05:59:59+09:00"));
    assert!(!open("2026-11-28T06:00+09:00"));
    assert!(!open("2026-11-28T23:00+09:00"));
}

#[test]
fn an_hour_that_comes_twice_counts_twice_and_one_that_is_skipped_never() {
    let berlin = TimeZone::get("Europe/Berlin").unwrap();
    let half_past_two = range(&Day::ALL, 2 * 60 + 10, 2 * 60 + 50);
    let open = |text| open_at(&half_past_two, &berlin, at(text));
    assert!(open("2026-10-25T02:30+02:00") && open("2026-10-25T02:30+01:00"));
    assert!(!open("2026-10-25T02:05+01:00") && !open("2026-10-25T02:50+02:00"));
    let mut minute = at("2026-03-29T00:00+01:00");
    while minute < at("2026-03-30T00:00+02:00") {
        assert!(!open_at(&half_past_two, &berlin, minute), "{minute}");
        minute = minute.checked_add(1.minute()).unwrap();
    }
}

#[test]
fn until_midnight_is_written_either_way() {
    let utc = TimeZone::UTC;
    for to in [0, DAY_MINUTES] {
        let evening = range(&[Day::Fri], 20 * 60, to);
        assert!(open_at(&evening, &utc, at("2026-11-27T23:59:59Z")), "{to}");
        assert!(!open_at(&evening, &utc, at("2026-11-28T00:00Z")), "{to}");
    }
}
