//! The peer `otpclient-cli` (3.1, Debian 12's), which lists, shows and exports, and can't import or make a database.
//!
//! So its database is written here, as its `db-misc.c` reads it: a nonce of 16 bytes, a salt of 32, then JSON with a final
//! zero under AES-256-GCM, which authenticates both; the key is PBKDF2's with SHA-512, 100,000 rounds, of the password and a zero.
//!
//! It takes its password from a terminal alone ("Couldn't get termios info" on a pipe): `script` gives it one.

use std::process::Command;

use aes_gcm::aead::consts::U16;
use aes_gcm::aead::{Aead, KeyInit, Payload};
use aes_gcm::aes::Aes256;
use aes_gcm::{AesGcm, Nonce};
use serde_json::{Value, json};
use sha2::Sha512;

use crate::dialog::{Dialog, Ended};
use crate::sample::Sample;

const PASSWORD: &str = "bench";
const ROUNDS: u32 = 100_000;
/// The account of the one entry that counts; its program saves the database each time it shows its code.
pub(crate) const COUNTER: &str = "counter";

/// A folder with a database and the configuration that names it.
pub(crate) struct Otpclient {
    folder: tempfile::TempDir,
}

impl Otpclient {
    /// With these entries, each under the account that `account` tells, and the counter.
    pub(crate) fn with(samples: impl Iterator<Item = Sample>, account: impl Fn(Sample) -> String) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let entry = |sample: Sample| {
            json!({
                "type": "TOTP", "label": account(sample), "issuer": sample.issuer(), "secret": sample.key(),
                "digits": 6, "algo": "SHA1", "period": 30,
            })
        };
        let counter = json!({
            "type": "HOTP", "label": COUNTER, "issuer": "", "secret": Sample(0).key(),
            "digits": 6, "algo": "SHA1", "counter": 0,
        });
        let entries: Vec<Value> = samples.map(entry).chain([counter]).collect();
        let database = folder.path().join("entries.enc");
        std::fs::write(&database, sealed(&entries)).unwrap();
        let configuration = format!("[config]\ndb_path={}\nuse_secret_service=false\n", database.display());
        std::fs::write(folder.path().join("otpclient.cfg"), configuration).unwrap();
        Self { folder }
    }

    /// One command, up to the database's opening.
    pub(crate) fn begin(&self, words: &str) -> Result<Dialog, Ended> {
        let mut command = Command::new("script");
        command
            .args(["--quiet", "--return", "--echo", "always", "--command"])
            .arg(format!("exec otpclient-cli {words}"))
            .arg("/dev/null")
            .env("XDG_CONFIG_HOME", self.folder.path());
        let mut dialog = Dialog::begin(&mut command);
        dialog.until("password: ")?;
        // What is typed before it has turned off the echo, it throws away; then the terminal shows it.
        loop {
            dialog.say(PASSWORD);
            if !dialog.until("\n")?.contains(PASSWORD) {
                return Ok(dialog);
            }
        }
    }

    /// One command, to its end; what it said.
    pub(crate) fn run(&self, words: &str) -> Result<String, Ended> {
        self.begin(words)?.end()
    }
}

fn sealed(entries: &[Value]) -> Vec<u8> {
    let mut text = serde_json::to_vec(entries).unwrap();
    text.push(0);
    let header: [u8; 48] = rand::random();
    let (nonce, salt) = header.split_at(16);
    let mut key = [0; 32];
    pbkdf2::pbkdf2_hmac::<Sha512>(format!("{PASSWORD}\0").as_bytes(), salt, ROUNDS, &mut key);
    let payload = Payload {
        msg: &text,
        aad: &header,
    };
    let nonce = Nonce::<U16>::try_from(nonce).unwrap();
    let sealed = AesGcm::<Aes256, U16>::new(&key.into()).encrypt(&nonce, payload);
    [header.to_vec(), sealed.unwrap()].concat()
}
