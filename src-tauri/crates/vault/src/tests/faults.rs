//! Every call of the write protocol failing, one after the other, in every way: the state before or the state after,
//! never between, and a refused change is one that did not happen.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use super::failing::{Failing, Fault};
use super::{accounts, create, now, on, passphrase, place, totp};
use crate::disk::Real;
use crate::{Document, Folder, Identity, NewVault, Presence, Vault, VaultError, WorkFactor, unlock_with_passphrase};

const KINDS: [ErrorKind; 4] = [
    ErrorKind::StorageFull,
    ErrorKind::Other,
    ErrorKind::PermissionDenied,
    ErrorKind::ReadOnlyFilesystem,
];

fn all_faults() -> impl Iterator<Item = Fault> {
    KINDS.map(Fault::Once).into_iter().chain([Fault::Dead])
}

/// Runs `act` on a folder made by `prepare`, failing at each call in turn until it runs without a fault, and hands each
/// outcome to `check` with a sound folder. Answers which calls were made to fail.
fn at_every_call(
    fault: Fault,
    prepare: impl Fn(&Path, &Identity),
    act: impl Fn(&Folder, &Identity, &Failing, usize) -> Result<(), VaultError>,
    check: impl Fn(&Path, &Identity, bool),
) -> BTreeSet<&'static str> {
    let mut failed = BTreeSet::new();
    for calls in 0..500 {
        let place = place();
        let identity = Identity::generate();
        let path = place.path().join("vault");
        prepare(&path, &identity);
        let disk = Arc::new(Failing::after(usize::MAX, fault));
        let folder = on(disk.clone(), &path).unwrap();
        let result = act(&folder, &identity, &disk, calls);
        failed.extend(disk.failed());
        check(&path, &identity, result.is_ok());
        if disk.failed().is_empty() {
            assert!(result.is_ok(), "no fault and yet refused");
            return failed;
        }
    }
    panic!("the protocol never came to an end");
}

fn open(path: &Path, identity: &Identity) -> Vault {
    Vault::open(Folder::open(path).unwrap(), identity.clone()).unwrap()
}

fn two_versions(path: &Path, identity: &Identity) {
    let mut vault = create(Folder::open(path).unwrap(), identity).unwrap();
    vault.update(now(), |document| document.add(totp("first"))).unwrap();
}

#[test]
fn saving_is_all_or_nothing() {
    for fault in all_faults() {
        let failed = at_every_call(
            fault,
            two_versions,
            |folder, identity, disk, calls| {
                let mut vault = Vault::open(folder.clone(), identity.clone())?;
                disk.arm(calls);
                let result = vault.update(now(), |document| document.add(totp("second")));
                let known = accounts(vault.document()).len();
                assert_eq!(known, if result.is_ok() { 2 } else { 1 }, "memory and answer differ");
                result.map(drop)
            },
            |path, identity, succeeded| {
                let there = accounts(open(path, identity).document());
                let (before, after) = (vec!["first".to_owned()], vec!["first".to_owned(), "second".to_owned()]);
                if succeeded {
                    assert_eq!(there, after);
                } else if matches!(fault, Fault::Once(_)) {
                    assert_eq!(there, before, "{fault:?}");
                } else {
                    assert!(there == before || there == after, "{fault:?}: {there:?}");
                }
            },
        );
        for call in ["create", "write", "sync", "link", "rename", "sync_folder", "stamp"] {
            assert!(failed.contains(call), "{call} was never made to fail");
        }
    }
}

#[test]
fn a_refused_save_succeeds_when_tried_again() {
    for kind in KINDS {
        at_every_call(
            Fault::Once(kind),
            two_versions,
            |folder, identity, disk, calls| {
                let mut vault = Vault::open(folder.clone(), identity.clone())?;
                disk.arm(calls);
                if vault.update(now(), |document| document.add(totp("second"))).is_err() {
                    vault.update(now(), |document| document.add(totp("second")))?;
                }
                Ok(())
            },
            |path, identity, _| assert_eq!(accounts(open(path, identity).document()), ["first", "second"]),
        );
    }
}

#[test]
fn creating_is_all_or_nothing() {
    for fault in all_faults() {
        let failed = at_every_call(
            fault,
            |_, _| {},
            |folder, identity, disk, calls| {
                disk.arm(calls);
                let mut document = Document::default();
                document.add(totp("restored")).unwrap();
                let new = NewVault {
                    passphrase: Some(&passphrase("old")),
                    document,
                    ..NewVault::weak_for_tests(identity.clone())
                };
                Vault::create(folder.clone(), new).map(drop)
            },
            |path, identity, succeeded| {
                let folder = Folder::open(path).unwrap();
                match folder.presence().unwrap() {
                    Presence::Absent => {
                        assert!(!succeeded);
                        create(folder, identity).unwrap();
                    }
                    Presence::Present(slots) => {
                        assert!(slots.passphrase && slots.recovery_sheet);
                        let unlocked = unlock_with_passphrase(&folder, &passphrase("old")).unwrap();
                        assert_eq!(unlocked.recipient(), identity.recipient());
                        // A vault that is made of a backup never stands there without it.
                        assert_eq!(accounts(open(path, identity).document()), ["restored"]);
                    }
                    broken @ Presence::Broken { .. } => panic!("{fault:?}: {broken:?}"),
                }
            },
        );
        assert!(failed.contains("create_folder") && failed.contains("rename"));
    }
}

