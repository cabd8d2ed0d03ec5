//! Every call of a provider against answers put together at random, out of the words that services use: none makes the client
//! panic, a change is never sent twice, and a session ends by the statuses that say so and by no other.

use std::collections::BTreeSet;
use std::sync::Arc;

use account::Refusal;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Map, Value};

use super::case::{patient, provider, session};
use super::every_call::{What, calls, discovery};
use super::server::{Script, Server, answer};

/// Names of the core and of the extension, and one of neither.
const WORDS: [&str; 44] = [
    "status",
    "data",
    "meta",
    "user",
    "flows",
    "methods",
    "errors",
    "code",
    "param",
    "message",
    "pointer",
    "detail",
    "id",
    "is_pending",
    "is_authenticated",
    "session_token",
    "type",
    "types",
    "name",
    "fields",
    "version",
    "email",
    "verified",
    "primary",
    "phone",
    "number",
    "pending",
    "resend_in",
    "expires_in",
    "keys",
    "secret",
    "totp_url",
    "unused_codes",
    "settings",
    "ways",
    "days",
    "devices",
    "last_notice",
    "sessions",
    "created_at",
    "agreed",
    "blockers",
    "entries",
    "beyond",
];

/// What texts say.
const TEXTS: [&str; 12] = [
    "",
    "login",
    "mfa_authenticate",
    "verify_email",
    "reauthenticate",
    "totp",
    "kim@lab.invalid",
    "+821028410037",
    "2026-02-30T25:00:00Z",
    "otpauth://totp/x?secret=AAAA",
    "incorrect_code",
    "\u{202e}\u{0}\u{feff}",
];

const STATUSES: [&str; 14] = [
    "200 OK",
    "201 Created",
    "202 Accepted",
    "204 No Content",
    "400 Bad Request",
    "401 Unauthorized",
    "403 Forbidden",
    "404 Not Found",
    "409 Conflict",
    "410 Gone",
    "412 Precondition Failed",
    "422 Unprocessable Content",
    "428 Precondition Required",
    "500 Internal Server Error",
];

fn any_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<f64>().prop_map(Value::from),
        select(&TEXTS[..]).prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 40, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::from),
            prop::collection::vec((select(&WORDS[..]), inner), 0..7).prop_map(|members| {
                let members = members.into_iter().map(|(name, value)| (name.to_owned(), value));
                Value::Object(Map::from_iter(members))
            }),
        ]
    })
}

/// Status, content type and body.
fn any_answer() -> impl Strategy<Value = (&'static str, &'static str, String)> {
    let kinds = ["application/json", "application/problem+json"];
    let body = any_value().prop_map(|value| value.to_string());
    (select(&STATUSES[..]), select(kinds.to_vec()), body)
}

/// What was wrong with how the calls ended.
async fn play(status: &'static str, script: Script) -> BTreeSet<String> {
    let mut running = tokio::task::JoinSet::new();
    for call in calls() {
        let script = script.clone();
        running.spawn(async move {
            let server = Server::start_knowing(Some(discovery()), vec![script]).await;
            let ended = (call.way)(provider(&server, patient()), Arc::new(session(&server))).await;
            let seen = server.seen();
            let changes = seen.iter().filter(|request| !request.starts_with("GET ")).count();
            let mut faults = Vec::new();
            if call.what == What::Change && changes > 1 {
                faults.push(format!("{} was sent {changes} times", call.name));
            }
            let says_gone = status.starts_with("401") || status.starts_with("410");
            if ended == Err(Refusal::Gone) && !says_gone {
                faults.push(format!("{} took {status} for the end of the session", call.name));
            }
            faults
        });
    }
    running.join_all().await.into_iter().flatten().collect()
}

#[test]
fn no_answer_put_together_at_random_harms() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let mut runner = TestRunner::new(Config {
        cases: 64,
        failure_persistence: None,
        ..Config::default()
    });
    let tried = runner.run(&any_answer(), |(status, kind, body)| {
        let script = answer(status, &format!("content-type: {kind}\r\n"), &body);
        let faults = runtime.block_on(play(status, script));
        prop_assert!(faults.is_empty(), "{faults:?}");
        Ok(())
    });
    tried.unwrap();
}
