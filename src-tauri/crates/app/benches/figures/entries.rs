//! Importing, opening, searching and saving 100, 1,000 and 10,000 entries, beside `keepassxc-cli` and `otpclient-cli`.
//!
//! What differs: a peer is a process and derives a key from a password, so the same step on a database of one entry is taken
//! off its time. Ours are the app's use cases in this process, with the recovery key; ours saves with its check, its backup
//! and its syncs. Imports from Aegis are ours alone: neither command line has one (`keepassxc-cli import` reads KeePass' XML,
//! `otpclient-cli` reads nothing).

use app::codes::Codes;
use app::exporting::{ExportFormat, Selection, export};
use app::importing::Importing;
use secrecy::SecretString;
use zeroize::Zeroizing;

use crate::house::{House, entry};
use crate::keepassxc::{self, Keepassxc, PROMPT};
use crate::otpclient::{COUNTER, Otpclient};
use crate::sample::{Sample, samples};
use crate::time::{Median, median};

const SIZES: [usize; 3] = [100, 1_000, 10_000];
const RUNS: usize = 5;
/// The entry that is looked for, in databases of every size.
const SOUGHT: Sample = Sample(99);
const PASSWORD: &str = "bench";

/// What is timed, in the order of a program's figures.
const STEPS: [&str; 8] = [
    "import, list or XML",
    "import, Aegis",
    "import, Aegis encrypted",
    "open",
    "search",
    "save a change",
    "open, show a code",
    "open, save a change",
];

/// A program's figures; none where it has no such step, or can't do it.
type Figures = [Option<Median>; STEPS.len()];

/// A peer's figures of one size, and what it said where it gave up.
struct Peer {
    figures: Figures,
    said: Option<String>,
}

pub(crate) fn print() {
    println!("milliseconds, median of {RUNS} runs or of as many as 20 seconds hold (then ×runs);");
    println!("the peers' are above those of a database of one entry; a ratio below 1: Gatehouse takes less time");
    println!(
        "{:>8}  {:<25}{:>14}{:>16}{:>8}{:>16}{:>8}",
        "entries", "", "Gatehouse", "keepassxc-cli", "ratio", "otpclient-cli", "ratio"
    );
    let one = || std::iter::once(SOUGHT);
    let bases = [keepassxc(one()).figures, otpclient(one()).figures];
    let mut notes = Vec::new();
    for size in SIZES {
        let ours = ours(size);
        let peers = [keepassxc(samples(size)), otpclient(samples(size))];
        for (place, step) in STEPS.iter().enumerate() {
            let Some(our) = ours[place] else { continue };
            let mut line = format!("{size:>8}  {step:<25}{:>14}", cell(Some(our)));
            for (peer, base) in peers.iter().zip(&bases) {
                let above = above(peer.figures[place], base[place]);
                let ratio = above.map(|peer| our.milliseconds() / peer.milliseconds());
                // A step that costs no more than with one entry has none.
                let ratio = ratio.filter(|ratio| ratio.is_finite());
                let ratio = ratio.map_or_else(|| "–".to_owned(), |ratio| format!("{ratio:.3}"));
                line += &format!("{:>16}{ratio:>8}", cell(above));
            }
            println!("{line}");
        }
        notes.extend(peers.into_iter().filter_map(|peer| Some((size, peer.said?))));
    }
    for (name, base) in ["keepassxc-cli", "otpclient-cli"].iter().zip(bases) {
        let costs = STEPS.iter().zip(base);
        let costs: Vec<String> = costs
            .filter_map(|(step, cost)| Some(format!("{step} {:.0}", cost?.milliseconds())))
            .collect();
        println!("with one entry {name} takes: {}", costs.join("; "));
    }
    for (size, said) in notes {
        println!("otpclient-cli can't open {size} entries: “{said}”");
    }
    println!("what otpclient-cli saves is a counter; it opens the database again afterwards");
}

fn cell(figure: Option<Median>) -> String {
    let Some(figure) = figure else {
        return "–".into();
    };
    let fewer = (figure.runs < RUNS).then(|| format!(" ×{}", figure.runs));
    format!("{:.2}{}", figure.milliseconds(), fewer.unwrap_or_default())
}

fn above(figure: Option<Median>, base: Option<Median>) -> Option<Median> {
    let (figure, base) = (figure?, base?);
    Some(Median {
        time: figure.time.saturating_sub(base.time),
        ..figure
    })
}

