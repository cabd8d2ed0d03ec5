//! The web UI: its packages from the lock file and its build, each only when what it is made from changed.

use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::Hasher;
use std::path::{Path, PathBuf};

use crate::command::{Task, answer};
use crate::failure::Failure;
use crate::rust;
use crate::steps::Done;
use crate::workspace;

/// Folders in `ui` that are made, not written.
const MADE: [&str; 5] = ["node_modules", "dist", ".svelte-kit", "coverage", ".vite"];

/// `npm ci`, when the lock file or Node changed since the last time.
pub(crate) fn install() -> Result<Done, Failure> {
    rust::look_for_node()?;
    let lock = workspace::ui().join("package-lock.json");
    let node = answer("node", &["--version"]).unwrap_or_default();
    let state = format!("{node} {:016x}", digest(&[lock])?);
    if stamped("npm-ci", &state) && workspace::ui().join("node_modules").is_dir() {
        return Ok(Done::Nothing("package-lock.json is unchanged".into()));
    }
    Task::npm("The web UI's packages")
        .args(["ci", "--no-audit", "--no-fund"])
        .remedy("check the connection to registry.npmjs.org (or npm's proxy settings) and start again")
        .run()?;
    stamp("npm-ci", &state)?;
    Ok(Done::Worked)
}

/// `npm run build`, when a source changed since the last time.
pub(crate) fn build() -> Result<Done, Failure> {
    let mut sources = Vec::new();
    collect(&workspace::ui(), &mut sources)?;
    sources.sort();
    let state = format!("{:016x}", digest(&sources)?);
    if stamped("ui-build", &state) && workspace::ui().join("dist/index.html").is_file() {
        return Ok(Done::Nothing("no source changed".into()));
    }
    Task::npm("The web UI's build")
        .args(["run", "build"])
        .remedy("the lines above name the file that does not build")
        .run()?;
    // A build may write sources of its own (compiled messages): the state is the one after it.
    let mut sources = Vec::new();
    collect(&workspace::ui(), &mut sources)?;
    sources.sort();
    stamp("ui-build", &format!("{:016x}", digest(&sources)?))?;
    Ok(Done::Worked)
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> Result<(), Failure> {
    for entry in fs::read_dir(folder).map_err(Failure::file(folder))? {
        let path = entry.map_err(Failure::file(folder))?.path();
        let made = path
            .file_name()
            .and_then(|name| name.to_str())
            .is_none_or(|name| MADE.contains(&name));
        if path.is_dir() && !made {
            collect(&path, files)?;
        } else if path.is_file() {
            files.push(path);
        }
    }
    Ok(())
}

/// One number for the names and contents of these files. Not for security: it only tells change from no change.
fn digest(files: &[PathBuf]) -> Result<u64, Failure> {
    let mut hasher = DefaultHasher::new();
    for file in files {
        hasher.write(file.as_os_str().as_encoded_bytes());
        hasher.write(&fs::read(file).map_err(Failure::file(file))?);
    }
    Ok(hasher.finish())
}

fn stamp_file(name: &str) -> PathBuf {
    workspace::target().join("xtask").join(format!("{name}.stamp"))
}

fn stamped(name: &str, state: &str) -> bool {
    fs::read_to_string(stamp_file(name)).is_ok_and(|known| known == state)
}

fn stamp(name: &str, state: &str) -> Result<(), Failure> {
    let file = stamp_file(name);
    fs::create_dir_all(file.parent().unwrap_or(&file)).map_err(Failure::file(&file))?;
    fs::write(&file, state).map_err(Failure::file(&file))
}
