//! API tokens and keys: one token that is reissued, up to five keys with names; shown again or once, as the service says.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::path::Path;

use serde_json::{Value, json};
use service::{Clock, Options, PasswordCost, Preset, Service};
use support::{EMAIL, Lab, Reply};

const TOKEN: &str = "/account/v1/api-token";
const KEYS: &str = "/account/v1/api-keys";

async fn get(lab: &Lab, token: &str, path: &str) -> Reply {
    lab.request("GET", path, Some(token), &[], Value::Null).await
}

async fn post(lab: &Lab, token: &str, path: &str, body: Value) -> Reply {
    lab.request("POST", path, Some(token), &[], body).await
}

async fn counts(lab: &Lab, secret: &str) -> bool {
    let bearer = format!("Bearer {secret}");
    let headers = [("authorization", bearer.as_str())];
    let reply = lab
        .request("GET", "/account/v1/key-check", None, &headers, Value::Null)
        .await;
    assert!(matches!(reply.status, 204 | 401), "{reply:?}");
    reply.status == 204
}

fn secret(reply: &Reply) -> String {
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json["secret"].as_str().unwrap().to_owned()
}

async fn add(lab: &Lab, token: &str, name: &str) -> Reply {
    post(lab, token, KEYS, json!({ "name": name })).await
}

#[tokio::test]
async fn a_token_is_there_from_the_start_and_reissued_as_a_whole() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let first = get(&lab, &token, TOKEN).await;
    assert_eq!(
        (first.status, &first.json["name"], &first.json["prefix"]),
        (200, &json!(""), &json!(""))
    );
    assert_eq!(first.json["created_at"], "2026-11-20T12:15:39Z");
    assert!(first.json.get("secret").is_none(), "a reading holds no secret");
    assert_eq!(
        get(&lab, &token, TOKEN).await.json,
        first.json,
        "looking makes no other"
    );

    lab.step_up(&token).await;
    let old = secret(&post(&lab, &token, &format!("{TOKEN}/reveal"), Value::Null).await);
    assert!(old.ends_with(first.json["last_four"].as_str().unwrap()));
    assert!(counts(&lab, &old).await);
    lab.wait(60);
    let reissued = post(&lab, &token, &format!("{TOKEN}/reissue"), Value::Null).await;
    let new = secret(&reissued);
    assert!(counts(&lab, &new).await);
    assert!(!counts(&lab, &old).await, "the old token stops at once");
    assert_eq!(get(&lab, &token, TOKEN).await.json, reissued.json["key"]);
    assert_eq!(lab.subjects().await[0], "[WhaTap] A new API token or key");
    let messages = lab.service.outbox_messages().await.unwrap();
    assert!(
        messages.iter().all(|message| !message.text.contains(&new)),
        "no mail holds a token"
    );
}

#[tokio::test]
async fn secrets_need_a_step_up_that_says_how() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.turn_on_totp(&token).await;
    lab.wait(400);
    for below in ["reveal", "reissue"] {
        let reply = post(&lab, &token, &format!("{TOKEN}/{below}"), Value::Null).await;
        assert_eq!((reply.status, &reply.json["code"]), (401, &json!("step_up_required")));
        let flows = reply.json["flows"].as_array().unwrap();
        assert_eq!(flows[0], json!({"id": "reauthenticate"}));
        assert_eq!(
            flows[1],
            json!({"id": "mfa_reauthenticate", "types": ["recovery_codes", "totp"]})
        );
    }
    lab.step_up(&token).await;
    secret(&post(&lab, &token, &format!("{TOKEN}/reveal"), Value::Null).await);
    let nobody = lab
        .request("POST", &format!("{TOKEN}/reissue"), None, &[], Value::Null)
        .await;
    assert_eq!((nobody.status, &nobody.json["code"]), (401, &json!("not_signed_in")));
}

