//! The peer `keepassxc-cli`: databases with the same entries, by its own import of KeePass' XML, and a session in one.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::dialog::{Dialog, Ended};
use crate::sample::Sample;

const PASSWORD: &str = "bench";
/// What it says when a session waits for a command: the database's name, and this.
pub(crate) const PROMPT: &str = "entries> ";

/// A folder for its databases, and what goes into each.
pub(crate) struct Keepassxc {
    folder: tempfile::TempDir,
    xml: PathBuf,
}

impl Keepassxc {
    pub(crate) fn with(samples: impl Iterator<Item = Sample>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let xml = folder.path().join("entries.xml");
        std::fs::write(&xml, document(samples)).unwrap();
        Self { folder, xml }
    }

    /// A new database of this name. Its key costs little: programs are compared, not their passwords' strength.
    pub(crate) fn import(&self, name: usize) -> PathBuf {
        let database = self.folder.path().join(format!("{name}.kdbx"));
        let words = ["import", "-q", "--decryption-time", "100", "--set-password"];
        let mut dialog = Dialog::begin(Command::new("keepassxc-cli").args(words).args([&self.xml, &database]));
        dialog.say(&format!("{PASSWORD}\n{PASSWORD}"));
        dialog.end().unwrap();
        database
    }
}

/// A session with the database open, at its prompt.
pub(crate) fn open(database: &Path) -> Dialog {
    let mut dialog = Dialog::begin(Command::new("keepassxc-cli").arg("open").arg(database));
    dialog.say(PASSWORD);
    dialog.until(PROMPT).unwrap();
    dialog
}

/// One command of its own, which opens the database for itself.
pub(crate) fn run(database: &Path, words: &[&str], entry: &str) -> Result<String, Ended> {
    let mut dialog = Dialog::begin(Command::new("keepassxc-cli").args(words).arg(database).arg(entry));
    dialog.say(PASSWORD);
    dialog.end()
}

/// KeePass' own XML.
fn document(samples: impl Iterator<Item = Sample>) -> String {
    let mut text =
        String::from("<KeePassFile><Meta><DatabaseName>entries</DatabaseName></Meta><Root><Group><Name>Root</Name>");
    for sample in samples {
        let fields = [
            ("Title", sample.issuer()),
            ("UserName", sample.account()),
            ("otp", sample.link().replace('&', "&amp;")),
        ];
        text.push_str("<Entry>");
        for (key, value) in fields {
            let _ = write!(text, "<String><Key>{key}</Key><Value>{value}</Value></String>");
        }
        text.push_str("</Entry>");
    }
    text + "</Group></Root></KeePassFile>"
}
