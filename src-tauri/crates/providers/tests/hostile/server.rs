//! A server on loopback that answers by script, whatever was asked, and remembers what it was sent.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use url::Url;

/// One thing the server does on a connection.
#[derive(Clone)]
pub enum Act {
    /// Writes bytes.
    Write(Vec<u8>),
    /// Writes bytes one at a time, with a pause after each: a slow loris.
    Drip(Vec<u8>, Duration),
    /// Keeps the connection open and says nothing more.
    Hang,
}

/// What the server does on one connection; it closes afterwards.
pub type Script = Vec<Act>;

/// A running server.
pub struct Server {
    pub address: Url,
    seen: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Answers the first connection by the first script, and so on; the last script repeats.
    pub async fn start(scripts: Vec<Script>) -> Self {
        Self::start_knowing(None, scripts).await
    }

    /// The same, but whoever asks for the discovery document gets this one, and uses up no script.
    pub async fn start_knowing(discovery: Option<Script>, scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = Url::parse(&format!("http://{}", listener.local_addr().unwrap())).unwrap();
        let seen = Arc::new(Mutex::new(Vec::new()));
        let notes = seen.clone();
        tokio::spawn(async move {
            let mut turn = 0;
            while let Ok((mut stream, _)) = listener.accept().await {
                if let Some(document) = &discovery
                    && asks_for_discovery(&stream).await
                {
                    let _ = read_request(&mut stream).await;
                    tokio::spawn(act(stream, document.clone()));
                    continue;
                }
                let script = scripts[turn.min(scripts.len() - 1)].clone();
                turn += 1;
                tokio::spawn(serve(stream, script, notes.clone()));
            }
        });
        Self { address, seen }
    }

    /// The requests that came, whole.
    pub fn seen(&self) -> Vec<String> {
        self.seen.lock().unwrap().clone()
    }
}

async fn asks_for_discovery(stream: &TcpStream) -> bool {
    const LINE: &[u8] = b"GET /.well-known/account-management ";
    let mut begin = [0; LINE.len()];
    while let Ok(count) = stream.peek(&mut begin).await {
        if count == LINE.len() || count == 0 || !LINE.starts_with(&begin[..count]) {
            break;
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    begin == LINE
}

async fn serve(mut stream: TcpStream, script: Script, seen: Arc<Mutex<Vec<String>>>) {
    let Some(request) = read_request(&mut stream).await else {
        return;
    };
    seen.lock().unwrap().push(request);
    act(stream, script).await;
}

async fn act(mut stream: TcpStream, script: Script) {
    for act in script {
        let written = match act {
            Act::Write(bytes) => stream.write_all(&bytes).await,
            Act::Drip(bytes, pause) => drip(&mut stream, &bytes, pause).await,
            Act::Hang => {
                tokio::time::sleep(Duration::from_secs(60)).await;
                return;
            }
        };
        if written.is_err() {
            return;
        }
    }
    let _ = stream.shutdown().await;
}

async fn drip(stream: &mut TcpStream, bytes: &[u8], pause: Duration) -> std::io::Result<()> {
    for byte in bytes {
        stream.write_all(&[*byte]).await?;
        tokio::time::sleep(pause).await;
    }
    Ok(())
}

/// Reads the head and as much body as it announces.
async fn read_request(stream: &mut TcpStream) -> Option<String> {
    let mut request = Vec::new();
    let mut chunk = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&request).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let announced = head
                .lines()
                .find_map(|line| line.to_lowercase().strip_prefix("content-length:")?.trim().parse().ok());
            if body.len() >= announced.unwrap_or(0_usize) {
                return Some(text);
            }
        }
        match stream.read(&mut chunk).await {
            Ok(0) | Err(_) => return None,
            Ok(count) => request.extend_from_slice(&chunk[..count]),
        }
    }
}

/// An answer with a status line, headers and a body; the length is added.
pub fn answer(status: &str, headers: &str, body: &str) -> Script {
    let length = body.len();
    vec![Act::Write(
        format!("HTTP/1.1 {status}\r\n{headers}content-length: {length}\r\nconnection: close\r\n\r\n{body}")
            .into_bytes(),
    )]
}

/// A JSON answer.
pub fn json(status: &str, body: &str) -> Script {
    answer(status, "content-type: application/json\r\n", body)
}

/// An HTML answer, as middleboxes give them.
pub fn html(status: &str) -> Script {
    answer(
        status,
        "content-type: text/html\r\n",
        "<html><body>Please sign in to the guest network</body></html>",
    )
}
