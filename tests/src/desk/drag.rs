//! Dropping a file on the app the way a file manager does: a small window offers it, the pointer carries it over.

use std::path::Path;
use std::time::Duration;

use super::{App, By, Desk, Failure, Outcome};

/// Where the source window stands, from the screen's bottom right corner, and its size.
const SOURCE: (u32, u32) = (96, 48);
const STEPS: i32 = 16;

impl Desk {
    /// Drags a file onto the middle of the app's window.
    ///
    /// # Errors
    /// The app shows no window, a tool is missing, or nobody took the file.
    pub fn drag_file_onto(&self, app: &App<'_>, file: &Path) -> Outcome {
        self.drag_file_to(file, app.window()?.middle())
    }

    /// Drags a file onto the middle of a part of the app's window.
    ///
    /// # Errors
    /// As `drag_file_onto`, and the part is not there.
    pub async fn drag_file_onto_part(&self, app: &App<'_>, file: &Path, part: &By) -> Outcome {
        let window = app.window()?;
        let (left, top, width, height) = app.find(part).await?.rectangle().await?;
        #[allow(clippy::cast_possible_truncation)] // a screen's coordinates
        let (inner_x, inner_y) = ((left + width / 2.0) as i32, (top + height / 2.0) as i32);
        self.drag_file_to(file, (window.x + inner_x, window.y + inner_y))
    }

    /// Drags a file to a place on the screen and lets it go there.
    ///
    /// # Errors
    /// A tool is missing, or nobody took the file.
    pub fn drag_file_to(&self, file: &Path, (to_x, to_y): (i32, i32)) -> Outcome {
        let (width, height) = self.size();
        let corner = (width.saturating_sub(SOURCE.0), height.saturating_sub(SOURCE.1));
        let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tools/drag_source.py");
        // Debian's own Python: another one on the PATH would not know its GTK.
        let mut command = self.command("/usr/bin/python3");
        command
            .arg(script)
            .arg(file)
            .args([corner.0, corner.1, SOURCE.0, SOURCE.1].map(|number| number.to_string()));
        let mut source = self.spawn("drag-source", command)?;
        let said = |word: &str| {
            self.log_text("drag-source")
                .lines()
                .filter(|line| *line == word)
                .count()
        };
        let (ready, done) = (said("ready"), said("dropped") + said("refused"));
        let taken = said("dropped");
        source.wait_until(Duration::from_secs(20), || said("ready") > ready)?;

        let from_x = half(corner.0 * 2) + half(SOURCE.0);
        let from_y = half(corner.1 * 2) + half(SOURCE.1);
        self.pointer(from_x, from_y)?;
        self.xdotool(["mousedown", "1"])?;
        for step in 1..=STEPS {
            self.pointer(
                from_x + (to_x - from_x) * step / STEPS,
                from_y + (to_y - from_y) * step / STEPS,
            )?;
            std::thread::sleep(Duration::from_millis(25));
        }
        // The target answers each motion; a short rest lets the last answer arrive.
        for nudge in [1, 0, 1, 0] {
            self.pointer(to_x + nudge, to_y)?;
            std::thread::sleep(Duration::from_millis(60));
        }
        self.xdotool(["mouseup", "1"])?;
        source.wait_until(Duration::from_secs(10), || said("dropped") + said("refused") > done)?;
        if said("dropped") > taken {
            Ok(())
        } else {
            Err(Failure::new(format!("nobody at {to_x},{to_y} took the file")))
        }
    }

    fn pointer(&self, x: i32, y: i32) -> Outcome {
        self.xdotool(["mousemove", "--sync", &x.to_string(), &y.to_string()])
            .map(|_| ())
    }
}

fn half(number: u32) -> i32 {
    i32::try_from(number / 2).unwrap_or(0)
}
