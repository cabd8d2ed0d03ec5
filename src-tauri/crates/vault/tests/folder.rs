//! The folder: modes, planted links, newer formats, slots, and who may create.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use std::fs;
use std::sync::Barrier;
use std::thread;
use std::time::Duration;

use secrecy::SecretString;
use shared::{PASSPHRASE, accounts, create, folder, now, place, totp};
use vault::{
    Document, Folder, Identity, NewVault, Presence, Slots, Vault, VaultError, WorkFactor, unlock_with_passphrase,
};

#[test]
fn from_nothing_to_a_vault_with_its_slots() {
    let place = place();
    let folder = folder(place.path());
    assert_eq!(folder.presence().unwrap(), Presence::Absent);
    let identity = Identity::generate();
    let new = NewVault {
        identity: identity.clone(),
        passphrase: None,
        keyring_item: Some("item".into()),
        recovery_sheet_confirmed: true,
        work_factor: WorkFactor::default(),
        document: Document::default(),
    };
    let mut vault = Vault::create(folder.clone(), new).unwrap();
    let mut expected = Slots {
        recipient: identity.recipient(),
        keyring_item: Some("item".into()),
        passphrase: false,
        recovery_sheet: true,
    };
    assert_eq!(folder.presence().unwrap(), Presence::Present(expected.clone()));
    assert!(matches!(
        unlock_with_passphrase(&folder, &SecretString::from("x")),
        Err(VaultError::NoPassphrase)
    ));

    vault
        .set_passphrase_with(&SecretString::from("x"), WorkFactor::WEAK_FOR_TESTS)
        .unwrap();
    vault.note_keyring_item(None).unwrap();
    (expected.passphrase, expected.keyring_item) = (true, None);
    assert_eq!(folder.presence().unwrap(), Presence::Present(expected.clone()));
    vault.remove_passphrase().unwrap();
    expected.passphrase = false;
    assert_eq!(folder.presence().unwrap(), Presence::Present(expected));
    assert!(matches!(vault.remove_passphrase(), Err(VaultError::NoPassphrase)));
}

#[test]
fn the_keyring_is_never_the_only_slot() {
    let place = place();
    let new = NewVault {
        identity: Identity::generate(),
        passphrase: None,
        keyring_item: Some("item".into()),
        recovery_sheet_confirmed: false,
        work_factor: WorkFactor::default(),
        document: Document::default(),
    };
    assert!(matches!(
        Vault::create(folder(place.path()), new),
        Err(VaultError::NoSecondSlot)
    ));
    assert_eq!(folder(place.path()).presence().unwrap(), Presence::Absent);

    let mut vault = create(folder(place.path()), &Identity::generate()).unwrap();
    assert!(matches!(vault.remove_passphrase(), Err(VaultError::NoSecondSlot)));
    assert!(unlock_with_passphrase(vault.folder(), &SecretString::from(PASSPHRASE)).is_ok());
    vault.confirm_recovery_sheet().unwrap();
    vault.remove_passphrase().unwrap();
}

#[test]
fn of_many_who_create_at_once_one_does() {
    let place = place();
    let start = Barrier::new(8);
    let created: Vec<Identity> = thread::scope(|scope| {
        let runs: Vec<_> = (0..8)
            .map(|_| {
                scope.spawn(|| {
                    let (folder, identity) = (folder(place.path()), Identity::generate());
                    start.wait();
                    match create(folder, &identity) {
                        Ok(_) => Some(identity),
                        Err(VaultError::VaultExists) => None,
                        Err(other) => panic!("{other}"),
                    }
                })
            })
            .collect();
        runs.into_iter().filter_map(|run| run.join().unwrap()).collect()
    });
    assert_eq!(created.len(), 1);
    assert!(Vault::open(folder(place.path()), created[0].clone()).is_ok());
}

