//! The list over a real vault: what is found, in which order, and what is done with several entries.
#![allow(clippy::unwrap_used)]

use std::collections::HashSet;
use std::sync::Arc;

use keychain::Keychain;
use uuid::Uuid;
use vault::{Beside, Entry, Folder, Identity, NewVault, Vault};

use super::{Codes, Sort, Tagged, Wanted};
use crate::AppError;
use crate::clock::CodeClock;
use crate::vault_session::{LockReason, VaultSession};

struct House {
    _folder: tempfile::TempDir,
    session: Arc<VaultSession>,
    codes: Codes,
}

/// An open vault with an entry for each issuer and account, added one second after the other.
fn house(entries: &[(&str, &str)]) -> House {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let identity = Identity::generate();
    let new = NewVault::weak_for_tests(identity.clone());
    Vault::create(Folder::open(&path).unwrap(), new).unwrap();
    let session = Arc::new(VaultSession::new(path, Keychain::system()));
    session.unlock_with_recovery_key(&identity.to_text()).unwrap();
    let add = |at: usize, (issuer, account): &(&str, &str)| {
        let uri = "otpauth://totp/x?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let second = 1_795_132_800 + i64::try_from(at).unwrap();
        let mut entry = Entry::from_uri(uri, jiff::Timestamp::from_second(second).unwrap()).unwrap();
        let issuer = Some(*issuer).filter(|issuer| !issuer.is_empty());
        entry.set_label(issuer, account).unwrap();
        entry
    };
    let all = || entries.iter().enumerate().map(|(at, names)| add(at, names));
    session
        .update(|document| all().try_for_each(|entry| document.add(entry).map(drop)))
        .unwrap();
    let codes = Codes::new(Arc::clone(&session), CodeClock::default());
    House {
        _folder: folder,
        session,
        codes,
    }
}

impl House {
    fn id(&self, account: &str) -> Uuid {
        let found = |document: &vault::Document| {
            let mut entries = document.entries().iter();
            entries.find(|entry| entry.account() == account).unwrap().id
        };
        self.session.read(found).unwrap()
    }

    fn ids(&self, accounts: &[&str]) -> HashSet<Uuid> {
        accounts.iter().map(|account| self.id(account)).collect()
    }

    /// The accounts found, the pinned ones before a bar.
    fn found(&self, wanted: &Wanted) -> String {
        let found = self.codes.find(wanted).unwrap();
        let accounts = |ids: &[Uuid]| {
            let rows = self.codes.rows(ids).unwrap();
            rows.into_iter().map(|row| row.account).collect::<Vec<_>>().join(" ")
        };
        format!("{}|{}", accounts(&found.pinned), accounts(&found.rest))
    }

    fn sorted(&self, sort: Sort) -> String {
        self.found(&Wanted {
            sort,
            ..Wanted::default()
        })
    }

    fn searched(&self, query: &str) -> String {
        self.found(&Wanted {
            query: query.into(),
            ..Wanted::default()
        })
    }
}

#[test]
fn each_order_is_as_it_says_and_pinned_entries_come_first() {
    let house = house(&[("Zeta", "c"), ("alpha", "d"), ("Émile", "a"), ("", "b"), ("가나", "e")]);
    assert_eq!(house.sorted(Sort::Issuer), "|d b a c e");
    assert_eq!(house.sorted(Sort::Account), "|a b c d e");
    assert_eq!(house.sorted(Sort::Added), "|e b a d c");
    assert_eq!(house.sorted(Sort::Own), "|c d a b e");
    let (c, e) = (house.id("c"), house.id("e"));
    house.codes.place(e, Beside::Before(c)).unwrap();
    assert_eq!(house.sorted(Sort::Own), "|e c d a b");
    house.codes.pin_all(&house.ids(&["a", "d"]), true).unwrap();
    assert_eq!(house.sorted(Sort::Own), "d a|e c b");
}

