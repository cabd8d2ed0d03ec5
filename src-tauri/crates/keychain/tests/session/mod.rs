//! A private session for a test: its own bus, home and keyring daemon.
//!
//! The test program runs itself again inside `dbus-run-session`; what it does there is the body given to
//! [`within_session`].
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::Duration;

const INSIDE: &str = "GATEHOUSE_TEST_SESSION";

/// Which bus the body finds.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bus {
    /// One without service folders: nobody is on it whom the test did not start, and whose process it does not know.
    Private,
    /// None at all.
    None,
}

/// Runs `body` in a session of its own. `test` is the name of the calling test.
pub(crate) fn within_session(test: &str, bus: Bus, body: impl FnOnce()) {
    if std::env::var_os(INSIDE).is_some() {
        return body();
    }
    let place = tempfile::tempdir().unwrap();
    let mut command = in_bus(place.path(), bus);
    command
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", test, "--nocapture", "--test-threads=1"]);
    isolate(&mut command, place.path());
    let status = command
        .status()
        .expect("this test needs `dbus-run-session` (Debian: dbus)");
    assert!(status.success(), "see the output above");
}

fn in_bus(place: &Path, bus: Bus) -> Command {
    if bus == Bus::None {
        return Command::new("env");
    }
    let config = place.join("bus.conf");
    let text = format!(
        "<!DOCTYPE busconfig PUBLIC \"-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN\" \
         \"http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd\"><busconfig><type>session</type>\
         <listen>unix:tmpdir={}</listen><auth>EXTERNAL</auth><policy context=\"default\">\
         <allow send_destination=\"*\" eavesdrop=\"true\"/><allow eavesdrop=\"true\"/><allow own=\"*\"/></policy></busconfig>",
        place.display()
    );
    fs::write(&config, text).unwrap();
    let mut command = Command::new("dbus-run-session");
    command.arg(format!("--config-file={}", config.display())).arg("--");
    command
}

/// No folder and no address of the machine's own session reaches the body.
fn isolate(command: &mut Command, place: &Path) {
    command
        .env_clear()
        .env(INSIDE, "1")
        .env("LANG", "C.UTF-8")
        .env("HOME", place);
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    for (name, folder) in [
        ("XDG_DATA_HOME", "data"),
        ("XDG_CONFIG_HOME", "config"),
        ("XDG_CACHE_HOME", "cache"),
        ("XDG_RUNTIME_DIR", "run"),
    ] {
        let folder = place.join(folder);
        fs::create_dir(&folder).unwrap();
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700)).unwrap();
        command.env(name, folder);
    }
}

/// A gnome-keyring daemon that this test started; killed when dropped.
pub(crate) struct Daemon(Child);

impl Daemon {
    /// With its login keyring unlocked, created where there is none.
    pub(crate) fn unlocked() -> Self {
        let daemon = Self::start(&["--unlock"], "test");
        wait_until(|| default_collection().is_some_and(|path| !path.contains("\"/\"")));
        daemon
    }

    /// As on a machine where nobody ever created a keyring.
    pub(crate) fn without_keyring() -> Self {
        let daemon = Self::start(&[], "");
        wait_until(|| default_collection().is_some());
        daemon
    }

    fn start(arguments: &[&str], password: &str) -> Self {
        let mut command = Command::new("gnome-keyring-daemon");
        command.args(["--foreground", "--components=secrets"]).args(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut child = command
            .spawn()
            .expect("this test needs `gnome-keyring-daemon` (Debian: gnome-keyring)");
        child.stdin.take().unwrap().write_all(password.as_bytes()).unwrap();
        Self(child)
    }

    pub(crate) fn stop(&self) {
        self.signal("-STOP");
    }

    pub(crate) fn carry_on(&self) {
        self.signal("-CONT");
    }

    pub(crate) fn kill(mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
        wait_until(|| default_collection().is_none());
    }

    fn signal(&self, signal: &str) {
        assert!(
            Command::new("kill")
                .args([signal, &self.0.id().to_string()])
                .status()
                .unwrap()
                .success()
        );
    }
}

impl Drop for Daemon {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// What the provider says its default collection is; `None` without one that answers.
fn default_collection() -> Option<String> {
    let mut command = Command::new("dbus-send");
    command.args([
        "--session",
        "--print-reply",
        "--dest=org.freedesktop.secrets",
        "/org/freedesktop/secrets",
    ]);
    command
        .args(["org.freedesktop.Secret.Service.ReadAlias", "string:default"])
        .stderr(Stdio::null());
    let output = command
        .output()
        .expect("this test needs `dbus-send` (Debian: dbus-bin)");
    output
        .status
        .success()
        .then(|| String::from_utf8_lossy(&output.stdout).into_owned())
}

fn wait_until(condition: impl Fn() -> bool) {
    for _ in 0..600 {
        if condition() {
            return;
        }
        thread::sleep(Duration::from_millis(50));
    }
    panic!("the keyring daemon never came to the state the test needs");
}

/// What Debian's `secret-tool` prints.
pub(crate) fn secret_tool(arguments: &[&str], input: &str) -> String {
    let mut command = Command::new("secret-tool");
    command.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command
        .spawn()
        .expect("this test needs `secret-tool` (Debian: libsecret-tools)");
    child.stdin.take().unwrap().write_all(input.as_bytes()).unwrap();
    String::from_utf8(child.wait_with_output().unwrap().stdout).unwrap()
}
