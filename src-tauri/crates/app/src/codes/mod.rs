//! The list of codes and what one does with an entry.

mod edit;
mod emptying;
mod entries;
mod finding;
mod kept;
pub(crate) mod search;
mod several;

#[cfg(test)]
mod tests;

pub use edit::{Details, tidy_tags};
pub use emptying::Emptying;
pub(crate) use entries::following;
pub use entries::{CodeAt, Codes, Listing, Revealed, Row};
pub use finding::{Found, Sort, Tagged, Wanted};
pub use kept::KeptRecord;
pub use several::Chosen;

/// The time of each of what is added at once, so that "by date added" and the person's own order are the order it came in.
pub(crate) fn each_later(now: jiff::Timestamp, place: usize) -> jiff::Timestamp {
    let after = jiff::SignedDuration::from_micros(i64::try_from(place).unwrap_or_default());
    now.checked_add(after).unwrap_or(now)
}

/// Seconds since 1970 by this computer's clock.
#[must_use]
pub fn unix_now() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
