//! Every call of a provider against answers no service would give: it ends in a refusal, a change is sent once at most, and
//! nobody is signed out by it. A call that is missing here fails by name.

use std::collections::{BTreeMap, BTreeSet};
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use account::{
    AlertLevel, AlertSettings, CaptchaAnswer, ClosureRequest, Credentials, Day, FactorMethod, KeysKind, NewAccount,
    NewDevice, PhoneChannel, Provider, Reached, Refusal, Session, Severity, TestAlert,
};
use secrecy::ExposeSecret;

use super::case::{TOKEN, patient, provider, secret, session};
use super::server::{Act, Script, Server, answer, html, json};

pub type Ending = Pin<Box<dyn Future<Output = Result<(), Refusal>> + Send>>;
pub type Way = fn(Arc<dyn Provider>, Arc<Session>) -> Ending;

/// A call, and what it is to a service.
pub struct Call {
    pub name: &'static str,
    pub what: What,
    pub way: Way,
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum What {
    /// It may be repeated.
    Reading,
    /// It changes nothing a person would miss, but asking twice would have an effect: sent once.
    Once,
    /// It is sent once, and an answer that was lost leaves open what holds.
    Change,
}

macro_rules! calls {
    ($($what:ident $name:ident ($($argument:expr),*);)*) => {
        [$(Call {
            name: stringify!($name),
            what: What::$what,
            way: |provider, session| Box::pin(async move { provider.$name(&session $(, $argument)*).await.map(drop) }),
        }),*]
    };
}

const NAMED: KeysKind = KeysKind::Named {
    most: Some(5),
    name_max_length: 20,
};

fn credentials() -> Credentials {
    Credentials {
        email: "kim@lab.invalid".to_owned(),
        password: secret("old-Pass-1"),
    }
}

fn answered() -> CaptchaAnswer {
    CaptchaAnswer {
        id: "c1".to_owned(),
        answer: "42".to_owned(),
    }
}

fn newcomer() -> NewAccount {
    NewAccount {
        email: "kim@lab.invalid".to_owned(),
        password: secret("old-Pass-1"),
    }
}

fn alerts() -> AlertSettings {
    AlertSettings {
        level: AlertLevel::Fatal,
        days: vec![Day::Mon],
        from: "08:00".to_owned(),
        to: "20:30".to_owned(),
        channels: vec!["email".to_owned()],
    }
}

fn phone() -> NewDevice {
    NewDevice {
        name: "Phone".to_owned(),
        system: String::new(),
        app_version: String::new(),
        reached: Reached::Endpoint("https://push.invalid/1".to_owned()),
    }
}

fn withdrawal() -> ClosureRequest {
    ClosureRequest {
        reason: Some("other".to_owned()),
        consent: true,
        phrase: None,
    }
}

/// All calls but `capabilities`, which takes a hostile answer for "not there" (see the cases of its own).
pub fn calls() -> Vec<Call> {
    calls! {
        Reading current();
        Change sign_up(&newcomer());
        Change verify_email(&secret("482913"));
        Change resend_email_code();
        Change sign_in(&credentials());
        Change answer_factor(&secret("482913"));
        Change request_sign_in_code("kim@lab.invalid");
        Change confirm_sign_in_code(&secret("482913"));
        Change request_password_reset("kim@lab.invalid");
        Reading check_reset_code(&secret("482913"));
        Change reset_password(&secret("482913"), &secret("new-Pass-1"));
        Change captcha("en");
        Change request_temporary_password("kim@lab.invalid", Some(&answered()));
        Change replace_password(&secret("new-Pass-1"));
        Change sign_out();
        Change step_up_password(&secret("old-Pass-1"));
        Change step_up_factor(&secret("482913"));
        Reading profile();
        Change save_profile(&BTreeMap::from([("name".to_owned(), "Kim".to_owned())]), Some("\"1\""));
        Reading email_addresses();
        Change begin_email_change("kim2@lab.invalid");
        Reading password_policy();
        Change change_password(&secret("old-Pass-1"), &secret("new-Pass-1"));
        Reading factors();
        Once begin_totp();
        Change activate_totp(&secret("482913"));
        Change deactivate_totp();
        Reading recovery_codes();
        Change regenerate_recovery_codes();
        Reading second_factor();
        Change choose_factor(Some(FactorMethod::Email));
        Change validate_factor(&secret("482913"));
        Change resend_factor();
        Reading factor_code();
        Change send_factor_code();
        Reading proof_left();
        Reading phone(PhoneChannel::Sms);
        Change begin_phone(PhoneChannel::Sms, "+821028410037");
        Change verify_phone(PhoneChannel::Sms, &secret("482913"));
        Change resend_phone_code(PhoneChannel::Sms, "+821028410037");
        Change delete_phone(PhoneChannel::Sms);
        Reading api_keys(NAMED);
        Once api_key_secret(NAMED, 1);
        Change reissue_api_token();
        Change add_api_key("build");
        Change delete_api_key(1);
        Reading alert_settings();
        Change save_alert_settings(&alerts(), Some("\"1\""));
        Change send_test_alert(&TestAlert { severity: Severity::Fatal, at: None });
        Reading devices();
        Change register_device(&phone());
        Change test_device(1);
        Change delete_device(1);
        Reading marketing_consent();
        Change decide_on_marketing(true);
        Reading closure();
        Change close_account(&withdrawal());
        Reading activity();
        Reading sessions();
        Change end_sessions(&[7]);
        Change end_other_sessions();
    }
    .into()
}

/// A document that offers everything, so that every call is sent.
pub fn discovery() -> Script {
    let names = [
        "profile", "password", "factors", "sessions", "phones", "alerts", "devices", "keys", "consents", "closure",
    ];
    let sections = names.map(|name| format!("\"{name}\":\"edit\"")).join(",");
    json(
        "200 OK",
        &format!(r#"{{"service":{{"name":"Lab"}},"sections":{{{sections}}}}}"#),
    )
}

pub fn hostile() -> Vec<(&'static str, Script)> {
    let write = |text: &str| Act::Write(text.as_bytes().to_vec());
    let problem = r#"{"type":"about:blank","title":"?","status":422,"code":"from_the_future","errors":[{"pointer":"/beyond","code":"from_the_future","detail":"?"}]}"#;
    let deep = format!("{}1{}", "[".repeat(5000), "]".repeat(5000));
    vec![
        ("closed without a word", vec![]),
        (
            "cut",
            vec![write(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 400\r\n\r\n{\"data\":",
            )],
        ),
        ("not HTTP", vec![write("SSH-2.0-OpenSSH_9.2\r\n")]),
        (
            "announces two mebibytes",
            vec![write(
                "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 2097152\r\n\r\n{",
            )],
        ),
        ("bad gateway", html("502 Bad Gateway")),
        ("failed", json("500 Internal Server Error", r#"{"status":500}"#)),
        ("captive portal", html("200 OK")),
        ("middlebox 401", html("401 Unauthorized")),
        (
            "gateway's JSON 401",
            json("401 Unauthorized", r#"{"message":"Unauthorized"}"#),
        ),
        ("middlebox 403", html("403 Forbidden")),
        ("middlebox 410", html("410 Gone")),
        (
            "to another host",
            answer("302 Found", "location: https://login.portal.example/\r\n", ""),
        ),
        (
            "to another host, keep the method",
            answer(
                "307 Temporary Redirect",
                "location: https://login.portal.example/\r\n",
                "",
            ),
        ),
        ("a number", json("200 OK", "7")),
        ("null", json("200 OK", "null")),
        ("an array of texts", json("200 OK", r#"["a"]"#)),
        ("too deep", json("200 OK", &deep)),
        (
            "wrong types",
            json(
                "200 OK",
                r#"{"status":"200","data":{"user":[],"flows":7},"meta":[],"agreed":"yes","keys":{},"name":[1]}"#,
            ),
        ),
        (
            "a problem of the future",
            answer(
                "422 Unprocessable Content",
                "content-type: application/problem+json\r\n",
                problem,
            ),
        ),
        ("a status of its own", html("999 Nope")),
    ]
}

async fn play(call: Call, name: &'static str, script: Script) -> Vec<String> {
    let server = Server::start_knowing(Some(discovery()), vec![script]).await;
    let (provider, session) = (provider(&server, patient()), Arc::new(session(&server)));
    let ended = (call.way)(provider, session.clone()).await;
    let mut faults = Vec::new();
    let mut fault = |what: String| faults.push(format!("{} against \u{201c}{name}\u{201d}: {what}", call.name));
    match &ended {
        Ok(()) => fault("taken for a success".to_owned()),
        Err(Refusal::Gone | Refusal::Step(_) | Refusal::StepUp(_)) => fault(format!("{ended:?}")),
        Err(_) => {}
    }
    let seen = server.seen();
    // Some changes read first, and a reading is repeated.
    let changes = seen.iter().filter(|request| !request.starts_with("GET ")).count();
    let sent = if call.what == What::Once { seen.len() } else { changes };
    if call.what != What::Reading && sent > 1 {
        fault(format!("sent {sent} times"));
    }
    let lost = ["closed without a word", "cut", "bad gateway"].contains(&name);
    if call.what == What::Change && changes > 0 && lost && !ended.as_ref().is_err_and(Refusal::leaves_outcome_open) {
        fault(format!("its answer was lost, but it ended in {ended:?}"));
    }
    let kept = session
        .token_for(&server.address)
        .map(|token| token.secret().expose_secret().to_owned());
    if kept.as_deref() != Some(TOKEN) || session.take_renewed().is_some() {
        fault("the session did not stay as it was".to_owned());
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

#[tokio::test]
async fn a_limit_is_told_with_its_time() {
    let limited = answer("429 Too Many Requests", "retry-after: 17\r\n", "");
    for call in calls() {
        let server = Server::start_knowing(Some(discovery()), vec![limited.clone()]).await;
        let ended = (call.way)(provider(&server, patient()), Arc::new(session(&server))).await;
        let told = Refusal::RateLimited {
            after: Some(std::time::Duration::from_secs(17)),
        };
        assert_eq!((ended, server.seen().len()), (Err(told), 1), "{}", call.name);
    }
}

#[test]
fn every_call_is_here() {
    let source = include_str!("../../../account/src/provider.rs");
    let named = source
        .lines()
        .filter_map(|line| line.trim().strip_prefix("async fn ")?.split('(').next());
    let named: BTreeSet<&str> = named.filter(|name| *name != "capabilities").collect();
    let here: BTreeSet<&str> = calls().iter().map(|call| call.name).collect();
    assert_eq!(here, named);
}
