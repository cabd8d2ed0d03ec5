//! The codes the program prints, beside those of Debian's `oathtool`, over random keys, settings and times.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::process::Command;

use otp::Secret;
use program::{fed, gatehouse, new_vault};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;

const ROUNDS: usize = 100;

#[derive(Clone, Debug)]
struct Tuple {
    algorithm: &'static str,
    digits: u32,
    /// A period in seconds and a time; or a counter.
    moves: Result<(u32, u64), u64>,
    key: Vec<u8>,
}

fn tuples() -> impl Strategy<Value = Tuple> {
    let moves = prop_oneof![
        (prop_oneof![Just(30), 1..=86_400_u32], 0..=100_000_000_000_u64).prop_map(Ok),
        // What stays below what `oathtool` counts to.
        (0..=i64::MAX.unsigned_abs()).prop_map(Err),
    ];
    let algorithm = prop_oneof![Just("SHA1"), Just("SHA256"), Just("SHA512")];
    let key = prop::collection::vec(any::<u8>(), 16..=80);
    (algorithm, 6..=8_u32, moves, key).prop_map(|(algorithm, digits, moves, key)| Tuple {
        // HOTP is SHA-1's alone, at `oathtool`.
        algorithm: if moves.is_ok() { algorithm } else { "SHA1" },
        digits,
        moves,
        key,
    })
}

/// What `oathtool` prints for a key, given to it on standard input.
fn oathtool(words: &[String], key: &str) -> String {
    let output = fed(Command::new("oathtool").args(words).args(["--base32", "-"]), key);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn codes_agree_with_oathtool() {
    let mut runner = TestRunner::deterministic();
    let all: Vec<Tuple> = (0..ROUNDS)
        .map(|_| tuples().new_tree(&mut runner).unwrap().current())
        .collect();
    let link = |(number, tuple): (usize, &Tuple)| {
        let secret = Secret::from_bytes(tuple.key.clone()).unwrap().to_base32();
        let Tuple { algorithm, digits, .. } = tuple;
        let (kind, moves) = match tuple.moves {
            Ok((period, _)) => ("totp", format!("period={period}")),
            Err(counter) => ("hotp", format!("counter={counter}")),
        };
        let secret = secret.as_str();
        format!("otpauth://{kind}/tuple{number}end?secret={secret}&algorithm={algorithm}&digits={digits}&{moves}\n")
    };
    let links: String = all.iter().enumerate().map(link).collect();
    let home = tempfile::tempdir().unwrap();
    drop(new_vault(home.path()));
    gatehouse(home.path(), &["add"], &links);
    for (number, tuple) in all.iter().enumerate() {
        let name = format!("tuple{number}end");
        let (shown, mut oracle) = match tuple.moves {
            Ok((period, at)) => (
                gatehouse(home.path(), &["code", &name, "--at", &at.to_string()], ""),
                vec![
                    format!("--totp={}", tuple.algorithm),
                    format!("--time-step-size={period}s"),
                    format!("--now=@{at}"),
                ],
            ),
            Err(counter) => (
                gatehouse(home.path(), &["code", &name], ""),
                vec!["--hotp".to_owned(), format!("--counter={counter}")],
            ),
        };
        let secret = Secret::from_bytes(tuple.key.clone()).unwrap().to_base32();
        oracle.push(format!("--digits={}", tuple.digits));
        assert_eq!(shown, oathtool(&oracle, &secret), "{oracle:?}");
    }
}
