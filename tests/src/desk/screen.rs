//! The desk's screen: an X server in memory that chooses a free display number itself.

use std::io::{BufRead, BufReader};

use super::{Desk, Failure, Outcome, Running};

impl Desk {
    pub(super) fn start_screen(&mut self) -> Outcome {
        let (width, height) = self.options.size;
        let mut command = self.command("Xvfb");
        command.args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            &format!("{width}x{height}x24"),
            "-nolisten",
            "tcp",
            "-noreset",
        ]);
        let mut server = Running::spawn_piped("Xvfb", command, &self.log("Xvfb"))?;
        let mut number = String::new();
        if let Some(pipe) = server.child().stdout.take() {
            BufReader::new(pipe).read_line(&mut number)?;
        }
        if number.trim().is_empty() {
            return Err(Failure::new(format!(
                "Xvfb gave no display. Its last words:\n{}",
                self.log_text("Xvfb")
            )));
        }
        self.set("DISPLAY", format!(":{}", number.trim()));
        self.screen = Some(server);
        Ok(())
    }

    /// The X display, like `:3`.
    #[must_use]
    pub fn display(&self) -> String {
        let found = self.environment.iter().find(|(name, _)| name == "DISPLAY");
        found
            .map(|(_, value)| value.to_string_lossy().into_owned())
            .unwrap_or_default()
    }

    /// The screen's width and height in pixels.
    #[must_use]
    pub fn size(&self) -> (u32, u32) {
        self.options.size
    }
}
