//! Moving entries in a person's own order.

use uuid::Uuid;

use crate::document::{Document, Entry, Position};
use crate::error::VaultError;

/// Where an entry is moved to: right beside another one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beside {
    /// Before this entry.
    Before(Uuid),
    /// After this entry.
    After(Uuid),
}

impl Entry {
    /// Where the entry stands in the person's own order; one that was never moved, after everything older.
    #[must_use]
    pub fn own_place(&self) -> Position {
        let new = || Position::of_new(self.created_at, self.id);
        self.position.clone().unwrap_or_else(new)
    }
}

impl Document {
    /// Moves an entry beside another one. Only the moved entry changes, unless two others share one place, as after two
    /// writers' moves: those that stood in the way are then told apart.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`].
    pub fn place(&mut self, id: Uuid, beside: Beside) -> Result<(), VaultError> {
        self.entry_mut(id)?;
        let (Beside::Before(target) | Beside::After(target)) = beside;
        if target == id {
            return Ok(());
        }
        let mut order: Vec<(Position, Uuid)> = self
            .entries
            .iter()
            .filter(|entry| entry.id != id)
            .map(|entry| (entry.own_place(), entry.id))
            .collect();
        order.sort_unstable();
        let at = order.iter().position(|(_, other)| *other == target);
        let at = at.ok_or(VaultError::NoSuchEntry { id: target })? + usize::from(beside == Beside::After(target));
        let (before, after) = order.split_at(at);
        self.squeeze_in(id, before.last().map(|(place, _)| place), after)
    }

    /// Gives the entry a place after `low`, and those of `rest` new ones that leave no room for it.
    fn squeeze_in(&mut self, id: Uuid, low: Option<&Position>, rest: &[(Position, Uuid)]) -> Result<(), VaultError> {
        let crowded = rest.iter().take_while(|(place, _)| low.is_some_and(|low| place <= low));
        let moved: Vec<Uuid> = std::iter::once(id).chain(crowded.map(|(_, id)| *id)).collect();
        let high = rest.get(moved.len() - 1).map(|(place, _)| place);
        let mut low = low.cloned();
        for id in moved {
            let place = Position::between(low.as_ref(), high, salt(id)).ok_or(VaultError::Unstorable)?;
            self.entry_mut(id)?.position = Some(place.clone());
            low = Some(place);
        }
        Ok(())
    }
}

/// The same for the same entry, so that a change that is run again says the same.
fn salt(id: Uuid) -> u64 {
    id.as_u64_pair().1
}
