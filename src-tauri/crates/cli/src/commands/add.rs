//! Adding codes from links or a picture. All that could be read is added; what could not is said.

use std::collections::HashSet;
use std::path::Path;

use app::adding::{Adding, Chosen, Preview, show};
use app::clock::CodeClock;
use app::importing::Importing;
use otp::OtpauthUri;
use serde::Serialize;

use crate::failure::{Done, Failure};
use crate::output::{json, line, shown};
use crate::secrets;
use crate::session::Session;

#[derive(Serialize)]
struct Added {
    added: usize,
    duplicate: usize,
    refused: usize,
}

pub(super) fn add(
    open: impl FnOnce() -> Result<Session, Failure>,
    picture: Option<&Path>,
    tags: &[String],
    as_json: bool,
) -> Result<Done, Failure> {
    let session = open()?;
    let preview = match picture {
        Some(path) => {
            let bytes = std::fs::read(path).map_err(Failure::file(path))?;
            Preview::of_file(&path.display().to_string(), &bytes)
        }
        None => Preview::of_text("standard input", &secrets::all_of_input()?),
    };
    for problem in &preview.problems {
        eprintln!("gatehouse: {}: {}", shown(&problem.source), problem.error);
    }
    for one in &preview.candidates {
        doubtful(&one.uri);
    }
    let unread = preview.problems.len();
    let outcome = if preview.is_export() {
        imported(&session, &preview, tags, unread)?
    } else {
        added(&session, preview, tags, unread)?
    };
    if as_json {
        json(&outcome)?;
    } else {
        line(&format!(
            "{} added, {} already there, {} refused",
            outcome.added, outcome.duplicate, outcome.refused
        ))?;
    }
    match outcome {
        Added {
            added: 0, duplicate: 0, ..
        } => Err(Failure::Usage("nothing to add was found")),
        Added { refused: 0, .. } => Ok(Done::All),
        _ => Ok(Done::Partly),
    }
}

/// Says what the app's own window shows beside a code before it is added: nobody is asked here.
fn doubtful(uri: &OtpauthUri) {
    let account = shown(&uri.account);
    if let (Some(issuer), Some(label)) = (&uri.issuer, &uri.label_issuer) {
        eprintln!(
            "gatehouse: {account}: the link names two issuers, {} and {}; the first was taken (`gatehouse edit --issuer`)",
            shown(issuer),
            shown(label)
        );
    }
    if uri.otp.secret.is_weak() {
        eprintln!("gatehouse: {account}: the key is shorter than 128 bits; services should make longer ones");
    }
}

/// Adds each code once.
fn added(session: &Session, preview: Preview, tags: &[String], unread: usize) -> Result<Added, Failure> {
    let found = preview.candidates.len();
    let adding = Adding::default();
    let clock = CodeClock::default();
    let chosen = session.vault.read(|document| {
        adding.show(preview, |preview| {
            let mut seen = HashSet::new();
            let new = preview
                .candidates
                .iter()
                .filter(|one| show(one, Some(document), &clock).is_ok_and(|shown| !shown.duplicate))
                .filter(|one| seen.insert(one.uri.otp.fingerprint()));
            new.map(|one| Chosen {
                id: one.id,
                issuer: one.uri.issuer.clone().unwrap_or_default(),
                account: one.uri.account.clone(),
                tags: tags.to_vec(),
            })
            .collect::<Vec<_>>()
        })
    })?;
    let added = if chosen.is_empty() {
        0
    } else {
        adding.save(&session.vault, &chosen)?.len()
    };
    Ok(Added {
        added,
        duplicate: found - added,
        refused: unread,
    })
}

/// Takes parts of another app's export, and the links beside them, as the app does: in one import.
fn imported(session: &Session, preview: &Preview, tags: &[String], unread: usize) -> Result<Added, Failure> {
    let importing = Importing::default();
    importing.choose("", preview.links())?;
    importing.read(None)?;
    importing.tag(tags)?;
    let report = session.vault.read(|document| importing.report(Some(document)))??;
    importing.save(&session.vault)?;
    for record in &report.records {
        if let Some(reason) = &record.reason {
            eprintln!(
                "gatehouse: {}: {}: {reason}; it is held in the vault",
                shown(&record.issuer),
                shown(&record.account)
            );
        }
    }
    let missing: usize = report.parts.iter().map(|parts| parts.missing().count()).sum();
    if missing > 0 {
        eprintln!("gatehouse: this export has further parts, which are not among these: {missing}");
    }
    Ok(Added {
        added: report.counts.new,
        duplicate: report.counts.duplicate,
        refused: unread + report.counts.attention + missing,
    })
}
