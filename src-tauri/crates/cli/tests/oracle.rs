//! The codes the program prints, beside those of Debian's `oathtool`, over random keys, settings and times.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use otp::Secret;
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use secrecy::ExposeSecret;
use vault::{Folder, Identity, NewVault, Vault};

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

fn fed(command: &mut Command, input: &str) -> String {
    let piped = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = piped
        .spawn()
        .expect("this test needs oathtool: apt-get install oathtool");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap().trim().to_owned()
}

/// The program on the vault in this folder; its recovery key lies there and is given by descriptor.
fn gatehouse(home: &Path, words: &[&str], input: &str) -> String {
    let mut command = Command::new("sh");
    command
        .args(["-c", "exec \"$0\" --passphrase-fd 3 \"$@\" 3<\"$GATEHOUSE_HOME/key\""])
        .arg(env!("CARGO_BIN_EXE_gatehouse"))
        .args(words)
        .env("GATEHOUSE_HOME", home)
        .env_remove("DBUS_SESSION_BUS_ADDRESS");
    fed(&mut command, input)
}

fn home() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    let identity = Identity::generate();
    std::fs::write(home.path().join("key"), identity.to_text().expose_secret()).unwrap();
    let new = NewVault::weak_for_tests(identity);
    Vault::create(Folder::open(home.path().join("vault")).unwrap(), new).unwrap();
    home
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
    let home = home();
    gatehouse(home.path(), &["add"], &links);
    for (number, tuple) in all.iter().enumerate() {
        let name = format!("tuple{number}end");
        let digits = format!("--digits={}", tuple.digits);
        let (shown, oracle) = match tuple.moves {
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
        let mut oathtool = Command::new("oathtool");
        oathtool.args(&oracle).args([&digits, "--base32", "-"]);
        assert_eq!(shown, fed(&mut oathtool, &secret), "{digits} {oracle:?}");
    }
}
