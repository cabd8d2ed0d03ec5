//! Adding codes from links or a picture. All that could be read is added; what could not is said.

use std::path::Path;

use app::adding::{Adding, Chosen, Preview, show};
use app::clock::CodeClock;
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
    let refused = preview.problems.len();
    let found = preview.candidates.len();
    let adding = Adding::default();
    let clock = CodeClock::default();
    let chosen = session.vault.read(|document| {
        adding.show(preview, |preview| {
            let new = preview
                .candidates
                .iter()
                .filter(|one| show(one, Some(document), &clock).is_ok_and(|shown| !shown.duplicate));
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
    let outcome = Added {
        added,
        duplicate: found - added,
        refused,
    };
    if as_json {
        json(&outcome)?;
    } else {
        line(&format!(
            "{added} added, {} already there, {refused} refused",
            outcome.duplicate
        ))?;
    }
    match (found, refused) {
        (0, _) => Err(Failure::Usage("nothing to add was found")),
        (_, 0) => Ok(Done::All),
        _ => Ok(Done::Partly),
    }
}
