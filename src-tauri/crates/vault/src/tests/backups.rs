//! Which backups are kept, and the trash's thirty days.

use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};

use super::{create, now, place, totp};
use crate::{Document, Folder, Identity};

fn day(number: i64) -> Timestamp {
    now() + SignedDuration::from_hours(24 * number)
}

#[test]
fn the_last_ten_and_one_a_day_for_fourteen_days() {
    let place = place();
    let folder = Folder::open(place.path().join("vault")).unwrap();
    let mut vault = create(folder.clone(), &Identity::generate()).unwrap();
    let id = vault.update(day(0), |document| document.add(totp("t"))).unwrap();
    for number in 0..20 {
        for minute in 0..12 {
            let at = day(number) + SignedDuration::from_mins(minute);
            let change = |document: &mut Document| {
                document.entry_mut(id)?.tags = vec![format!("{number}/{minute}")];
                Ok(())
            };
            vault.update(at, change).unwrap();
        }
    }
    let backups = folder.backups().unwrap();
    let mut per_day: BTreeMap<i64, Vec<i64>> = BTreeMap::new();
    for backup in &backups {
        let minutes = backup.replaced_at.duration_since(now()).as_mins();
        per_day.entry(minutes / 1440).or_default().push(minutes % 1440);
    }
    let expected: BTreeMap<i64, Vec<i64>> = (6..20)
        .map(|day| (day, if day == 19 { (2..12).rev().collect() } else { vec![11] }))
        .collect();
    assert_eq!(per_day, expected);
    assert!(backups.is_sorted_by(|newer, older| newer.number > older.number));
}

#[test]
fn a_clock_that_runs_backwards_costs_no_recent_backup() {
    let place = place();
    let folder = Folder::open(place.path().join("vault")).unwrap();
    let mut vault = create(folder.clone(), &Identity::generate()).unwrap();
    let id = vault.update(day(0), |document| document.add(totp("t"))).unwrap();
    for number in 0..15 {
        let change = |document: &mut Document| {
            document.entry_mut(id)?.tags = vec![number.to_string()];
            Ok(())
        };
        vault.update(day(-number), change).unwrap();
    }
    let numbers: Vec<u64> = folder
        .backups()
        .unwrap()
        .iter()
        .map(|backup| backup.number)
        .take(10)
        .collect();
    assert_eq!(numbers, (7..=16).rev().collect::<Vec<_>>());
}

#[test]
fn the_trash_is_emptied_after_thirty_days() {
    let mut document = Document::default();
    let id = document.add(totp("t")).unwrap();
    document.trash(id, day(0)).unwrap();
    document.trash(id, day(9)).unwrap();
    assert_eq!((document.live().count(), document.trashed().count()), (0, 1));
    let last_moment = day(30) - SignedDuration::from_secs(1);
    assert_eq!(document.purge_expired(last_moment), 0);
    assert!(!document.has_expired(last_moment) && document.has_expired(day(30)));
    assert_eq!(document.purge_expired(day(30)), 0, "one look is not believed");
    let soon = day(31) - SignedDuration::from_secs(1);
    assert!(!document.has_expired(soon), "nothing to do before the second");
    assert_eq!(document.purge_expired(soon), 0);
    assert_eq!(document.purge_expired(day(31)), 1);
    assert!(document.entries().is_empty());
}

#[test]
fn a_look_by_a_clock_that_was_ahead_does_not_count_once_it_is_right() {
    let mut document = Document::default();
    let id = document.add(totp("t")).unwrap();
    document.trash(id, day(0)).unwrap();
    assert_eq!(document.purge_expired(day(400)), 0);
    assert_eq!(document.purge_expired(day(2)), 0);
    let late = document.add(totp("late")).unwrap();
    document.trash(late, day(30)).unwrap();
    assert_eq!(document.purge_expired(day(31)), 0, "the first look by the right clock");
    assert_eq!(document.purge_expired(day(32)), 1);
    assert!(document.entry(late).is_some(), "each by its own time");
    // Deleted by a clock that nothing had set: the entry was there later than that.
    let mut document = Document::default();
    let id = document.add(totp("t")).unwrap();
    document.trash(id, Timestamp::UNIX_EPOCH).unwrap();
    assert!(!document.has_expired(day(29)) && document.has_expired(day(30)));
}
