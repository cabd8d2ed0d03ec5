//! Another client of a service under test: one plain HTTP call at a time, for what happens outside the window.

use std::io::{Read as _, Write as _};
use std::net::TcpStream;

use serde_json::{Value, json};

use crate::desk::{Failure, Outcome};
use crate::service_server::ServiceServer;

/// An answer's status and its JSON.
pub type Answered = (u16, Value);

/// Sends a call with a session's token and a JSON body.
///
/// # Errors
/// Nobody answers, or not in HTTP.
pub fn call(server: &ServiceServer, method: &str, path: &str, token: Option<&str>, body: &Value) -> Outcome<Answered> {
    let token = token
        .map(|token| format!("x-session-token: {token}\r\n"))
        .unwrap_or_default();
    exchange(server, method, path, &token, body).map(|(_, answered)| answered)
}

/// Signs in with a password; gives the session's token.
///
/// # Errors
/// The service hands out none.
pub fn sign_in(server: &ServiceServer, email: &str, password: &str) -> Outcome<String> {
    let login = json!({ "email": email, "password": password });
    token(&call(server, "POST", "/_allauth/app/v1/auth/login", None, &login)?)
}

/// Changes fields of what the service keeps under a path, from its newest version.
///
/// # Errors
/// It tells no version, or refuses the change.
pub fn change(server: &ServiceServer, path: &str, token: &str, changes: &Value) -> Outcome {
    let token = format!("x-session-token: {token}\r\n");
    let (head, _) = exchange(server, "GET", path, &token, &Value::Null)?;
    let version = head
        .lines()
        .filter_map(|line| line.split_once(": "))
        .find(|(name, _)| name.eq_ignore_ascii_case("etag"))
        .map(|(_, version)| version.to_owned())
        .ok_or_else(|| Failure::new(format!("{path} tells no version")))?;
    let headers = format!("{token}if-match: {version}\r\n");
    let (_, changed) = exchange(server, "PATCH", path, &headers, changes)?;
    if changed.0 == 200 {
        return Ok(());
    }
    Err(Failure::new(format!("{path} was not changed: {changed:?}")))
}

/// One call with these lines of headers; gives the answer's head as well.
fn exchange(
    server: &ServiceServer,
    method: &str,
    path: &str,
    headers: &str,
    body: &Value,
) -> Outcome<(String, Answered)> {
    let mut stream = TcpStream::connect(server.address().trim_start_matches("http://"))?;
    let body = body.to_string();
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nhost: service\r\nuser-agent: second-client\r\ncontent-type: application/json\r\n{headers}\
         content-length: {}\r\nconnection: close\r\n\r\n{body}",
        body.len()
    )?;
    let mut answer = String::new();
    stream.read_to_string(&mut answer)?;
    let (head, body) = answer
        .split_once("\r\n\r\n")
        .ok_or_else(|| Failure::new(format!("no HTTP answer to {path}")))?;
    let status = head
        .split(' ')
        .nth(1)
        .and_then(|status| status.parse().ok())
        .unwrap_or(0);
    Ok((
        head.to_owned(),
        (status, serde_json::from_str(body).unwrap_or(Value::Null)),
    ))
}

/// The token an answer of the core hands out.
///
/// # Errors
/// It hands out none.
pub fn token(answer: &Answered) -> Outcome<String> {
    let token = answer.1["meta"]["session_token"].as_str();
    token
        .map(str::to_owned)
        .ok_or_else(|| Failure::new(format!("no token in the answer: {answer:?}")))
}
