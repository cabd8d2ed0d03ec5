//! The entry of a Linux desktop's autostart folder: <https://specifications.freedesktop.org/autostart-spec/latest/>. Ours, because the
//! plugin for it writes a program's path without quotes and always into `~/.config`.

use std::io::Write;
use std::path::{Path, PathBuf};

use tauri::{AppHandle, Manager};

use crate::desktop::background::IN_THE_TRAY;

const FILE: &str = "io.github.gatehouse.Gatehouse.desktop";

/// Whether the entry is there and was not switched off by the desktop's own settings.
pub(super) fn is_on(app: &AppHandle) -> Option<bool> {
    let text = std::fs::read_to_string(path(app).ok()?).ok()?;
    let off = |line: &str| matches!(line.trim(), "Hidden=true" | "X-GNOME-Autostart-enabled=false");
    Some(!text.lines().any(off))
}

/// Writes the entry: whole or not at all.
pub(super) fn write(app: &AppHandle) -> std::io::Result<()> {
    let path = path(app)?;
    let folder = path.parent().ok_or(std::io::ErrorKind::NotFound)?;
    std::fs::create_dir_all(folder)?;
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text(&program(app)?)?.as_bytes())?;
    file.persist(&path).map_err(|error| error.error)?;
    Ok(())
}

/// Takes the entry away.
pub(super) fn remove(app: &AppHandle) -> std::io::Result<()> {
    match std::fs::remove_file(path(app)?) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => removed,
    }
}

fn path(app: &AppHandle) -> std::io::Result<PathBuf> {
    let folder = app.path().config_dir().map_err(std::io::Error::other)?;
    Ok(folder.join("autostart").join(FILE))
}

/// The program to start: the AppImage itself where this one runs out of an AppImage.
fn program(app: &AppHandle) -> std::io::Result<PathBuf> {
    match app.env().appimage {
        Some(image) => Ok(PathBuf::from(image)),
        None => std::env::current_exe(),
    }
}

fn text(program: &Path) -> std::io::Result<String> {
    let program = program.to_str().ok_or(std::io::ErrorKind::InvalidFilename)?;
    Ok(format!(
        "[Desktop Entry]\nType=Application\nName=Gatehouse\nIcon=gatehouse-desktop\nExec={} {IN_THE_TRAY}\nTerminal=false\n",
        quoted(program)
    ))
}

/// A path as the `Exec` key has it: quoted for its command line, then escaped as a value, and no field code.
/// <https://specifications.freedesktop.org/desktop-entry-spec/latest/exec-variables.html>
fn quoted(path: &str) -> String {
    let mut line = String::from("\"");
    for letter in path.chars() {
        match letter {
            '\\' => line.push_str("\\\\\\\\"),
            '"' | '`' | '$' => line.extend(["\\\\", letter.encode_utf8(&mut [0; 4])]),
            '%' => line.push_str("%%"),
            _ => line.push(letter),
        }
    }
    line.push('"');
    line
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn any_path_is_one_word_of_the_command_line() {
        assert_eq!(quoted("/opt/My Apps/gatehouse"), "\"/opt/My Apps/gatehouse\"");
        assert_eq!(quoted("/a$b`c\"d"), r#""/a\\$b\\`c\\"d""#);
        assert_eq!(quoted(r"/a\b 100%"), r#""/a\\\\b 100%%""#);
        let entry = text(Path::new("/opt/gatehouse")).unwrap();
        assert!(entry.contains("\nExec=\"/opt/gatehouse\" --in-tray\n"), "{entry}");
    }
}
