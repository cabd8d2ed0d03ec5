//! Every step that was recorded against a genuine django-allauth 65.21.1 server, repeated against this service: the
//! same statuses, the same keys and types, the same codes. Only the words of messages may differ.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::collections::HashMap;

use serde_json::{Map, Value};
use service::Preset;
use support::{Lab, totp_at};

/// Keys whose values must be equal, not only of the same type.
const EXACT: [&str; 22] = [
    "status",
    "code",
    "param",
    "is_pending",
    "types",
    "is_authenticated",
    "type",
    "method",
    "email",
    "phone",
    "verified",
    "primary",
    "reauthenticated",
    "is_current",
    "total_code_count",
    "unused_code_count",
    "has_usable_password",
    "login_methods",
    "supported_types",
    "is_open_for_signup",
    "track_activity",
    "user_agent",
];

/// What a validator of the recorded site's own finds fault with: it had WhaTap's password rule, the core alone has none for kinds of
/// characters.
const OF_THE_SITE: &str = "password_kinds";

/// Where two answers differ in shape.
fn differences(at: &str, wanted: &Value, got: &Value, exact: bool, found: &mut Vec<String>) {
    match (wanted, got) {
        (Value::Object(wanted), Value::Object(got)) => {
            let mut keys: Vec<_> = wanted.keys().chain(got.keys()).collect();
            keys.sort();
            keys.dedup();
            for key in keys {
                let exact =
                    EXACT.contains(&key.as_str()) || (key == "id" && wanted.get(key).is_some_and(Value::is_string));
                match (wanted.get(key), got.get(key)) {
                    (Some(wanted), Some(got)) => differences(&format!("{at}/{key}"), wanted, got, exact, found),
                    (Some(_), None) => found.push(format!("{at}/{key} is missing")),
                    _ => found.push(format!("{at}/{key} is too much")),
                }
            }
        }
        (Value::Array(wanted), Value::Array(got)) if wanted.len() == got.len() => {
            for (index, (wanted, got)) in wanted.iter().zip(got).enumerate() {
                differences(&format!("{at}/{index}"), wanted, got, exact, found);
            }
        }
        (Value::Number(_), Value::Number(_)) | (Value::String(_), Value::String(_)) if !exact => {}
        (wanted, got) if wanted == got => {}
        (wanted, got) => found.push(format!("{at}: {wanted} became {got}")),
    }
}

/// What the replay carries from one step to the next.
#[derive(Default)]
struct Memory {
    tokens: HashMap<String, String>,
    totp_key: String,
    recovery: Vec<String>,
    other_session: Value,
}

impl Memory {
    async fn fill(&self, lab: &Lab, text: &str) -> Value {
        match text {
            "{mail}" | "{text}" => lab.newest_code().await.into(),
            "{totp}" => totp_at(&self.totp_key, lab.now()).into(),
            "{second session}" => Value::Array(vec![self.other_session.clone()]),
            _ => match text.strip_prefix("{recovery ").and_then(|rest| rest.strip_suffix('}')) {
                Some(index) => self.recovery[index.parse::<usize>().unwrap()].clone().into(),
                None => text.into(),
            },
        }
    }

    fn learn(&mut self, step: &Value, answer: &Value) {
        if let Some(token) = answer["meta"]["session_token"].as_str() {
            let whose = step["gives"].as_str().or(step["as"].as_str()).unwrap_or("main");
            self.tokens.insert(whose.to_owned(), token.to_owned());
        }
        if let Some(key) = answer["meta"]["secret"].as_str() {
            self.totp_key = key.to_owned();
        }
        if let Some(codes) = answer["data"]["unused_codes"]
            .as_array()
            .filter(|codes| codes.len() == 10)
        {
            self.recovery = codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect();
        }
        if let Some(other) = answer["data"]
            .as_array()
            .into_iter()
            .flatten()
            .find(|one| one["is_current"] == false)
        {
            self.other_session = other["id"].clone();
        }
    }
}

#[tokio::test]
async fn answers_like_the_genuine_server() {
    let steps: Vec<Value> = serde_json::from_str(include_str!("recorded/transcript.json")).unwrap();
    assert!(steps.len() > 80);
    let lab = Lab::open(Preset::Plain).await;
    let mut memory = Memory::default();
    memory.tokens.insert("bogus".into(), "nothing-anyone-was-given".into());
    for step in &steps {
        lab.wait(step["wait"].as_i64().unwrap_or(1));
        let token = step["as"].as_str().map(|whose| memory.tokens[whose].clone());
        let mut sent = step["sent"].clone();
        for value in sent.as_object_mut().unwrap_or(&mut Map::new()).values_mut() {
            if let Some(text) = value.as_str().map(str::to_owned) {
                *value = memory.fill(&lab, &text).await;
            }
        }
        let mut headers = Vec::new();
        for (name, value) in step["headers"].as_object().unwrap_or(&Map::new()) {
            let value = memory.fill(&lab, value.as_str().unwrap()).await;
            headers.push((name.clone(), value.as_str().unwrap().to_owned()));
        }
        let headers: Vec<_> = headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.as_str()))
            .collect();
        let path = format!("/_allauth/app/v1{}", step["path"].as_str().unwrap());
        let reply = lab
            .request(
                step["method"].as_str().unwrap(),
                &path,
                token.as_deref(),
                &headers,
                sent,
            )
            .await;
        memory.learn(step, &reply.json);
        let mut found = Vec::new();
        let mut wanted = step["answer"].clone();
        if let Some(faults) = wanted.get_mut("errors").and_then(Value::as_array_mut) {
            faults.retain(|fault| fault["code"] != OF_THE_SITE);
        }
        differences("", &wanted, &reply.json, false, &mut found);
        let name = format!(
            "{} / {} {} {}",
            step["section"], step["method"], step["path"], step["label"]
        );
        assert_eq!(
            u64::from(reply.status),
            step["status"].as_u64().unwrap(),
            "{name}: {}",
            reply.json
        );
        assert!(found.is_empty(), "{name}: {found:?} in {}", reply.json);
    }
}
