//! Rule 6, as far as sources show it: secrets are types that can't be printed, and each exposure says why.

use crate::none;
use crate::sources::{Source, below, code};

/// Types that hold a secret, and the crate that has them. They may not be printed or serialised by derivation.
const SECRETS: [(&str, &str); 4] = [
    ("Secret", "otp"),
    ("Code", "otp"),
    ("Identity", "vault"),
    ("SessionToken", "account"),
];
const PRINTS: [&str; 3] = ["Debug", "Display", "Serialize"];
/// How far above an exposure its reason may stand.
const NEAR: usize = 6;

fn product() -> Vec<Source> {
    below("src-tauri", &[".rs"])
        .into_iter()
        .filter(|source| !source.is_test())
        .collect()
}

#[test]
fn every_exposure_says_why() {
    let mut findings = Vec::new();
    for source in product() {
        let lines: Vec<&str> = source.text.lines().collect();
        for (number, line) in source.product() {
            if !code(line).contains(".expose_secret()") {
                continue;
            }
            let near = &lines[number.saturating_sub(NEAR + 1)..number];
            if !near.iter().any(|line| line.contains("//")) {
                findings.push(format!("{}:{number}: {}", source.path, line.trim()));
            }
        }
    }
    none(
        "Each expose_secret() has a comment that says why, on its line or just above.",
        &findings,
    );
}

#[test]
fn secrets_cannot_be_printed() {
    let mut findings = Vec::new();
    for (name, member) in SECRETS {
        for source in below(&format!("src-tauri/crates/{member}/src"), &[".rs"]) {
            for print in PRINTS {
                if derives(&source.text, name, print) || implements(&source.text, name, print) {
                    findings.push(format!("{}: {name} has {print}", source.path));
                }
            }
        }
    }
    none(
        "Types that hold secrets have no Debug, Display or Serialize.",
        &findings,
    );
}

/// Whether the type is declared with this derivation on the lines just above.
fn derives(text: &str, name: &str, print: &str) -> bool {
    let lines: Vec<&str> = text.lines().collect();
    let declared = |line: &str| {
        ["pub struct ", "pub enum "].iter().any(|word| {
            line.trim()
                .strip_prefix(word)
                .and_then(|rest| rest.strip_prefix(name))
                .is_some_and(|rest| {
                    !rest.starts_with(|character: char| character.is_alphanumeric() || character == '_')
                })
        })
    };
    let Some(place) = lines.iter().position(|line| declared(line)) else {
        return false;
    };
    let above = lines[..place]
        .iter()
        .rev()
        .take_while(|line| line.trim().starts_with("#[") || line.trim().starts_with("//"));
    above
        .filter(|line| line.contains("derive("))
        .any(|line| line.contains(print))
}

/// Whether the type implements the trait by hand.
fn implements(text: &str, name: &str, print: &str) -> bool {
    text.lines().map(code).any(|line| {
        line.trim().starts_with("impl")
            && line.contains(print)
            && line
                .split(" for ")
                .nth(1)
                .is_some_and(|rest| rest.trim_end_matches([' ', '{', '}']).trim() == name)
    })
}

#[test]
fn the_look_for_derivations_finds_them() {
    let text = "/// A secret.\n#[derive(Clone, Debug)]\npub struct Secret(Vec<u8>);\nimpl fmt::Display for Code {\n";
    assert!(derives(text, "Secret", "Debug"));
    assert!(!derives(text, "Secret", "Display"));
    assert!(!derives("#[derive(Debug)]\npub enum SecretError {}", "Secret", "Debug"));
    assert!(implements(text, "Code", "Display"));
}
