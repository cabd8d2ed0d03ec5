//! When the vault locks by itself. Decided here, from what the shell says of input, sleep and the screen; the shell acts.

mod system_idle;
mod watch;

pub use system_idle::SystemIdle;
pub use watch::{Moment, Verdict, Watch};

use crate::settings::Settings;
use crate::vault_session::LockReason;

/// Something the system says that may lock the vault.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trigger {
    /// The computer goes to sleep, or has slept.
    Sleep,
    /// The screen is locked.
    ScreenLocked,
    /// Another person's session is in front.
    UserSwitched,
}

impl Trigger {
    /// Why the vault locks, where the settings want it to.
    #[must_use]
    pub fn reason(self, settings: &Settings) -> Option<LockReason> {
        let (wanted, reason) = match self {
            Self::Sleep => (settings.lock_on_sleep, LockReason::Sleep),
            Self::ScreenLocked => (settings.lock_on_screen_lock, LockReason::ScreenLocked),
            Self::UserSwitched => (settings.lock_on_user_switch, LockReason::UserSwitched),
        };
        wanted.then_some(reason)
    }
}
