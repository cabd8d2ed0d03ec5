//! A server on loopback that stands for somebody else's: it answers as it is told, and notes what it was asked.

use std::io::{self, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex, PoisonError};

/// What is answered: status, kind and body.
pub type Answer = (&'static str, &'static str, String);

/// A running server; it stays until the test's program ends.
pub struct Sink {
    address: String,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Sink {
    /// Listens on a port that is free, and answers every request, given by its head, with what `answer` says.
    ///
    /// # Errors
    /// When no port can be had.
    pub fn start(answer: impl Fn(&str) -> Answer + Send + 'static) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let asked = Arc::new(Mutex::new(Vec::new()));
        let notes = Arc::clone(&asked);
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let Ok(head) = head(&mut stream) else { continue };
                let (status, kind, body) = answer(&head);
                notes.lock().unwrap_or_else(PoisonError::into_inner).push(head);
                let length = body.len();
                // Whoever hung up meanwhile wants no answer.
                let _ = write!(
                    stream,
                    "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
                );
            }
        });
        Ok(Self { address, asked })
    }

    /// Its address, such as `http://127.0.0.1:41234`.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The heads of the requests so far.
    #[must_use]
    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// A request up to the empty line.
fn head(stream: &mut TcpStream) -> io::Result<String> {
    let (mut request, mut piece) = (Vec::new(), [0; 4096]);
    while !request.windows(4).any(|end| end == b"\r\n\r\n") {
        match stream.read(&mut piece)? {
            0 => break,
            length => request.extend_from_slice(&piece[..length]),
        }
    }
    Ok(String::from_utf8_lossy(&request).into_owned())
}
