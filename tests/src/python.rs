//! Python programs that tests run, each in an environment of its own under the build folder, with exactly what
//! `tests/<name>/requirements.txt` pins.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The build folder: `CARGO_TARGET_DIR`, or `target` beside the workspace's `Cargo.toml`.
pub(crate) fn build_folder() -> PathBuf {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap_or(Path::new("."));
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), |given| root.join(given))
}

/// The folder of such a program's files.
pub(crate) fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The Python of the program's environment; made or renewed under a lock, because tests run side by side.
///
/// # Errors
/// Names the step that failed: `python3 -m venv`, or `pip install`.
pub fn environment(name: &str) -> io::Result<PathBuf> {
    let requirements = project(name).join("requirements.txt");
    let folder = build_folder().join(name);
    fs::create_dir_all(&folder)?;
    let lock = File::create(folder.join("lock"))?;
    lock.lock()?;
    let wanted = fs::read_to_string(&requirements)?;
    let (venv, stamp) = (folder.join("venv"), folder.join("installed.txt"));
    let python = venv.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    if python.exists() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    let base = if cfg!(windows) { "python" } else { "python3" };
    run(
        Command::new(base).args(["-m", "venv", "--clear"]).arg(&venv),
        "make a Python environment (python3-venv)",
    )?;
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"];
    run(
        Command::new(&python).args(install).arg(&requirements),
        &format!("install tests/{name}/requirements.txt from PyPI"),
    )?;
    fs::write(&stamp, wanted)?;
    Ok(python)
}

pub(crate) fn run(command: &mut Command, step: &str) -> io::Result<()> {
    let failed = |why: String| io::Error::other(format!("could not {step}: {why}"));
    let output = command.output().map_err(|error| failed(error.to_string()))?;
    if output.status.success() {
        Ok(())
    } else {
        Err(failed(String::from_utf8_lossy(&output.stderr).into_owned()))
    }
}
