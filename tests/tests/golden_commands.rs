//! What the web view may call, word for word: the list below `tests/golden` is compared with the sources, the registration, the
//! web view's bindings and the two windows' capabilities. A command is added by adding it there too, which is when somebody looks at it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

type Names = BTreeSet<String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn golden() -> Names {
    let text = read("tests/golden/commands.txt");
    let names: Vec<String> = text.lines().map(str::to_owned).collect();
    let set: Names = names.iter().cloned().collect();
    assert!(
        names.iter().eq(set.iter()),
        "tests/golden/commands.txt is not sorted, or names one twice"
    );
    set
}

fn same(names: &Names, place: &str) {
    let golden = golden();
    let more: Vec<_> = names.difference(&golden).collect();
    let fewer: Vec<_> = golden.difference(names).collect();
    assert!(
        more.is_empty() && fewer.is_empty(),
        "{place} has {more:?} that tests/golden/commands.txt has not, and lacks {fewer:?}"
    );
}

/// The functions below an attribute line.
fn marked(text: &str, attribute: &str) -> Names {
    let mut names = Names::new();
    let mut waiting = false;
    for line in text.lines().map(str::trim) {
        waiting |= line.starts_with(attribute);
        if let (true, Some((_, rest))) = (waiting, line.split_once("fn ")) {
            names.insert(rest.split(['(', '<']).next().unwrap_or_default().to_owned());
            waiting = false;
        }
    }
    names
}

fn capability(window: &str) -> Value {
    serde_json::from_str(&read(&format!("src-tauri/capabilities/{window}.json"))).unwrap()
}

/// The permissions of a window's capability; each is a plain name, without a scope of its own.
fn permissions(window: &str) -> Names {
    let capability = capability(window);
    let all = capability["permissions"].as_array().expect("a list of permissions");
    all.iter()
        .map(|one| one.as_str().expect("a permission is a name").to_owned())
        .collect()
}

#[test]
fn the_sources_have_these_commands() {
    let mut names = Names::new();
    for file in fs::read_dir(root().join("src-tauri/src/commands")).unwrap().flatten() {
        let text = fs::read_to_string(file.path()).unwrap();
        names.extend(marked(&text, "#[tauri::command"));
        // What the bindings describe is what Tauri calls.
        assert_eq!(
            marked(&text, "#[tauri::command"),
            marked(&text, "#[specta::specta"),
            "{}",
            file.path().display()
        );
    }
    same(&names, "src-tauri/src/commands");
}

#[test]
fn these_commands_are_registered() {
    let text = read("src-tauri/src/bindings.rs");
    let list = text
        .split_once("collect_commands![")
        .unwrap()
        .1
        .split_once(']')
        .unwrap()
        .0;
    let names = list.split(',').map(str::trim).filter(|name| !name.is_empty());
    let names = names.map(|name| name.rsplit("::").next().unwrap_or_default().to_owned());
    same(&names.collect(), "src-tauri/src/bindings.rs");
}

#[test]
fn the_web_view_knows_these_commands() {
    let text = read("ui/src/lib/backend/bindings.ts");
    let calls = text.split("__TAURI_INVOKE(\"").skip(1);
    let names = calls.map(|rest| rest.split('"').next().unwrap_or_default().to_owned());
    same(&names.collect(), "ui/src/lib/backend/bindings.ts");
}

/// The commands that a window's capability allows, and what else it does.
fn allowed(window: &str) -> (Names, Vec<String>) {
    let permissions = permissions(window);
    let own = permissions.iter().filter_map(|name| name.strip_prefix("allow-"));
    let others = permissions.iter().filter(|name| !name.starts_with("allow-"));
    (
        own.map(|name| name.replace('-', "_")).collect(),
        others.cloned().collect(),
    )
}

#[test]
fn the_main_window_may_call_all_but_the_panels_own_and_listen() {
    let (mut own, others) = allowed("main");
    assert!(own.iter().all(|name| !name.starts_with("panel_")), "{own:?}");
    own.extend(golden().into_iter().filter(|name| name.starts_with("panel_")));
    same(&own, "src-tauri/capabilities/main.json");
    assert_eq!(others, ["core:event:allow-listen", "core:event:allow-unlisten"]);
}

#[test]
fn the_quick_panel_may_find_and_copy_codes_and_no_more() {
    let (own, others) = allowed("panel");
    let expected = [
        "codes_copy",
        "codes_list",
        "codes_now",
        "panel_hide",
        "panel_open_app",
        "panel_ready",
        "panel_start",
        "vault_in_use",
    ];
    assert_eq!(own.iter().map(String::as_str).collect::<Vec<_>>(), expected);
    assert_eq!(others, ["core:event:allow-listen", "core:event:allow-unlisten"]);
}

#[test]
fn each_capability_is_for_its_own_window_and_the_apps_own_pages() {
    for window in ["main", "panel"] {
        let capability = capability(window);
        assert_eq!(capability["windows"], serde_json::json!([window]));
        assert_eq!(capability["identifier"], window);
        assert_eq!(capability.get("webviews"), None);
        assert_eq!(capability.get("remote"), None);
        assert!(capability.get("local").is_none_or(|local| local == true));
    }
}

#[test]
fn there_are_two_capabilities() {
    let files = fs::read_dir(root().join("src-tauri/capabilities")).unwrap().flatten();
    let names: Names = files
        .map(|file| file.file_name().to_string_lossy().into_owned())
        .collect();
    assert!(names.iter().eq(["main.json", "panel.json"]), "{names:?}");
    let settings: Value = serde_json::from_str(&read("src-tauri/tauri.conf.json")).unwrap();
    assert_eq!(
        settings["app"]["security"]["capabilities"],
        serde_json::json!(["main", "panel"])
    );
}
