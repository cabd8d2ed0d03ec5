//! The adapter for better-auth against the same answers: each call ends in a refusal, a change is sent once, and nobody is
//! signed out by what the service did not say.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use account::{
    Access, ClosureRequest, Credentials, KeysKind, NewAccount, PhoneChannel, Provider, Refusal, Section, Session,
    SessionToken,
};
use providers::{Engine, better_auth, over_http, over_http_with, recognise};
use secrecy::ExposeSecret;

use super::case::{TOKEN, patient, secret};
use super::every_call::{What, hostile};
use super::server::{Script, Server, answer, html, json};

type Ending = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send>>;

const EMAIL: &str = "kim@lab.invalid";
const NEW_EMAIL: &str = "kim2@lab.invalid";
const NUMBER: &str = "+821028410037";
const NAMED: KeysKind = KeysKind::Named {
    most: None,
    name_max_length: 32,
};

/// A call, what the session holds before it, and what the service says properly before it says something else.
struct Call {
    name: &'static str,
    what: What,
    awaits: Option<&'static str>,
    /// How many changes the service grants before it.
    granted: usize,
    before: Vec<Script>,
    way: fn(Arc<dyn Provider>, Arc<Session>) -> Ending,
}

impl Call {
    fn new(name: &'static str, what: What, way: fn(Arc<dyn Provider>, Arc<Session>) -> Ending) -> Self {
        Self {
            name,
            what,
            awaits: None,
            granted: 0,
            before: Vec::new(),
            way,
        }
    }

    /// The sign-in waits for something.
    fn awaiting(mut self, awaits: &'static str) -> Self {
        self.awaits = Some(awaits);
        self
    }

    /// The service answers these properly first.
    fn after(mut self, before: Vec<Script>) -> Self {
        self.before = before;
        self
    }

    /// So many of them answer changes.
    fn granted(mut self, changes: usize) -> Self {
        self.granted = changes;
        self
    }
}

macro_rules! call {
    ($what:ident $name:ident ($($argument:expr),*)) => {
        Call::new(stringify!($name), What::$what, |provider, session| {
            Box::pin(async move { provider.$name(&session $(, $argument)*).await.map(drop) })
        })
    };
    // After a step-up, which the service grants.
    (proven $what:ident $name:ident ($($argument:expr),*)) => {
        Call {
            granted: 1,
            ..Call::new(stringify!($name), What::$what, |provider, session| {
                Box::pin(async move {
                    provider.step_up_password(&session, &secret("old-Pass-1")).await.unwrap();
                    provider.$name(&session $(, $argument)*).await.map(drop)
                })
            })
        }
    };
}

fn signed_in(factor: bool) -> Script {
    let body = format!(
        r#"{{"session":{{"id":"s1","token":"{TOKEN}"}},"user":{{"id":"u1","name":"Kim","email":"{EMAIL}","twoFactorEnabled":{factor},"updatedAt":"1"}}}}"#
    );
    json("200 OK", &body)
}

