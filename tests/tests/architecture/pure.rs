//! Rule 4: what is pure takes no clock, network or file system.

use crate::none;
use crate::sources::{below, code};

const PURE: [&str; 3] = ["otp", "qr", "transfer"];
const IMPURE: [&str; 13] = [
    "SystemTime",
    "Instant::now",
    "Timestamp::now",
    "Zoned::now",
    "std::fs",
    "std::net",
    "std::env",
    "std::process",
    "std::os",
    "File::open",
    "tokio::",
    "rand::",
    "getrandom",
];

#[test]
fn codes_and_pictures_are_pure() {
    let mut findings = Vec::new();
    for member in PURE {
        for source in below(&format!("src-tauri/crates/{member}/src"), &[".rs"])
            .iter()
            .filter(|source| !source.is_test())
        {
            for (number, line) in source.product() {
                for word in IMPURE.iter().filter(|word| code(line).contains(**word)) {
                    findings.push(format!(
                        "{}:{number} takes {word}: let the caller pass it in",
                        source.path
                    ));
                }
            }
        }
    }
    none(
        "otp, qr and transfer take no clock, network, file system or randomness.",
        &findings,
    );
}
