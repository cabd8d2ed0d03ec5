//! Codes a second, beside `oathtool`, `keepassxc-cli` and `otpclient-cli`, all of which have to make the same codes.
//!
//! Each makes many codes in one process, and the process' start is left out where the program lets us: `oathtool` makes a
//! window of consecutive codes, so that its start hardly counts; of the other two only the time between codes is taken.

use std::collections::HashSet;
use std::process::Command;
use std::time::{Duration, Instant};

use jiff::Timestamp;
use otp::{Algorithm, Digits, Kind, Otp, OtpauthUri, Secret};
use uuid::Uuid;

use crate::house::{House, entry};
use crate::sample::{Sample, samples};
use crate::{keepassxc, otpclient};

const CODES: usize = 200_000;
const RUNS: usize = 5;
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
/// Entries of the programs that keep a database.
const ENTRIES: usize = 1_000;
/// Rows on a screen, as the app asks for their codes.
const SCREEN: usize = 24;

pub(crate) fn print() {
    println!("codes a second (SHA-1, 6 digits), best of {RUNS} runs");
    println!("{:<36}{:>12}{:>16}{:>12}{:>9}", "", "Gatehouse", "", "peer", "ratio");
    let (ours, our_codes) = best(generator);
    let (oathtool, codes) = best(oathtool);
    assert!(our_codes == codes, "the two do not make the same codes");
    line("one key, consecutive counters", ours, "oathtool", oathtool);
    let begun = Timestamp::now();
    let (ours, our_codes) = best(vault());
    let (keepassxc, keepassxc_codes) = best(keepassxc());
    let (otpclient, otpclient_codes) = best(otpclient());
    let right = right(begun, Timestamp::now());
    for code in [our_codes, keepassxc_codes, otpclient_codes].concat() {
        assert!(right.contains(&code), "the three do not make the same codes");
    }
    line("out of an open vault of 1,000", ours, "keepassxc-cli", keepassxc);
    line("", ours, "otpclient-cli", otpclient);
    println!("a ratio above 1: Gatehouse is faster. The peers' printing is in their time, and oathtool's start;");
    println!("an open vault's rows are asked for as the window does, {SCREEN} at a time, each with the code after it");
}

fn line(what: &str, ours: f64, name: &str, peer: f64) {
    println!("{what:<36}{ours:>12.0}{name:>16}{peer:>12.0}{:>9.2}", ours / peer);
}

/// The highest rate of a few runs, and what the last of them made.
fn best(mut make: impl FnMut() -> (Duration, Vec<String>)) -> (f64, Vec<String>) {
    let mut highest = 0.0;
    let mut made = Vec::new();
    for _ in 0..RUNS {
        let (time, codes) = make();
        let count = u32::try_from(codes.len()).unwrap();
        highest = f64::max(highest, f64::from(count) / time.as_secs_f64());
        made = codes;
    }
    (highest, made)
}

fn generator() -> (Duration, Vec<String>) {
    let kind = Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::new(6).unwrap(),
        counter: 0,
    };
    let mut hotp = Otp::new(kind, Secret::parse_base32(KEY).unwrap());
    let begun = Instant::now();
    let next = |_| {
        let code = hotp.code_at(0).unwrap().as_str().to_owned();
        hotp.advance().unwrap();
        code
    };
    let codes = (0..CODES).map(next).collect();
    (begun.elapsed(), codes)
}

fn oathtool() -> (Duration, Vec<String>) {
    let window = (CODES - 1).to_string();
    let begun = Instant::now();
    let output = Command::new("oathtool")
        .args(["--hotp", "--counter=0", "--window", &window, "--base32", KEY])
        .output()
        .expect("this bench needs oathtool: cargo xtask bench codes installs it");
    let time = begun.elapsed();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    (time, text.lines().map(str::to_owned).collect())
}

fn vault() -> impl FnMut() -> (Duration, Vec<String>) {
    let house = House::with(samples(ENTRIES).map(|sample| entry(&sample.link())));
    let codes = house.codes();
    let ids: Vec<Uuid> = codes.list("").unwrap().rows.iter().map(|row| row.id).collect();
    move || {
        let _kept = &house;
        let begun = Instant::now();
        let mut made = Vec::with_capacity(2 * ids.len());
        for screen in ids.chunks(SCREEN) {
            for now in codes.now(screen).unwrap() {
                made.extend([Some(now.code), now.next].into_iter().flatten());
            }
        }
        let time = begun.elapsed();
        (time, made.iter().map(|code| code.as_str().to_owned()).collect())
    }
}

fn keepassxc() -> impl FnMut() -> (Duration, Vec<String>) {
    let peer = keepassxc::Keepassxc::with(samples(ENTRIES));
    let database = peer.import(0);
    // Folders have to last as long as what lies in them is asked.
    move || {
        let _kept = &peer;
        let mut session = keepassxc::open(&database);
        let asked: String = samples(ENTRIES)
            .map(|sample| format!("show -t \"{}\"\n", sample.issuer()))
            .collect();
        let begun = Instant::now();
        session.say(asked.trim_end());
        let said: Vec<String> = (0..ENTRIES)
            .map(|_| session.until(keepassxc::PROMPT).unwrap())
            .collect();
        let time = begun.elapsed();
        // The echo of the question, the code, the next prompt.
        let code = |said: &String| said.lines().nth(1).unwrap().to_owned();
        (time, said.iter().map(code).collect())
    }
}

fn otpclient() -> impl FnMut() -> (Duration, Vec<String>) {
    // It shows the code of every entry with the account asked for: all of them, here.
    let peer = otpclient::Otpclient::with(samples(ENTRIES), |_| "ada".into());
    move || {
        let mut dialog = peer.begin("show -a ada").unwrap();
        dialog.until("Current TOTP").unwrap();
        dialog.until("\n").unwrap();
        let begun = Instant::now();
        let said = dialog.end().unwrap();
        let time = begun.elapsed();
        let codes = said.lines().filter_map(|line| line.rsplit_once(": "));
        (time, codes.map(|(_, code)| code.to_owned()).collect())
    }
}

/// Every sample's codes between these times, and the one after.
fn right(from: Timestamp, to: Timestamp) -> HashSet<String> {
    let (from, to) = (from.as_second(), to.as_second() + 30);
    let of = |sample: Sample| {
        let otp = OtpauthUri::parse(&sample.link()).unwrap().otp;
        (from / 30..=to / 30).map(move |period| {
            otp.code_at(u64::try_from(period * 30).unwrap())
                .unwrap()
                .as_str()
                .to_owned()
        })
    };
    samples(ENTRIES).flat_map(of).collect()
}
