//! What stands at the other end in tests: a mail server and a text gateway of our own, which take what comes, or refuse as they are told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, dead_code, unreachable_pub)]

use std::collections::VecDeque;
use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::{ServerConfig, ServerConnection, StreamOwned};

trait Wire: Read + Write {}
impl<T: Read + Write> Wire for T {}

/// A mail as the server took it.
#[derive(Clone, Debug)]
pub struct Mail {
    pub to: String,
    /// The whole text, headers and all.
    pub text: String,
    /// Who had signed in, as `user password`.
    pub login: Option<String>,
    pub encrypted: bool,
}

impl Mail {
    pub fn header(&self, name: &str) -> Option<&str> {
        let (head, _) = self.text.split_once("\r\n\r\n")?;
        let line = head.lines().find(|line| line.starts_with(&format!("{name}: ")))?;
        Some(&line[name.len() + 2..])
    }

    /// The line of six digits.
    pub fn code(&self) -> Option<String> {
        let is_code = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
        self.text.lines().find(is_code).map(str::to_owned)
    }
}

/// How a mail server speaks.
#[derive(Clone)]
pub enum Speech {
    Plain,
    StartTls(Arc<ServerConfig>),
    Tls(Arc<ServerConfig>),
}

#[derive(Default)]
struct Told {
    mails: Vec<Mail>,
    /// A command's first word and what it is answered, each once. `ACCEPT` stands for the connection, `.` for the mail's end.
    refusals: VecDeque<(&'static str, &'static str)>,
    commands: Vec<String>,
}

/// A mail server.
pub struct MailServer {
    port: u16,
    told: Arc<Mutex<Told>>,
}

impl MailServer {
    pub fn start() -> Self {
        Self::at(0, Speech::Plain)
    }

    pub fn at(port: u16, speech: Speech) -> Self {
        let listener = listen(port);
        let port = listener.local_addr().unwrap().port();
        let told = Arc::new(Mutex::new(Told::default()));
        let shared = Arc::clone(&told);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let (told, speech) = (Arc::clone(&shared), speech.clone());
                std::thread::spawn(move || talk(stream, &speech, &told));
            }
        });
        Self { port, told }
    }

    pub fn url(&self, scheme: &str) -> String {
        format!("{scheme}://localhost:{}", self.port)
    }

    pub fn address(&self) -> String {
        format!("smtp+plain://127.0.0.1:{}", self.port)
    }

    /// Answers the next command that begins with this word so.
    pub fn refuse(&self, word: &'static str, answer: &'static str) {
        self.told.lock().unwrap().refusals.push_back((word, answer));
    }

    pub fn mails(&self) -> Vec<Mail> {
        self.told.lock().unwrap().mails.clone()
    }

    /// How often a command was heard.
    pub fn heard(&self, word: &str) -> usize {
        let told = self.told.lock().unwrap();
        told.commands.iter().filter(|command| command.starts_with(word)).count()
    }

    /// Every command that was heard.
    pub fn commands(&self) -> Vec<String> {
        self.told.lock().unwrap().commands.clone()
    }

    /// Waits until so many mails came; panics when they do not.
    pub fn await_mails(&self, count: usize) -> Vec<Mail> {
        wait_for(|| Some(self.mails()).filter(|mails| mails.len() >= count)).unwrap_or_else(|| {
            panic!(
                "{} of {count} mails came; heard {:?}",
                self.mails().len(),
                self.commands()
            );
        })
    }
}

