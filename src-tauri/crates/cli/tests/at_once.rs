//! The app and this program writing one vault at once: a thousand interleaved writes from a fixed seed, and no update lost.
//!
//! The app's own use cases run in this process, the real program in processes of its own.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

mod program;

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use app::adding::{Adding, Chosen, Preview};
use app::clock::CodeClock;
use app::codes::Codes;
use app::vault_session::VaultSession;
use keychain::Keychain;
use otp::{Kind, Otp};
use program::{gatehouse, new_vault};
use serde_json::Value;
use uuid::Uuid;
use vault::{Document, Entry, Folder, Identity, Vault};

const SEED: u64 = 0x6761_7465_686f_7573;
/// Programs running at once, and writes by each, one a process.
const PROGRAMS: usize = 2;
const OF_PROGRAM: usize = 100;
/// Writes by the app's use cases: four while each program runs, so that neither side ends before the other.
const OF_APP: usize = 4 * PROGRAMS * OF_PROGRAM;
/// Entries that all writers change.
const SHARED: usize = 3;
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

/// What a writer did, to be found in the vault afterwards.
#[derive(Default)]
struct Done {
    added: Vec<String>,
    trashed: BTreeSet<String>,
    tags: BTreeMap<Uuid, BTreeSet<String>>,
    notes: BTreeMap<Uuid, String>,
    codes: Vec<String>,
    /// Times the app moved on the counter that only it uses.
    moved: u64,
}

/// Xorshift: the schedule is the same at every run, as far as the writers' choices go.
struct Dice(u64);

impl Dice {
    fn of(writer: usize) -> Self {
        Self(SEED.wrapping_mul(2 * writer as u64 + 1))
    }

    fn roll(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % sides
    }
}

struct House {
    home: tempfile::TempDir,
    identity: Identity,
    shared: Vec<Uuid>,
    /// The counter that everybody uses.
    counter: Uuid,
    /// The counter that the app alone moves on.
    own_counter: Uuid,
}

impl House {
    fn build() -> Self {
        let home = tempfile::tempdir_in("/dev/shm")
            .or_else(|_| tempfile::tempdir())
            .unwrap();
        let (identity, mut vault) = new_vault(home.path());
        let mut add = |kind: &str, name: &str| {
            let uri = format!("otpauth://{kind}/Shared:{name}?secret={KEY}&digits=8");
            let uri = if kind == "hotp" { uri + "&counter=0" } else { uri };
            let now = jiff::Timestamp::now();
            let change = |document: &mut Document| document.add(Entry::from_uri(&uri, now).unwrap());
            vault.update(now, change).unwrap()
        };
        let shared = (0..SHARED).map(|number| add("totp", &format!("s{number}"))).collect();
        let (counter, own_counter) = (add("hotp", "counter"), add("hotp", "own"));
        Self {
            home,
            identity,
            shared,
            counter,
            own_counter,
        }
    }

    /// The vault as the app opens it.
    fn session(&self) -> Arc<VaultSession> {
        let session = VaultSession::new(self.home.path().join("vault"), Keychain::system());
        session.unlock_with_recovery_key(&self.identity.to_text()).unwrap();
        Arc::new(session)
    }

    /// One run of the program; what it printed.
    fn run(&self, words: &[&str], input: &str) -> String {
        gatehouse(self.home.path(), words, input)
    }
}

/// A link with a key of its own.
fn link(writer: usize, number: usize) -> (String, String) {
    let letter = |value: usize| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[value % 32]);
    let secret: String = [writer, number, number / 32]
        .into_iter()
        .chain([7; 29])
        .map(letter)
        .collect();
    let account = format!("w{writer}-{number}");
    (
        format!("otpauth://totp/Many:{account}?secret={secret}&issuer=Many"),
        account,
    )
}

