//! The vault's earlier states: listed without a key, put back with one.

use std::sync::Arc;

use app::restoring::{Offer, Restoring, Take};
use serde::Serialize;

use crate::arguments::Backup;
use crate::failure::{Done, Failure};
use crate::output::{self, json, line};
use crate::session::Session;

#[derive(Serialize)]
struct Kept {
    number: u64,
    replaced_at: String,
    bytes: u64,
}

/// What a restored backup changed; none of it is known of a vault that could not be read.
#[derive(Serialize)]
struct Restored {
    number: u64,
    came_back: Option<usize>,
    gone: Option<usize>,
    changed: Option<usize>,
    same: Option<usize>,
}

pub(super) fn backup(session: &Session, what: &Backup, as_json: bool) -> Result<Done, Failure> {
    match what {
        Backup::List => list(session, as_json),
        Backup::Restore { number } => {
            // A damaged vault is open enough: its key is at hand.
            match session.unlock() {
                Ok(()) | Err(Failure::Damaged) => {}
                Err(failure) => return Err(failure),
            }
            let restoring = Restoring::new(Arc::clone(&session.vault));
            let mut restored = Restored {
                number: *number,
                came_back: None,
                gone: None,
                changed: None,
                same: None,
            };
            let mut words = String::new();
            if let Offer::Differs(differs) = restoring.look_at_backup(*number)? {
                let (came_back, gone) = (differs.only_there.len(), differs.only_here.len());
                let (changed, same) = (differs.changed.len(), differs.same);
                words =
                    format!("{came_back} entries come back, {gone} go, {changed} change, {same} stay as they are\n");
                (restored.came_back, restored.gone) = (Some(came_back), Some(gone));
                (restored.changed, restored.same) = (Some(changed), Some(same));
            }
            restoring.take(Take::All)?;
            words += &format!("Backup {number} is the vault now; what was there is a backup");
            output::done(as_json, &restored, &words)?;
            Ok(Done::All)
        }
    }
}

fn list(session: &Session, as_json: bool) -> Result<Done, Failure> {
    let backups = session.vault.backups()?.into_iter().map(|backup| Kept {
        number: backup.number,
        replaced_at: backup.replaced_at.to_string(),
        bytes: backup.bytes,
    });
    let backups: Vec<Kept> = backups.collect();
    if as_json {
        json(&backups)?;
        return Ok(Done::All);
    }
    for backup in &backups {
        line(&format!(
            "{:>6}  {}  {} bytes",
            backup.number, backup.replaced_at, backup.bytes
        ))?;
    }
    Ok(Done::All)
}
