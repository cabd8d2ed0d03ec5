//! Every byte flipped, every length: told, never wrong data, and the file left as it is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use std::fs;

use secrecy::SecretString;
use shared::{PASSPHRASE, accounts, create, folder, now, place, totp};
use tempfile::TempDir;
use vault::{Fault, Folder, Identity, Presence, Vault, VaultError, unlock_with_passphrase};

fn vault() -> (TempDir, Folder, Identity) {
    let place = place();
    let identity = Identity::generate();
    let mut vault = create(folder(place.path()), &identity).unwrap();
    vault.update(now(), |document| document.add(totp("ann"))).unwrap();
    vault.update(now(), |document| document.add(totp("bob"))).unwrap();
    (place, vault.folder().clone(), identity)
}

/// Writes `bytes` as the vault and checks that opening tells the damage and changes nothing.
fn told(folder: &Folder, identity: &Identity, bytes: &[u8], what: &str) {
    let file = folder.path().join("vault.age");
    fs::write(&file, bytes).unwrap();
    match Vault::open(folder.clone(), identity.clone()) {
        Err(VaultError::Damaged { backups: 2 }) => {}
        Err(other) => panic!("{what}: {other}"),
        Ok(_) => panic!("{what}: opened"),
    }
    assert_eq!(fs::read(&file).unwrap(), bytes, "{what}: the file was touched");
}

#[test]
fn every_flipped_byte_is_told() {
    let (_place, folder, identity) = vault();
    let sound = fs::read(folder.path().join("vault.age")).unwrap();
    for place in 0..sound.len() {
        for mask in [0x01, 0x20, 0x80] {
            let mut bytes = sound.clone();
            bytes[place] ^= mask;
            told(&folder, &identity, &bytes, &format!("byte {place} ^ {mask}"));
        }
    }
}

#[test]
fn every_truncation_and_every_addition_is_told() {
    let (_place, folder, identity) = vault();
    let sound = fs::read(folder.path().join("vault.age")).unwrap();
    for length in 0..sound.len() {
        told(&folder, &identity, &sound[..length], &format!("cut to {length}"));
    }
    for added in 1..40 {
        let longer = [sound.as_slice(), &vec![0; added]].concat();
        told(&folder, &identity, &longer, &format!("{added} bytes added"));
    }
}

#[test]
fn every_flipped_byte_of_the_passphrase_slot_is_told() {
    let (_place, folder, _identity) = vault();
    let file = folder.path().join("identity.age");
    let sound = fs::read(&file).unwrap();
    let passphrase = SecretString::from(PASSPHRASE);
    for place in 0..sound.len() {
        let mut bytes = sound.clone();
        bytes[place] ^= 0x01;
        fs::write(&file, &bytes).unwrap();
        let told = unlock_with_passphrase(&folder, &passphrase)
            .err()
            .expect("a damaged slot opened");
        let expected = matches!(
            told,
            VaultError::Damaged { .. } | VaultError::WrongPassphrase | VaultError::TooMuchWork { .. }
        );
        assert!(expected, "byte {place}: {told}");
    }
    for length in 0..sound.len() {
        fs::write(&file, &sound[..length]).unwrap();
        assert!(unlock_with_passphrase(&folder, &passphrase).is_err(), "cut to {length}");
    }
    fs::write(&file, &sound).unwrap();
    let wrong = unlock_with_passphrase(&folder, &SecretString::from("wrong"));
    assert!(matches!(wrong, Err(VaultError::WrongPassphrase)));
    assert!(unlock_with_passphrase(&folder, &passphrase).is_ok());
}

#[test]
fn a_damaged_vault_is_not_written_over_and_a_backup_brings_it_back() {
    let (_place, folder, identity) = vault();
    let mut open = Vault::open(folder.clone(), identity.clone()).unwrap();
    let file = folder.path().join("vault.age");
    fs::write(&file, b"damaged").unwrap();
    let refused = open.update(now(), |document| document.add(totp("eve")));
    assert!(matches!(refused, Err(VaultError::Damaged { backups: 2 })));
    assert!(matches!(open.refresh(), Err(VaultError::Damaged { .. })));
    assert_eq!(fs::read(&file).unwrap(), b"damaged");

    let backups = folder.backups().unwrap();
    folder.restore(&backups[0], &identity).unwrap();
    assert_eq!(
        accounts(&Vault::open(folder.clone(), identity.clone()).unwrap()),
        ["ann"]
    );
    assert_eq!(
        folder.backups().unwrap(),
        backups,
        "the damaged file is not offered as a backup"
    );
    let aside = fs::read_dir(folder.path().join("backups"))
        .unwrap()
        .map(|entry| entry.unwrap());
    let aside: Vec<_> = aside
        .filter(|entry| entry.file_name().to_string_lossy().starts_with("damaged-"))
        .collect();
    assert_eq!(fs::read(aside[0].path()).unwrap(), b"damaged");
}