#[tokio::test]
async fn an_account_has_at_most_five_keys() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    assert_eq!(get(&lab, &token, KEYS).await.json, json!({"keys": []}));
    assert_eq!(add(&lab, &token, "Robot").await.json["code"], "step_up_required");
    lab.step_up(&token).await;
    let mut secrets = Vec::new();
    for number in 1..=5 {
        let made = add(&lab, &token, &format!(" Robot {number} ")).await;
        secrets.push(secret(&made));
        assert_eq!(made.json["key"]["name"], json!(format!("Robot {number}")));
        assert_eq!(made.json["key"]["prefix"], "cck_");
        lab.wait(10);
    }
    let sixth = add(&lab, &token, "Robot 6").await;
    assert_eq!((sixth.status, sixth.codes()), (409, vec!["too_many_keys"]));
    assert_eq!(sixth.json["errors"][0]["pointer"], "");
    let list = get(&lab, &token, KEYS).await.json;
    let names: Vec<_> = list["keys"]
        .as_array()
        .unwrap()
        .iter()
        .map(|key| key["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        ["Robot 5", "Robot 4", "Robot 3", "Robot 2", "Robot 1"],
        "newest first"
    );

    let third = list["keys"][2]["id"].as_i64().unwrap();
    let left = lab
        .request("DELETE", &format!("{KEYS}/{third}"), Some(&token), &[], Value::Null)
        .await;
    assert_eq!((left.status, left.json["keys"].as_array().unwrap().len()), (200, 4));
    assert!(!counts(&lab, &secrets[2]).await, "a deleted key stops at once");
    assert!(counts(&lab, &secrets[0]).await && counts(&lab, &secrets[4]).await);
    assert_eq!(lab.subjects().await[0], "[CLOVA CareCall] An API key was deleted");
    let again = lab
        .request("DELETE", &format!("{KEYS}/{third}"), Some(&token), &[], Value::Null)
        .await;
    assert_eq!((again.status, &again.json["code"]), (404, &json!("no_such_key")));
    secret(&add(&lab, &token, "Robot 6").await);
}

#[tokio::test]
async fn a_key_has_a_name_of_its_own() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    secret(&add(&lab, &token, &"가".repeat(20)).await);
    for (body, code) in [
        (json!({}), "required"),
        (json!({"name": "  "}), "required"),
        (json!({"name": 5}), "not_text"),
        (json!({"name": "a\u{7}b"}), "not_text"),
        (json!({"name": "x".repeat(21)}), "too_long"),
        (json!({"name": "가".repeat(20)}), "name_taken"),
    ] {
        let reply = post(&lab, &token, KEYS, body).await;
        assert_eq!((reply.status, reply.codes()), (422, vec![code]));
        assert_eq!(reply.json["errors"][0]["pointer"], "/name");
    }
    assert_eq!(post(&lab, &token, KEYS, json!("Robot")).await.status, 400);
}

#[tokio::test]
async fn keys_are_their_owners_alone() {
    let lab = Lab::open(Preset::CareCall).await;
    let (mina, kim) = (lab.member("mina@lab.invalid").await, lab.member(EMAIL).await);
    lab.step_up(&mina).await;
    lab.step_up(&kim).await;
    let made = add(&lab, &mina, "Robot").await;
    let id = made.json["key"]["id"].as_i64().unwrap();
    for (method, path) in [
        ("DELETE", format!("{KEYS}/{id}")),
        ("POST", format!("{KEYS}/{id}/reveal")),
    ] {
        let reply = lab.request(method, &path, Some(&kim), &[], Value::Null).await;
        assert_eq!((reply.status, &reply.json["code"]), (404, &json!("no_such_key")));
    }
    assert_eq!(get(&lab, &kim, KEYS).await.json, json!({"keys": []}));
    assert!(counts(&lab, &secret(&made)).await);
    assert_eq!(
        secret(&post(&lab, &mina, &format!("{KEYS}/{id}/reveal"), Value::Null).await),
        secret(&made)
    );
    for wrong in ["", "cck_", "not a key", &secret(&made)[1..]] {
        assert!(!counts(&lab, wrong).await);
    }
}

