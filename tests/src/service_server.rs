//! `gatehouse-service` as a process on loopback, with its outbox in a folder.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::Value;

use crate::fixture_server::first_line;
use crate::inbox::Inbox;
use crate::python::build_folder;

/// How the service is started.
#[derive(Clone, Debug)]
pub struct ServiceOptions {
    /// `whatap`, `carecall` or `plain`.
    pub preset: String,
    /// Whether requests are counted and refused with 429.
    pub rate_limits: bool,
    /// Whether the secrets of API tokens and keys are shown only when they are made.
    pub show_keys_once: bool,
    /// How long a one-time code in a mail or a text holds.
    pub code_life: Duration,
    /// Whether it says that WhaTap's Open API takes its API tokens.
    pub whatap_tokens: bool,
    /// How long a step-up lasts.
    pub reauth_timeout: Duration,
    /// How long a temporary password counts.
    pub temporary_password_life: Duration,
}

impl Default for ServiceOptions {
    fn default() -> Self {
        Self {
            preset: "plain".to_owned(),
            rate_limits: false,
            show_keys_once: false,
            code_life: Duration::from_secs(600),
            whatap_tokens: false,
            reauth_timeout: Duration::from_secs(300),
            temporary_password_life: Duration::from_secs(3600),
        }
    }
}

/// A running service; it stops when dropped.
pub struct ServiceServer {
    child: Child,
    address: String,
    options: ServiceOptions,
    folder: tempfile::TempDir,
}

impl ServiceServer {
    /// Starts the service and waits until it listens. The program is `GATEHOUSE_SERVICE_BIN`, or built by cargo.
    ///
    /// # Errors
    /// When it can't be built or started, or ends before it listens.
    pub fn start(options: &ServiceOptions) -> io::Result<Self> {
        let folder = tempfile::Builder::new().prefix("gatehouse-service-").tempdir()?;
        let (child, address) = listening(options, "127.0.0.1:0", folder.path())?;
        Ok(Self {
            child,
            address,
            options: options.clone(),
            folder,
        })
    }

    /// Ends the service; its data stay, and nobody answers at its address.
    pub fn stop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }

    /// Starts it again where it was, with the data it had.
    ///
    /// # Errors
    /// As `start`; or another program took the port meanwhile.
    pub fn start_again(&mut self) -> io::Result<()> {
        let place = self.address.trim_start_matches("http://").to_owned();
        let (child, _) = listening(&self.options, &place, self.folder.path())?;
        self.child = child;
        Ok(())
    }

    /// Its address, such as `http://127.0.0.1:41234`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The mails and texts it sent.
    #[must_use]
    pub fn inbox(&self) -> Inbox {
        Inbox::new(self.folder.path().join("outbox"))
    }
}

impl ServiceServer {
    /// Sends JSON as any other client would, and reads the JSON that is answered.
    ///
    /// # Errors
    /// When the service does not answer, or not with JSON.
    pub fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> io::Result<Value> {
        let (address, body) = (self.address.trim_start_matches("http://"), body.to_string());
        let headers: String = (headers.iter())
            .map(|(name, value)| format!("{name}: {value}\r\n"))
            .collect();
        let mut stream = TcpStream::connect(address)?;
        write!(
            stream,
            "POST {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nContent-Type: application/json\r\n\
             Content-Length: {}\r\n{headers}\r\n{body}",
            body.len()
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        let (_, body) = answer.split_once("\r\n\r\n").unwrap_or_default();
        Ok(serde_json::from_str(body)?)
    }
}

impl Drop for ServiceServer {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A service that listens, and its address.
fn listening(options: &ServiceOptions, place: &str, folder: &Path) -> io::Result<(Child, String)> {
    let mut command = Command::new(program()?);
    command
        .args(["--listen", place, "--preset", &options.preset])
        .arg("--data")
        .arg(folder.join("data"))
        .arg("--outbox")
        .arg(folder.join("outbox"))
        .args(["--code-life", &options.code_life.as_secs().to_string()])
        .args(["--reauth-timeout", &options.reauth_timeout.as_secs().to_string()])
        .arg("--temporary-password-life")
        .arg(options.temporary_password_life.as_secs().to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    if !options.rate_limits {
        command.args(["--rate-limits", "off"]);
    }
    if options.show_keys_once {
        command.arg("--show-keys-once");
    }
    if options.whatap_tokens {
        command.arg("--whatap-tokens");
    }
    let mut child = command.spawn()?;
    let address = first_line(&mut child).and_then(|line| Some(line.strip_prefix("listening on ")?.to_owned()));
    if let Some(address) = address {
        return Ok((child, address));
    }
    let _ = child.kill();
    let _ = child.wait();
    Err(io::Error::other(
        "gatehouse-service ended before it listened; its words are above",
    ))
}

fn program() -> io::Result<PathBuf> {
    if let Some(given) = std::env::var_os("GATEHOUSE_SERVICE_BIN") {
        return Ok(given.into());
    }
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let built = Command::new(cargo)
        .args(["build", "--quiet", "--package", "service", "--bin", "gatehouse-service"])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .status()?;
    if !built.success() {
        return Err(io::Error::other("gatehouse-service could not be built"));
    }
    Ok(build_folder()
        .join("debug")
        .join(format!("gatehouse-service{}", std::env::consts::EXE_SUFFIX)))
}
