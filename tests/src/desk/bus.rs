//! The desk's session bus and keyring.

use std::io::Write;
use std::process::Stdio;
use std::time::Duration;

use super::{Desk, KEYRING_PASSWORD, Keyring, Outcome};

/// A bus that can start nothing: gnome-keyring is started by the bus on demand, so leaving it out is not "absent" enough.
const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN" "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#;

/// The collection a login opens.
const LOGIN: &str = "/org/freedesktop/secrets/collection/login";
const START_LIMIT: Duration = Duration::from_secs(20);

impl Desk {
    pub(super) fn start_bus(&mut self) -> Outcome {
        let socket = self.folder().join("run/bus");
        let address = format!("unix:path={}", socket.display());
        let mut command = self.command("dbus-daemon");
        command.args(["--nofork", "--nopidfile", "--nosyslog", "--address", &address]);
        if self.options.keyring == Keyring::Absent {
            let file = self.folder().join("bus.conf");
            std::fs::write(&file, BARE_BUS)?;
            command.arg("--config-file").arg(file);
        } else {
            command.arg("--session");
        }
        let mut bus = self.spawn("dbus-daemon", command)?;
        bus.wait_until(START_LIMIT, || socket.exists())?;
        self.set("DBUS_SESSION_BUS_ADDRESS", address);
        self.bus = Some(bus);
        Ok(())
    }

    pub(super) fn start_keyring(&mut self) -> Outcome {
        if self.options.keyring == Keyring::Absent {
            return Ok(());
        }
        let mut command = self.command("gnome-keyring-daemon");
        command
            .args(["--foreground", "--unlock", "--components=secrets"])
            .stdin(Stdio::piped());
        let mut daemon = self.spawn("gnome-keyring-daemon", command)?;
        if let Some(mut pipe) = daemon.child().stdin.take() {
            pipe.write_all(KEYRING_PASSWORD.as_bytes())?;
        }
        daemon.wait_until(START_LIMIT, || self.keyring_answers())?;
        self.keyring = Some(daemon);
        if self.options.keyring == Keyring::Locked {
            self.lock_keyring()
        } else {
            Ok(())
        }
    }

    /// Whether the bus has a keyring whose login collection is there.
    fn keyring_answers(&self) -> bool {
        // A call to a name nobody owns yet would make the bus start a second daemon, which would win the name and know no login.
        let question = ["org.freedesktop.DBus.NameHasOwner", "string:org.freedesktop.secrets"];
        let bus = [
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.DBus",
            "/org/freedesktop/DBus",
        ];
        let owned = self
            .run("dbus-send", bus.iter().chain(&question))
            .is_ok_and(|answer| answer.contains("true"));
        let property = ["string:org.freedesktop.Secret.Collection", "string:Locked"];
        owned
            && self
                .ask_keyring(LOGIN, "org.freedesktop.DBus.Properties.Get", &property)
                .is_ok()
    }

    /// Calls the keyring over the bus. (`secret-tool lock` would do, but Debian 12's crashes after it has locked.)
    fn ask_keyring(&self, object: &str, method: &str, arguments: &[&str]) -> Outcome<String> {
        let call = [
            "--session",
            "--print-reply=literal",
            "--dest=org.freedesktop.secrets",
            object,
            method,
        ];
        self.run("dbus-send", call.iter().chain(arguments))
    }

    /// Locks the login keyring, as a session that was resumed without its password has it.
    ///
    /// # Errors
    /// The keyring's tool is missing or refused.
    pub fn lock_keyring(&self) -> Outcome {
        let login = format!("array:objpath:{LOGIN}");
        self.ask_keyring(
            "/org/freedesktop/secrets",
            "org.freedesktop.Secret.Service.Lock",
            &[&login],
        )
        .map(|_| ())
    }

    /// Unlocks the login keyring from outside the app: the stock tool asks for an item in it, and its prompt is answered.
    ///
    /// # Errors
    /// `secret-tool` is missing, or the keyring asked for nothing.
    pub fn unlock_keyring(&self, attributes: &[(&str, &str)]) -> Outcome {
        let mut command = self.command("secret-tool");
        command
            .arg("lookup")
            .args(attributes.iter().flat_map(|(name, value)| [*name, *value]))
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let mut asking = self.spawn_with_pipes("secret-tool", command)?;
        self.answer_keyring_prompt(KEYRING_PASSWORD)?;
        asking.child().wait()?;
        Ok(())
    }

    /// Ends the keyring's daemon; the bus may start another when somebody asks for it.
    pub fn end_keyring(&mut self) {
        self.keyring = None;
    }
}
