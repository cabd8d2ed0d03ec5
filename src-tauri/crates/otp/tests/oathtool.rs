//! Debian's `oathtool` as an oracle: several hundred random keys, times and settings, and the same codes.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::{
    io::Write,
    process::{Command, Stdio},
};

use otp::{Algorithm, Digits, Kind, Otp, Period, Secret};
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};

/// How many of each kind.
const ROUNDS: usize = 300;

/// What oathtool prints for a key, given to it on standard input.
fn oathtool(arguments: &[String], secret: &Secret) -> String {
    let mut child = Command::new("oathtool")
        .args(arguments)
        .args(["--base32", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("this test needs oathtool: apt-get install oathtool");
    child
        .stdin
        .take()
        .unwrap()
        .write_all(secret.to_base32().as_bytes())
        .unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "oathtool {arguments:?} failed");
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

fn algorithm() -> impl Strategy<Value = Algorithm> {
    prop_oneof![Just(Algorithm::Sha1), Just(Algorithm::Sha256), Just(Algorithm::Sha512)]
}

fn key() -> impl Strategy<Value = Vec<u8>> {
    prop_oneof![
        prop::collection::vec(any::<u8>(), 1..=64),
        prop::collection::vec(any::<u8>(), 65..=200)
    ]
}

#[test]
fn totp_agrees() {
    // From a fixed seed: a failure is one tomorrow as well.
    let mut runner = TestRunner::deterministic();
    let digits = 6..=8_u64;
    let period = prop_oneof![Just(30), Just(60), 1..=86_400_u64];
    let at = prop_oneof![0..=u64::from(u32::MAX), 0..=100_000_000_000_u64];
    let tuples = (algorithm(), digits, period, at, key());
    for _ in 0..ROUNDS {
        let (algorithm, digits, period, at, key) = tuples.new_tree(&mut runner).unwrap().current();
        let secret = Secret::from_bytes(key).unwrap();
        let arguments = [
            format!("--totp={algorithm}"),
            format!("--digits={digits}"),
            format!("--time-step-size={period}s"),
            format!("--now=@{at}"),
        ];
        let expected = oathtool(&arguments, &secret);
        let kind = Kind::Totp {
            algorithm,
            digits: Digits::new(digits).unwrap(),
            period: Period::new(period).unwrap(),
        };
        let shown = Otp::new(kind, secret).code_at(at).unwrap();
        assert_eq!(shown.as_str(), expected, "oathtool {arguments:?}");
    }
}

#[test]
fn hotp_agrees() {
    let mut runner = TestRunner::deterministic();
    // oathtool's counter is signed: its upper half of the range is out of this oracle's reach.
    let counter = prop_oneof![0..=1_000_u64, 0..=i64::MAX as u64, Just(i64::MAX as u64)];
    let tuples = (6..=8_u64, counter, key());
    for _ in 0..ROUNDS {
        let (digits, counter, key) = tuples.new_tree(&mut runner).unwrap().current();
        let secret = Secret::from_bytes(key).unwrap();
        let arguments = [
            "--hotp".to_owned(),
            format!("--digits={digits}"),
            format!("--counter={counter}"),
        ];
        let expected = oathtool(&arguments, &secret);
        let kind = Kind::Hotp {
            algorithm: Algorithm::Sha1,
            digits: Digits::new(digits).unwrap(),
            counter,
        };
        let shown = Otp::new(kind, secret).code_at(0).unwrap();
        assert_eq!(shown.as_str(), expected, "oathtool {arguments:?}");
    }
}