/// Another vault's backup in the place of a damaged one: the old one's ways in, or the new one's, and no mixture.
#[test]
fn creating_over_a_damaged_vault_is_all_or_nothing() {
    let key = Identity::generate();
    let given = passphrase("new");
    for (fault, with_passphrase) in all_faults().flat_map(|fault| [(fault, true), (fault, false)]) {
        let failed = at_every_call(
            fault,
            |path, identity| {
                two_versions(path, identity);
                std::fs::write(path.join("vault.age"), b"damaged").unwrap();
            },
            |folder, _, disk, calls| {
                disk.arm(calls);
                let mut document = Document::default();
                document.add(totp("restored")).unwrap();
                let new = NewVault {
                    passphrase: with_passphrase.then_some(&given),
                    document,
                    ..NewVault::weak_for_tests(key.clone())
                };
                Vault::create_over(folder.clone(), new).map(drop)
            },
            |path, identity, succeeded| {
                let folder = Folder::open(path).unwrap();
                let Presence::Present(slots) = folder.presence().unwrap() else {
                    panic!("{fault:?}: slots and vault are there");
                };
                let kept = |prefix: &str| {
                    let all = std::fs::read_dir(path.join("backups")).unwrap();
                    all.filter(|entry| {
                        let name = entry.as_ref().unwrap().file_name();
                        name.to_string_lossy().starts_with(prefix)
                    })
                    .count()
                };
                if slots.recipient == identity.recipient() {
                    assert!(!succeeded && slots.passphrase, "{fault:?}");
                    assert!(unlock_with_passphrase(&folder, &passphrase("old")).is_ok());
                    assert_eq!(std::fs::read(path.join("vault.age")).unwrap(), b"damaged");
                    return;
                }
                assert_eq!(slots.recipient, key.recipient());
                assert_eq!(slots.passphrase, with_passphrase, "{fault:?}");
                if with_passphrase {
                    let unlocked = unlock_with_passphrase(&folder, &passphrase("new")).unwrap();
                    assert_eq!(unlocked.recipient(), key.recipient());
                }
                assert_eq!(accounts(open(path, &key).document()), ["restored"]);
                assert_eq!((kept("damaged-"), kept("identity-")), (1, 1));
            },
        );
        assert!(failed.contains("link") && failed.contains("rename"));
    }
}

#[test]
fn changing_the_passphrase_is_all_or_nothing() {
    for fault in all_faults() {
        at_every_call(
            fault,
            two_versions,
            |folder, identity, disk, calls| {
                let mut vault = Vault::open(folder.clone(), identity.clone())?;
                disk.arm(calls);
                vault.set_passphrase_with(&passphrase("new"), WorkFactor::WEAK_FOR_TESTS)
            },
            |path, identity, succeeded| {
                let folder = Folder::open(path).unwrap();
                let opens = |text| unlock_with_passphrase(&folder, &passphrase(text)).is_ok();
                let (old, new) = (opens("old"), opens("new"));
                assert!(old != new, "{fault:?}: exactly one opens");
                if succeeded || matches!(fault, Fault::Once(_)) {
                    assert_eq!(new, succeeded, "{fault:?}");
                }
                assert_eq!(accounts(open(path, identity).document()), ["first"]);
            },
        );
    }
}

#[test]
fn restoring_is_all_or_nothing() {
    for fault in all_faults() {
        at_every_call(
            fault,
            |path, identity| {
                two_versions(path, identity);
                std::fs::write(path.join("vault.age"), b"damaged").unwrap();
            },
            |folder, identity, disk, calls| {
                let backup = folder.backups()?.remove(0);
                disk.arm(calls);
                folder.restore(&backup, identity)
            },
            |path, identity, succeeded| {
                let current = std::fs::read(path.join("vault.age")).unwrap();
                let restored = current != b"damaged";
                assert!(restored || !succeeded);
                if restored {
                    assert!(open(path, identity).document().entries().is_empty());
                    let aside = std::fs::read_dir(path.join("backups"))
                        .unwrap()
                        .map(|entry| entry.unwrap().path());
                    let aside: Vec<_> = aside
                        .filter(|path| path.to_string_lossy().contains("damaged-"))
                        .collect();
                    assert_eq!(std::fs::read(&aside[0]).unwrap(), b"damaged");
                }
                assert!(!Folder::open(path).unwrap().backups().unwrap().is_empty());
            },
        );
    }
}

#[test]
fn nothing_unfinished_is_left_behind() {
    at_every_call(
        Fault::Dead,
        two_versions,
        |folder, identity, disk, calls| {
            let mut vault = Vault::open(folder.clone(), identity.clone())?;
            disk.arm(calls);
            vault.update(now(), |document| document.add(totp("second"))).map(drop)
        },
        |path, _, _| {
            on(Arc::new(Real), path).unwrap();
            let names = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().file_name());
            let names: Vec<_> = names.filter(|name| name.to_string_lossy().starts_with('.')).collect();
            assert!(names.is_empty(), "{names:?}");
        },
    );
}

#[test]
fn refreshing_an_unchanged_vault_is_one_look_at_the_file() {
    let place = place();
    let disk = Arc::new(Failing::never());
    let folder = on(disk.clone(), &place.path().join("vault")).unwrap();
    let mut vault = create(folder, &Identity::generate()).unwrap();
    disk.arm(usize::MAX);
    assert!(!vault.refresh().unwrap());
    assert_eq!(disk.calls(), 1);
}