/// Waits up to twenty seconds for something.
pub fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> Option<T> {
    let begun = Instant::now();
    loop {
        let found = look();
        if found.is_some() || begun.elapsed() > Duration::from_secs(20) {
            return found;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// A port that nobody listens on.
pub fn free_port() -> u16 {
    listen(0).local_addr().unwrap().port()
}

fn listen(port: u16) -> TcpListener {
    wait_for(|| TcpListener::bind(("127.0.0.1", port)).ok()).expect("the port is taken")
}

fn line(wire: &mut dyn Wire) -> Option<String> {
    let mut bytes = Vec::new();
    let mut byte = [0];
    while !bytes.ends_with(b"\r\n") {
        if wire.read(&mut byte).ok()? == 0 {
            return None;
        }
        bytes.push(byte[0]);
    }
    Some(String::from_utf8_lossy(&bytes).trim_end_matches("\r\n").to_owned())
}

fn encrypted(stream: TcpStream, config: &Arc<ServerConfig>) -> Box<dyn Wire> {
    Box::new(StreamOwned::new(
        ServerConnection::new(Arc::clone(config)).unwrap(),
        stream,
    ))
}

fn talk(stream: TcpStream, speech: &Speech, told: &Mutex<Told>) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut safe = matches!(speech, Speech::Tls(_));
    let mut wire: Box<dyn Wire> = match speech {
        Speech::Tls(config) => encrypted(stream.try_clone().ok()?, config),
        _ => Box::new(stream.try_clone().ok()?),
    };
    let (mut to, mut login) = (String::new(), None);
    let mut command = "ACCEPT".to_owned();
    loop {
        let refused = {
            let mut told = told.lock().unwrap();
            if command != "ACCEPT" {
                told.commands.push(command.clone());
            }
            let at = told.refusals.iter().position(|(word, _)| command.starts_with(word));
            at.and_then(|at| told.refusals.remove(at)).map(|(_, answer)| answer)
        };
        let word = command.split(' ').next().unwrap_or_default().to_uppercase();
        let mut upgrade = false;
        let answer = match (word.as_str(), refused) {
            (_, Some(answer)) => answer.to_owned(),
            ("ACCEPT", _) => "220 sink.invalid".to_owned(),
            ("EHLO", _) if matches!(speech, Speech::StartTls(_)) && !safe => {
                "250-sink.invalid\r\n250 STARTTLS".to_owned()
            }
            ("EHLO", _) => "250-sink.invalid\r\n250-8BITMIME\r\n250 AUTH PLAIN".to_owned(),
            ("STARTTLS", _) => {
                upgrade = true;
                "220 go on".to_owned()
            }
            ("AUTH", _) => {
                let secret = command.rsplit(' ').next()?;
                let secret = data_encoding::BASE64.decode(secret.as_bytes()).ok()?;
                let secret = String::from_utf8(secret).ok()?.replace('\0', " ");
                login = Some(secret.trim().to_owned());
                "235 welcome".to_owned()
            }
            ("RCPT", _) => {
                to = command.split(['<', '>']).nth(1)?.to_owned();
                "250 fine".to_owned()
            }
            ("DATA", _) => "354 go on".to_owned(),
            ("QUIT", _) => "221 bye".to_owned(),
            _ => "250 fine".to_owned(),
        };
        write!(wire, "{answer}\r\n").ok()?;
        wire.flush().ok()?;
        if upgrade && let Speech::StartTls(config) = speech {
            wire = encrypted(stream.try_clone().ok()?, config);
            safe = true;
        }
        if word == "DATA" && answer.starts_with('3') {
            take(wire.as_mut(), told, &to, login.as_ref(), safe)?;
        }
        if word == "QUIT" || answer.starts_with("421") {
            return Some(());
        }
        command = line(wire.as_mut())?;
    }
}

/// Reads a mail and answers for it. A refused one is noted too: the server had it.
fn take(wire: &mut dyn Wire, told: &Mutex<Told>, to: &str, login: Option<&String>, safe: bool) -> Option<()> {
    let mut text = String::new();
    loop {
        let next = line(wire)?;
        if next == "." {
            break;
        }
        text.push_str(next.strip_prefix('.').unwrap_or(&next));
        text.push_str("\r\n");
    }
    let answer = {
        let mut told = told.lock().unwrap();
        told.mails.push(Mail {
            to: to.to_owned(),
            text,
            login: login.cloned(),
            encrypted: safe,
        });
        let at = told.refusals.iter().position(|(word, _)| *word == ".");
        at.and_then(|at| told.refusals.remove(at)).map(|(_, answer)| answer)
    };
    write!(wire, "{}\r\n", answer.unwrap_or("250 taken")).ok()?;
    wire.flush().ok()
}

/// A certificate for `localhost` and what a server needs of it. The path is the certificate's, to be trusted or not.
pub fn certificate(folder: &std::path::Path) -> (std::path::PathBuf, Arc<ServerConfig>) {
    let (certificate, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    let made = std::process::Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
        ])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(&key)
        .arg("-out")
        .arg(&certificate)
        .output()
        .expect("these tests need openssl");
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let chain = vec![CertificateDer::from_pem_file(&certificate).unwrap()];
    let key = PrivateKeyDer::from_pem_file(&key).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .unwrap();
    (certificate, Arc::new(config))
}

/// A call of the text gateway.
#[derive(Clone, Debug)]
pub struct TextCall {
    pub head: String,
    pub form: Vec<(String, String)>,
}

impl TextCall {
    pub fn field(&self, name: &str) -> Option<&str> {
        self.form
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines
            .filter(|(key, _)| key.eq_ignore_ascii_case(name))
            .map(|(_, value)| value)
            .next()
    }
}

#[derive(Default)]
struct Called {
    calls: Vec<TextCall>,
    answers: VecDeque<&'static str>,
}

/// A text gateway.
pub struct Gateway {
    port: u16,
    called: Arc<Mutex<Called>>,
}

impl Gateway {
    pub fn start() -> Self {
        Self::at(0)
    }

    pub fn at(port: u16) -> Self {
        let listener = listen(port);
        let port = listener.local_addr().unwrap().port();
        let called = Arc::new(Mutex::new(Called::default()));
        let shared = Arc::clone(&called);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                answer(stream, &shared);
            }
        });
        Self { port, called }
    }

    pub fn address(&self) -> String {
        format!("http://127.0.0.1:{}/Messages.json", self.port)
    }

    /// Answers the next call so: a status line's end, and headers if they are wanted.
    pub fn answer(&self, status: &'static str) {
        self.called.lock().unwrap().answers.push_back(status);
    }

    pub fn calls(&self) -> Vec<TextCall> {
        self.called.lock().unwrap().calls.clone()
    }

    pub fn await_calls(&self, count: usize) -> Vec<TextCall> {
        wait_for(|| Some(self.calls()).filter(|calls| calls.len() >= count))
            .unwrap_or_else(|| panic!("{} of {count} calls came", self.calls().len()))
    }
}

fn answer(mut stream: TcpStream, called: &Mutex<Called>) -> Option<()> {
    stream.set_read_timeout(Some(Duration::from_secs(10))).ok()?;
    let mut head = String::new();
    loop {
        let next = line(&mut stream)?;
        if next.is_empty() {
            break;
        }
        head.push_str(&next);
        head.push('\n');
    }
    let length = head
        .lines()
        .find_map(|line| line.to_lowercase().strip_prefix("content-length: ")?.parse().ok())?;
    let mut body = vec![0; length];
    stream.read_exact(&mut body).ok()?;
    let form = url::form_urlencoded::parse(&body).into_owned().collect();
    let status = {
        let mut called = called.lock().unwrap();
        called.calls.push(TextCall { head, form });
        called.answers.pop_front().unwrap_or("201 Created")
    };
    write!(
        stream,
        "HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
    )
    .ok()
}
