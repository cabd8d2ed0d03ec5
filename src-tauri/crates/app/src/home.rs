//! Where everything is kept. `GATEHOUSE_HOME` moves all of it, for tests and portable use.

use std::path::{Path, PathBuf};

use crate::AppError;

/// The folder of everything the app keeps.
#[derive(Debug, Clone)]
pub struct Home(PathBuf);

impl Home {
    /// `GATEHOUSE_HOME`, or the system's place for an app's data. The folder is made, for its owner alone.
    ///
    /// # Errors
    /// [`AppError::File`] when it cannot be made or the system names no place.
    pub fn find() -> Result<Self, AppError> {
        let path = match std::env::var_os("GATEHOUSE_HOME").filter(|value| !value.is_empty()) {
            Some(path) => PathBuf::from(path),
            None => directories::ProjectDirs::from("io.github", "gatehouse", "Gatehouse")
                .map(|dirs| dirs.data_local_dir().to_owned())
                .ok_or(AppError::File {
                    kind: std::io::ErrorKind::NotFound,
                })?,
        };
        Self::at(path)
    }

    /// This folder, made if it is not there.
    ///
    /// # Errors
    /// [`AppError::File`] when it cannot be made.
    pub fn at(path: PathBuf) -> Result<Self, AppError> {
        make_private(&path)?;
        Ok(Self(path))
    }

    /// The folder itself.
    #[must_use]
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// The vault's folder.
    #[must_use]
    pub fn vault(&self) -> PathBuf {
        self.0.join("vault")
    }

    /// The list of accounts; no secrets in it.
    #[must_use]
    pub fn accounts(&self) -> PathBuf {
        self.0.join("accounts.json")
    }

    /// The settings.
    #[must_use]
    pub fn settings(&self) -> PathBuf {
        self.0.join("settings.json")
    }

    /// Where the window was and how large.
    #[must_use]
    pub fn window(&self) -> PathBuf {
        self.0.join("window.json")
    }

    /// The practice services' data.
    #[must_use]
    pub fn practice(&self) -> PathBuf {
        self.0.join("practice")
    }
}

fn make_private(path: &Path) -> Result<(), AppError> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    Ok(builder.create(path)?)
}
