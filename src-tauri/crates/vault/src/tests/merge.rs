//! Two handles on one vault, each with a state the other does not know.

use tempfile::TempDir;

use super::{accounts, create, hotp, now, place, totp};
use crate::{Folder, Identity, SecretText, Vault, VaultError};
use otp::Kind;

/// Two handles that have both seen one TOTP and one HOTP entry.
fn pair() -> (TempDir, Vault, Vault) {
    let place = place();
    let identity = Identity::generate();
    let path = place.path().join("vault");
    let mut first = create(Folder::open(&path).unwrap(), &identity).unwrap();
    first
        .update(now(), |document| {
            document.add(totp("t")).and_then(|_| document.add(hotp(5)))
        })
        .unwrap();
    let second = Vault::open(Folder::open(&path).unwrap(), identity).unwrap();
    (place, first, second)
}

fn counter(vault: &Vault) -> u64 {
    match vault.document().entries()[1].otp().kind {
        Kind::Hotp { counter, .. } => counter,
        _ => panic!("not HOTP"),
    }
}

#[test]
fn both_additions_stay() {
    let (_place, mut first, mut second) = pair();
    first.update(now(), |document| document.add(totp("one"))).unwrap();
    second.update(now(), |document| document.add(totp("two"))).unwrap();
    assert!(first.refresh().unwrap());
    for vault in [&first, &second] {
        assert_eq!(accounts(vault.document()), ["t", "h", "one", "two"]);
    }
    assert!(!first.refresh().unwrap() && !second.refresh().unwrap());
}

#[test]
fn one_counter_is_never_used_twice() {
    let (_place, mut first, mut second) = pair();
    let id = first.document().entries()[1].id;
    let mut shown = Vec::new();
    for _ in 0..5 {
        for vault in [&mut first, &mut second] {
            let otp = vault.update(now(), |document| document.advance_hotp(id)).unwrap();
            shown.push(otp.code_at(0).unwrap().as_str().to_owned());
        }
    }
    first.refresh().unwrap();
    assert_eq!(counter(&first), 15);
    let distinct: std::collections::HashSet<_> = shown.iter().collect();
    assert_eq!(distinct.len(), 10, "{shown:?}");
}

#[test]
fn a_stale_form_does_not_undo_what_it_did_not_touch() {
    let (_place, mut first, mut second) = pair();
    let id = first.document().entries()[0].id;
    // The form was filled from the state `second` knows, and carries every field over.
    let mut form = second.document().entry(id).unwrap().clone();
    form.pinned = true;
    form.tags = vec!["mine".into()];
    first
        .update(now(), |document| {
            let entry = document.entry_mut(id)?;
            entry.note = Some(SecretText::from("theirs"));
            entry.tags = vec!["theirs".into()];
            Ok(entry.set_label(Some("Renamed"), "t")?)
        })
        .unwrap();
    second
        .update(now(), |document| {
            *document.entry_mut(id)? = form.clone();
            Ok(())
        })
        .unwrap();
    let entry = second.document().entry(id).unwrap();
    assert!(entry.pinned);
    assert_eq!(entry.note.as_ref().unwrap().expose(), "theirs");
    assert_eq!(entry.issuer(), Some("Renamed"));
    assert_eq!(entry.tags, ["theirs", "mine"]);
}

#[test]
fn a_stale_form_does_not_set_a_counter_back() {
    let (_place, mut first, mut second) = pair();
    let id = first.document().entries()[1].id;
    let mut form = second.document().entry(id).unwrap().clone();
    form.set_label(Some("Renamed"), "h").unwrap();
    for _ in 0..3 {
        first.update(now(), |document| document.advance_hotp(id)).unwrap();
    }
    second
        .update(now(), |document| {
            *document.entry_mut(id)? = form.clone();
            Ok(())
        })
        .unwrap();
    assert_eq!(counter(&second), 8);
    assert_eq!(second.document().entry(id).unwrap().issuer(), Some("Renamed"));
}

#[test]
fn a_change_to_an_entry_that_is_gone_is_refused() {
    let (_place, mut first, mut second) = pair();
    let id = first.document().entries()[0].id;
    first.update(now(), |document| document.erase(id).map(drop)).unwrap();
    let result = second.update(now(), |document| {
        document.entry_mut(id)?.pinned = true;
        Ok(())
    });
    assert!(matches!(result, Err(VaultError::NoSuchEntry { .. })));
}

#[test]
fn an_entry_taken_out_of_the_trash_is_not_purged() {
    let (_place, mut first, mut second) = pair();
    let id = first.document().entries()[0].id;
    first.update(now(), |document| document.trash(id, now())).unwrap();
    second.refresh().unwrap();
    first.update(now(), |document| document.untrash(id)).unwrap();
    let later = now() + jiff::SignedDuration::from_hours(24 * 40);
    let purged = second
        .update(later, |document| {
            document.purge_expired(later - jiff::SignedDuration::from_hours(25));
            Ok(document.purge_expired(later))
        })
        .unwrap();
    assert_eq!(purged, 0);
    assert!(second.document().entry(id).is_some());
}

#[test]
fn replacing_the_whole_document_does_not_drop_what_was_not_seen() {
    let (_place, mut first, mut second) = pair();
    let stale = second.document().clone();
    first.update(now(), |document| document.add(totp("unseen"))).unwrap();
    second
        .update(now(), |document| {
            *document = stale.clone();
            document.add(totp("mine")).map(drop)
        })
        .unwrap();
    let mut there = accounts(second.document());
    there.sort();
    assert_eq!(there, ["h", "mine", "t", "unseen"]);
}

#[test]
fn a_change_that_changes_nothing_writes_nothing() {
    let (_place, mut first, mut second) = pair();
    let generation = first.document().generation();
    first.update(now(), |_| Ok(())).unwrap();
    assert!(!second.refresh().unwrap());
    assert_eq!(second.document().generation(), generation);
}

#[test]
fn changed_entries_are_dated_and_others_are_not() {
    let (_place, mut first, _second) = pair();
    let later = now() + jiff::SignedDuration::from_secs(60);
    let id = first.document().entries()[0].id;
    first
        .update(later, |document| {
            document.entry_mut(id)?.pinned = true;
            Ok(())
        })
        .unwrap();
    let dates: Vec<_> = first
        .document()
        .entries()
        .iter()
        .map(|entry| entry.updated_at)
        .collect();
    assert_eq!(dates, [later, now()]);
}