/// The app's side: one session that stays open, as while its window is shown.
fn as_app(house: &House, programs: &Receiver<()>) -> Done {
    let session = house.session();
    let codes = Codes::new(Arc::clone(&session), CodeClock::default());
    let (mut dice, mut done) = (Dice::of(0), Done::default());
    for number in 0..OF_APP {
        if number % 4 == 0 {
            programs.recv().unwrap();
        }
        match dice.roll(6) {
            0 => done.added.push(add_as_app(&session, number)),
            1 => {
                let (id, tag) = (house.shared[dice.roll(SHARED)], format!("app-{number}"));
                codes
                    .tag_all(&HashSet::from([id]), std::slice::from_ref(&tag), &[])
                    .unwrap();
                done.tags.entry(id).or_default().insert(tag);
            }
            2 => {
                let (id, tag) = (house.shared[dice.roll(SHARED)], format!("form-{number}"));
                let before = codes.details(id).unwrap();
                let mut form = before.clone();
                form.tags.push(tag.clone());
                codes.edit(id, &before, &form).unwrap();
                done.tags.entry(id).or_default().insert(tag);
            }
            3 => done
                .codes
                .push(codes.advance(house.counter).unwrap().code.as_str().to_owned()),
            4 => {
                codes.advance(house.own_counter).unwrap();
                done.moved += 1;
            }
            _ => match done
                .added
                .iter()
                .find(|account| !done.trashed.contains(*account))
                .cloned()
            {
                Some(account) => {
                    let row = codes.list(&account).unwrap().rows.into_iter();
                    codes
                        .trash(row.into_iter().find(|row| row.account == account).unwrap().id)
                        .unwrap();
                    done.trashed.insert(account);
                }
                None => done.added.push(add_as_app(&session, number)),
            },
        }
    }
    done
}

fn add_as_app(session: &VaultSession, number: usize) -> String {
    let (uri, account) = link(0, number);
    let (adding, preview) = (Adding::default(), Preview::of_text("", &uri));
    let chosen = adding.show(preview, |preview| Chosen {
        id: preview.candidates[0].id,
        issuer: "Many".into(),
        account: account.clone(),
        tags: Vec::new(),
    });
    adding.save(session, &[chosen]).unwrap();
    account
}

/// The other side: the program, once for each write.
fn as_program(house: &House, writer: usize, begun: &Sender<()>) -> Done {
    let (mut dice, mut done) = (Dice::of(writer), Done::default());
    // Its own shared entry: whose note was written last is known then.
    let noted = house.shared[writer - 1].to_string();
    let counter = house.counter.to_string();
    for number in 0..OF_PROGRAM {
        begun.send(()).unwrap();
        match dice.roll(4) {
            0 => {
                let (uri, account) = link(writer, number);
                house.run(&["add"], &uri);
                done.added.push(account);
            }
            1 => {
                let note = format!("note {writer}-{number}");
                house.run(&["edit", &noted, "--note-stdin"], &note);
                done.notes.insert(house.shared[writer - 1], note);
            }
            2 => {
                let shown: Value =
                    serde_json::from_str(&house.run(&["code", &counter, "--next", "--json"], "")).unwrap();
                done.codes.push(shown["code"].as_str().unwrap().to_owned());
            }
            _ => match done
                .added
                .iter()
                .find(|account| !done.trashed.contains(*account))
                .cloned()
            {
                Some(account) => {
                    house.run(&["remove", &account], "");
                    done.trashed.insert(account);
                }
                None => {
                    let (uri, account) = link(writer, number);
                    house.run(&["add"], &uri);
                    done.added.push(account);
                }
            },
        }
    }
    done
}

