//! The peer under the stopwatch: KeePassXC opening a database with the same entries.

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use super::{LIMIT, Measure, entries, memory_since};
use crate::desk::{Desk, Failure, Outcome};

const PASSWORD: &str = "bench";

/// Makes the database.
pub(super) fn prepare(desk: &Desk) -> Outcome<PathBuf> {
    let (xml, database) = (desk.folder().join("entries.xml"), desk.folder().join("entries.kdbx"));
    std::fs::write(&xml, document())?;
    let mut command = desk.command("keepassxc-cli");
    // A quick key derivation: what is compared is the program, not its password's strength.
    command
        .args(["import", "--decryption-time", "100", "--set-password"])
        .args([&xml, &database])
        .stdin(Stdio::piped());
    let mut import = desk.spawn("keepassxc-cli", command)?;
    if let Some(mut pipe) = import.child().stdin.take() {
        writeln!(pipe, "{PASSWORD}\n{PASSWORD}")?;
    }
    let status = import.wait(LIMIT)?;
    if status.success() && database.is_file() {
        return Ok(database);
    }
    Err(Failure::new(format!(
        "keepassxc-cli made no database: {}",
        desk.log_text("keepassxc-cli")
    )))
}

/// Starts it and stops the clock when its window shows the opened database.
pub(super) fn measure(desk: &Desk, database: &Path) -> Outcome<Measure> {
    let before = desk.processes();
    let mut command = desk.command("keepassxc");
    command.arg("--pw-stdin").arg(database).stdin(Stdio::piped());
    let begun = Instant::now();
    let mut peer = desk.spawn("keepassxc", command)?;
    if let Some(mut pipe) = peer.child().stdin.take() {
        writeln!(pipe, "{PASSWORD}")?;
    }
    // The title names the database from the start and “[Locked]” while it is not open.
    let open = || {
        let titles = desk.xdotool(["search", "--onlyvisible", "--name", "KeePassXC$", "getwindowname", "%@"]);
        titles.is_ok_and(|titles| {
            titles
                .lines()
                .any(|title| title.contains(" - ") && !title.contains("[Locked]"))
        })
    };
    peer.wait_until(LIMIT, open)?;
    let shown = begun.elapsed().saturating_sub(Duration::from_millis(20));
    let memory = memory_since(desk, &before);
    peer.kill();
    Ok(Measure { shown, memory })
}

/// KeePass's own XML.
fn document() -> String {
    let mut text =
        String::from("<KeePassFile><Meta><DatabaseName>entries</DatabaseName></Meta><Root><Group><Name>Root</Name>");
    for (name, address) in entries::all() {
        let address = address.replace('&', "&amp;");
        let _ = write!(
            text,
            "<Entry><String><Key>Title</Key><Value>{name}</Value></String>\
             <String><Key>UserName</Key><Value>ada@example.com</Value></String>\
             <String><Key>otp</Key><Value>{address}</Value></String></Entry>"
        );
    }
    text.push_str("</Group></Root></KeePassFile>");
    text
}
