//! Many writers at once, in threads with handles of their own and in processes: no update is lost.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use std::thread;

use otp::Kind;
use secrecy::ExposeSecret;
use shared::{accounts, again, create, folder, now, place, totp};
use vault::{Document, Entry, Folder, Identity, Vault};

const EACH: usize = 100;

fn write(path: &str, identity: Identity, writer: &str, hotp: uuid::Uuid) {
    let mut vault = Vault::open(Folder::open(path).unwrap(), identity).unwrap();
    for number in 0..EACH {
        let name = format!("{writer}-{number}");
        let change = |document: &mut Document| {
            document.advance_hotp(hotp)?;
            if number % 5 == 0 {
                return document.add(totp(&name)).map(drop);
            }
            document.entry_mut(hotp)?.tags.push(name.clone());
            Ok(())
        };
        vault.update(now(), change).unwrap();
        if number % 3 == 0 {
            vault.refresh().unwrap();
        }
    }
}

fn prepared(path: &std::path::Path) -> (Vault, Identity, uuid::Uuid) {
    let identity = Identity::generate();
    let mut vault = create(folder(path), &identity).unwrap();
    let uri = format!("otpauth://hotp/counter?secret={}&counter=0", shared::SECRET);
    let id = vault
        .update(now(), |document| document.add(Entry::from_uri(&uri, now()).unwrap()))
        .unwrap();
    (vault, identity, id)
}

fn nothing_lost(mut vault: Vault, writers: &[&str]) {
    vault.refresh().unwrap();
    let accounts = accounts(&vault).into_iter().skip(1);
    let there: Vec<String> = accounts.chain(vault.document().entries()[0].tags.clone()).collect();
    for writer in writers {
        for number in 0..EACH {
            let name = format!("{writer}-{number}");
            assert_eq!(there.iter().filter(|other| **other == name).count(), 1, "{name}");
        }
    }
    assert_eq!(there.len(), writers.len() * EACH);
    let Kind::Hotp { counter, .. } = vault.document().entries()[0].otp().kind else {
        panic!("not HOTP")
    };
    assert_eq!(
        counter,
        (writers.len() * EACH) as u64,
        "every use of the counter counts"
    );
    assert_eq!(vault.document().generation(), (writers.len() * EACH) as u64 + 1);
}

#[test]
fn two_threads() {
    let place = place();
    let (vault, identity, hotp) = prepared(place.path());
    let path = vault.folder().path().to_str().unwrap();
    thread::scope(|scope| {
        for writer in ["one", "two"] {
            let identity = identity.clone();
            scope.spawn(move || write(path, identity, writer, hotp));
        }
    });
    nothing_lost(vault, &["one", "two"]);
}

/// The body of a process started by `two_processes`.
#[test]
fn one_process() {
    let Ok(path) = std::env::var("GATEHOUSE_TEST_WRITER_FOLDER") else {
        return;
    };
    let of = |name: &str| std::env::var(name).unwrap();
    let identity = Identity::parse(&of("GATEHOUSE_TEST_WRITER_KEY").into()).unwrap();
    write(
        &path,
        identity,
        &of("GATEHOUSE_TEST_WRITER_NAME"),
        of("GATEHOUSE_TEST_WRITER_HOTP").parse().unwrap(),
    );
}

#[test]
fn two_processes() {
    let place = place();
    let (vault, identity, hotp) = prepared(place.path());
    let (key, hotp) = (identity.to_text(), hotp.to_string());
    let writers = ["one", "two"].map(|name| {
        let variables = [
            ("GATEHOUSE_TEST_WRITER_FOLDER", vault.folder().path().to_str().unwrap()),
            ("GATEHOUSE_TEST_WRITER_KEY", key.expose_secret()),
            ("GATEHOUSE_TEST_WRITER_NAME", name),
            ("GATEHOUSE_TEST_WRITER_HOTP", &hotp),
        ];
        again("one_process", &variables).spawn().unwrap()
    });
    for mut writer in writers {
        assert!(writer.wait().unwrap().success());
    }
    nothing_lost(vault, &["one", "two"]);
}
