//! What a person or an onlooker does to a desk from outside the app: look, read the clipboard, ask the keyring.

use std::ffi::OsStr;
use std::io::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use std::time::Duration;

use super::{Desk, Failure, Outcome, Running};

impl Desk {
    /// Runs a program to its end and gives what it printed.
    ///
    /// # Errors
    /// It is missing, or failed; the failure quotes its error output.
    pub fn run<A: AsRef<OsStr>>(&self, program: &str, arguments: impl IntoIterator<Item = A>) -> Outcome<String> {
        let output = self.output(program, arguments)?;
        if output.status.success() {
            return Ok(String::from_utf8_lossy(&output.stdout).into_owned());
        }
        let words = String::from_utf8_lossy(&output.stderr).into_owned();
        Err(Failure::new(format!(
            "{program} failed ({}): {}",
            output.status,
            last_lines(&words, 5)
        )))
    }

    fn output<A: AsRef<OsStr>>(&self, program: &str, arguments: impl IntoIterator<Item = A>) -> Outcome<Output> {
        // A tool that hangs would hold the test for ever.
        let mut command = self.command("timeout");
        command.args(["--kill-after=5", "60", program]).args(arguments);
        let output = command.output()?;
        if output.status.code() == Some(127) {
            return Err(Failure::new(format!(
                "{program} is not installed (`cargo xtask test` installs it)"
            )));
        }
        Ok(output)
    }

    /// `xdotool` with these arguments.
    ///
    /// # Errors
    /// It is missing, or failed.
    pub fn xdotool<A: AsRef<OsStr>>(&self, arguments: impl IntoIterator<Item = A>) -> Outcome<String> {
        self.run("xdotool", arguments)
    }

    /// The text on the clipboard; `None` when nobody owns it or it is no text.
    ///
    /// # Errors
    /// `xclip` is missing.
    pub fn clipboard(&self) -> Outcome<Option<String>> {
        let output = self.output("xclip", ["-selection", "clipboard", "-out", "-target", "UTF8_STRING"])?;
        Ok(output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// The kinds of data the clipboard's owner offers.
    ///
    /// # Errors
    /// `xclip` is missing.
    pub fn clipboard_targets(&self) -> Outcome<Vec<String>> {
        let output = self.output("xclip", ["-selection", "clipboard", "-out", "-target", "TARGETS"])?;
        Ok(String::from_utf8_lossy(&output.stdout)
            .lines()
            .map(str::to_owned)
            .collect())
    }

    /// Puts text on the clipboard, as another program of the person would. The owner lives as long as what is returned.
    ///
    /// # Errors
    /// `xclip` is missing.
    pub fn put_on_clipboard(&self, text: &str) -> Outcome<Running> {
        self.own_clipboard(text.as_bytes(), "UTF8_STRING")
    }

    /// Puts a PNG picture on the clipboard. The owner lives as long as what is returned.
    ///
    /// # Errors
    /// `xclip` is missing, or the picture can't be read.
    pub fn put_picture_on_clipboard(&self, png: &Path) -> Outcome<Running> {
        self.own_clipboard(&std::fs::read(png)?, "image/png")
    }

    fn own_clipboard(&self, data: &[u8], target: &str) -> Outcome<Running> {
        let mut command = self.command("xclip");
        command
            .args(["-quiet", "-selection", "clipboard", "-in", "-target", target])
            .stdin(Stdio::piped());
        let mut owner = self.spawn("xclip", command)?;
        if let Some(mut pipe) = owner.child().stdin.take() {
            pipe.write_all(data)?;
        }
        let offered = || {
            self.clipboard_targets()
                .is_ok_and(|targets| targets.iter().any(|known| known == target))
        };
        owner.wait_until(Duration::from_secs(10), offered)?;
        Ok(owner)
    }

    /// What the keyring holds under these attributes, read from outside the app; `None` when there is no such item.
    ///
    /// # Errors
    /// `secret-tool` is missing.
    pub fn secret_tool(&self, attributes: &[(&str, &str)]) -> Outcome<Option<String>> {
        let words = attributes.iter().flat_map(|(name, value)| [*name, *value]);
        let output = self.output("secret-tool", std::iter::once("lookup").chain(words))?;
        Ok(output
            .status
            .success()
            .then(|| String::from_utf8_lossy(&output.stdout).into_owned()))
    }

    /// A picture of the whole screen.
    ///
    /// # Errors
    /// ImageMagick's `import` is missing or the file can't be written.
    pub fn photograph(&self, png: &Path) -> Outcome {
        self.run("import", [OsStr::new("-window"), OsStr::new("root"), png.as_os_str()])
            .map(|_| ())
    }

    /// Photographs the screen for whoever reads the failure; gives where the picture is, as a sentence.
    pub(super) fn keep_evidence(&self, _why: &str) -> String {
        let picture = self.evidence.picture();
        match self.photograph(&picture) {
            Ok(()) => format!("the screen then: {}", picture.display()),
            Err(failure) => format!("no picture of the screen: {failure}"),
        }
    }
}

/// The last lines of a log.
pub(super) fn last_lines(text: &str, count: usize) -> String {
    let lines: Vec<&str> = text.trim_end().lines().collect();
    lines[lines.len().saturating_sub(count)..].join("\n")
}
