//! Another app's file: looked into, or taken over. Every record is accounted for.

use std::collections::HashSet;
use std::io::{IsTerminal, Read, Write};

use app::importing::{Importing, Outcome, outcomes};
use secrecy::SecretString;
use serde::Serialize;
use transfer::{Format, ImportError, Input, Work};
use zeroize::Zeroizing;

use super::list::Settings;
use crate::arguments::Import;
use crate::failure::{Done, Failure};
use crate::output::{json, line, shown};
use crate::secrets;
use crate::session::Session;

/// The largest file read, in bytes: what the importers take, and a byte to notice more.
const MOST: u64 = 64 * 1024 * 1024 + 1;

#[derive(Serialize)]
struct Found<'a> {
    format: &'a str,
    encrypted: bool,
    entries: Vec<Entry>,
    issues: Vec<Issue>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    parts: Vec<Parts>,
}

#[derive(Serialize)]
struct Entry {
    issuer: String,
    account: String,
    #[serde(flatten)]
    settings: Settings,
    outcome: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    uri: Option<Zeroizing<String>>,
}

#[derive(Serialize)]
struct Issue {
    record: usize,
    name: String,
    code: &'static str,
    reason: String,
}

#[derive(Serialize)]
struct Parts {
    present: usize,
    total: u32,
}

pub(super) fn import(
    open: impl FnOnce() -> Result<Session, Failure>,
    what: &Import,
    as_json: bool,
) -> Result<Done, Failure> {
    let bytes = read(what)?;
    let (format, encrypted) = format_of(what, &bytes)?;
    let password = password(what, encrypted)?;
    let import = transfer::read(format, &Input::new(&bytes), password.as_ref(), &Work::default())?;
    if what.dry_run {
        return look(what, format, encrypted, &import, as_json);
    }
    keep(&open()?, what, format, import, as_json)
}

fn read(what: &Import) -> Result<Zeroizing<Vec<u8>>, Failure> {
    let mut bytes = Zeroizing::new(Vec::new());
    if what.file.as_os_str() == "-" {
        if what.password_stdin {
            return Err(Failure::Usage("file and password can't both come from standard input"));
        }
        std::io::stdin().lock().take(MOST).read_to_end(&mut bytes)
    } else {
        let file = std::fs::File::open(&what.file).map_err(Failure::file(&what.file))?;
        file.take(MOST).read_to_end(&mut bytes)
    }
    .map_err(Failure::file(&what.file))?;
    Ok(bytes)
}

fn format_of(what: &Import, bytes: &[u8]) -> Result<(&'static Format, bool), Failure> {
    let recognised = transfer::recognise(&Input::new(bytes));
    let Some(id) = &what.format else {
        let recognised = recognised?;
        return Ok((recognised.format, recognised.encrypted));
    };
    let format = transfer::format(id).ok_or(Failure::Usage("no such format; `gatehouse formats` lists them"))?;
    let encrypted = recognised.is_ok_and(|recognised| recognised.format.id == format.id && recognised.encrypted);
    Ok((format, encrypted))
}

fn password(what: &Import, encrypted: bool) -> Result<Option<SecretString>, Failure> {
    match (what.password_stdin, encrypted) {
        (true, _) => secrets::first_line().map(Some),
        (false, true) => Ok(secrets::ask("Password of the file")),
        (false, false) => Ok(None),
    }
}

