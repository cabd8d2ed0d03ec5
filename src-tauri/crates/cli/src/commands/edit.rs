//! Changing entries, and the trash.

use app::codes::Row;
use serde::Serialize;
use uuid::Uuid;
use vault::SecretText;

use super::list;
use crate::arguments::{Edit, Trash};
use crate::failure::{Done, Failure};
use crate::output::{self, shown};
use crate::pick::{self, name_of};
use crate::secrets;
use crate::session::Session;

/// What was done to an entry; its names as they were when it was looked for.
#[derive(Serialize)]
struct Touched<'a> {
    did: &'static str,
    id: Uuid,
    issuer: &'a str,
    account: &'a str,
}

pub(super) fn edit(session: &Session, what: &Edit, as_json: bool) -> Result<Done, Failure> {
    let row = live(session, &what.query)?;
    let before = session.codes.details(row.id)?;
    let mut details = before.clone();
    if let Some(issuer) = &what.issuer {
        details.issuer.clone_from(issuer);
    }
    if let Some(account) = &what.account {
        details.account.clone_from(account);
    }
    if let Some(tags) = &what.tags {
        details.tags.clone_from(tags);
    }
    if what.note_stdin {
        let note = secrets::all_of_input()?;
        details.note = (!note.trim().is_empty()).then(|| SecretText::from(note.trim()));
    }
    if what.pin || what.unpin {
        details.pinned = what.pin;
    }
    session.codes.edit(row.id, &before, &details)?;
    said(&row, "changed", &format!("Changed {}", shown(&name_of(&row))), as_json)
}

pub(super) fn remove(session: &Session, query: &[String], as_json: bool) -> Result<Done, Failure> {
    let row = live(session, query)?;
    session.codes.trash(row.id)?;
    let words = format!(
        "Moved {} to the trash, for {} days",
        shown(&name_of(&row)),
        vault::TRASH_DAYS
    );
    said(&row, "trashed", &words, as_json)
}

pub(super) fn trash(session: &Session, what: &Trash, as_json: bool) -> Result<Done, Failure> {
    match what {
        Trash::List => list::print(&session.codes.trashed()?, as_json),
        Trash::Restore { query } => {
            let row = trashed(session, query)?;
            session.codes.untrash(row.id)?;
            let words = format!("Put back {}", shown(&name_of(&row)));
            said(&row, "restored", &words, as_json)
        }
        Trash::Delete { query } => {
            let row = trashed(session, query)?;
            session.codes.delete_forever(row.id)?;
            let words = format!(
                "Deleted {} for good; backups still hold it for a while",
                shown(&name_of(&row))
            );
            said(&row, "deleted", &words, as_json)
        }
    }
}

fn said(row: &Row, did: &'static str, words: &str, as_json: bool) -> Result<Done, Failure> {
    let touched = Touched {
        did,
        id: row.id,
        issuer: &row.issuer,
        account: &row.account,
    };
    output::done(as_json, &touched, words)?;
    Ok(Done::All)
}

fn live(session: &Session, query: &[String]) -> Result<Row, Failure> {
    let rows = session.codes.list(&query.join(" "))?.rows;
    pick::one(query, rows, || Ok(session.codes.list("")?.rows))
}

fn trashed(session: &Session, query: &[String]) -> Result<Row, Failure> {
    let all = session.codes.trashed()?;
    let words: Vec<String> = query.iter().map(|word| word.to_lowercase()).collect();
    let matches = |row: &Row| {
        let name = name_of(row).to_lowercase();
        words.iter().all(|word| name.contains(word))
    };
    let rows = all.iter().filter(|row| matches(row)).cloned().collect();
    pick::one(query, rows, || Ok(all))
}
