//! The OpenAPI document: committed as the code makes it, served as far as a preset goes, and true of what is answered.
//!
//! `UPDATE_OPENAPI=1` (or `cargo xtask openapi`) writes the committed copy anew.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::PathBuf;

use serde_json::{Map, Value, json};
use service::Preset;
use support::{EMAIL, Lab, Reply};

const SERVED: &str = "/account/v1/openapi.json";

fn committed() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../protocol/openapi.json")
}

async fn served(lab: &Lab) -> Value {
    let reply = lab.request("GET", SERVED, None, &[], Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json
}

/// Every operation of a document: path, method, and what is told of it.
fn operations(document: &Value) -> impl Iterator<Item = (&str, &str, &Value)> {
    let paths = document["paths"].as_object().unwrap().iter();
    paths.flat_map(|(path, methods)| {
        let methods = methods.as_object().unwrap().iter();
        methods.map(move |(method, operation)| (path.as_str(), method.as_str(), operation))
    })
}

#[test]
fn the_committed_document_is_the_codes() {
    let made = service::openapi();
    if std::env::var_os("UPDATE_OPENAPI").is_some() {
        let text = serde_json::to_string_pretty(&sorted(&made)).unwrap() + "\n";
        std::fs::write(committed(), text).unwrap();
    }
    let kept: Value = serde_json::from_str(&std::fs::read_to_string(committed()).unwrap()).unwrap();
    assert!(
        kept == made,
        "{} is not what the code makes: run `cargo xtask openapi`",
        committed().display()
    );
}

/// The same with its keys in order, whichever order serde_json was built to keep.
fn sorted(value: &Value) -> Value {
    match value {
        Value::Object(fields) => {
            let mut keys: Vec<&String> = fields.keys().collect();
            keys.sort();
            let fields: Map<String, Value> = keys
                .into_iter()
                .map(|key| (key.clone(), sorted(&fields[key])))
                .collect();
            Value::Object(fields)
        }
        Value::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}

#[tokio::test]
async fn each_service_serves_its_part_of_the_document() {
    let whole = service::openapi();
    for preset in Preset::ALL {
        let lab = Lab::open(preset).await;
        let part = served(&lab).await;
        assert_eq!(part["openapi"], "3.1.0");
        for (path, method, operation) in operations(&part) {
            assert_eq!(operation, &whole["paths"][path][method], "{preset}: {method} {path}");
        }
        for (path, method, _) in operations(&whole) {
            let reply = lab
                .request(&method.to_uppercase(), &concrete(path, "1"), None, &[], Value::Null)
                .await;
            let offered = part["paths"][path].get(method).is_some();
            let absent = (reply.status, &reply.json["code"]) == (404, &json!("not_offered")) || reply.status == 405;
            assert_eq!(offered, !absent, "{preset}: {method} {path}: {reply:?}");
        }
        for (name, schema) in part["components"]["schemas"].as_object().unwrap() {
            assert_eq!(schema, &whole["components"]["schemas"][name], "{preset}: {name}");
        }
    }
}

/// A path with its parts filled in.
fn concrete(path: &str, part: &str) -> String {
    let parts: Vec<&str> = path
        .split('/')
        .map(|one| if one.starts_with('{') { part } else { one })
        .collect();
    parts.join("/")
}

/// Whether an answer is one of those told: its status, its kind, and a problem's codes.
fn is_told(operation: &Value, reply: &Reply) -> Result<(), String> {
    let told = operation["responses"]
        .get(reply.status.to_string())
        .ok_or("its status is not told")?;
    let kind = reply.headers.get("content-type").map(|kind| kind.to_str().unwrap());
    let Some(content) = told["content"].as_object() else {
        return kind.map_or(Ok(()), |kind| Err(format!("no content is told, and it has {kind}")));
    };
    let kind = kind.ok_or("it has no content")?;
    let body = content
        .get(kind)
        .ok_or_else(|| format!("content of kind {kind} is not told"))?;
    for name in told["headers"].as_object().into_iter().flat_map(Map::keys) {
        reply.headers.get(name).ok_or_else(|| format!("it lacks {name}"))?;
    }
    if kind != "application/problem+json" {
        return Ok(());
    }
    let demands = &body["schema"]["allOf"][1]["properties"];
    let known = |list: &Value, code: &Value| list.as_array().is_some_and(|codes| codes.contains(code));
    if !known(&demands["code"]["enum"], &reply.json["code"]) {
        return Err("its code is not told".to_owned());
    }
    let faults = reply.json["errors"].as_array().into_iter().flatten();
    let stray = faults.filter(|_| reply.status == 422).find(|fault| {
        !known(
            &demands["errors"]["items"]["properties"]["code"]["enum"],
            &fault["code"],
        )
    });
    stray.map_or(Ok(()), |fault| Err(format!("a field's code is not told: {fault}")))
}

#[tokio::test]
async fn every_answer_is_one_that_the_document_tells() {
    for preset in Preset::ALL {
        answers_are_told(preset, &Lab::open(preset).await).await;
        answers_are_told(preset, &Lab::limited(preset).await).await;
    }
}

/// What only many wrong codes bring about: a phone's are counted by its number.
#[tokio::test]
async fn a_refusal_of_too_many_wrong_codes_is_told() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let document = served(&lab).await;
    let token = lab.member(EMAIL).await;
    let phone = "/account/v1/phones/sms";
    let verify = format!("{phone}/verify");
    let mut statuses = Vec::new();
    for _ in 0..3 {
        lab.step_up(&token).await;
        let number = json!({"number": "+821028410037"});
        lab.request("PUT", phone, Some(&token), &[], number).await;
        for _ in 0..5 {
            let code = json!({"code": "no code"});
            let reply = lab.request("POST", &verify, Some(&token), &[], code).await;
            let told = is_told(&document["paths"][verify.as_str()]["post"], &reply);
            assert_eq!(told, Ok(()), "{reply:?}");
            statuses.push(reply.status);
        }
        lab.wait(60);
    }
    assert!(statuses.contains(&429), "{statuses:?}");
}

async fn answers_are_told(preset: Preset, lab: &Lab) {
    let document = served(lab).await;
    let token = lab.member(EMAIL).await;
    let long = "x".repeat(70_000);
    let bodies = [
        Value::Null,
        json!([1]),
        json!({}),
        json!({"name": 5, "agreed": "yes", "colour": "red"}),
        json!({"name": "Mina", "agreed": true}),
        json!({"name": "x".repeat(200), "text": long}),
    ];
    for proved in [false, true] {
        if proved {
            lab.step_up(&token).await;
        }
        for (path, method, operation) in operations(&document) {
            for token in [None, Some("bogus"), Some(token.as_str())] {
                for (body, headers) in bodies.iter().zip([&[][..], &[("if-match", "*")]].into_iter().cycle()) {
                    for part in ["1", "0", "%FF", "..%2f"] {
                        let place = concrete(path, part);
                        let reply = lab
                            .request(&method.to_uppercase(), &place, token, headers, body.clone())
                            .await;
                        let told = is_told(operation, &reply);
                        assert_eq!(told, Ok(()), "{preset}: {method} {place}: {reply:?}");
                        if operation["security"] == json!([{"session": []}]) {
                            let stranger = match token {
                                None => Some(401),
                                Some("bogus") => Some(410),
                                Some(_) => None,
                            };
                            // Whoever is nobody hears that first; only what can't be read at all is refused before.
                            let unread = part == "%FF" || reply.status == 413;
                            let heard = stranger.is_none_or(|status| unread || reply.status == status);
                            assert!(heard, "{preset}: {method} {place}: {reply:?}");
                        }
                        if part == "1" && place == path {
                            break;
                        }
                    }
                }
            }
        }
    }
}