/// Says what the file holds. Needs no vault; nothing is kept.
fn look(
    what: &Import,
    format: &Format,
    encrypted: bool,
    import: &transfer::Import,
    as_json: bool,
) -> Result<Done, Failure> {
    if what.reveal {
        may_reveal()?;
    }
    let told = outcomes(import, HashSet::new());
    let entries = import.entries.iter().zip(told).map(|(entry, outcome)| Entry {
        issuer: entry.otpauth.issuer.clone().unwrap_or_default(),
        account: entry.otpauth.account.clone(),
        settings: Settings::of(entry.otpauth.otp.kind),
        outcome: match outcome {
            Outcome::New => "new",
            Outcome::Duplicate => "duplicate",
            Outcome::Attention => "attention",
        },
        uri: what.reveal.then(|| entry.otpauth.to_uri()),
    });
    let found = Found {
        format: format.id,
        encrypted,
        entries: entries.collect(),
        issues: import.issues.iter().map(issue).collect(),
        parts: import.parts.iter().map(parts).collect(),
    };
    if as_json {
        json(&found)?;
        say_newest(import.may_lack_newest);
        return Ok(Done::All);
    }
    line(&format!(
        "{}: {} entries, {} need attention",
        format.app,
        found.entries.len(),
        found.issues.len()
    ))?;
    for entry in &found.entries {
        let uri = entry
            .uri
            .as_ref()
            .map(|uri| format!("  {}", uri.as_str()))
            .unwrap_or_default();
        line(&format!(
            "  {:<9} {}: {}{uri}",
            entry.outcome,
            shown(&entry.issuer),
            shown(&entry.account)
        ))?;
    }
    say(&found.issues);
    say_newest(import.may_lack_newest);
    Ok(Done::All)
}

/// Keys on a screen are seen by whoever looks: a person at a terminal says yes first.
fn may_reveal() -> Result<(), Failure> {
    if !std::io::stdout().is_terminal() {
        return Ok(());
    }
    eprint!("This prints every key of the file on the screen. Type yes to go on: ");
    let _ = std::io::stderr().flush();
    let mut answer = String::new();
    let read = std::io::stdin().read_line(&mut answer);
    match (read, answer.trim()) {
        (Ok(_), "yes") => Ok(()),
        _ => Err(ImportError::Cancelled.into()),
    }
}

fn keep(
    session: &Session,
    what: &Import,
    format: &'static Format,
    import: transfer::Import,
    as_json: bool,
) -> Result<Done, Failure> {
    let importing = Importing::default();
    let name = what
        .file
        .file_name()
        .map(|name| name.to_string_lossy().into_owned())
        .unwrap_or_default();
    let issues: Vec<Issue> = import.issues.iter().map(issue).collect();
    let missing = |parts: &transfer::Parts| parts.present.len() < parts.total as usize;
    let parts_missing = import.parts.iter().any(missing);
    let may_lack_newest = import.may_lack_newest;
    importing.take(&name, format, import);
    let counts = session.vault.read(|document| importing.report(Some(document)))??.counts;
    importing.save(&session.vault)?;
    if as_json {
        json(&serde_json::json!({
            "format": format.id,
            "added": counts.new,
            "duplicate": counts.duplicate,
            "attention": counts.attention,
            "issues": issues,
        }))?;
    } else {
        line(&format!(
            "{} added, {} already there, {} need attention and are held in the vault",
            counts.new, counts.duplicate, counts.attention
        ))?;
        say(&issues);
    }
    if parts_missing {
        eprintln!("gatehouse: this export has further parts, which are not in this file");
    }
    say_newest(may_lack_newest);
    Ok(if issues.is_empty() && !parts_missing {
        Done::All
    } else {
        Done::Partly
    })
}

fn issue(issue: &transfer::Issue) -> Issue {
    Issue {
        record: issue.record,
        name: issue.draft.as_ref().map(transfer::Draft::name).unwrap_or_default(),
        code: issue.reason.code(),
        reason: issue.reason.to_string(),
    }
}

fn parts(parts: &transfer::Parts) -> Parts {
    Parts {
        present: parts.present.len(),
        total: parts.total,
    }
}

fn say_newest(may_be_missing: bool) {
    if may_be_missing {
        eprintln!(
            "gatehouse: what its app wrote last may not be in this file, but in the one beside it whose name ends in -wal; \
             copy the database again after the app was closed"
        );
    }
}

fn say(issues: &[Issue]) {
    for issue in issues {
        eprintln!("record {} {}: {}", issue.record, shown(&issue.name), issue.reason);
    }
}
