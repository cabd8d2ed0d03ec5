//! How a journey fails: with one sentence, and a picture of the screen beside it.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

/// What a step of a journey gives.
pub type Outcome<T = ()> = Result<T, Failure>;

/// Why a journey stopped. `Debug` prints the sentence as it is, so that a test that returns it reads well.
pub struct Failure(pub String);

impl std::fmt::Debug for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::fmt::Display for Failure {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl<E: std::error::Error> From<E> for Failure {
    fn from(error: E) -> Self {
        Self(format!("{error} ({error:?})"))
    }
}

impl Failure {
    /// A failure with these words.
    pub fn new(words: impl Into<String>) -> Self {
        Self(words.into())
    }
}

/// Where pictures and logs of a failed test go, and how many pictures there are so far.
pub(super) struct Evidence {
    folder: PathBuf,
    pictures: AtomicU32,
}

impl Evidence {
    pub(super) fn new(name: &str) -> Arc<Self> {
        let folder = target_folder().join("journeys").join(name);
        // What an earlier run left would be taken for this run's.
        let _ = std::fs::remove_dir_all(&folder);
        Arc::new(Self {
            folder,
            pictures: AtomicU32::new(0),
        })
    }

    /// A fresh file name for a picture, in a folder that exists.
    pub(super) fn picture(&self) -> PathBuf {
        let number = self.pictures.fetch_add(1, Ordering::Relaxed) + 1;
        let _ = std::fs::create_dir_all(&self.folder);
        self.folder.join(format!("{number}.png"))
    }

    pub(super) fn wanted(&self) -> bool {
        self.pictures.load(Ordering::Relaxed) > 0
    }

    pub(super) fn keep_logs(&self, logs: &Path) {
        let Ok(files) = std::fs::read_dir(logs) else { return };
        for file in files.flatten() {
            let _ = std::fs::copy(file.path(), self.folder.join(file.file_name()));
        }
    }
}

/// The build folder: `CARGO_TARGET_DIR`, or `target` beside the workspace's `Cargo.toml`.
#[must_use]
pub fn target_folder() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |given| root.join(given))
}
