//! The clock that codes are made by: this computer's, moved by the offset the person has set. Where a service's answers tell
//! another time, that is only said; no code is ever made for a time that nobody chose.

use std::sync::Arc;

use otp::Window;

use crate::accounts::Accounts;
use crate::codes::unix_now;
use crate::settings::SettingsFile;

/// From how many seconds of difference on codes are likely to be refused.
const WORTH_SAYING: u64 = 10;

/// The clock of every code that is shown, copied or sent.
#[derive(Debug, Clone, Default)]
pub struct CodeClock(Option<Arc<SettingsFile>>);

impl CodeClock {
    /// This computer's clock with the offset of these settings.
    #[must_use]
    pub fn new(settings: Arc<SettingsFile>) -> Self {
        Self(Some(settings))
    }

    /// How many seconds codes are made ahead of this computer's clock; negative behind it.
    #[must_use]
    pub fn offset(&self) -> i32 {
        self.0.as_ref().map_or(0, |settings| settings.get().clock_offset)
    }

    /// The moment codes are made for, in seconds since 1970.
    #[must_use]
    pub fn now(&self) -> u64 {
        unix_now().saturating_add_signed(self.offset().into())
    }

    /// A code's window as this computer's clock shows it.
    #[must_use]
    pub fn here(&self, window: Window) -> Window {
        let back = -i64::from(self.offset());
        Window {
            from: window.from.saturating_add_signed(back),
            until: window.until.saturating_add_signed(back),
        }
    }
}

/// A service whose clock shows another time than codes are made for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OtherTime {
    /// The service's name.
    pub service: String,
    /// How many seconds it is ahead of this computer's clock; negative behind it.
    pub ahead: i64,
}

impl Accounts {
    /// The service in use whose clock differs most from the time codes are made for, if by more than ten seconds.
    #[must_use]
    pub fn other_time(&self) -> Option<OtherTime> {
        let told = self.told_times();
        furthest(told, self.clock.offset().into())
    }
}

fn furthest(told: Vec<OtherTime>, offset: i64) -> Option<OtherTime> {
    let off_by = |time: &OtherTime| time.ahead.abs_diff(offset);
    told.into_iter()
        .filter(|time| off_by(time) > WORTH_SAYING)
        .max_by_key(off_by)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn told(ahead: &[i64]) -> Vec<OtherTime> {
        let time = |&ahead: &i64| OtherTime {
            service: format!("{ahead}"),
            ahead,
        };
        ahead.iter().map(time).collect()
    }

    #[test]
    fn ten_seconds_are_no_reason_to_worry_and_the_furthest_is_told() {
        assert_eq!(furthest(told(&[10, -10, 0]), 0), None);
        assert_eq!(furthest(told(&[11, -42, 3]), 0).unwrap().ahead, -42);
    }

    #[test]
    fn the_offset_set_for_it_settles_the_matter_and_a_wrong_one_is_told() {
        assert_eq!(furthest(told(&[42]), 42), None);
        assert_eq!(furthest(told(&[0]), 42).unwrap().ahead, 0);
    }

    #[test]
    fn codes_are_made_for_the_moved_moment_and_shown_by_this_computers_clock() {
        let folder = tempfile::tempdir().unwrap();
        let settings = Arc::new(SettingsFile::open(folder.path().join("settings.json")));
        let clock = CodeClock::new(Arc::clone(&settings));
        let before = unix_now();
        settings.change(|settings| settings.clock_offset = -90).unwrap();
        let moved = clock.now();
        assert!((before - 90..=unix_now() - 90).contains(&moved));
        let here = clock.here(Window { from: 30, until: 60 });
        assert_eq!((here.from, here.until), (120, 150));
    }
}
