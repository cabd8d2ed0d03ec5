//! What a backup and the vault have in common, and taking a backup over.

use super::{accounts, hotp, now, totp};
use crate::{Differences, Document, Entry, EntryName};

/// A TOTP entry with a key of its own.
fn own(account: &str, key: &str) -> Entry {
    Entry::from_uri(
        &format!("otpauth://totp/ACME:{account}?secret={key}&issuer=ACME"),
        now(),
    )
    .unwrap()
}

fn name(account: &str) -> EntryName {
    EntryName {
        issuer: "ACME".into(),
        account: account.into(),
    }
}

/// The vault has changed `b`, trashed `c`, added `d`; the backup still has `a`, `b`, `c`.
fn pair() -> (Document, Document) {
    let mut backup = Document::default();
    for (account, key) in [("a", "MFRGGZDF"), ("b", "NBUW2ZLS"), ("c", "ORSXG5BA")] {
        backup.add(own(account, key)).unwrap();
    }
    let mut here = backup.clone();
    let ids: Vec<_> = here.entries().iter().map(|entry| entry.id).collect();
    here.entry_mut(ids[0]).unwrap().updated_at = now() + jiff::SignedDuration::from_hours(1);
    here.entry_mut(ids[1]).unwrap().tags.push("work".into());
    here.trash(ids[2], now()).unwrap();
    here.add(own("d", "PFXXK4TT")).unwrap();
    (here, backup)
}

#[test]
fn each_difference_is_named() {
    let (here, backup) = pair();
    let found = Differences::between(&here, &backup);
    let wanted = Differences {
        only_there: vec![name("c")],
        only_here: vec![name("d")],
        changed: vec![name("b")],
        same: 1,
    };
    assert_eq!(found, wanted);
}

#[test]
fn missing_entries_are_taken_and_nothing_else_changes() {
    let (mut here, backup) = pair();
    here.take_missing(&backup);
    let live: Vec<&str> = here.live().map(Entry::account).collect();
    assert_eq!(live, ["a", "b", "c", "d"]);
    assert_eq!(here.live().nth(1).unwrap().tags, ["work"]);
    let before = here.clone();
    here.take_missing(&backup);
    assert!(here == before, "a second time takes nothing");
}

#[test]
fn an_entry_added_anew_is_not_missing() {
    let (mut here, mut backup) = (Document::default(), Document::default());
    here.add(totp("ann")).unwrap();
    backup.add(totp("ann")).unwrap();
    let found = Differences::between(&here, &backup);
    assert_eq!((found.only_there.len(), found.only_here.len(), found.same), (0, 0, 1));
    here.take_missing(&backup);
    assert_eq!(accounts(&here), ["ann"]);
}

#[test]
fn all_is_taken_but_a_counter_never_goes_back() {
    let (mut here, mut backup) = pair();
    let counted = hotp(3);
    backup.add(counted.clone()).unwrap();
    here.add(counted.clone()).unwrap();
    for _ in 0..5 {
        here.advance_hotp(counted.id).unwrap();
    }
    here.take_all(&backup);
    assert_eq!(accounts(&here), ["a", "b", "c", "h"]);
    let otp::Kind::Hotp { counter, .. } = here.entry(counted.id).unwrap().otp().kind else {
        panic!("counted by counter");
    };
    assert_eq!(counter, 8);
    // Added anew under another id, it is the same counter at the service.
    let mut anew = Document::default();
    anew.add(hotp(8)).unwrap();
    anew.take_all(&backup);
    let otp::Kind::Hotp { counter, .. } = anew.entry(counted.id).unwrap().otp().kind else {
        panic!("counted by counter");
    };
    assert_eq!(counter, 8);
}
