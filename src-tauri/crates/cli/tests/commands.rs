//! The command line as a script uses it: exit codes, JSON, secrets by file descriptor, and a vault shared with other writers.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod program;

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use program::fed;
use serde_json::Value;

const PASSPHRASE: &str = "a long enough passphrase";

struct Home(tempfile::TempDir);

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().unwrap());
        std::fs::write(home.passphrase(), PASSPHRASE).unwrap();
        assert_eq!(home.run(&["init"], "").status.code(), Some(0));
        home
    }

    fn passphrase(&self) -> PathBuf {
        self.0.path().join("passphrase")
    }

    /// Runs a command with the vault's passphrase on descriptor 3; nothing of it is among the arguments.
    fn run(&self, words: &[&str], input: &str) -> Output {
        let shell = format!("exec \"$0\" --passphrase-fd 3 \"$@\" 3<{}", self.passphrase().display());
        let mut command = Command::new("sh");
        command
            .args(["-c", &shell, env!("CARGO_BIN_EXE_gatehouse")])
            .args(words);
        fed(command.env("GATEHOUSE_HOME", self.0.path()), input)
    }

    fn json(&self, words: &[&str]) -> Value {
        let output = self.run(words, "");
        assert_eq!(
            output.status.code(),
            Some(0),
            "{}",
            String::from_utf8_lossy(&output.stderr)
        );
        serde_json::from_slice(&output.stdout).unwrap()
    }
}

/// A command without any vault.
fn plain(words: &[&str], input: &str) -> Output {
    let folder = tempfile::tempdir().unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatehouse"));
    fed(command.args(words).env("GATEHOUSE_HOME", folder.path()), input)
}

fn fixture(name: &str) -> String {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../transfer/tests/fixtures");
    fixtures.join(name).display().to_string()
}

#[test]
fn a_file_is_looked_into_without_a_vault() {
    let output = plain(
        &[
            "import",
            &fixture("aegis/encrypted.json"),
            "--dry-run",
            "--json",
            "--password-stdin",
        ],
        "Gatehouse-test-1\n",
    );
    assert_eq!(output.status.code(), Some(0));
    let found: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&found["format"], &found["encrypted"]), (&"aegis".into(), &true.into()));
    assert_eq!(found["entries"].as_array().unwrap().len(), 4);
    let quay = &found["entries"][3];
    assert_eq!(
        (&quay["kind"], &quay["counter"], &quay["period"]),
        (&"hotp".into(), &41.into(), &Value::Null)
    );
    assert_eq!(quay["outcome"], "new");
    assert_eq!(found["issues"][0]["record"], 5);
    assert!(quay.get("uri").is_none(), "a key without --reveal");
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(!said.contains("GEZDGNBV"), "a key without --reveal");
}

#[test]
fn why_a_file_is_not_read_is_said_in_fixed_words() {
    let encrypted = fixture("aegis/encrypted.json");
    for (file, password, words) in [
        (encrypted.as_str(), "not-the-key\n", "wrong password"),
        (&fixture("bitwarden/restricted.json"), "x\n", "refused: "),
        (&fixture("make.py"), "x\n", "not recognised"),
        (&fixture("winauth/encrypted.zip"), "not-the-key\n", "wrong password"),
    ] {
        let output = plain(&["import", file, "--dry-run", "--password-stdin"], password);
        assert_eq!(output.status.code(), Some(1), "{file}");
        let said = String::from_utf8(output.stderr).unwrap();
        assert!(said.contains(words), "{file}: {said}");
        assert!(
            !said.contains(password.trim()) || password == "x\n",
            "the password is repeated"
        );
    }
    let cut = tempfile::NamedTempFile::new().unwrap();
    let whole = std::fs::read(fixture("stratum/encrypted.authpro")).unwrap();
    std::fs::write(cut.path(), &whole[..30]).unwrap();
    let output = plain(
        &["import", cut.path().to_str().unwrap(), "--dry-run", "--password-stdin"],
        "x\n",
    );
    assert!(String::from_utf8(output.stderr).unwrap().contains("damaged"));
}