#[test]
fn a_newer_format_is_refused_and_left_as_it_is() {
    let place = place();
    let identity = Identity::generate();
    let mut vault = create(folder(place.path()), &identity).unwrap();
    let recipient: age::x25519::Recipient = identity.recipient().parse().unwrap();
    let sealed = age::encrypt(&recipient, br#"{"version":2,"everything":"else"}"#).unwrap();
    let file = vault.folder().path().join("vault.age");
    fs::write(&file, &sealed).unwrap();
    assert!(matches!(
        Vault::open(folder(place.path()), identity),
        Err(VaultError::NewerFormat { version: 2 })
    ));
    let refused = vault.update(now(), |document| document.add(totp("ann")));
    assert!(matches!(refused, Err(VaultError::NewerFormat { version: 2 })));
    assert_eq!(fs::read(&file).unwrap(), sealed);

    let slots = vault.folder().path().join("slots.json");
    fs::write(&slots, r#"{"version":2,"recipient":"age1"}"#).unwrap();
    assert!(matches!(
        vault.folder().presence(),
        Err(VaultError::NewerFormat { version: 2 })
    ));
    assert!(matches!(
        vault.note_keyring_item(None),
        Err(VaultError::NewerFormat { version: 2 })
    ));
    assert_eq!(
        fs::read_to_string(&slots).unwrap(),
        r#"{"version":2,"recipient":"age1"}"#
    );
}

#[test]
fn fields_of_slots_json_that_a_newer_version_wrote_are_kept() {
    let place = place();
    let mut vault = create(folder(place.path()), &Identity::generate()).unwrap();
    let slots = vault.folder().path().join("slots.json");
    let text = fs::read_to_string(&slots)
        .unwrap()
        .replacen('{', "{\"hardware_key\":\"k\",", 1);
    fs::write(&slots, text).unwrap();
    vault.note_keyring_item(Some("item".into())).unwrap();
    assert!(fs::read_to_string(&slots).unwrap().contains("hardware_key"));
}

#[test]
fn a_lock_held_too_long_is_told() {
    let place = place();
    let identity = Identity::generate();
    let mut vault = create(
        folder(place.path()).with_lock_wait(Duration::from_millis(20)),
        &identity,
    )
    .unwrap();
    let held = fs::File::open(vault.folder().path().join("vault.lock")).unwrap();
    held.lock().unwrap();
    let refused = vault.update(now(), |document| document.add(totp("ann")));
    assert!(matches!(refused, Err(VaultError::Locked)));
    assert!(!vault.refresh().unwrap(), "reading needs no lock");
    drop(held);
    vault.update(now(), |document| document.add(totp("ann"))).unwrap();
}

#[cfg(unix)]
mod unix {
    use super::*;
    use std::os::unix::fs::{PermissionsExt, symlink};
    use std::path::{Path, PathBuf};

    fn modes(root: &Path) -> Vec<(PathBuf, u32)> {
        let mut found = vec![(
            root.to_path_buf(),
            fs::metadata(root).unwrap().permissions().mode() & 0o7777,
        )];
        for entry in fs::read_dir(root).unwrap().map(|entry| entry.unwrap()) {
            if entry.file_type().unwrap().is_dir() {
                found.extend(modes(&entry.path()));
            } else {
                found.push((entry.path(), entry.metadata().unwrap().permissions().mode() & 0o7777));
            }
        }
        found
    }

    /// Runs in a process of its own: the umask belongs to the whole process.
    #[test]
    fn with_umask_zero() {
        let Ok(path) = std::env::var("GATEHOUSE_TEST_UMASK_FOLDER") else {
            return;
        };
        rustix::process::umask(rustix::fs::Mode::empty());
        let mut vault = create(Folder::open(path).unwrap(), &Identity::generate()).unwrap();
        vault.update(now(), |document| document.add(totp("ann"))).unwrap();
        vault
            .set_passphrase_with(&SecretString::from("new"), WorkFactor::WEAK_FOR_TESTS)
            .unwrap();
        vault.note_keyring_item(Some("item".into())).unwrap();
    }

    #[test]
    fn everything_is_its_owners_alone_whatever_the_umask() {
        let place = place();
        let root = place.path().join("a/vault");
        let variables = [("GATEHOUSE_TEST_UMASK_FOLDER", root.to_str().unwrap())];
        assert!(
            shared::again("unix::with_umask_zero", &variables)
                .status()
                .unwrap()
                .success()
        );
        let found = modes(&root);
        assert!(found.len() >= 8, "{found:?}");
        for (path, mode) in found {
            assert_eq!(mode, if path.is_dir() { 0o700 } else { 0o600 }, "{}", path.display());
        }
        assert_eq!(
            fs::metadata(place.path().join("a")).unwrap().permissions().mode() & 0o7777,
            0o700
        );
    }

    #[test]
    fn loose_modes_are_tightened() {
        let place = place();
        let identity = Identity::generate();
        let vault = create(folder(place.path()), &identity).unwrap();
        let root = vault.folder().path().to_path_buf();
        fs::set_permissions(&root, fs::Permissions::from_mode(0o755)).unwrap();
        fs::set_permissions(root.join("vault.age"), fs::Permissions::from_mode(0o644)).unwrap();
        Vault::open(Folder::open(&root).unwrap(), identity).unwrap();
        assert_eq!(fs::metadata(&root).unwrap().permissions().mode() & 0o777, 0o700);
        assert_eq!(
            fs::metadata(root.join("vault.age")).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }

    #[test]
    fn planted_links_are_refused_and_their_targets_untouched() {
        for name in [
            "vault.age",
            "identity.age",
            "slots.json",
            "vault.lock",
            "vault.turn",
            "backups",
        ] {
            let place = place();
            let identity = Identity::generate();
            let mut vault = create(folder(place.path()), &identity).unwrap();
            vault.update(now(), |document| document.add(totp("ann"))).unwrap();
            let (planted, target) = (vault.folder().path().join(name), place.path().join("target"));
            fs::rename(&planted, &target).unwrap();
            symlink(&target, &planted).unwrap();
            let before = fs::read(&target).ok();
            let refusals = [
                Vault::open(vault.folder().clone(), identity.clone()).map(drop),
                vault.folder().presence().map(drop),
                unlock_with_passphrase(vault.folder(), &SecretString::from(PASSPHRASE)).map(drop),
                vault.set_passphrase_with(&SecretString::from("new"), WorkFactor::WEAK_FOR_TESTS),
                vault.note_keyring_item(Some("item".into())),
                vault.update(now(), |document| document.add(totp("eve"))).map(drop),
            ];
            let refused = refusals
                .iter()
                .filter(|result| matches!(result, Err(VaultError::SymlinkRefused)))
                .count();
            assert!(refused >= 1, "{name}: {refusals:?}");
            assert!(
                refusals
                    .iter()
                    .all(|result| matches!(result, Ok(()) | Err(VaultError::SymlinkRefused))),
                "{name}: {refusals:?}"
            );
            assert_eq!(fs::read(&target).ok(), before, "{name}: the target was written to");
            assert!(fs::symlink_metadata(&planted).unwrap().is_symlink(), "{name}");
        }
    }

    #[test]
    fn a_linked_folder_and_links_to_nowhere_are_refused() {
        let place = place();
        let real = place.path().join("real");
        fs::create_dir(&real).unwrap();
        symlink(&real, place.path().join("vault")).unwrap();
        assert!(matches!(
            Folder::open(place.path().join("vault")),
            Err(VaultError::SymlinkRefused)
        ));

        let nowhere = place.path().join("nowhere");
        symlink(&nowhere, real.join("vault.age")).unwrap();
        let created = create(Folder::open(&real).unwrap(), &Identity::generate());
        assert!(matches!(created, Err(VaultError::SymlinkRefused)));
        assert!(!nowhere.exists());
    }

    #[test]
    fn a_pipe_in_a_files_place_does_not_hang() {
        let place = place();
        let identity = Identity::generate();
        let vault = create(folder(place.path()), &identity).unwrap();
        let file = vault.folder().path().join("vault.age");
        fs::remove_file(&file).unwrap();
        rustix::fs::mkfifoat(rustix::fs::CWD, &file, rustix::fs::Mode::from_raw_mode(0o600)).unwrap();
        assert!(matches!(
            Vault::open(folder(place.path()), identity),
            Err(VaultError::NotAVaultFile)
        ));
    }
}

#[test]
fn a_vault_written_by_a_program_that_knows_no_lock_is_merged() {
    let place = place();
    let (here, there) = (place.path().join("here"), place.path().join("there"));
    let identity = Identity::generate();
    let mut vault = create(Folder::open(&here).unwrap(), &identity).unwrap();
    // A folder synchronised from another machine: the same vault, written there, copied over in one step.
    fs::create_dir(&there).unwrap();
    for name in ["vault.age", "identity.age", "slots.json"] {
        fs::copy(here.join(name), there.join(name)).unwrap();
    }
    let mut other = Vault::open(Folder::open(&there).unwrap(), identity).unwrap();
    other.update(now(), |document| document.add(totp("there"))).unwrap();
    let mut copied = false;
    vault
        .update(now(), |document| {
            if !std::mem::replace(&mut copied, true) {
                fs::rename(there.join("vault.age"), here.join("vault.age")).unwrap();
            }
            document.add(totp("here"))
        })
        .unwrap();
    assert_eq!(accounts(&vault), ["there", "here"]);
}
