//! Questions to somebody else than the account's service, against a server that notes what it is told: what leaves this computer,
//! what is made of the answers, and that nobody else's words are kept.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::io::{Read as _, Write as _};
use std::net::TcpListener;
use std::sync::mpsc::{Receiver, channel};

use account::{KeyStanding, Refusal};
use providers::{times_leaked, whatap_standing};
use secrecy::SecretString;
use url::Url;

/// The first 5 and the other digits of the SHA-1 of `password`, as `sha1sum` tells them.
const PREFIX: &str = "5BAA6";
const REST: &str = "1E4C9B93F3F0682250B6CF8331B7EE68FD8";

/// A server that answers every request alike, and what it was asked.
fn sink(status: &'static str, kind: &'static str, body: String) -> (Url, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/", listener.local_addr().unwrap());
    let (heard, asked) = channel();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            let mut request = Vec::new();
            let mut piece = [0; 4096];
            while !request.windows(4).any(|end| end == b"\r\n\r\n") {
                match stream.read(&mut piece) {
                    Ok(0) | Err(_) => break,
                    Ok(length) => request.extend_from_slice(&piece[..length]),
                }
            }
            let _ = heard.send(String::from_utf8_lossy(&request).into_owned());
            let head = format!(
                "HTTP/1.1 {status}\r\ncontent-type: {kind}\r\ncontent-length: {}\r\nconnection: close\r\n\r\n",
                body.len()
            );
            let _ = stream
                .write_all(head.as_bytes())
                .and_then(|()| stream.write_all(body.as_bytes()));
        }
    });
    (address.parse().unwrap(), asked)
}

fn password() -> SecretString {
    "password".into()
}

#[tokio::test]
async fn only_the_beginning_of_a_hash_leaves_this_computer() {
    let list =
        format!("0018A45C4D1DEF81644B54AB7F969B88D65:21\r\n{REST}:10434004\r\n011053FD0102E94D6AE2F8B83D76FAF94F6:0");
    let (address, asked) = sink("200 OK", "text/plain", list);
    let service = address.join("range/").unwrap();
    assert_eq!(times_leaked(&service, &password()).await, Ok(10_434_004));
    let request = asked.recv().unwrap();
    assert!(
        request.starts_with(&format!("GET /range/{PREFIX} HTTP/1.1\r\n")),
        "{request}"
    );
    assert!(request.to_lowercase().contains("add-padding: true"), "{request}");
    let told = request.to_uppercase();
    assert!(!told.contains(&REST[..6]) && !told.contains("PASSWORD"), "{request}");
    assert_eq!(times_leaked(&service, &"Harbor-Lamp-42-unleaked".into()).await, Ok(0));
}

#[tokio::test]
async fn what_is_no_list_of_hashes_is_no_answer() {
    for (status, kind, body) in [
        ("200 OK", "text/html", "<html>Sign in to the hotel</html>"),
        ("404 Not Found", "text/plain", ""),
        ("302 Found", "text/plain", ""),
        ("200 OK", "application/json", "{}"),
    ] {
        let (address, _asked) = sink(status, kind, body.to_owned());
        assert_eq!(
            times_leaked(&address, &password()).await,
            Err(Refusal::Nonsense),
            "{status} {body}"
        );
    }
    let (address, _asked) = sink("503 Service Unavailable", "text/plain", String::new());
    assert_eq!(
        times_leaked(&address, &password()).await,
        Err(Refusal::ServiceFailed { status: 503 })
    );
    let elsewhere: Url = "http://leaks.example/range/".parse().unwrap();
    let refused = times_leaked(&elsewhere, &password()).await;
    assert!(
        matches!(refused, Err(Refusal::Unreachable { .. })),
        "in the clear to another computer: {refused:?}"
    );
}

/// As WhaTap documents it; each project has a token of its own.
fn projects(count: usize) -> String {
    let one = r#"{"projectCode":5490,"projectName":"Front","platform":"JAVA","apiToken":"x2tggtnopk2t9"}"#;
    format!(
        r#"{{"account":"mina.park@example.com","total":{count},"data":[{}]}}"#,
        vec![one; count].join(",")
    )
}

#[tokio::test]
async fn a_token_is_told_by_its_account_and_number_of_projects() {
    let (address, asked) = sink("200 OK", "application/json;charset=UTF-8", projects(3));
    let open_api = address.join("open/api/json/projects").unwrap();
    let standing = whatap_standing(&open_api, &"token-of-mina".into()).await.unwrap();
    let counts = KeyStanding::Counts {
        account: Some("mina.park@example.com".to_owned()),
        projects: 3,
    };
    assert_eq!(standing, counts);
    assert!(
        !format!("{standing:?}").contains("x2tgg"),
        "nothing of the projects is kept"
    );
    let request = asked.recv().unwrap();
    assert!(
        request.starts_with("GET /open/api/json/projects HTTP/1.1\r\n"),
        "{request}"
    );
    assert!(
        request.to_lowercase().contains("x-whatap-token: token-of-mina"),
        "{request}"
    );
    assert!(
        !request.to_lowercase().contains("x-session-token"),
        "no session goes along: {request}"
    );
}

#[tokio::test]
async fn a_token_that_is_refused_and_answers_of_somebody_else() {
    let ask = async |status, kind, body: &str| {
        let (address, _asked) = sink(status, kind, body.to_owned());
        whatap_standing(&address, &"token".into()).await
    };
    assert_eq!(
        ask("401 Unauthorized", "application/json", "{}").await,
        Ok(KeyStanding::Refused)
    );
    assert_eq!(ask("403 Forbidden", "text/html", "no").await, Ok(KeyStanding::Refused));
    let bare = KeyStanding::Counts {
        account: None,
        projects: 1,
    };
    assert_eq!(ask("200 OK", "application/json", r#"{"data":[{}]}"#).await, Ok(bare));
    for (status, kind, body) in [
        ("200 OK", "text/html", "<html>"),
        ("200 OK", "application/json", r#"{"data":5}"#),
        ("200 OK", "application/json", "[]"),
        ("302 Found", "application/json", "{}"),
        ("404 Not Found", "application/json", "{}"),
    ] {
        assert_eq!(ask(status, kind, body).await, Err(Refusal::Nonsense), "{status} {body}");
    }
}