#[test]
fn restoring_over_a_sound_vault_keeps_it_as_a_backup() {
    let (_place, folder, identity) = vault();
    let oldest = folder.backups().unwrap().pop().unwrap();
    folder.restore(&oldest, &identity).unwrap();
    assert!(accounts(&Vault::open(folder.clone(), identity.clone()).unwrap()).is_empty());
    let newest = folder.backups().unwrap().remove(0);
    folder.restore(&newest, &identity).unwrap();
    assert_eq!(accounts(&Vault::open(folder, identity).unwrap()), ["ann", "bob"]);
}

#[test]
fn a_backup_that_does_not_open_is_not_restored() {
    let (_place, folder, identity) = vault();
    let before = fs::read(folder.path().join("vault.age")).unwrap();
    let backup = folder.backups().unwrap().remove(0);
    let stranger = Identity::generate();
    assert!(matches!(folder.restore(&backup, &stranger), Err(VaultError::WrongKey)));
    let name = fs::read_dir(folder.path().join("backups"))
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let newest = name.max().unwrap();
    fs::write(&newest, b"damaged backup").unwrap();
    assert!(matches!(
        folder.restore(&backup, &identity),
        Err(VaultError::Damaged { .. })
    ));
    fs::remove_file(&newest).unwrap();
    assert!(matches!(
        folder.restore(&backup, &identity),
        Err(VaultError::NoSuchBackup)
    ));
    assert_eq!(fs::read(folder.path().join("vault.age")).unwrap(), before);
}

#[test]
fn a_strangers_key_is_told_from_damage() {
    let (_place, folder, _identity) = vault();
    assert!(matches!(
        Vault::open(folder, Identity::generate()),
        Err(VaultError::WrongKey)
    ));
}

#[test]
fn lost_and_unreadable_slot_files_are_told_and_mended() {
    for (contents, fault) in [(None, Fault::SlotsMissing), (Some("{"), Fault::SlotsUnreadable)] {
        let (_place, folder, identity) = vault();
        let file = folder.path().join("slots.json");
        match contents {
            None => fs::remove_file(&file).unwrap(),
            Some(text) => fs::write(&file, text).unwrap(),
        }
        let expected = Presence::Broken {
            fault,
            slots: None,
            passphrase: true,
            backups: 2,
        };
        assert_eq!(folder.presence().unwrap(), expected);
        Vault::open(folder.clone(), identity.clone()).unwrap();
        let Presence::Present(slots) = folder.presence().unwrap() else {
            panic!("not mended")
        };
        assert_eq!(slots.recipient, identity.recipient());
    }
}

#[test]
fn a_lost_vault_is_told_and_no_key_is_created_over_its_remains() {
    let (_place, folder, identity) = vault();
    fs::remove_file(folder.path().join("vault.age")).unwrap();
    assert!(matches!(
        Vault::open(folder.clone(), identity.clone()),
        Err(VaultError::Missing)
    ));
    for remains in ["slots.json", "identity.age"] {
        let Presence::Broken { fault, backups, .. } = folder.presence().unwrap() else {
            panic!("not told")
        };
        assert_eq!((fault, backups), (Fault::VaultMissing, 2));
        assert!(matches!(
            create(folder.clone(), &Identity::generate()),
            Err(VaultError::VaultExists)
        ));
        fs::remove_file(folder.path().join(remains)).unwrap();
    }
    assert!(
        matches!(
            create(folder.clone(), &Identity::generate()),
            Err(VaultError::VaultExists)
        ),
        "backups are remains"
    );
    let newest = folder.backups().unwrap().remove(0);
    folder.restore(&newest, &identity).unwrap();
    assert_eq!(accounts(&Vault::open(folder, identity).unwrap()), ["ann"]);
}
