//! Mobile devices: they register themselves at allowed push services only; one that fails is left out until a test arrives.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::http::{StatusCode, Uri};
use serde_json::{Value, json};
use service::{Channel, Clock, Options, PasswordCost, Preset, Service};
use support::{EMAIL, Lab, Reply};

const DEVICES: &str = "/account/v1/devices";
const TEST_ALERT: &str = "/account/v1/alert-settings/test";

async fn list(lab: &Lab, token: &str) -> Vec<Value> {
    let reply = lab.request("GET", DEVICES, Some(token), &[], Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json["devices"].as_array().unwrap().clone()
}

async fn register(lab: &Lab, token: &str, body: Value) -> Reply {
    lab.request("POST", DEVICES, Some(token), &[], body).await
}

async fn add(lab: &Lab, token: &str, body: Value) -> i64 {
    let reply = register(lab, token, body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json["id"].as_i64().unwrap()
}

async fn test(lab: &Lab, token: &str, id: i64) -> Reply {
    lab.request("POST", &format!("{DEVICES}/{id}/test"), Some(token), &[], Value::Null)
        .await
}

async fn delete(lab: &Lab, token: &str, id: i64) -> Reply {
    lab.request("DELETE", &format!("{DEVICES}/{id}"), Some(token), &[], Value::Null)
        .await
}

/// What became of each device in a test alert, by its name.
async fn alerted(lab: &Lab, token: &str) -> Vec<(String, String, Value)> {
    let body = json!({"level": "fatal"});
    let reply = lab.request("POST", TEST_ALERT, Some(token), &[], body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    let all = reply.json["recipients"].as_array().unwrap().iter();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    all.filter(|one| one["channel"] == "devices")
        .map(|one| (text(&one["to"]), text(&one["outcome"]), one["reasons"].clone()))
        .collect()
}

/// A push service that answers each path with the status it was told to; what it got.
struct PushService {
    origin: String,
    got: Arc<Mutex<Vec<(String, Value)>>>,
    gone: Arc<Mutex<bool>>,
}

impl PushService {
    async fn start() -> Self {
        let (got, gone) = (Arc::<Mutex<Vec<_>>>::default(), Arc::new(Mutex::new(false)));
        let (got_too, gone_too) = (Arc::clone(&got), Arc::clone(&gone));
        let router = Router::new().fallback(move |uri: Uri, body: Bytes| async move {
            let notice = serde_json::from_slice(&body).unwrap_or(Value::Null);
            got_too.lock().unwrap().push((uri.to_string(), notice));
            match uri.path() {
                "/moved" => (StatusCode::FOUND, [("location", "/good")]),
                "/broken" => (StatusCode::INTERNAL_SERVER_ERROR, [("location", "")]),
                _ if *gone_too.lock().unwrap() => (StatusCode::GONE, [("location", "")]),
                _ => (StatusCode::CREATED, [("location", "")]),
            }
        });
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let origin = format!("http://{}", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        Self { origin, got, gone }
    }

    fn at(&self, path: &str) -> String {
        format!("{}{path}", self.origin)
    }

    fn paths(&self) -> Vec<String> {
        self.got.lock().unwrap().iter().map(|(path, _)| path.clone()).collect()
    }
}

/// A service that may send to these push services.
async fn lab_with(origins: &[&str], practice: bool) -> Lab {
    let folder = tempfile::tempdir().unwrap();
    let mut options = Options::new(folder.path(), Preset::WhaTap);
    options.push_origins = origins.iter().map(|origin| origin.parse().unwrap()).collect();
    options.practice = practice;
    options.rate_limits = false;
    options.password_cost = PasswordCost::TestOnly;
    options.clock = Clock::stopped_at(jiff::Timestamp::from_second(1_795_176_939).unwrap());
    let service = Service::open(options).await.unwrap();
    let mut lab = Lab::around(service, Preset::WhaTap);
    lab.folder = folder;
    lab
}

#[tokio::test]
async fn a_sample_that_is_gone_fails_its_test_and_is_left_out() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    assert_eq!(list(&lab, &token).await, Vec::<Value>::new());
    let answers = json!({"name": "Pixel 9", "system": "Android 16", "app_version": "2.8.1", "sample": "answers"});
    let answers = add(&lab, &token, answers).await;
    let gone = add(&lab, &token, json!({"name": "Galaxy Tab S8", "sample": "gone"})).await;
    let first = json!({"id": answers, "name": "Pixel 9", "system": "Android 16", "app_version": "2.8.1",
        "added_at": "2026-11-20T12:15:39Z", "excluded": false, "sample": true});
    assert_eq!(list(&lab, &token).await[0], first);
    assert_eq!(lab.subjects().await[0], "[WhaTap] A mobile device was added");

    lab.wait(60);
    let arrived = test(&lab, &token, answers).await;
    let notice = json!({"at": "2026-11-20T12:16:39Z", "result": "delivered"});
    assert_eq!((arrived.status, &arrived.json["last_notice"]), (200, &notice));
    let sent = lab.service.outbox_messages().await.unwrap();
    assert_eq!((sent[0].channel, sent[0].to.as_str()), (Channel::Push, "Pixel 9"));
    assert_eq!(sent[0].asked_for_by, "device_test");

    let failed = test(&lab, &token, gone).await;
    assert_eq!(
        (failed.status, &failed.json["last_notice"]["result"]),
        (200, &json!("gone"))
    );
    assert_eq!(
        (&failed.json["excluded"], &arrived.json["excluded"]),
        (&json!(true), &json!(false))
    );
    let ways = lab
        .request("GET", "/account/v1/alert-settings", Some(&token), &[], Value::Null)
        .await;
    assert_eq!(ways.json["ways"][3], json!({"channel": "devices", "to": ["Pixel 9"]}));
    let wanted = [
        ("Pixel 9".to_owned(), "sent".to_owned(), json!([])),
        (
            "Galaxy Tab S8".to_owned(),
            "held".to_owned(),
            json!(["device_excluded"]),
        ),
    ];
    assert_eq!(alerted(&lab, &token).await, wanted);

    let left = delete(&lab, &token, gone).await;
    assert_eq!((left.status, left.json["devices"].as_array().unwrap().len()), (200, 1));
    for twice in [delete(&lab, &token, gone).await, test(&lab, &token, gone).await] {
        assert_eq!((twice.status, &twice.json["code"]), (404, &json!("no_such_device")));
    }
}

#[tokio::test]
async fn an_alert_that_does_not_arrive_excludes_its_device_until_a_test_does() {
    let push = PushService::start().await;
    let lab = lab_with(&[&push.origin], false).await;
    let token = lab.member(EMAIL).await;
    let phone = json!({"name": "Phone", "endpoint": push.at("/good?token=1")});
    let phone = add(&lab, &token, phone).await;
    let arrived = alerted(&lab, &token).await;
    assert_eq!(
        (arrived[0].1.as_str(), push.paths()),
        ("sent", vec!["/good?token=1".to_owned()])
    );
    let notice = push.got.lock().unwrap()[0].1.clone();
    assert_eq!(
        (&notice["kind"], &notice["title"]),
        (&json!("alert"), &json!("[WhaTap] Test alert: fatal"))
    );
    assert!(
        notice["text"]
            .as_str()
            .unwrap()
            .contains("2026-11-20 21:15 (Asia/Seoul)"),
        "{notice}"
    );

    *push.gone.lock().unwrap() = true;
    assert_eq!(alerted(&lab, &token).await[0].2, json!(["device_gone"]));
    *push.gone.lock().unwrap() = false;
    assert_eq!(alerted(&lab, &token).await[0].2, json!(["device_excluded"]));
    assert_eq!(push.paths().len(), 2, "an excluded device is not told");
    let told = lab.subjects().await;
    assert!(
        told.iter().any(|subject| subject.ends_with("Test alert: fatal")),
        "{told:?}"
    );

    assert_eq!(test(&lab, &token, phone).await.json["excluded"], json!(false));
    assert_eq!(alerted(&lab, &token).await[0].1, "sent");
}

#[tokio::test]
async fn nothing_but_a_plain_success_counts_as_arrived_and_nothing_is_followed() {
    let push = PushService::start().await;
    let lab = lab_with(&[&push.origin, "http://127.0.0.1:1"], false).await;
    let token = lab.member(EMAIL).await;
    for path in [
        push.at("/moved"),
        push.at("/broken"),
        "http://127.0.0.1:1/nobody".to_owned(),
    ] {
        let id = add(&lab, &token, json!({"name": path, "endpoint": path})).await;
        let tested = test(&lab, &token, id).await;
        assert_eq!(tested.json["last_notice"]["result"], "unreachable", "{path}");
    }
    assert_eq!(push.paths(), ["/moved", "/broken"]);
    assert_eq!(push.got.lock().unwrap()[0].1["kind"], "test");
}

#[tokio::test]
async fn registering_again_renews_a_device() {
    let push = PushService::start().await;
    let lab = lab_with(&[&push.origin], false).await;
    let token = lab.member(EMAIL).await;
    let id = add(&lab, &token, json!({"name": "Phone", "endpoint": push.at("/good")})).await;
    *push.gone.lock().unwrap() = true;
    assert_eq!(test(&lab, &token, id).await.json["excluded"], json!(true));
    let mails = lab.subjects().await.len();
    let again = json!({"name": "Phone, restored", "app_version": "3", "endpoint": push.at("/good")});
    assert_eq!(add(&lab, &token, again).await, id);
    let all = list(&lab, &token).await;
    assert_eq!(all.len(), 1);
    assert_eq!(
        (&all[0]["name"], &all[0]["excluded"]),
        (&json!("Phone, restored"), &json!(false))
    );
    assert!(all[0].get("last_notice").is_none());
    assert_eq!(lab.subjects().await.len(), mails, "what was known is no news");
    let text = Value::Array(all).to_string();
    assert!(
        !text.contains("/good") && !text.contains("endpoint"),
        "the address is told to nobody: {text}"
    );
}

#[tokio::test]
async fn what_can_not_be_a_device_is_refused_by_field() {
    let push = PushService::start().await;
    let lab = lab_with(&[&push.origin], false).await;
    let token = lab.member(EMAIL).await;
    let good = push.at("/good");
    let long = "x".repeat(51);
    for (body, field, code) in [
        (json!({"endpoint": good}), "/name", "required"),
        (json!({"name": long, "endpoint": good}), "/name", "too_long"),
        (json!({"name": "a\nb", "endpoint": good}), "/name", "not_text"),
        (
            json!({"name": "a", "system": long, "endpoint": good}),
            "/system",
            "too_long",
        ),
        (
            json!({"name": "a", "app_version": "123456789012345678901", "endpoint": good}),
            "/app_version",
            "too_long",
        ),
        (json!({"name": "a"}), "/endpoint", "required"),
        (json!({"name": "a", "endpoint": 7}), "/endpoint", "not_text"),
        (
            json!({"name": "a", "endpoint": "https://elsewhere.invalid/x"}),
            "/endpoint",
            "endpoint_not_allowed",
        ),
        (
            json!({"name": "a", "endpoint": "http://169.254.169.254/latest"}),
            "/endpoint",
            "endpoint_not_allowed",
        ),
        // Samples are a practice server's alone.
        (json!({"name": "a", "sample": "answers"}), "/sample", "unknown_field"),
    ] {
        let reply = register(&lab, &token, body.clone()).await;
        assert_eq!((reply.status, reply.codes()), (422, vec![code]), "{body}");
        assert_eq!(reply.json["errors"][0]["pointer"], field, "{body}");
    }
    assert_eq!(list(&lab, &token).await, Vec::<Value>::new());
    assert_eq!(push.paths(), Vec::<String>::new());
    let document = lab
        .request("GET", "/.well-known/account-management", None, &[], Value::Null)
        .await;
    assert_eq!(document.json["devices"], json!({"most": 20, "samples": false}));

    let practice = Lab::open(Preset::WhaTap).await;
    let token = practice.member(EMAIL).await;
    let owl = register(&practice, &token, json!({"name": "a", "sample": "owl"})).await;
    assert_eq!((owl.status, owl.codes()), (422, vec!["not_a_choice"]));
}

#[tokio::test]
async fn an_account_has_twenty_devices_and_no_others() {
    let lab = Lab::open(Preset::WhaTap).await;
    let (mina, kim) = (lab.member("mina@lab.invalid").await, lab.member(EMAIL).await);
    let sample = |name: String| json!({"name": name, "sample": "answers"});
    let mut first = 0;
    for number in 0..20 {
        let id = add(&lab, &mina, sample(format!("Phone {number}"))).await;
        first = if number == 0 { id } else { first };
    }
    let more = register(&lab, &mina, sample("One more".into())).await;
    assert_eq!((more.status, more.codes()), (409, vec!["too_many_devices"]));
    for theirs in [test(&lab, &kim, first).await, delete(&lab, &kim, first).await] {
        assert_eq!((theirs.status, &theirs.json["code"]), (404, &json!("no_such_device")));
    }
    assert_eq!(list(&lab, &mina).await.len(), 20);
    assert_eq!(add(&lab, &kim, sample("Kim's".into())).await, first + 20);
}