#[test]
fn the_index_follows_every_change() {
    let house = house(&[("구글 메일", "mina"), ("GitHub", "ann")]);
    assert_eq!(house.searched("ㄱㅁ"), "|mina");
    let id = house.id("ann");
    let before = house.codes.details(id).unwrap();
    let mut details = before.clone();
    details.note = Some("ラクテン card".into());
    details.tags = vec!["Café".into()];
    house.codes.edit(id, &before, &details).unwrap();
    assert_eq!(house.searched("らくてん cafe"), "|ann");
    house.codes.trash(id).unwrap();
    assert_eq!(house.searched("らくてん"), "|");
    house.session.lock(LockReason::ByHand);
    let refused = house.codes.find(&Wanted::default());
    assert!(matches!(refused, Err(AppError::VaultLocked)));
}

#[test]
fn words_may_be_spread_over_an_entrys_texts_but_not_run_from_one_into_the_next() {
    let house = house(&[("GitHub", "mina")]);
    assert_eq!(house.searched("min git"), "|mina");
    assert_eq!(house.searched("hubmina"), "|");
}

#[test]
fn several_entries_are_tagged_deleted_and_put_back_in_one_save_each() {
    let house = house(&[("A", "a"), ("B", "b"), ("C", "c")]);
    let (both, work) = (house.ids(&["a", "b"]), || vec!["Work".to_owned()]);
    let generation = || house.session.read(vault::Document::generation).unwrap();
    let before = generation();
    house.codes.tag_all(&both, &work(), &[]).unwrap();
    let under = |tagged| {
        house.found(&Wanted {
            tagged,
            ..Wanted::default()
        })
    };
    assert_eq!(under(Tagged::With("Work".into())), "|a b");
    assert_eq!(under(Tagged::Without), "|c");
    let chosen = house.codes.chosen(&both).unwrap();
    assert_eq!((chosen.count, chosen.pinned, chosen.tags["Work"]), (2, 0, 2));
    house.codes.tag_all(&both, &[], &work()).unwrap();
    assert_eq!(under(Tagged::Without), "|a b c");

    house.codes.trash(house.id("a")).unwrap();
    let moved = house.codes.trash_all(&both).unwrap();
    assert_eq!(moved, [house.id("b")], "what was in the trash already is not undone");
    assert_eq!(under(Tagged::Any), "|c");
    house.codes.untrash_all(&moved.into_iter().collect()).unwrap();
    assert_eq!(under(Tagged::Any), "|b c");
    assert_eq!(generation(), before + 5);
}

/// Another writer's form, opened and saved while `house`'s is open.
fn meanwhile(house: &House, id: Uuid, change: impl FnOnce(&mut super::Details)) {
    let before = house.codes.details(id).unwrap();
    let mut after = before.clone();
    change(&mut after);
    house.codes.edit(id, &before, &after).unwrap();
}

#[test]
fn a_form_that_was_open_while_another_wrote_undoes_nothing() {
    let house = house(&[("GitHub", "mina")]);
    let id = house.id("mina");
    let before = house.codes.details(id).unwrap();
    meanwhile(&house, id, |other| {
        other.note = Some("of the other".into());
        other.tags = vec!["theirs".into()];
    });
    let mut form = before.clone();
    form.issuer = "GitHub Inc".into();
    form.tags = vec!["mine".into()];
    house.codes.edit(id, &before, &form).unwrap();
    let now = house.codes.details(id).unwrap();
    assert_eq!(
        (now.issuer.as_str(), now.tags),
        ("GitHub Inc", vec!["theirs".into(), "mine".into()])
    );
    assert_eq!(now.note.unwrap().expose(), "of the other");
}

#[test]
fn a_text_that_both_changed_is_refused_and_nothing_of_the_form_is_saved() {
    let house = house(&[("GitHub", "mina")]);
    let id = house.id("mina");
    let before = house.codes.details(id).unwrap();
    meanwhile(&house, id, |other| other.note = Some("of the other".into()));
    let mut form = before.clone();
    form.note = Some("mine".into());
    form.pinned = true;
    let refused = house.codes.edit(id, &before, &form);
    assert!(matches!(
        refused,
        Err(AppError::Vault(vault::VaultError::ChangedMeanwhile { .. }))
    ));
    let now = house.codes.details(id).unwrap();
    assert_eq!(
        (now.note.clone().unwrap().expose(), now.pinned),
        ("of the other", false)
    );

    // Told, the person saves again, from what there is now.
    house.codes.edit(id, &now, &form).unwrap();
    assert_eq!(house.codes.details(id).unwrap().note.unwrap().expose(), "mine");
}