fn granted() -> Script {
    json("200 OK", r#"{"status":true}"#)
}

fn texted() -> Script {
    json("200 OK", r#"{"message":"code sent"}"#)
}

/// Who is signed in, with a number.
fn reachable() -> Script {
    let body = format!(
        r#"{{"session":{{"id":"s1","token":"{TOKEN}"}},"user":{{"id":"u1","email":"{EMAIL}","phoneNumber":"{NUMBER}","phoneNumberVerified":true}}}}"#
    );
    json("200 OK", &body)
}

fn withdrawal() -> ClosureRequest {
    ClosureRequest {
        reason: None,
        consent: true,
        phrase: None,
    }
}

fn keys() -> Script {
    json("200 OK", r#"{"apiKeys":[{"id":"k1","name":"build"}],"total":1}"#)
}

fn sessions() -> Script {
    let body = format!(r#"[{{"id":"s1","token":"{TOKEN}"}},{{"id":"s2","token":"another"}}]"#);
    json("200 OK", &body)
}

fn credentials() -> Credentials {
    Credentials {
        email: EMAIL.to_owned(),
        password: secret("old-Pass-1"),
    }
}

fn newcomer() -> NewAccount {
    NewAccount {
        email: EMAIL.to_owned(),
        password: secret("old-Pass-1"),
    }
}

fn calls() -> Vec<Call> {
    vec![
        call!(Reading current()),
        call!(Change sign_up(&newcomer())),
        call!(Change verify_email(&secret("482913"))).awaiting(r#"{"verify-email":"kim@lab.invalid"}"#),
        call!(Change resend_email_code()).awaiting(r#"{"verify-email":"kim@lab.invalid"}"#),
        call!(Change sign_in(&credentials())),
        call!(Change answer_factor(&secret("482913"))).awaiting(r#""second-factor""#),
        call!(Change request_sign_in_code(EMAIL)),
        call!(Change confirm_sign_in_code(&secret("482913"))).awaiting(r#"{"sign-in-code":"kim@lab.invalid"}"#),
        call!(Change request_password_reset(EMAIL)),
        call!(Once check_reset_code(&secret("482913"))).awaiting(r#"{"reset-code":"kim@lab.invalid"}"#),
        call!(Change reset_password(&secret("482913"), &secret("new-Pass-1")))
            .awaiting(r#"{"reset-code":"kim@lab.invalid"}"#),
        call!(Change sign_out()),
        call!(Once step_up_password(&secret("old-Pass-1"))),
        call!(Reading profile()),
        call!(Change save_profile(&BTreeMap::from([("name".to_owned(), "Lee".to_owned())]), Some("1")))
            .after(vec![signed_in(false)]),
        call!(Change change_password(&secret("old-Pass-1"), &secret("new-Pass-1"))),
        call!(Reading factors()),
        call!(proven Once begin_totp()).after(vec![granted(), signed_in(false)]),
        call!(Change activate_totp(&secret("482913"))),
        call!(proven Change deactivate_totp()).after(vec![granted()]),
        call!(Reading recovery_codes()),
        call!(proven Change regenerate_recovery_codes()).after(vec![granted()]),
        call!(Reading api_keys(NAMED)),
        call!(Change add_api_key("build")),
        Call::new("delete_api_key", What::Change, |provider, session| {
            Box::pin(async move {
                let id = provider.api_keys(&session, NAMED).await.unwrap()[0].id;
                provider.delete_api_key(&session, id).await.map(drop)
            })
        })
        .after(vec![keys(), keys()]),
        call!(proven Change choose_factor(None)).after(vec![granted()]),
        call!(Change send_factor_code()).awaiting(r#""second-factor","factors":["otp"]"#),
        call!(Reading phone(PhoneChannel::Sms)),
        call!(Change begin_phone(PhoneChannel::Sms, NUMBER)).after(vec![signed_in(false)]),
        Call::new("verify_phone", What::Change, |provider, session| {
            Box::pin(async move {
                let begun = provider.begin_phone(&session, PhoneChannel::Sms, NUMBER).await;
                assert!(begun.unwrap().pending.is_some());
                let code = secret("482913");
                provider
                    .verify_phone(&session, PhoneChannel::Sms, &code)
                    .await
                    .map(drop)
            })
        })
        .after(vec![signed_in(false), texted()])
        .granted(1),
        Call::new("resend_phone_code", What::Change, |provider, session| {
            Box::pin(async move {
                provider.begin_phone(&session, PhoneChannel::Sms, NUMBER).await.unwrap();
                let sent = provider.resend_phone_code(&session, PhoneChannel::Sms, NUMBER).await;
                sent.map(drop)
            })
        })
        .after(vec![signed_in(false), texted(), signed_in(false)])
        .granted(1),
        call!(Change delete_phone(PhoneChannel::Sms)).after(vec![reachable()]),
        call!(Reading email_addresses()),
        call!(Change begin_email_change(NEW_EMAIL)).after(vec![signed_in(false)]),
        Call::new("verify_email, of a new address", What::Change, |provider, session| {
            Box::pin(async move {
                provider.begin_email_change(&session, NEW_EMAIL).await.unwrap();
                provider.verify_email(&session, &secret("482913")).await.map(drop)
            })
        })
        .after(vec![signed_in(false), granted()])
        .granted(1),
        Call::new(
            "resend_email_code, of a new address",
            What::Change,
            |provider, session| {
                Box::pin(async move {
                    provider.begin_email_change(&session, NEW_EMAIL).await.unwrap();
                    provider.resend_email_code(&session).await
                })
            },
        )
        .after(vec![signed_in(false), granted()])
        .granted(1),
        call!(Reading closure()),
        call!(proven Change close_account(&withdrawal())).after(vec![granted(), signed_in(false)]),
        call!(Reading sessions()),
        Call::new("end_sessions", What::Change, |provider, session| {
            Box::pin(async move {
                let list = provider.sessions(&session).await.unwrap();
                let other = list.iter().find(|one| !one.current).unwrap().id;
                provider.end_sessions(&session, &[other]).await.map(drop)
            })
        })
        .after(vec![sessions(), sessions()]),
        call!(Change end_other_sessions()).after(vec![sessions()]),
    ]
}

fn held(awaits: Option<&str>) -> String {
    let awaits = awaits.map(|what| format!(r#","awaits":{what}"#)).unwrap_or_default();
    format!(r#"{{"cookies":{{"better-auth.session_token":"{TOKEN}.sig"}}{awaits}}}"#)
}

fn session(server: &Server, awaits: Option<&str>) -> Session {
    Session::new(&server.address, Some(SessionToken::new(secret(&held(awaits)))))
}

fn provider(server: &Server) -> Arc<dyn Provider> {
    better_auth(
        server.address.clone(),
        over_http_with(&server.address, patient()).unwrap(),
    )
}

async fn play(call: Call, name: &'static str, script: Script) -> Vec<String> {
    let proper = call.before.len();
    let proper_changes = call.granted;
    let mut scripts = call.before;
    scripts.push(script);
    let server = Server::start(scripts).await;
    let session = Arc::new(session(&server, call.awaits));
    let ended = (call.way)(provider(&server), session.clone()).await;
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(format!("{} against \u{201c}{name}\u{201d}: {what}", call.name));
    match &ended {
        Ok(()) => fault("taken for a success".to_owned()),
        Err(Refusal::Gone | Refusal::Step(_) | Refusal::StepUp(_) | Refusal::NoSuchStep) => fault(format!("{ended:?}")),
        Err(_) => {}
    }
    let seen = server.seen();
    if seen.len() <= proper {
        fault("nothing was asked".to_owned());
    }
    let sent = seen.iter().filter(|request| !request.starts_with("GET ")).count() - proper_changes;
    if call.what != What::Reading && sent > 1 {
        fault(format!("sent {sent} times"));
    }
    let lost = ["closed without a word", "cut", "bad gateway"].contains(&name);
    if call.what == What::Change && lost && !ended.as_ref().is_err_and(Refusal::leaves_outcome_open) {
        fault(format!("its answer was lost, but it ended in {ended:?}"));
    }
    let kept = session
        .token_for(&server.address)
        .map(|token| token.secret().expose_secret().to_owned());
    if kept != Some(held(call.awaits)) || session.take_renewed().is_some() {
        fault("the session did not stay as it was".to_owned());
    }
    let origin = format!("origin: {}", server.address.as_str().trim_end_matches('/'));
    if !seen
        .iter()
        .all(|request| request.to_lowercase().contains(&origin) || request.starts_with("GET /api/auth/ok "))
    {
        fault("a request without its origin".to_owned());
    }
    faults
}

#[tokio::test]
async fn no_answer_harms() {
    let mut running = tokio::task::JoinSet::new();
    for (name, script) in hostile() {
        for call in calls() {
            running.spawn(play(call, name, script.clone()));
        }
    }
    let faults: BTreeSet<String> = running.join_all().await.into_iter().flatten().collect();
    assert!(faults.is_empty(), "{}", Vec::from_iter(faults).join("\n"));
}

/// How a session ends: two answers of the service's own say so.
#[tokio::test]
async fn a_session_ends_by_the_services_own_word_only() {
    let nobody = || {
        json(
            "401 Unauthorized",
            r#"{"message":"Unauthorized","code":"UNAUTHORIZED"}"#,
        )
    };
    let null = || json("200 OK", "null");
    let ended = || {
        let cookie = "set-cookie: better-auth.session_token=; Max-Age=0; Path=/\r\ncontent-type: application/json\r\n";
        answer("200 OK", cookie, "null")
    };
    let itself = || json("200 OK", r#"{"ok":true}"#);
    for (name, scripts, end) in [
        ("nobody, and nobody again", vec![nobody(), null()], Refusal::Gone),
        (
            "nobody, then somebody",
            vec![nobody(), signed_in(false)],
            Refusal::Nonsense,
        ),
        ("nobody, then a page", vec![nobody(), html("200 OK")], Refusal::Nonsense),
    ] {
        let server = Server::start(scripts).await;
        let refused = provider(&server).sessions(&session(&server, None)).await;
        assert_eq!(refused.err(), Some(end), "{name}");
        assert_eq!(server.seen().len(), 2, "{name}");
    }
    for (name, scripts, end) in [
        ("the cookie's end", vec![ended()], Refusal::Gone),
        ("null, and the service is itself", vec![null(), itself()], Refusal::Gone),
        ("null, and a page", vec![null(), html("200 OK")], Refusal::Nonsense),
        ("null, and null", vec![null(), null()], Refusal::Nonsense),
    ] {
        let server = Server::start(scripts).await;
        assert_eq!(
            provider(&server).current(&session(&server, None)).await,
            Err(end),
            "{name}"
        );
    }
}

#[tokio::test]
async fn somebody_elses_session_is_not_taken_over() {
    let other = r#"{"session":{"id":"s9","token":"another"},"user":{"id":"u9","email":"lee@lab.invalid"}}"#;
    let server = Server::start(vec![json("200 OK", other)]).await;
    let provider = provider(&server);
    assert_eq!(provider.current(&session(&server, None)).await, Err(Refusal::Nonsense));
    let entered = r#"{"token":"fresh","user":{"id":"u1","email":"kim@lab.invalid"}}"#;
    let cookie = "set-cookie: better-auth.session_token=another.sig; Max-Age=600\r\ncontent-type: application/json\r\n";
    let server = Server::start(vec![answer("200 OK", cookie, entered)]).await;
    let session = Session::anonymous(&server.address);
    let refused = self::provider(&server).sign_in(&session, &credentials()).await;
    assert_eq!(refused, Err(Refusal::Nonsense));
    assert!(!session.has_token());
}

#[tokio::test]
async fn a_page_is_no_plugin() {
    for (name, script) in hostile() {
        let server = Server::start(vec![script]).await;
        let found = provider(&server)
            .capabilities(&Session::anonymous(&server.address))
            .await;
        if let Ok(found) = found {
            for section in [Section::Factors, Section::Keys, Section::Phones, Section::Closure] {
                assert_eq!(found.access(section), &Access::Off, "{name}");
            }
        }
    }
}

#[tokio::test]
async fn what_answers_is_told_apart() {
    let (ok, null, empty) = (
        json("200 OK", r#"{"ok":true}"#),
        json("200 OK", "null"),
        answer("404 Not Found", "", ""),
    );
    let document = json("200 OK", r#"{"service":{"name":"Both"},"sections":{}}"#);
    for (name, scripts, engine) in [
        (
            "itself",
            vec![ok.clone(), null.clone(), empty.clone()],
            Engine::BetterAuth,
        ),
        (
            "with a document of ours",
            vec![ok.clone(), null.clone(), document],
            Engine::Allauth,
        ),
        (
            "another service that works",
            vec![ok.clone(), html("200 OK")],
            Engine::Allauth,
        ),
        ("a page everywhere", vec![html("200 OK")], Engine::Allauth),
        ("nothing", vec![empty], Engine::Allauth),
        ("null everywhere", vec![null], Engine::Allauth),
        ("broken", vec![html("500 Internal Server Error")], Engine::Allauth),
    ] {
        let server = Server::start(scripts).await;
        let exchange = over_http(&server.address).unwrap();
        assert_eq!(recognise(&server.address, &exchange).await, Ok(engine), "{name}");
    }
    let silent = Server::start(vec![vec![]]).await;
    let exchange = over_http(&silent.address).unwrap();
    let lost = recognise(&silent.address, &exchange).await;
    assert!(matches!(lost, Err(Refusal::Unreachable { .. })), "{lost:?}");
}