#[test]
fn without_a_vault_or_key_the_exit_code_says_so() {
    assert_eq!(plain(&["list"], "").status.code(), Some(3));
    assert_eq!(plain(&["status", "--json"], "").status.code(), Some(3));
    assert_eq!(plain(&["no-such-command"], "").status.code(), Some(2));
    let home = Home::new();
    let mut command = Command::new(env!("CARGO_BIN_EXE_gatehouse"));
    let locked = fed(command.arg("list").env("GATEHOUSE_HOME", home.0.path()), "");
    assert_eq!(locked.status.code(), Some(3));
    assert_eq!(
        home.run(&["init"], "").status.code(),
        Some(2),
        "a second key over a vault"
    );
}

#[test]
fn a_days_work() {
    let home = Home::new();
    let links = std::fs::read_to_string(fixture("expected.txt")).unwrap();
    let added = home.run(
        &["add", "--tag", "Work"],
        &format!("{links}otpauth://totp/x?secret=1\n"),
    );
    assert_eq!(
        added.status.code(),
        Some(4),
        "three added and one refused is partly done"
    );
    assert_eq!(home.json(&["list", "--json"]).as_array().unwrap().len(), 4);

    // RFC 6238's key and time: the last six of 94287082.
    let code = home.run(&["code", "harbour", "--at", "59"], "");
    assert_eq!(String::from_utf8(code.stdout).unwrap().trim(), "287082");
    assert_eq!(
        home.run(&["code", "work"], "").status.code(),
        Some(1),
        "four entries match"
    );
    let first = home.json(&["code", "quay", "--json"]);
    let again = home.json(&["code", "quay", "--json"]);
    assert_eq!(
        first["code"], again["code"],
        "looking at a counter's code moves nothing"
    );
    assert_eq!(
        first["next"],
        Value::Null,
        "no code is shown whose counter is not saved"
    );
    let next = home.json(&["code", "quay", "--next", "--json"]);
    assert_ne!(next["code"], first["code"]);
    let again = home.json(&["code", "quay", "--json"]);
    assert_eq!(
        next["code"], again["code"],
        "a counter moves on when it is asked to, and is kept"
    );

    assert_eq!(
        home.run(&["edit", "lantern", "--issuer", "Lamp", "--pin"], "")
            .status
            .code(),
        Some(0)
    );
    assert_eq!(home.json(&["list", "lamp", "--json"])[0]["pinned"], true);
    assert_eq!(home.run(&["remove", "lamp"], "").status.code(), Some(0));
    assert_eq!(home.json(&["list", "--json"]).as_array().unwrap().len(), 3);
    assert_eq!(home.run(&["trash", "restore", "lamp"], "").status.code(), Some(0));
    assert_eq!(home.json(&["list", "--json"]).as_array().unwrap().len(), 4);

    let backups = home.json(&["backup", "list", "--json"]);
    let oldest = backups.as_array().unwrap().last().unwrap()["number"].to_string();
    assert_eq!(home.run(&["backup", "restore", &oldest], "").status.code(), Some(0));
    assert_eq!(
        home.json(&["list", "--json"]).as_array().unwrap().len(),
        0,
        "the first state was empty"
    );
}

#[test]
fn what_changes_something_tells_programs_what_it_did() {
    let home = Home::new();
    let added = home.run(
        &["add"],
        "otpauth://totp/Label:ann?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Harbour\notpauth://totp/Quay:bob?secret=GEZDGNBVGY",
    );
    let said = text(&added.stderr);
    assert!(
        said.contains("ann: the link names two issuers, Harbour and Label"),
        "{said}"
    );
    assert!(said.contains("bob: the key is shorter than 128 bits"), "{said}");
    let changed = home.json(&["edit", "harbour", "--issuer", "Haven", "--json"]);
    assert_eq!(
        (&changed["did"], &changed["issuer"]),
        (&"changed".into(), &"Harbour".into())
    );
    let trashed = home.json(&["remove", "haven", "--json"]);
    assert_eq!((&trashed["did"], &trashed["id"]), (&"trashed".into(), &changed["id"]));
    let listed = home.json(&["trash", "list", "--json"]);
    assert_eq!(listed[0]["id"], changed["id"]);
    let restored = home.json(&["trash", "restore", "haven", "--json"]);
    assert_eq!(
        (&restored["did"], &restored["account"]),
        (&"restored".into(), &"ann".into())
    );
    home.json(&["remove", "haven", "--json"]);
    let deleted = home.json(&["trash", "delete", "haven", "--json"]);
    assert_eq!((&deleted["did"], &deleted["id"]), (&"deleted".into(), &changed["id"]));
    assert_eq!(home.json(&["list", "--json"]).as_array().unwrap().len(), 1);

    let file = home.0.path().join("taken.txt");
    let file = file.to_str().unwrap();
    let exported = home.json(&["export", "--format", "otpauth", file, "--json"]);
    assert_eq!((&exported["file"], &exported["entries"]), (&file.into(), &1.into()));
    assert_eq!(
        (&exported["left_out"], &exported["without"]),
        (&Value::Array(vec![]), &Value::Array(vec![]))
    );
    let restored = home.json(&["backup", "restore", "1", "--json"]);
    assert_eq!((&restored["number"], &restored["gone"]), (&1.into(), &1.into()));
    let formats = home.json(&["formats", "--json"]);
    assert!(formats.to_string().contains("aegis"), "{formats}");
}

