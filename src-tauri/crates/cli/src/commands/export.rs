//! Codes to a file that other apps read: asked for twice, read back, its owner's alone.

use std::path::Path;

use app::exporting::{ExportFormat, Selection, export as make, private_file};
use secrecy::SecretString;
use serde::Serialize;

use crate::failure::{Done, Failure};
use crate::output::{self, shown};
use crate::secrets;
use crate::session::Session;

/// What was written, and what the format could not take.
#[derive(Serialize)]
struct Written<'a> {
    file: &'a Path,
    entries: usize,
    left_out: Vec<Omission<'a>>,
    without: Vec<Without<'a>>,
}

/// An entry that is not in the file.
#[derive(Serialize)]
struct Omission<'a> {
    issuer: &'a str,
    account: &'a str,
    no_such: &'a str,
}

/// A part of entries that is not in the file.
#[derive(Serialize)]
struct Without<'a> {
    part: &'a str,
    entries: usize,
}

pub(super) fn export(
    open: impl FnOnce() -> Result<Session, Failure>,
    format: &str,
    file: &Path,
    password_stdin: bool,
    force: bool,
    as_json: bool,
) -> Result<Done, Failure> {
    let format = ExportFormat::named(format).ok_or(Failure::Usage("no such format; `gatehouse formats` lists them"))?;
    if file.exists() && !force {
        return Err(Failure::Usage("the file is there already; --force replaces it"));
    }
    let session = open()?;
    session.confirm()?;
    let password = password(format, password_stdin)?;
    if !format.encrypted() {
        eprintln!("gatehouse: the file is not encrypted: whoever reads it has all your codes");
    }
    let document = session.vault.read(Clone::clone)?;
    let exported = make(&document, &Selection::All, format, password.as_ref())?;
    private_file(file, &exported.bytes)?;
    let words = format!(
        "{} entries written to {} and read back",
        exported.entries,
        file.display()
    );
    let left_out = exported.omitted.iter().map(|omitted| Omission {
        issuer: &omitted.issuer,
        account: &omitted.account,
        no_such: omitted.why.code(),
    });
    let without = exported.lost.iter().map(|(part, entries)| Without {
        part: part.code(),
        entries: *entries,
    });
    let written = Written {
        file,
        entries: exported.entries,
        left_out: left_out.collect(),
        without: without.collect(),
    };
    output::done(as_json, &written, &words)?;
    for omitted in &exported.omitted {
        eprintln!(
            "left out, because the format has no such {}: {}: {}",
            omitted.why.code(),
            shown(&omitted.issuer),
            shown(&omitted.account)
        );
    }
    for (part, entries) in &exported.lost {
        eprintln!(
            "not in the file, because the format has no room for it: {} of {entries}",
            part.code()
        );
    }
    Ok(if exported.omitted.is_empty() {
        Done::All
    } else {
        Done::Partly
    })
}

fn password(format: ExportFormat, from_input: bool) -> Result<Option<SecretString>, Failure> {
    if !format.encrypted() {
        return Ok(None);
    }
    if from_input {
        return secrets::first_line().and_then(secrets::long_enough).map(Some);
    }
    secrets::ask_new("New passphrase of the file").map(Some)
}
