//! The tree itself: what stands at the top, how long a file may be, what no file may be called.

use std::collections::BTreeSet;
use std::fs;
use std::process::Command;

use crate::none;
use crate::sources::{below, root};

const LONGEST_FILE: usize = 600;
const LONGEST_COMPONENT: usize = 400;
/// Written by a program, for a compiler.
const GENERATED: [&str; 1] = ["ui/src/lib/backend/bindings.ts"];
const TOP: [&str; 11] = [
    "ARCHITECTURE.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE-APACHE",
    "LICENSE-MIT",
    "README.md",
    "icons",
    "src-tauri",
    "target",
    "tests",
    "ui",
];
const EMPTY_NAMES: [&str; 7] = ["manager", "managers", "helper", "helpers", "util", "utils", "common"];

#[test]
fn the_top_level_is_the_agreed_one() {
    let names = committed().unwrap_or_else(present).into_iter();
    let findings: Vec<String> = names
        .filter(|name| !name.starts_with('.') && !TOP.contains(&name.as_str()))
        .collect();
    none("The top level holds only what ARCHITECTURE.md names.", &findings);
}

/// What git knows at the top, so that a person's own files there disturb nothing.
fn committed() -> Option<Vec<String>> {
    let output = Command::new("git")
        .args(["ls-files"])
        .current_dir(root())
        .output()
        .ok()?;
    let text = String::from_utf8(output.stdout)
        .ok()
        .filter(|text| output.status.success() && !text.is_empty())?;
    Some(
        text.lines()
            .filter_map(|path| path.split('/').next())
            .map(str::to_owned)
            .collect::<BTreeSet<_>>()
            .into_iter()
            .collect(),
    )
}

/// What is in the folder, where there is no git.
fn present() -> Vec<String> {
    fs::read_dir(root())
        .unwrap()
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .collect()
}

#[test]
fn files_are_small() {
    let mut findings = Vec::new();
    for (folder, endings) in [
        ("src-tauri", &[".rs"] as &[_]),
        ("tests", &[".rs"]),
        ("ui/src", &[".ts", ".svelte"]),
    ] {
        for source in below(folder, endings)
            .iter()
            .filter(|source| !GENERATED.contains(&source.path.as_str()))
        {
            let limit = if source.path.ends_with(".svelte") {
                LONGEST_COMPONENT
            } else {
                LONGEST_FILE
            };
            let lines = source.text.lines().count();
            if lines > limit {
                findings.push(format!(
                    "{} has {lines} lines, more than {limit}: split it by what it does",
                    source.path
                ));
            }
        }
    }
    none("Files are small.", &findings);
}

#[test]
fn every_rust_file_says_why_it_exists() {
    let files = ["src-tauri", "tests"].map(|folder| below(folder, &[".rs"]));
    let silent = files.iter().flatten().filter(|source| !source.text.starts_with("//!"));
    let findings: Vec<String> = silent.map(|source| source.path.clone()).collect();
    none("Every Rust file begins with `//!` and why it exists.", &findings);
}

#[test]
fn names_say_what_is_in_a_file() {
    let files = [
        ("src-tauri", &[".rs"] as &[_]),
        ("tests", &[".rs"]),
        ("ui/src", &[".ts", ".svelte"]),
    ]
    .map(|(folder, endings)| below(folder, endings));
    let empty = files.iter().flatten().filter(|source| {
        let parts = source.path.split(['/', '.']);
        parts
            .into_iter()
            .any(|part| EMPTY_NAMES.contains(&part.to_lowercase().as_str()))
    });
    let findings: Vec<String> = empty.map(|source| source.path.clone()).collect();
    none("No Manager, Helper, Util or Common.", &findings);
}