fn ours(size: usize) -> Figures {
    let full = House::with(samples(size).map(|sample| entry(&sample.link())));
    let files = [ExportFormat::OtpauthList, ExportFormat::AegisPlain, ExportFormat::Aegis];
    let [list, plain, encrypted] = files.map(|format| import(&full, size, format));
    let codes = full.codes();
    let first = codes.list("").unwrap().rows[0].id;
    let mut pinned = false;
    let mut save = |codes: &Codes| {
        pinned = !pinned;
        codes.pin(first, pinned).unwrap();
    };
    [
        list,
        plain,
        encrypted,
        median(RUNS, |_| (), |()| full.open()),
        median(RUNS, |_| (), |()| find(&codes)),
        median(RUNS, |_| (), |()| save(&codes)),
        median(
            RUNS,
            |_| (),
            |()| {
                let codes = full.codes();
                (codes.now(&find(&codes)).unwrap(), codes)
            },
        ),
        median(
            RUNS,
            |_| (),
            |()| {
                let codes = full.codes();
                save(&codes);
                codes
            },
        ),
    ]
    .map(Some)
}

/// The ids of those that match; the one sought is among them.
fn find(codes: &Codes) -> Vec<uuid::Uuid> {
    let listing = codes.list(&SOUGHT.account()).unwrap();
    assert!(!listing.rows.is_empty(), "the one that is sought was not found");
    listing.rows.iter().map(|row| row.id).collect()
}

/// From the file's bytes to the entries in a new vault on the disk.
fn import(full: &House, size: usize, format: ExportFormat) -> Median {
    let password = (format == ExportFormat::Aegis).then(|| SecretString::from(PASSWORD));
    let file = full
        .open()
        .read(|document| export(document, &Selection::All, format, password.as_ref()))
        .unwrap()
        .unwrap();
    median(
        RUNS,
        |_| House::with(std::iter::empty()),
        |house| {
            let session = house.open();
            let importing = Importing::default();
            importing.choose("file", Zeroizing::clone(&file.bytes)).unwrap();
            importing.read(password.as_ref()).unwrap();
            let saved = importing.save(&session).unwrap();
            assert_eq!(saved.entries.len(), size, "not every entry came in");
            (house, session, importing)
        },
    )
}

fn keepassxc(samples: impl Iterator<Item = Sample>) -> Peer {
    let peer = Keepassxc::with(samples);
    let import = median(RUNS, |run| run, |run| peer.import(run));
    let database = peer.import(RUNS);
    let open = median(RUNS, |_| (), |()| keepassxc::open(&database));
    let mut session = keepassxc::open(&database);
    let mut ask = |command: String| {
        session.say(&command);
        session.until(PROMPT).unwrap()
    };
    let search = median(
        RUNS,
        |_| (),
        |()| {
            let said = ask(format!("search {}", SOUGHT.account()));
            assert!(said.contains(&SOUGHT.issuer()), "the one that is sought was not found");
        },
    );
    let save = median(RUNS, |run| run, |run| ask(format!("add \"New {run}\"")));
    let code = median(
        RUNS,
        |_| (),
        |()| keepassxc::run(&database, &["show", "-q", "-t"], &SOUGHT.issuer()).unwrap(),
    );
    let open_save = median(
        RUNS,
        |run| format!("Newer {run}"),
        |name| keepassxc::run(&database, &["add", "-q"], &name).unwrap(),
    );
    let [import, open, search, save, code, open_save] = [import, open, search, save, code, open_save].map(Some);
    Peer {
        figures: [import, None, None, open, search, save, code, open_save],
        said: None,
    }
}

/// Its commands all open the database first; `list` does nothing more, but for printing.
fn otpclient(samples: impl Iterator<Item = Sample>) -> Peer {
    let peer = Otpclient::with(samples, Sample::account);
    if let Err(ended) = peer.run("list") {
        let words = ended.0.split_whitespace().collect::<Vec<_>>().join(" ");
        return Peer {
            figures: [None; STEPS.len()],
            said: Some(words),
        };
    }
    let time = |words: String, shown: &str| {
        median(
            RUNS,
            |_| (),
            |()| {
                assert!(peer.run(&words).unwrap().contains(shown), "it did not {words}");
            },
        )
    };
    let open = time("list".into(), &SOUGHT.account());
    let code = time(format!("show -a {}", SOUGHT.account()), "Current TOTP");
    let save = time(format!("show -a {COUNTER}"), "Current HOTP");
    Peer {
        figures: [None, None, None, Some(open), None, None, Some(code), Some(save)],
        said: None,
    }
}
