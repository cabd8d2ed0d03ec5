//! Codes a second, beside `oathtool` in the same run. `cargo bench -p otp`; figures are printed, and nothing is asserted but
//! that both made the same codes.
//!
//! `oathtool` makes a window of consecutive codes in one process, so that its start hardly counts.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

use std::process::Command;
use std::time::{Duration, Instant};

use otp::{Algorithm, Digits, Kind, Otp, Secret};

const CODES: u32 = 200_000;
const RUNS: usize = 5;
const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";

fn main() {
    let ours = || {
        let mut hotp = hotp();
        let next = |_| {
            let code = hotp.code_at(0).unwrap().as_str().to_owned();
            hotp.advance().unwrap();
            code
        };
        (0..CODES).map(next).collect()
    };
    let (our, our_codes) = best(ours);
    let (peer, peer_codes) = best(oathtool);
    assert!(our_codes == peer_codes, "the two do not make the same codes");
    let rate = |time: Duration| f64::from(CODES) / time.as_secs_f64();
    println!(
        "{:<34}{:>12}{:>12}{:>9}",
        "best of five runs", "Gatehouse", "oathtool", "ratio"
    );
    println!(
        "{:<34}{:>12.0}{:>12.0}{:>9.2}",
        "codes a second (SHA-1, 6 digits)",
        rate(our),
        rate(peer),
        rate(our) / rate(peer)
    );
    println!("a ratio above 1: Gatehouse is faster; oathtool's start and printing are in its time");
}

fn hotp() -> Otp {
    let kind = Kind::Hotp {
        algorithm: Algorithm::Sha1,
        digits: Digits::new(6).unwrap(),
        counter: 0,
    };
    Otp::new(kind, Secret::parse_base32(KEY).unwrap())
}

fn oathtool() -> Vec<String> {
    let window = (CODES - 1).to_string();
    let output = Command::new("oathtool")
        .args(["--hotp", "--counter=0", "--window", &window, "--base32", KEY])
        .output()
        .expect("this bench needs oathtool: cargo xtask bench codes installs it");
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    text.lines().map(str::to_owned).collect()
}

/// The shortest of a few runs, and what they made.
fn best(mut make: impl FnMut() -> Vec<String>) -> (Duration, Vec<String>) {
    let mut shortest = Duration::MAX;
    let mut made = Vec::new();
    for _ in 0..RUNS {
        let begun = Instant::now();
        made = make();
        shortest = shortest.min(begun.elapsed());
    }
    (shortest, made)
}
