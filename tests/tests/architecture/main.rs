//! The rules of ARCHITECTURE.md that can be read from `cargo metadata` and the sources. Each failure names the rule, the place
//! and what to do.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod commands;
mod crates;
mod pure;
mod routes;
mod secrets;
mod sources;
mod tree;

/// Fails with every finding at once.
fn none(rule: &str, findings: &[String]) {
    assert!(findings.is_empty(), "{rule}\n  {}", findings.join("\n  "));
}
