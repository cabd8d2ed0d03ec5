//! Opening, searching, saving and importing, beside `keepassxc-cli` with the same entries in the same run.
//! `cargo bench --bench keepassxc`; figures are printed, and nothing is asserted.
//!
//! What differs: `keepassxc-cli` is a process for each step and derives a key from a password each time, so the same step on
//! a database without entries is taken off its time. Ours are the app's use cases in this process, with the recovery key;
//! ours saves with its check, its backup and its syncs.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::clock::CodeClock;
use app::codes::Codes;
use app::importing::Importing;
use app::vault_session::VaultSession;
use keychain::Keychain;
use secrecy::SecretString;
use vault::{Folder, Identity, NewVault, Vault, WorkFactor};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const RUNS: usize = 5;
const STEPS: [&str; 4] = ["import", "open", "search", "save"];
const PASSWORD: &str = "bench";

fn main() {
    println!("milliseconds, median of {RUNS}; KeePassXC's above those of a database without entries");
    println!(
        "{:>8}{:>9}{:>12}{:>12}{:>9}",
        "entries", "", "Gatehouse", "KeePassXC", "ratio"
    );
    let empty = peer(0);
    for size in SIZES {
        let (ours, theirs) = (ours(size), peer(size));
        for (place, step) in STEPS.iter().enumerate() {
            let ours = ours[place].as_secs_f64() * 1e3;
            let theirs = theirs[place].saturating_sub(empty[place]).as_secs_f64() * 1e3;
            println!("{size:>8}{step:>9}{ours:>12.1}{theirs:>12.1}{:>9.2}", ours / theirs);
        }
    }
    let empty = empty.map(|time| format!("{:.0}", time.as_secs_f64() * 1e3));
    println!("a database without entries costs KeePassXC {}", empty.join(", "));
}

/// Name and otpauth link of an entry; each has a key of its own, so that none is a duplicate.
fn entry(number: usize) -> (String, String) {
    let letter = |place: usize| char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(number >> (5 * place)) % 32]);
    let secret: String = (0..32)
        .map(|place| if place < 4 { letter(place) } else { 'Q' })
        .collect();
    let link = format!("otpauth://totp/Service%20{number}:user{number}?secret={secret}&issuer=Service%20{number}");
    (format!("Service {number}"), link)
}

fn ours(size: usize) -> [Duration; 4] {
    let folder = tempfile::tempdir().unwrap();
    let identity = Identity::generate();
    let list: String = (0..size).map(|number| entry(number).1 + "\n").collect();
    let import = median(
        |run| new_vault(&folder.path().join(run.to_string()), &identity),
        |session| {
            let importing = Importing::default();
            importing.choose("list.txt", list.as_bytes().to_vec().into()).unwrap();
            importing.read(None).unwrap();
            importing.save(session).unwrap();
        },
    );
    let path = folder.path().join("0");
    let open = median(|_| (), |()| drop(opened(&path, &identity)));
    let codes = Codes::new(opened(&path, &identity), CodeClock::default());
    codes.list("").unwrap();
    let search = median(|_| (), |()| drop(codes.list("user99").unwrap()));
    let first = codes.list("").unwrap().rows[0].id;
    let mut pinned = false;
    let save = median(
        |_| (),
        |()| {
            pinned = !pinned;
            codes.pin(first, pinned).unwrap();
        },
    );
    [import, open, search, save]
}

fn new_vault(path: &Path, identity: &Identity) -> Arc<VaultSession> {
    let new = NewVault {
        identity: identity.clone(),
        passphrase: None,
        keyring_item: None,
        recovery_sheet_confirmed: true,
        work_factor: WorkFactor::WEAK_FOR_TESTS,
    };
    Vault::create(Folder::open(path).unwrap(), new).unwrap();
    opened(path, identity)
}

fn opened(path: &Path, identity: &Identity) -> Arc<VaultSession> {
    let session = VaultSession::new(path.to_owned(), Keychain::system());
    session
        .unlock_with_recovery_key(&SecretString::from(identity.to_text()))
        .unwrap();
    Arc::new(session)
}

fn peer(size: usize) -> [Duration; 4] {
    let folder = tempfile::tempdir().unwrap();
    let database = |run: usize| folder.path().join(format!("{run}.kdbx"));
    let xml = folder.path().join("entries.xml");
    std::fs::write(&xml, document(size)).unwrap();
    let import = median(database, |database: &PathBuf| {
        let words = ["import", "-q", "--decryption-time", "100", "--set-password"];
        keepassxc(&words, &[&xml, database], "");
    });
    let database = database(0);
    let open = median(|_| (), |()| keepassxc(&["ls", "-q"], &[&database], ""));
    let search = median(|_| (), |()| keepassxc(&["search", "-q"], &[&database], "Service 99"));
    let mut turn = 0;
    let save = median(
        |_| (),
        |()| {
            turn += 1;
            keepassxc(&["add", "-q"], &[&database], &format!("New {turn}"));
        },
    );
    [import, open, search, save]
}

fn keepassxc(words: &[&str], files: &[&PathBuf], last: &str) {
    let mut child = Command::new("keepassxc-cli")
        .args(words)
        .args(files)
        .args(Some(last).filter(|last| !last.is_empty()))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("this bench needs keepassxc-cli: cargo xtask bench entries installs it");
    // Asked once, or twice for a new one. Nothing found is a failure in its words, and none in ours.
    let _ = writeln!(child.stdin.take().unwrap(), "{PASSWORD}\n{PASSWORD}");
    child.wait().unwrap();
}

/// KeePass's own XML.
fn document(size: usize) -> String {
    let mut text =
        String::from("<KeePassFile><Meta><DatabaseName>entries</DatabaseName></Meta><Root><Group><Name>Root</Name>");
    for (name, link) in (0..size).map(entry) {
        let link = link.replace('&', "&amp;");
        let _ = write!(
            text,
            "<Entry><String><Key>Title</Key><Value>{name}</Value></String><String><Key>otp</Key><Value>{link}</Value></String></Entry>"
        );
    }
    text + "</Group></Root></KeePassFile>"
}

/// The median time of `step`, each run with what `prepare` makes of its number.
fn median<Given>(mut prepare: impl FnMut(usize) -> Given, mut step: impl FnMut(&Given)) -> Duration {
    let mut times = Vec::with_capacity(RUNS);
    for run in 0..RUNS {
        let given = prepare(run);
        let begun = Instant::now();
        step(&given);
        times.push(begun.elapsed());
    }
    times.sort();
    times[RUNS / 2]
}