#[tokio::test]
async fn two_at_once_never_make_six() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    let names: Vec<String> = (0..8).map(|number| format!("Robot {number}")).collect();
    let (a, b, c, d, e, f, g, h) = tokio::join!(
        add(&lab, &token, &names[0]),
        add(&lab, &token, &names[1]),
        add(&lab, &token, &names[2]),
        add(&lab, &token, &names[3]),
        add(&lab, &token, &names[4]),
        add(&lab, &token, &names[5]),
        add(&lab, &token, &names[6]),
        add(&lab, &token, &names[7]),
    );
    let made = [a, b, c, d, e, f, g, h]
        .iter()
        .filter(|reply| reply.status == 200)
        .count();
    assert_eq!(made, 5);
    assert_eq!(get(&lab, &token, KEYS).await.json["keys"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn too_many_requests_say_when_to_come_back() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    for _ in 0..20 {
        secret(&post(&lab, &token, &format!("{TOKEN}/reveal"), Value::Null).await);
    }
    let reply = post(&lab, &token, &format!("{TOKEN}/reveal"), Value::Null).await;
    assert_eq!((reply.status, &reply.json["code"]), (429, &json!("rate_limited")));
    assert_eq!(reply.headers["retry-after"], "60");
    assert_eq!(reply.headers["content-type"], "application/problem+json");
}

async fn open(folder: &Path, show_keys_once: bool) -> Lab {
    let mut options = Options::new(folder, Preset::CareCall);
    options.show_keys_once = show_keys_once;
    options.rate_limits = false;
    options.password_cost = PasswordCost::TestOnly;
    options.clock = Clock::stopped_at(jiff::Timestamp::UNIX_EPOCH);
    Lab::around(Service::open(options).await.unwrap(), Preset::CareCall)
}

/// Makes a key; its number and its secret.
async fn made(lab: &Lab, token: &str, name: &str) -> (i64, String) {
    let made = add(lab, token, name).await;
    (made.json["key"]["id"].as_i64().unwrap(), secret(&made))
}

async fn is_never_shown(lab: &Lab, token: &str, id: i64) {
    let reveal = post(lab, token, &format!("{KEYS}/{id}/reveal"), Value::Null).await;
    assert_eq!((reveal.status, &reveal.json["code"]), (404, &json!("not_offered")));
}

fn is_kept(folder: &Path, secret: &str) -> bool {
    std::fs::read_dir(folder).unwrap().any(|file| {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        bytes.windows(secret.len()).any(|part| part == secret.as_bytes())
    })
}

#[tokio::test]
async fn where_secrets_are_shown_once_only_their_digests_are_kept() {
    let folder = tempfile::tempdir().unwrap();
    let lab = open(folder.path(), true).await;
    let document = lab
        .request("GET", "/.well-known/account-management", None, &[], Value::Null)
        .await;
    let wanted = json!({"kind": "named", "most": 5, "name_max_length": 20, "shown": "once"});
    assert_eq!(document.json["keys"], wanted);
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    let (id, secret) = made(&lab, &token, "Robot").await;
    is_never_shown(&lab, &token, id).await;
    assert!(counts(&lab, &secret).await);
    lab.service.close().await;
    assert!(!is_kept(folder.path(), &secret), "the database holds the secret");
}

#[tokio::test]
async fn so_are_those_that_were_made_before() {
    let folder = tempfile::tempdir().unwrap();
    let lab = open(folder.path(), false).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    let (id, secret) = made(&lab, &token, "Robot").await;
    lab.service.close().await;
    assert!(is_kept(folder.path(), &secret), "it is shown again, so it is kept");

    let lab = open(folder.path(), true).await;
    assert!(!is_kept(folder.path(), &secret), "the database holds the secret");
    lab.step_up(&token).await;
    is_never_shown(&lab, &token, id).await;
    assert!(counts(&lab, &secret).await, "it goes on counting");
}
