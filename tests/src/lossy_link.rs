//! A link to a service that loses one thing: the answer to a certain request, or the request itself.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicUsize, Ordering};
use std::thread;

/// What is lost of the requests that begin like this.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub enum Losing {
    /// Nothing.
    Nothing,
    /// The request arrives, and its answer does not.
    Answers,
    /// The request does not arrive.
    Requests,
}

struct Link {
    service: String,
    begins: Vec<u8>,
    losing: AtomicU8,
    lost: AtomicUsize,
}

/// A place on loopback that leads to a service.
pub struct LossyLink {
    link: Arc<Link>,
    address: String,
}

impl LossyLink {
    /// A link to the service at this address; requests that begin like this, such as `POST /a`, can be lost.
    ///
    /// # Errors
    /// No port is free.
    pub fn to(service: &str, begins: &str) -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0")?;
        let address = format!("http://{}", listener.local_addr()?);
        let link = Arc::new(Link {
            service: service.trim_start_matches("http://").to_owned(),
            begins: begins.as_bytes().to_vec(),
            losing: AtomicU8::new(Losing::Nothing as u8),
            lost: AtomicUsize::new(0),
        });
        let shared = Arc::clone(&link);
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let link = Arc::clone(&shared);
                thread::spawn(move || drop(link.carry(client)));
            }
        });
        Ok(Self { link, address })
    }

    /// Its address.
    #[must_use]
    pub fn address(&self) -> &str {
        &self.address
    }

    /// What is lost from now on.
    pub fn lose(&self, what: Losing) {
        self.link.losing.store(what as u8, Ordering::SeqCst);
    }

    /// How many were lost.
    #[must_use]
    pub fn lost(&self) -> usize {
        self.link.lost.load(Ordering::SeqCst)
    }
}

impl Link {
    /// Carries one connection. A client waits for an answer before its next request, so a request begins a reading.
    fn carry(&self, mut client: TcpStream) -> io::Result<()> {
        let mut service = TcpStream::connect(&self.service)?;
        let (mut answers, mut back) = (service.try_clone()?, client.try_clone()?);
        thread::spawn(move || {
            // An end on either side ends both.
            let _ = io::copy(&mut answers, &mut back);
            let _ = back.shutdown(Shutdown::Both);
        });
        let mut bytes = vec![0; 64 * 1024];
        loop {
            let read = client.read(&mut bytes)?;
            if read == 0 {
                return service.shutdown(Shutdown::Both);
            }
            let losing = self.losing.load(Ordering::SeqCst);
            if losing != Losing::Nothing as u8 && bytes[..read].starts_with(&self.begins) {
                self.lost.fetch_add(1, Ordering::SeqCst);
                if losing == Losing::Answers as u8 {
                    self.deliver(&mut client, &bytes[..read])?;
                }
                // Only now: this ends the client's connection too, and whoever asks what became of the request is to find it done.
                service.shutdown(Shutdown::Both)?;
                return client.shutdown(Shutdown::Both);
            }
            service.write_all(&bytes[..read])?;
        }
    }

    /// Sends the request on by itself and waits until it was answered.
    fn deliver(&self, client: &mut TcpStream, begun: &[u8]) -> io::Result<()> {
        let mut service = TcpStream::connect(&self.service)?;
        service.write_all(begun)?;
        let mut rest = client.try_clone()?;
        let mut onward = service.try_clone()?;
        // The body may come after the head.
        thread::spawn(move || drop(io::copy(&mut rest, &mut onward)));
        service.read(&mut [0; 1024]).map(drop)
    }
}
