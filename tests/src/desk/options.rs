//! What a desk is asked to be.

/// The password of the login keyring of every desk.
pub const KEYRING_PASSWORD: &str = "desk keyring password";

/// The state of the desk's keyring.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
pub enum Keyring {
    /// The login keyring exists and is open.
    #[default]
    Unlocked,
    /// The login keyring exists and is locked: reading asks for its password.
    Locked,
    /// No program on the bus offers a keyring, and none can be started by it.
    Absent,
}

/// What a desk is asked to be; `DeskOptions::default()` is an unlocked keyring and a 1280 × 800 screen.
#[derive(Clone, Debug)]
pub struct DeskOptions {
    /// The state of the keyring when the desk starts.
    pub keyring: Keyring,
    /// The screen's width and height in pixels.
    pub size: (u32, u32),
    /// `LANG` for everything on the desk.
    pub locale: String,
    /// The folder's name under `target/journeys`; the test's name when empty.
    pub label: String,
}

impl Default for DeskOptions {
    fn default() -> Self {
        Self {
            keyring: Keyring::default(),
            size: (1280, 800),
            locale: "en_US.UTF-8".into(),
            label: String::new(),
        }
    }
}

impl DeskOptions {
    /// A desk with this keyring, the rest as usual.
    #[must_use]
    pub fn with_keyring(keyring: Keyring) -> Self {
        Self {
            keyring,
            ..Self::default()
        }
    }

    /// The label, or the name the test runner gave this thread, fit for a folder.
    pub(super) fn name(&self) -> String {
        let thread = std::thread::current();
        let name = if self.label.is_empty() {
            thread.name().unwrap_or("desk")
        } else {
            &self.label
        };
        name.chars()
            .map(|c| if c.is_alphanumeric() || c == '-' { c } else { '_' })
            .collect()
    }
}
