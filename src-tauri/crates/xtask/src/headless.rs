//! The app without a display: under an X server in memory, with a bus and a keyring of its own.

use std::fs;
use std::path::Path;

use crate::command::Task;
use crate::failure::Failure;
use crate::workspace;

/// Opens the keyring of the headless session, then becomes the app. The keyring's password guards nothing: the session is thrown
/// together for a look, in a folder of the build.
const SESSION: &str = r#"
printf %s headless | gnome-keyring-daemon --unlock --components=secrets > /dev/null
echo "      on display $DISPLAY (a picture of it: DISPLAY=$DISPLAY XAUTHORITY=$XAUTHORITY import -window root gatehouse.png)"
exec "$@"
"#;

/// Runs the app until it ends.
pub(crate) fn open(app: &Path, arguments: &[String]) -> Result<(), Failure> {
    if !cfg!(target_os = "linux") {
        return Err(Failure::Missing {
            what: "an X server".into(),
            remedy: "--headless is for Linux; leave it away here".into(),
        });
    }
    let folder = workspace::target().join("headless");
    let mut task = Task::new("The headless session", "xvfb-run")
        .args([
            "-a",
            "-s",
            "-screen 0 1280x800x24 -nolisten tcp",
            "dbus-run-session",
            "--",
            "bash",
            "-c",
            SESSION,
            "bash",
        ])
        .args([app])
        .args(arguments)
        .env("GDK_BACKEND", "x11")
        .remedy("see whether another X server left /tmp/.X11-unix unwritable, and start again");
    for (variable, name) in [
        ("XDG_RUNTIME_DIR", "run"),
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_STATE_HOME", "state"),
        ("GATEHOUSE_HOME", "gatehouse"),
    ] {
        task = task.env(variable, private_folder(&folder.join(name))?);
    }
    println!("      its files are in {}; Ctrl+C ends it", folder.display());
    task.run()
}

/// The folder, made if need be, closed to everybody else.
fn private_folder(folder: &Path) -> Result<&Path, Failure> {
    fs::create_dir_all(folder).map_err(Failure::file(folder))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        fs::set_permissions(folder, fs::Permissions::from_mode(0o700)).map_err(Failure::file(folder))?;
    }
    Ok(folder)
}
