//! One case of the tables: what the server does, and how the call must end.

use std::time::Duration;

use account::{Provider, Refusal, Session, SessionToken, SignedIn};
use providers::{Limits, allauth, over_http_with};
use secrecy::{ExposeSecret, SecretString};

use super::server::{Script, Server};

pub const TOKEN: &str = "canary-token-0123456789";

pub struct Case {
    pub name: &'static str,
    pub scripts: Vec<Script>,
    /// How the call must end; `None` for a success.
    pub end: Option<Refusal>,
    /// How many requests the server must see.
    pub tries: usize,
    pub limits: Limits,
}

impl Case {
    pub fn new(name: &'static str, script: Script, end: Refusal) -> Self {
        Self {
            name,
            scripts: vec![script],
            end: Some(end),
            tries: 1,
            limits: patient(),
        }
    }

    pub fn tried(mut self, tries: usize) -> Self {
        self.tries = tries;
        self
    }

    /// For answers that never end: the call must give up by its own limits.
    pub fn hasty(mut self) -> Self {
        self.limits = Limits {
            idle: Duration::from_millis(300),
            total: Duration::from_millis(700),
            ..patient()
        };
        self
    }
}

/// Long enough for a busy machine; these cases never wait for it.
pub fn patient() -> Limits {
    Limits {
        connect: Duration::from_secs(20),
        idle: Duration::from_secs(20),
        total: Duration::from_secs(40),
        ..Limits::default()
    }
}

pub fn secret(text: &str) -> SecretString {
    SecretString::from(text)
}

pub fn session(server: &Server) -> Session {
    Session::new(&server.address, Some(SessionToken::new(secret(TOKEN))))
}

pub fn provider(server: &Server, limits: Limits) -> std::sync::Arc<dyn Provider> {
    allauth(server.address.clone(), over_http_with(&server.address, limits).unwrap())
}

/// A call to try a case with.
pub enum Kind {
    Reading,
    Change,
}

/// Plays a case through: the end, the number of requests, and that a failed call leaves the token alone.
pub async fn play(case: Case, kind: &Kind) {
    let server = Server::start(case.scripts).await;
    let (provider, session) = (provider(&server, case.limits), session(&server));
    let ended: Result<Option<SignedIn>, Refusal> = match kind {
        Kind::Reading => provider.current(&session).await.map(Some),
        Kind::Change => provider
            .change_password(&session, &secret("old-Pass-1"), &secret("new-Pass-1"))
            .await
            .map(|()| None),
    };
    assert_eq!(ended.err(), case.end, "{}", case.name);
    let seen = server.seen();
    assert_eq!(seen.len(), case.tries, "{}: requests {seen:?}", case.name);
    assert!(seen.iter().all(|request| request.contains(TOKEN)), "{}", case.name);
    if case.end.is_some() {
        let kept = session.token_for(&server.address).unwrap();
        assert_eq!(
            kept.secret().expose_secret(),
            TOKEN,
            "{}: a failed call must not touch the session",
            case.name
        );
        assert!(session.take_renewed().is_none(), "{}", case.name);
    }
}

/// Plays all cases, side by side.
pub async fn play_all(cases: Vec<Case>, kind: Kind) {
    let kind = std::sync::Arc::new(kind);
    let mut running = tokio::task::JoinSet::new();
    for case in cases {
        let kind = kind.clone();
        running.spawn(async move { play(case, &kind).await });
    }
    running.join_all().await;
}