#[test]
fn an_import_holds_what_it_cannot_read_and_an_export_reads_back() {
    let home = Home::new();
    let imported = home.run(&["import", &fixture("aegis/plain.json")], "");
    assert_eq!(imported.status.code(), Some(4));
    assert!(
        String::from_utf8(imported.stdout)
            .unwrap()
            .contains("4 added, 0 already there, 2 need attention")
    );
    let file = home.0.path().join("taken.json");
    let words = [
        "export",
        "--format",
        "aegis",
        file.to_str().unwrap(),
        "--password-stdin",
    ];
    assert_eq!(home.run(&words, "another passphrase\n").status.code(), Some(0));
    assert_eq!(
        home.run(&words, "another passphrase\n").status.code(),
        Some(2),
        "an existing file is not replaced"
    );
    use std::os::unix::fs::PermissionsExt;
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
    let again = home.run(
        &["import", file.to_str().unwrap(), "--password-stdin"],
        "another passphrase\n",
    );
    assert!(
        String::from_utf8(again.stdout)
            .unwrap()
            .contains("0 added, 4 already there")
    );
}

#[test]
fn an_export_of_google_among_the_links_is_taken_too_and_a_key_twice_is_one() {
    let home = Home::new();
    let migration = std::fs::read_to_string(fixture("google/links.txt")).unwrap();
    let one = "otpauth://totp/One?secret=KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU";
    let again = "otpauth://totp/Again?secret=KRSXG5CTMVRXEZLUKRSXG5CTMVRXEZLU";
    let twice = home.run(&["add"], &format!("{one}\n{one}\n{again}\n"));
    assert_eq!(twice.status.code(), Some(0));
    assert_eq!(text(&twice.stdout).trim(), "1 added, 2 already there, 0 refused");
    let added = home.run(&["add", "--tag", "Phone"], &format!("{migration}\n{one}\nno link\n"));
    assert_eq!(added.status.code(), Some(4), "{}", text(&added.stderr));
    assert!(
        text(&added.stderr).contains("standard input: "),
        "what was no link is said"
    );
    let listed = home.json(&["list", "--json"]);
    let listed = listed.as_array().unwrap();
    assert!(listed.len() > 2, "{listed:?}");
    let tagged = |entry: &Value| entry["tags"] == serde_json::json!(["Phone"]);
    assert_eq!(listed.iter().filter(|entry| tagged(entry)).count(), listed.len() - 1);
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// Many writers at once, as the app and scripts may be: every addition is there at the end.
#[test]
fn writers_at_once_lose_nothing() {
    let home = Home::new();
    let home = &home;
    std::thread::scope(|scope| {
        for writer in 0..4 {
            scope.spawn(move || {
                for round in 0..3 {
                    let key = ["AAAA", "BBBB", "CCCC", "DDDD"][writer];
                    let link = format!(
                        "otpauth://totp/w{writer}:r{round}?secret={key}{}",
                        "EFGH".repeat(round + 4)
                    );
                    assert_eq!(home.run(&["add"], &link).status.code(), Some(0));
                }
            });
        }
    });
    assert_eq!(home.json(&["list", "--json"]).as_array().unwrap().len(), 12);
}
