//! How the list bears many entries: opening the vault, the first list, searching as one types, the rows of a screen, moving one, and saving.
//! `cargo bench --bench list`; figures are printed, and nothing is asserted.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use app::clock::CodeClock;
use app::codes::{Codes, Sort, Wanted};
use app::vault_session::VaultSession;
use keychain::Keychain;
use uuid::Uuid;
use vault::{Beside, Entry, Folder, Identity, NewVault, Vault, WorkFactor};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const RUNS: usize = 9;
/// Rows on a screen, with those drawn around it.
const SCREEN: usize = 24;

fn main() {
    println!("milliseconds, median of {RUNS}");
    let steps = [
        "open",
        "first list",
        "search",
        "ㄱㅁ",
        "rows, codes",
        "sort",
        "move, save",
    ];
    println!("{:>8}{}", "entries", steps.map(|step| format!("{step:>13}")).concat());
    let measured = SIZES.map(measure);
    for (entries, times) in SIZES.iter().zip(&measured) {
        let cells = times.iter().map(|time| format!("{:>13.2}", time.as_secs_f64() * 1e3));
        println!("{entries:>8}{}", cells.collect::<String>());
    }
    let ratio = |step: usize| measured[2][step].as_secs_f64() / measured[0][step].as_secs_f64();
    let cells = (0..steps.len()).map(|step| format!("{:>13.1}", ratio(step)));
    println!("{:>8}{}", "× 100", cells.collect::<String>());
}

/// The time of each step with this many entries.
fn measure(entries: usize) -> [Duration; 7] {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault");
    let identity = fill(&path, entries);
    let session = || {
        let session = Arc::new(VaultSession::new(path.clone(), Keychain::system()));
        session.unlock_with_recovery_key(&identity.to_text()).unwrap();
        session
    };
    let codes = || Codes::new(session(), CodeClock::default());
    let wanted = |query: &str, sort| Wanted {
        query: query.into(),
        sort,
        ..Wanted::default()
    };
    let find = |codes: &Codes, query: &str, sort| codes.find(&wanted(query, sort)).unwrap();
    let opened = codes();
    let all = find(&opened, "", Sort::Issuer).rest;
    let screen: Vec<Uuid> = all.iter().rev().take(SCREEN).copied().collect();
    let (first, last) = (all[0], all[entries - 1]);
    let mut turn = 0;
    [
        median(|| (), |()| drop(black_box(session()))),
        median(codes, |codes| drop(black_box(find(&codes, "", Sort::Issuer)))),
        median(
            || (),
            |()| drop(black_box(find(&opened, "user99 service", Sort::Issuer))),
        ),
        median(|| (), |()| drop(black_box(find(&opened, "ㄱㅁ", Sort::Issuer)))),
        median(
            || (),
            |()| drop(black_box((opened.rows(&screen).unwrap(), opened.now(&screen).unwrap()))),
        ),
        median(
            || find(&opened, "", Sort::Issuer),
            |_| drop(black_box(find(&opened, "", Sort::Own))),
        ),
        median(
            || (),
            |()| {
                turn += 1;
                let beside = if turn % 2 == 0 { Beside::After } else { Beside::Before }(first);
                opened.place(last, beside).unwrap();
            },
        ),
    ]
}

/// A vault with this many entries, one in a hundred with a Korean name.
fn fill(path: &std::path::Path, entries: usize) -> Identity {
    let identity = Identity::generate();
    let new = NewVault {
        identity: identity.clone(),
        passphrase: None,
        keyring_item: None,
        recovery_sheet_confirmed: true,
        work_factor: WorkFactor::WEAK_FOR_TESTS,
    };
    let mut vault = Vault::create(Folder::open(path).unwrap(), new).unwrap();
    let now = jiff::Timestamp::now();
    let entry = |number: usize| {
        let issuer = if number % 100 == 99 {
            "구글%20메일"
        } else {
            "Service"
        };
        let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
        let uri = format!("otpauth://totp/{issuer}%20{number}:user{number}?secret={secret}&issuer={issuer}%20{number}");
        let mut entry = Entry::from_uri(&uri, now).unwrap();
        entry.note = Some("the spare card is in the second drawer".into());
        entry
    };
    vault
        .update(now, |document| {
            (0..entries).try_for_each(|number| document.add(entry(number)).map(drop))
        })
        .unwrap();
    identity
}

/// The median time of `step`, each run with what `prepare` makes.
fn median<Given>(mut prepare: impl FnMut() -> Given, mut step: impl FnMut(Given)) -> Duration {
    let mut times = Vec::with_capacity(RUNS);
    for _ in 0..RUNS {
        let given = prepare();
        let begun = Instant::now();
        step(given);
        times.push(begun.elapsed());
    }
    times.sort();
    times[RUNS / 2]
}
