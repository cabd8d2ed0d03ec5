//! A genuine better-auth server on loopback, out of `tests/better-auth`, with its npm packages under the build folder. It
//! ends with whoever started it, even if that one is killed.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use crate::fixture_server::{FixtureServer, switch};
use crate::inbox::Inbox;
use crate::python::{build_folder, run};

/// How the server behaves; see `tests/better-auth/README.md`.
#[derive(Clone, Copy, Debug)]
pub struct BetterAuthOptions {
    /// Whether requests are counted and refused with 429.
    pub rate_limits: bool,
    /// How long after a sign-in a session counts as fresh.
    pub fresh_for: Duration,
    /// A second factor may also be a code that is mailed.
    pub mailed_factor: bool,
    /// Everybody has that one from the beginning.
    pub mailed_factor_only: bool,
    /// Verifying the address of a sign-up does not sign in.
    pub sign_in_after_verifying: bool,
    /// The session is signed into a cookie, too, which answers without the database.
    pub cookie_cache: bool,
    /// No new accounts.
    pub closed: bool,
    /// An address can be changed by a code.
    pub email_change: bool,
    /// An account is deleted by a mailed link, not at once.
    pub deletion_by_link: bool,
    /// Passwords alone: no second factors, no mailed codes, no keys, no numbers; accounts stay.
    pub bare: bool,
}

impl Default for BetterAuthOptions {
    fn default() -> Self {
        Self {
            rate_limits: false,
            fresh_for: Duration::from_secs(86_400),
            mailed_factor: false,
            mailed_factor_only: false,
            sign_in_after_verifying: false,
            cookie_cache: false,
            closed: false,
            email_change: true,
            deletion_by_link: false,
            bare: false,
        }
    }
}

/// A running server; it stops when dropped.
pub struct BetterAuthServer(FixtureServer);

impl BetterAuthServer {
    /// Starts a server, and first installs its packages if they are missing.
    ///
    /// # Errors
    /// Names the step that failed: `npm ci`, or the server itself with its log.
    pub fn start(options: BetterAuthOptions) -> io::Result<Self> {
        let folder = installed()?;
        FixtureServer::start("better-auth", command(&folder, &options)).map(Self)
    }

    /// Its address, such as `http://127.0.0.1:41234`.
    #[must_use]
    pub fn address(&self) -> &str {
        self.0.address()
    }

    /// The mails and texts it sent.
    #[must_use]
    pub fn inbox(&self) -> Inbox {
        Inbox::new(self.0.kept("mail")).with_texts(self.0.kept("texts.jsonl"))
    }

    /// What it has complained about so far.
    #[must_use]
    pub fn log_text(&self) -> String {
        self.0.log_text()
    }
}

fn command(folder: &Path, options: &BetterAuthOptions) -> Command {
    let mut command = Command::new("node");
    command
        .arg("serve.mjs")
        .current_dir(folder)
        .env("FIXTURE_RATE_LIMITS", switch(options.rate_limits))
        .env("FIXTURE_FRESH_AGE", options.fresh_for.as_secs().to_string())
        .env("FIXTURE_MAILED_FACTOR", switch(options.mailed_factor))
        .env("FIXTURE_MAILED_FACTOR_ONLY", switch(options.mailed_factor_only))
        .env(
            "FIXTURE_SIGN_IN_AFTER_VERIFYING",
            switch(options.sign_in_after_verifying),
        )
        .env("FIXTURE_COOKIE_CACHE", switch(options.cookie_cache))
        .env("FIXTURE_CLOSED", switch(options.closed))
        .env("FIXTURE_KEEPS_ADDRESSES", switch(!options.email_change))
        .env("FIXTURE_DELETION_BY_LINK", switch(options.deletion_by_link))
        .env("FIXTURE_BARE", switch(options.bare));
    command
}

/// What the server is made of.
const FILES: [&str; 3] = ["package.json", "package-lock.json", "serve.mjs"];

/// A folder with the server and exactly the packages of its lock file; made or renewed under a lock, because tests run side
/// by side.
///
/// # Errors
/// When the folder can't be written or `npm ci` fails.
pub fn installed() -> io::Result<PathBuf> {
    let (source, folder) = (
        Path::new(env!("CARGO_MANIFEST_DIR")).join("better-auth"),
        build_folder().join("better-auth"),
    );
    fs::create_dir_all(&folder)?;
    let lock = File::create(folder.join("lock"))?;
    lock.lock()?;
    let stamp = folder.join("installed.json");
    let wanted = fs::read_to_string(source.join("package-lock.json"))?;
    for file in FILES {
        let text = fs::read(source.join(file))?;
        if fs::read(folder.join(file)).ok().as_ref() != Some(&text) {
            fs::write(folder.join(file), text)?;
        }
    }
    if folder.join("node_modules").is_dir() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    let npm = if cfg!(windows) { "npm.cmd" } else { "npm" };
    run(
        Command::new(npm)
            .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--prefer-offline"])
            .current_dir(&folder),
        "install tests/better-auth/package-lock.json from the npm registry",
    )?;
    fs::write(&stamp, wanted)?;
    Ok(folder)
}
