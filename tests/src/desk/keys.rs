//! Keys and the pointer as the X server delivers them: what a person's hand does, not what a script pretends.

use super::{App, Desk, Failure, Outcome};

/// A window on the desk's screen.
#[derive(Clone, Debug)]
pub struct Window {
    /// The X server's name for it.
    pub id: String,
    /// The left edge in pixels.
    pub x: i32,
    /// The top edge in pixels.
    pub y: i32,
    /// The width in pixels.
    pub width: u32,
    /// The height in pixels.
    pub height: u32,
}

impl Window {
    /// The point in its middle.
    #[must_use]
    pub fn middle(&self) -> (i32, i32) {
        let half = |length: u32| i32::try_from(length / 2).unwrap_or(0);
        (self.x + half(self.width), self.y + half(self.height))
    }
}

impl Desk {
    /// The visible windows of a process, largest first.
    ///
    /// # Errors
    /// `xdotool` is missing.
    pub fn windows_of(&self, pid: u32) -> Outcome<Vec<Window>> {
        let ids = self
            .xdotool(["search", "--onlyvisible", "--pid", &pid.to_string()])
            .unwrap_or_default();
        let mut windows = Vec::new();
        for id in ids.split_whitespace() {
            // A window may close between the two calls.
            let Ok(place) = self.xdotool(["getwindowgeometry", "--shell", id]) else {
                continue;
            };
            let number = |name: &str| {
                let line = place.lines().find_map(|line| line.strip_prefix(name));
                line.and_then(|value| value.parse::<i32>().ok()).unwrap_or(0)
            };
            let (width, height) = (number("WIDTH=").unsigned_abs(), number("HEIGHT=").unsigned_abs());
            windows.push(Window {
                id: id.to_owned(),
                x: number("X="),
                y: number("Y="),
                width,
                height,
            });
        }
        windows.sort_by_key(|window| std::cmp::Reverse(u64::from(window.width) * u64::from(window.height)));
        Ok(windows)
    }
}

impl App<'_> {
    /// The app's largest visible window.
    ///
    /// # Errors
    /// The app shows no window.
    pub fn window(&self) -> Outcome<Window> {
        let windows = self.desk().windows_of(self.pid())?;
        windows
            .into_iter()
            .next()
            .ok_or_else(|| Failure::new("the app shows no window"))
    }

    /// Presses keys in the app's window, each like `Return`, `Tab` or `ctrl+shift+v` (X key names).
    ///
    /// # Errors
    /// The app shows no window.
    pub fn press(&self, keys: &[&str]) -> Outcome {
        let window = self.window()?.id;
        // No window manager gives the focus here, so the hand that presses gives it first.
        self.desk().xdotool(["windowfocus", "--sync", &window])?;
        let mut words = vec!["key", "--clearmodifiers", "--delay", "30"];
        words.extend(keys);
        self.desk().xdotool(words).map(|_| ())
    }

    /// Types text into whatever has the focus in the app's window.
    ///
    /// # Errors
    /// The app shows no window.
    pub fn type_keys(&self, text: &str) -> Outcome {
        let window = self.window()?.id;
        self.desk().xdotool(["windowfocus", "--sync", &window])?;
        self.desk().xdotool(["type", "--delay", "15", "--", text]).map(|_| ())
    }
}

impl Desk {
    /// Types a password into the system's prompt for the keyring once it is on the screen.
    ///
    /// # Errors
    /// No prompt appeared.
    pub fn answer_keyring_prompt(&self, password: &str) -> Outcome {
        let prompt = self.keyring_prompt()?;
        self.xdotool(["windowfocus", "--sync", &prompt])?;
        self.xdotool(["type", "--delay", "15", "--", password])?;
        self.xdotool(["key", "Return"]).map(|_| ())
    }

    /// Dismisses the system's prompt for the keyring once it is on the screen.
    ///
    /// # Errors
    /// No prompt appeared.
    pub fn dismiss_keyring_prompt(&self) -> Outcome {
        let prompt = self.keyring_prompt()?;
        self.xdotool(["windowfocus", "--sync", &prompt])?;
        self.xdotool(["key", "Escape"]).map(|_| ())
    }

    fn keyring_prompt(&self) -> Outcome<String> {
        let found = self.xdotool(["search", "--sync", "--onlyvisible", "--class", "gcr-prompter"])?;
        let first = found.split_whitespace().next().map(str::to_owned);
        first.ok_or_else(|| Failure::new("the system shows no keyring prompt"))
    }
}
