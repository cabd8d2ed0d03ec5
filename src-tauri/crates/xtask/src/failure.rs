//! What can go wrong between a person's command and its end, each with its remedy.

use std::path::PathBuf;

/// A step that did not come off.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    /// A command ended badly.
    #[error("{step} failed: `{command}` {how}.\nWhat to do: {remedy}")]
    Command {
        /// The step it belongs to.
        step: String,
        /// As a person would type it.
        command: String,
        /// How it ended.
        how: String,
        /// What to do.
        remedy: String,
    },
    /// Something is missing that this program can't install.
    #[error("{what} is missing.\nWhat to do: {remedy}")]
    Missing {
        /// What is missing.
        what: String,
        /// What to do.
        remedy: String,
    },
    /// There is no screen to open a window on.
    #[error(
        "There is no display (neither DISPLAY nor WAYLAND_DISPLAY is set), so the app can't open a window here.\n\
         What to do: `cargo xtask run --headless` runs it under a display, a bus and a keyring of its own."
    )]
    NoDisplay,
    /// Tests failed; they were named where they ran.
    #[error("{failed} failed. Their names and messages stand above; pictures and logs of journeys are in {journeys}.")]
    Tests {
        /// How many.
        failed: u64,
        /// Where the journeys leave what they saw.
        journeys: PathBuf,
    },
    /// A filter that fits nothing.
    #[error("no test has a name that contains “{filter}”")]
    NoSuchTest {
        /// The filter.
        filter: String,
    },
    /// It was told already.
    #[error("")]
    Told,
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// The system's reason.
        source: std::io::Error,
    },
}

impl Failure {
    /// For `map_err` on file operations.
    pub(crate) fn file(path: impl Into<PathBuf>) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.into();
        move |source| Self::File { path, source }
    }
}
