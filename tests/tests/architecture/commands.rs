//! Rule 7: every command the web view may call is registered, in the manifest and allowed by a capability; nothing else is.

use std::collections::BTreeSet;

use crate::none;
use crate::sources::{below, code, root};

type Names = BTreeSet<String>;

/// The functions marked as commands.
fn written() -> Names {
    below("src-tauri/src", &[".rs"])
        .iter()
        .flat_map(|source| marked(&source.text))
        .collect()
}

/// The commands the build script finds for the manifest: those of the files right in `commands`.
fn in_the_manifest() -> Names {
    let folder = "src-tauri/src/commands/";
    let sources = below(folder, &[".rs"]);
    let seen = sources
        .iter()
        .filter(|source| !source.path.trim_start_matches(folder).contains('/'));
    seen.flat_map(|source| marked(&source.text)).collect()
}

fn marked(text: &str) -> Names {
    let mut names = Names::new();
    let mut marked = false;
    for line in text.lines().map(|line| code(line).trim()) {
        marked |= line.starts_with("#[tauri::command");
        if let (true, Some((_, rest))) = (marked, line.split_once("fn ")) {
            names.extend(rest.split(['(', '<']).next().map(str::to_owned));
            marked = false;
        }
    }
    names
}

/// What `collect_commands!` lists.
fn registered() -> Names {
    let all = below("src-tauri/src", &[".rs"]);
    let lists = all
        .iter()
        .filter_map(|source| source.text.split_once("collect_commands!["))
        .filter_map(|(_, rest)| rest.split_once(']'));
    let entries = lists.flat_map(|(list, _)| {
        list.lines()
            .map(code)
            .flat_map(|line| line.split(','))
            .collect::<Vec<_>>()
    });
    entries
        .map(|entry| entry.rsplit("::").next().unwrap_or_default().trim().to_owned())
        .filter(|name| !name.is_empty())
        .collect()
}

fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// What the capabilities and permission sets allow.
fn allowed() -> Names {
    let files = ["src-tauri/capabilities", "src-tauri/permissions"].map(|folder| below(folder, &[".json", ".toml"]));
    let words: Vec<String> = files
        .iter()
        .flatten()
        .flat_map(|source| quoted(&source.text).map(str::to_owned).collect::<Vec<_>>())
        .collect();
    words
        .iter()
        .filter_map(|word| word.strip_prefix("allow-"))
        .map(|name| name.replace('-', "_"))
        .collect()
}

#[test]
fn every_command_is_registered_listed_and_allowed() {
    let written = written();
    assert!(
        !written.is_empty(),
        "no #[tauri::command] was found below src-tauri/src"
    );
    let script = std::fs::read_to_string(root().join("src-tauri/build.rs")).unwrap();
    assert!(
        script.contains(".app_manifest("),
        "without an app manifest Tauri allows every command to every window"
    );
    let mut findings = Vec::new();
    for (place, names) in [
        ("collect_commands!", registered()),
        ("AppManifest::commands", in_the_manifest()),
        ("a capability", allowed()),
    ] {
        findings.extend(
            written
                .difference(&names)
                .map(|name| format!("{name} is not in {place}")),
        );
    }
    findings.extend(
        registered()
            .difference(&written)
            .map(|name| format!("{name} is registered and not a command")),
    );
    findings.extend(
        allowed()
            .difference(&written)
            .map(|name| format!("{name} is allowed and not a command")),
    );
    none("The web view may call the listed commands and nothing else.", &findings);
}
