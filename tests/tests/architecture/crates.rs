//! Rules 1, 2 and 3: which crate may know which.

use std::collections::BTreeMap;

use cargo_metadata::{DependencyKind, MetadataCommand};

use crate::none;
use crate::sources::{below, code, root};

/// Who may know whom. Everything points down; `providers` knows `account` because it implements its trait.
const ARROWS: &[(&str, &[&str])] = &[
    ("otp", &[]),
    ("qr", &[]),
    ("protocol", &[]),
    ("keychain", &[]),
    ("transfer", &["otp"]),
    ("vault", &["otp"]),
    ("account", &["otp"]),
    ("providers", &["account", "protocol"]),
    // The keyring is the program's, for the passwords of mail server and text gateway; see `the_library_of_the_service_knows_no_keyring`.
    ("service", &["keychain", "otp", "protocol"]),
    (
        "app",
        &[
            "account",
            "keychain",
            "otp",
            "protocol",
            "providers",
            "qr",
            "transfer",
            "vault",
        ],
    ),
    ("cli", &["app", "keychain", "otp", "qr", "transfer", "vault"]),
    (
        "gatehouse-desktop",
        &[
            "account",
            "app",
            "keychain",
            "otp",
            "providers",
            "qr",
            "service",
            "transfer",
            "vault",
        ],
    ),
    ("fuzz-targets", &["otp", "qr", "transfer", "vault"]),
    ("xtask", &[]),
];

/// Crates from outside that these members alone may use: by a word in their names.
const HOMES: &[(&str, &[&str])] = &[
    ("tauri", &["gatehouse-desktop"]),
    ("axum", &["service"]),
    ("sqlx", &["service"]),
    ("lettre", &["service"]),
    // The service calls a text gateway and push services; it may not share the client's way out, which belongs to the other side.
    ("reqwest", &["providers", "service"]),
    ("keyring", &["keychain"]),
    ("secret-service", &["keychain"]),
];

/// What each member is built with: its own name to its dependencies', without those of its tests.
fn dependencies() -> BTreeMap<String, Vec<String>> {
    let metadata = MetadataCommand::new()
        .manifest_path(root().join("Cargo.toml"))
        .no_deps()
        .other_options(vec!["--offline".into()])
        .exec()
        .unwrap();
    let kept = |kind| kind != DependencyKind::Development;
    let names = |package: &cargo_metadata::Package| {
        package
            .dependencies
            .iter()
            .filter(|one| kept(one.kind))
            .map(|one| one.name.clone())
            .collect::<Vec<_>>()
    };
    metadata
        .packages
        .iter()
        .map(|package| (package.name.to_string(), names(package)))
        .collect()
}

#[test]
fn arrows_point_down() {
    let all = dependencies();
    let mut findings = Vec::new();
    for (member, known) in all.iter().filter(|(member, _)| *member != "gatehouse-tests") {
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| name == member) else {
            findings.push(format!("{member} has no line in ARROWS: say there what it may know"));
            continue;
        };
        for other in known.iter().filter(|other| all.contains_key(*other)) {
            if !allowed.contains(&other.as_str()) {
                findings.push(format!("{member} → {other} is not an arrow of ARCHITECTURE.md"));
            }
        }
    }
    none("Arrows point down, with no sideways ones.", &findings);
}

#[test]
fn each_framework_has_one_home() {
    let mut findings = Vec::new();
    for (member, known) in dependencies() {
        for (word, homes) in HOMES.iter().filter(|(_, homes)| !homes.contains(&member.as_str())) {
            for other in known.iter().filter(|other| other.contains(word)) {
                findings.push(format!("{member} uses {other}, whose home is {}", homes.join(" and ")));
            }
        }
    }
    none(
        "Tauri, axum, sqlx, lettre, reqwest and the keyring each have their home.",
        &findings,
    );
}

#[test]
fn the_service_calls_out_from_one_place() {
    let mut findings = Vec::new();
    for source in below("src-tauri/crates/service/src", &[".rs"]) {
        let homes: [(&str, &[&str]); 2] = [
            (
                "reqwest",
                &["src/outward.rs", "src/push.rs", "src/post/gateway.rs", "src/error.rs"],
            ),
            ("lettre", &["src/post/"]),
        ];
        for (word, homes) in homes {
            let away = !homes.iter().any(|home| source.path.contains(home));
            if away && source.product().any(|(_, line)| code(line).contains(word)) {
                findings.push(format!("{} uses {word}", source.path));
            }
        }
    }
    none(
        "The service speaks outward through `outward.rs` and `post` alone.",
        &findings,
    );
}

#[test]
fn the_library_of_the_service_knows_no_keyring() {
    const PROGRAM: [&str; 2] = ["src/main.rs", "src/kept_passwords.rs"];
    let mut findings = Vec::new();
    for source in below("src-tauri/crates/service/src", &[".rs"]) {
        if PROGRAM.iter().any(|part| source.path.ends_with(part)) {
            continue;
        }
        for word in ["keychain", "kept_passwords", "rpassword"] {
            if source.text.lines().any(|line| code(line).contains(word)) {
                findings.push(format!("{} uses {word}", source.path));
            }
        }
    }
    none(
        "Of the service, only the program asks the keyring; the app, which links the library, hands it nothing of its own.",
        &findings,
    );
}

#[test]
fn service_and_client_share_only_protocol_and_otp() {
    let all = dependencies();
    let of = |member: &str| all.get(member).cloned().unwrap_or_default();
    let mut findings = Vec::new();
    for shared in of("service").iter().filter(|other| all.contains_key(*other)) {
        // What the program alone asks is no part of what it serves.
        if !["keychain", "otp", "protocol"].contains(&shared.as_str()) {
            findings.push(format!("service uses {shared}"));
        }
    }
    for client in ["account", "app", "keychain", "providers", "vault"] {
        if of(client).iter().any(|other| other == "service") {
            findings.push(format!("{client} uses service; only the composition root joins them"));
        }
    }
    none("The service and its client distrust each other.", &findings);
}