#[test]
fn the_app_and_the_program_lose_no_update_of_each_other() {
    println!("seed {SEED:#x}: {OF_APP} writes by the app, {PROGRAMS} × {OF_PROGRAM} by the program");
    let house = House::build();
    // Opened before anybody writes: at the end it has to see everything by itself.
    let watching = house.session();
    let (begun, hear) = channel();
    let all: Vec<Done> = std::thread::scope(|scope| {
        let house = &house;
        let programs: Vec<_> = (1..=PROGRAMS)
            .map(|writer| {
                let begun = begun.clone();
                scope.spawn(move || as_program(house, writer, &begun))
            })
            .collect();
        drop(begun);
        let app = as_app(house, &hear);
        std::iter::once(app)
            .chain(programs.into_iter().map(|program| program.join().unwrap()))
            .collect()
    });
    watching.read(|document| everything_is_there(document, &all)).unwrap();
    watching.read(|document| counters_hold(document, &house, &all)).unwrap();
    let fresh = Vault::open(
        Folder::open(house.home.path().join("vault")).unwrap(),
        house.identity.clone(),
    )
    .unwrap();
    everything_is_there(fresh.document(), &all);
    nothing_unfinished(&house.home.path().join("vault"));
}

fn everything_is_there(document: &Document, all: &[Done]) {
    let of_many = document.entries().iter().filter(|entry| entry.issuer() == Some("Many"));
    let there: BTreeMap<&str, bool> = of_many
        .map(|entry| (entry.account(), entry.deleted_at.is_some()))
        .collect();
    let wanted: BTreeMap<&str, bool> = all
        .iter()
        .flat_map(|done| {
            done.added
                .iter()
                .map(|name| (name.as_str(), done.trashed.contains(name)))
        })
        .collect();
    assert_eq!(there, wanted, "an entry or its place in the trash was lost");
    for done in all {
        for (id, tags) in &done.tags {
            let kept: BTreeSet<String> = document.entry(*id).unwrap().tags.iter().cloned().collect();
            assert_eq!(&kept, tags, "a tag was lost");
        }
        for (id, note) in &done.notes {
            let kept = document.entry(*id).unwrap().note.as_ref().unwrap();
            assert_eq!(kept.expose(), note, "a note was lost");
        }
    }
    assert_eq!(
        document.generation(),
        (OF_APP + PROGRAMS * OF_PROGRAM + SHARED + 2) as u64,
        "a write went missing, or was made twice"
    );
}

/// Every counter from the first to the last gave its code to exactly one writer, and each writer's rose.
fn counters_hold(document: &Document, house: &House, all: &[Done]) {
    let otp = |id| document.entry(id).unwrap().otp().clone();
    let uses: usize = all.iter().map(|done| done.codes.len()).sum();
    assert!(uses > 50, "the counter was hardly used: the test shows nothing");
    let code = |otp: &Otp, counter: usize| {
        let kind = match otp.kind {
            Kind::Hotp { algorithm, digits, .. } => Kind::Hotp {
                algorithm,
                digits,
                counter: counter as u64,
            },
            _ => panic!("not counter-based"),
        };
        let otp = Otp::new(kind, otp.secret.clone());
        otp.code_at(0).unwrap().as_str().to_owned()
    };
    let shared = otp(house.counter);
    let of_code: BTreeMap<String, usize> = (1..=uses).map(|counter| (code(&shared, counter), counter)).collect();
    assert_eq!(of_code.len(), uses, "two counters of this key have the same code");
    let mut seen = BTreeSet::new();
    for done in all {
        let counters: Vec<usize> = done.codes.iter().map(|code| of_code[code]).collect();
        assert!(counters.is_sorted(), "a counter went back: {counters:?}");
        for counter in counters {
            assert!(seen.insert(counter), "counter {counter} gave its code twice");
        }
    }
    let at = |id| match otp(id).kind {
        Kind::Hotp { counter, .. } => counter,
        _ => panic!("not counter-based"),
    };
    assert_eq!(at(house.counter), uses as u64);
    assert_eq!(at(house.own_counter), all[0].moved);
}

fn nothing_unfinished(folder: &Path) {
    let left: Vec<_> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .filter(|name| name.to_string_lossy().ends_with(".unfinished"))
        .collect();
    assert!(left.is_empty(), "{left:?}");
}
