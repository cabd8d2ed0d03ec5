//! The person's own order: how entries move in it, alone and with two writers.

use proptest::prelude::*;
use uuid::Uuid;

use super::{create, now, place, totp};
use crate::{Beside, Document, Folder, Identity, Position, Vault, VaultError};

/// A document with these accounts, added in this order at one moment each.
fn document(accounts: &[&str]) -> Document {
    let mut document = Document::default();
    for (at, account) in accounts.iter().enumerate() {
        let mut entry = totp(account);
        entry.created_at = now() + jiff::SignedDuration::from_secs(i64::try_from(at).unwrap());
        document.add(entry).unwrap();
    }
    document
}

fn id(document: &Document, account: &str) -> Uuid {
    let found = document.entries().iter().find(|entry| entry.account() == account);
    found.unwrap().id
}

fn order(document: &Document) -> String {
    let mut entries: Vec<_> = document.entries().iter().collect();
    entries.sort_by_key(|entry| (entry.own_place(), entry.id));
    entries.into_iter().map(|entry| entry.account().to_owned()).collect()
}

/// How many entries hold a place of their own.
fn moved(document: &Document) -> usize {
    let entries = document.entries().iter();
    entries.filter(|entry| entry.position.is_some()).count()
}

#[test]
fn entries_stand_as_they_were_added_until_one_is_moved() {
    let mut document = document(&["a", "b", "c", "d"]);
    assert_eq!(order(&document), "abcd");
    let (a, b, d) = (id(&document, "a"), id(&document, "b"), id(&document, "d"));
    document.place(d, Beside::Before(b)).unwrap();
    assert_eq!(order(&document), "adbc");
    document.place(a, Beside::After(d)).unwrap();
    assert_eq!(order(&document), "dabc");
    document.place(a, Beside::After(a)).unwrap();
    assert_eq!((order(&document).as_str(), moved(&document)), ("dabc", 2));
    document.add(totp_later("e")).unwrap();
    assert_eq!(order(&document), "dabce", "what is added later stands last");
}

fn totp_later(account: &str) -> crate::Entry {
    let mut entry = totp(account);
    entry.created_at = now() + jiff::SignedDuration::from_hours(1);
    entry
}

#[test]
fn two_entries_in_one_place_are_told_apart_when_one_moves_between_them() {
    let mut document = document(&["a", "b", "c"]);
    let shared: Position = "i7q".to_owned().try_into().unwrap();
    let (a, b) = (id(&document, "a"), id(&document, "b"));
    for id in [a, b] {
        document.entry_mut(id).unwrap().position = Some(shared.clone());
    }
    let (first, second) = (a.min(b), a.max(b));
    let c = id(&document, "c");
    document.place(c, Beside::After(first)).unwrap();
    let mut places: Vec<_> = document
        .entries()
        .iter()
        .map(|entry| (entry.own_place(), entry.id))
        .collect();
    places.sort();
    assert_eq!(places.iter().map(|(_, id)| *id).collect::<Vec<_>>(), [first, c, second]);
}

#[test]
fn an_entry_that_is_gone_moves_nothing() {
    let mut document = document(&["a"]);
    let a = id(&document, "a");
    for (id, beside) in [(Uuid::nil(), Beside::Before(a)), (a, Beside::After(Uuid::nil()))] {
        let refused = document.place(id, beside);
        assert!(matches!(refused, Err(VaultError::NoSuchEntry { .. })));
    }
    assert_eq!(moved(&document), 0);
}

#[test]
fn two_writers_moves_both_hold() {
    let folder = place();
    let identity = Identity::generate();
    let path = folder.path().join("vault");
    let mut first = create(Folder::open(&path).unwrap(), &identity).unwrap();
    first
        .update(now(), |into| {
            *into = document(&["a", "b", "c", "d"]);
            Ok(())
        })
        .unwrap();
    let mut second = Vault::open(Folder::open(&path).unwrap(), identity).unwrap();
    let at = |account| id(second.document(), account);
    let (a, b, c, d) = (at("a"), at("b"), at("c"), at("d"));
    // Both put another entry into the same gap, unseen by the other.
    first
        .update(now(), |document| document.place(c, Beside::Before(b)))
        .unwrap();
    second
        .update(now(), |document| document.place(d, Beside::Before(b)))
        .unwrap();
    let merged = order(second.document());
    assert!(merged == "acdb" || merged == "adcb", "{merged}");
    // A third move that carries the old order over unseen does not undo theirs.
    let form = first.document().entry(a).unwrap().clone();
    second
        .update(now(), |document| document.place(a, Beside::After(b)))
        .unwrap();
    first
        .update(now(), |document| {
            let mut form = form.clone();
            form.icon = Some("acme".into());
            *document.entry_mut(a)? = form;
            Ok(())
        })
        .unwrap();
    let entry = first.document().entry(a).unwrap();
    assert_eq!(entry.icon.as_deref(), Some("acme"));
    assert!(order(first.document()).ends_with("ba"), "{}", order(first.document()));
}

proptest! {
    #[test]
    fn any_moves_do_what_a_list_does(moves in prop::collection::vec((0usize..6, 0usize..6, any::<bool>()), 0..40)) {
        let names = ["a", "b", "c", "d", "e", "f"];
        let mut document = document(&names);
        let ids: Vec<Uuid> = names.iter().map(|name| id(&document, name)).collect();
        let mut list = names.to_vec();
        for (which, target, before) in moves {
            let beside = if before { Beside::Before(ids[target]) } else { Beside::After(ids[target]) };
            document.place(ids[which], beside).unwrap();
            if which != target {
                list.retain(|name| *name != names[which]);
                let at = list.iter().position(|name| *name == names[target]).unwrap();
                list.insert(at + usize::from(!before), names[which]);
            }
            prop_assert_eq!(order(&document), list.concat());
        }
    }
}
