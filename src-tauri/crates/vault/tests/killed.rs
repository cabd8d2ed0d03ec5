//! A writer killed at random, a hundred times: what it had been told was saved is there, and nothing is between.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod shared;

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Stdio};
use std::thread;
use std::time::Duration;

use secrecy::{ExposeSecret, SecretString};
use shared::{again, create, folder, now, place, totp};
use vault::{Document, Folder, Identity, Presence, Vault, WorkFactor, unlock_with_passphrase};

const KILLS: usize = 100;

/// The body of the process that is killed: counts in an entry's tags, says each count once it is saved, and changes the
/// passphrase now and then.
#[test]
fn writer() {
    let Ok(path) = std::env::var("GATEHOUSE_TEST_KILLED_FOLDER") else {
        return;
    };
    let identity = Identity::parse(&std::env::var("GATEHOUSE_TEST_KILLED_KEY").unwrap().into()).unwrap();
    let mut vault = Vault::open(Folder::open(path).unwrap(), identity).unwrap();
    let id = vault.document().entries()[0].id;
    for round in 0_u64.. {
        let change = |document: &mut Document| {
            let next = counted(document) + 1;
            document.entry_mut(id)?.tags = vec![next.to_string(), "x".repeat(usize::try_from(next % 977).unwrap())];
            Ok(next)
        };
        let saved = vault.update(now(), change).unwrap();
        let mut out = std::io::stdout().lock();
        writeln!(out, "saved {saved}").and_then(|()| out.flush()).unwrap();
        drop(out);
        if round % 4 == 3 {
            let passphrase = SecretString::from(if round % 8 == 3 { "one" } else { "two" });
            vault
                .set_passphrase_with(&passphrase, WorkFactor::WEAK_FOR_TESTS)
                .unwrap();
        }
    }
}

fn counted(document: &Document) -> u64 {
    document.entries()[0].tags.first().map_or(0, |tag| tag.parse().unwrap())
}

/// Lets the writer run for a random moment and kills it. Answers the last count it said was saved.
fn kill_after(mut writer: Child, pause: Duration) -> Option<u64> {
    let lines = BufReader::new(writer.stdout.take().unwrap()).lines();
    let reader = thread::spawn(move || {
        // The first one stands on the line on which the test harness says what it runs.
        let said = lines
            .map_while(Result::ok)
            .filter_map(|line| line.split_once("saved ")?.1.parse().ok());
        said.last()
    });
    thread::sleep(pause);
    writer.kill().unwrap();
    writer.wait().unwrap();
    reader.join().unwrap()
}

#[test]
fn a_killed_writer_loses_nothing_it_was_told_was_saved() {
    let place = place();
    let identity = Identity::generate();
    let mut vault = create(folder(place.path()), &identity).unwrap();
    vault.update(now(), |document| document.add(totp("ann"))).unwrap();
    vault
        .set_passphrase_with(&SecretString::from("two"), WorkFactor::WEAK_FOR_TESTS)
        .unwrap();
    let (path, key) = (vault.folder().path().to_path_buf(), identity.to_text());
    let variables = [
        ("GATEHOUSE_TEST_KILLED_FOLDER", path.to_str().unwrap()),
        ("GATEHOUSE_TEST_KILLED_KEY", key.expose_secret()),
    ];
    let mut saved = 0;
    for _ in 0..KILLS {
        let pause = Duration::from_micros(2_000 + u64::from(uuid::Uuid::new_v4().as_fields().1) * 2);
        let writer = again("writer", &variables)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        saved = kill_after(writer, pause).unwrap_or(saved);
        let folder = Folder::open(&path).unwrap();
        assert!(matches!(folder.presence().unwrap(), Presence::Present(_)));
        let found = counted(Vault::open(folder.clone(), identity.clone()).unwrap().document());
        assert!(found == saved || found == saved + 1, "saved {saved}, found {found}");
        saved = found;
        let opens = ["one", "two"].map(|text| unlock_with_passphrase(&folder, &SecretString::from(text)).is_ok());
        assert!(opens[0] != opens[1], "exactly one passphrase opens");
    }
    assert!(
        saved > KILLS as u64 / 4,
        "the writer hardly ever wrote ({saved}): the test shows nothing"
    );
}
