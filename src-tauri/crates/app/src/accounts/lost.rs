//! Changes whose answer was lost, or can't be made use of: what became of them is read, and nothing is guessed.

use std::sync::Arc;

use account::Refusal;

use super::{Accounts, Live};
use crate::AppError;

/// The refusal of a change that may hold all the same: then the caller reads what the service has.
pub(super) fn lost<T>(answer: &Result<T, Refusal>) -> Option<Refusal> {
    let refusal = answer.as_ref().err()?;
    refusal.leaves_outcome_open().then(|| refusal.clone())
}

/// What a change came to whose answer was lost, by what was read after it.
///
/// # Errors
/// What befell the change, when reading showed that it does not hold; [`Refusal::Unknown`] when nothing could be read.
pub(super) fn resolved<T>(
    lost: Refusal,
    now: Result<T, AppError>,
    holds: impl FnOnce(&T) -> bool,
) -> Result<T, AppError> {
    match now {
        Ok(now) if holds(&now) => Ok(now),
        Ok(_) => Err(lost.into()),
        Err(_) => Err(Refusal::Unknown.into()),
    }
}

/// The refusal of a change of which nothing can be read.
pub(super) fn unread(refusal: Refusal) -> Refusal {
    if refusal.leaves_outcome_open() {
        Refusal::Unknown
    } else {
        refusal
    }
}

impl Accounts {
    /// As [`Accounts::concluded`], for a change of which nothing can be read.
    pub(super) async fn concluded_unread<T>(
        &self,
        live: &Arc<Live>,
        answer: Result<T, Refusal>,
    ) -> Result<T, AppError> {
        self.concluded(live, answer.map_err(unread)).await
    }
}
