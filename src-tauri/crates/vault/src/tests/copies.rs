//! Copies in a folder of the person's choosing: whole or not at all, never too many, never another vault's.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;
use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};

use super::failing::{Failing, Fault};
use super::{accounts, create, now, passphrase, place, totp};
use crate::disk::Real;
use crate::{CopyFolder, Folder, Identity, Vault, VaultError, WorkFactor, identities_beside};
use crate::{identity_under_passphrase, read_sealed};

fn vault(path: &Path) -> (Vault, Identity) {
    let identity = Identity::generate();
    let vault = create(Folder::open(path.join("vault")).unwrap(), &identity).unwrap();
    (vault, identity)
}

fn add(vault: &mut Vault, account: &str) {
    vault.update(now(), |document| document.add(totp(account))).unwrap();
}

fn minutes(minutes: i64) -> Timestamp {
    now() + SignedDuration::from_mins(minutes)
}

fn names(folder: &Path) -> Vec<String> {
    let all = fs::read_dir(folder).unwrap();
    let mut names: Vec<String> = all.map(|one| one.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

#[test]
fn a_folder_alone_and_the_passphrase_restore_everything() {
    let place = place();
    let (mut vault, _) = vault(place.path());
    add(&mut vault, "ann");
    let copy = CopyFolder::at(place.path())
        .keep(&vault.sealed().unwrap(), 10, now())
        .unwrap();
    assert!(copy.name.ends_with("-2026-11-20-000000Z.age"), "{}", copy.name);
    let path = place.path().join(&copy.name);
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }
    let beside = identities_beside(&path).into_iter().find(|path| path.exists()).unwrap();
    let identity = identity_under_passphrase(&fs::read(beside).unwrap(), &passphrase("old")).unwrap();
    let document = read_sealed(&fs::read(path).unwrap(), &identity).unwrap();
    assert_eq!(accounts(&document), ["ann"]);
}

#[test]
fn each_state_is_kept_once_and_the_newest_stay() {
    let place = place();
    let (mut vault, identity) = vault(place.path());
    let target = place.path().join("stick");
    fs::create_dir(&target).unwrap();
    let folder = CopyFolder::at(&target);
    fs::write(target.join("holiday.jpg"), "a picture").unwrap();
    fs::write(
        target.join("Gatehouse-q2w3e4r5-2020-01-01-000000Z.age"),
        "another vault's",
    )
    .unwrap();
    for number in 0..6 {
        add(&mut vault, &number.to_string());
        let sealed = vault.sealed().unwrap();
        let copy = folder.keep(&sealed, 3, minutes(number)).unwrap();
        assert_eq!(
            folder.keep(&sealed, 3, minutes(number + 100)).unwrap(),
            copy,
            "it is there"
        );
    }
    let ours: Vec<String> = names(&target)
        .into_iter()
        .filter(|name| name.starts_with(&format!("Gatehouse-{}-2026", &identity.recipient()[4..12])))
        .collect();
    assert_eq!(ours.len(), 3);
    let newest = read_sealed(&fs::read(target.join(&ours[2])).unwrap(), &identity).unwrap();
    assert_eq!(accounts(&newest).len(), 6);
    assert_eq!(
        names(&target).len(),
        6,
        "three copies, the identity, and two that are none of ours"
    );

    // A clock set back makes the newest copy the oldest by its name: it stays all the same.
    add(&mut vault, "later");
    let copy = folder.keep(&vault.sealed().unwrap(), 3, minutes(-5000)).unwrap();
    let document = read_sealed(&fs::read(target.join(copy.name)).unwrap(), &identity).unwrap();
    assert_eq!(accounts(&document).len(), 7);
    assert_eq!(names(&target).len(), 6);
}

#[test]
fn the_identity_beside_follows_the_passphrase() {
    let place = place();
    let (mut vault, identity) = vault(place.path());
    let beside = place
        .path()
        .join(format!("Gatehouse-{}-identity.age", &identity.recipient()[4..12]));
    let keep = |vault: &Vault| {
        CopyFolder::at(place.path())
            .keep(&vault.sealed().unwrap(), 3, now())
            .unwrap()
    };
    keep(&vault);
    let weak = WorkFactor::WEAK_FOR_TESTS;
    vault.set_passphrase_with(&passphrase("new"), weak).unwrap();
    keep(&vault);
    let sealed = fs::read(&beside).unwrap();
    assert!(identity_under_passphrase(&sealed, &passphrase("new")).is_ok());
    assert!(matches!(
        identity_under_passphrase(&sealed, &passphrase("old")),
        Err(VaultError::WrongPassphrase)
    ));
    // Lost here, it is the last that the passphrase opens.
    fs::remove_file(place.path().join("vault/identity.age")).unwrap();
    keep(&vault);
    assert_eq!(fs::read(&beside).unwrap(), sealed);
    // Under a passphrase of another vault lies no key of this one.
    let slots = place.path().join("vault/slots.json");
    let other = fs::read_to_string(&slots)
        .unwrap()
        .replace(&identity.recipient(), &Identity::generate().recipient());
    fs::write(&slots, other).unwrap();
    fs::write(place.path().join("vault/identity.age"), "another vault's").unwrap();
    keep(&vault);
    assert_eq!(fs::read(&beside).unwrap(), sealed);
}

#[test]
fn a_missing_folder_is_said_and_not_made() {
    let place = place();
    let (vault, _) = vault(place.path());
    let stick = place.path().join("stick");
    let kept = CopyFolder::at(&stick).keep(&vault.sealed().unwrap(), 3, now());
    assert!(matches!(kept, Err(VaultError::NoSuchFolder)));
    assert!(!stick.exists());
}

#[test]
fn whatever_fails_older_copies_stay_and_no_half_copy_has_a_name() {
    let kinds = [ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied];
    for fault in kinds.map(Fault::Once).into_iter().chain([Fault::Dead]) {
        for calls in 0.. {
            let place = place();
            let (mut vault, identity) = vault(place.path());
            let target = place.path().join("stick");
            fs::create_dir(&target).unwrap();
            CopyFolder::at(&target)
                .keep(&vault.sealed().unwrap(), 3, now())
                .unwrap();
            add(&mut vault, "ann");
            let sealed = vault.sealed().unwrap();
            let disk = Arc::new(Failing::after(calls, fault));
            let kept = CopyFolder::on(target.clone(), disk.clone()).keep(&sealed, 3, minutes(1));
            let copies: Vec<String> = names(&target)
                .into_iter()
                .filter(|name| name.contains("-2026-"))
                .collect();
            for name in copies.iter().filter(|name| name.ends_with(".age")) {
                assert!(
                    read_sealed(&fs::read(target.join(name)).unwrap(), &identity).is_ok(),
                    "{name}"
                );
            }
            assert!(
                copies.iter().any(|name| name.ends_with("000000Z.age")),
                "the older copy"
            );
            if disk.failed().is_empty() {
                assert!(kept.is_ok());
                break;
            }
            // What a killed run has left is in nobody's way.
            let again = CopyFolder::on(target.clone(), Arc::new(Real))
                .keep(&sealed, 3, minutes(2))
                .unwrap();
            assert!(read_sealed(&fs::read(target.join(again.name)).unwrap(), &identity).is_ok());
            assert!(names(&target).iter().all(|name| !name.ends_with("unfinished")));
        }
    }
}
