//! Alert settings and the test alert: saved from their newest version, judged field by field, and obeyed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use service::{Channel, Preset};
use support::{EMAIL, Lab, Reply};

const SETTINGS: &str = "/account/v1/alert-settings";
const TEST: &str = "/account/v1/alert-settings/test";
const DEVICES: &str = "/account/v1/devices";

async fn read(lab: &Lab, token: &str) -> Reply {
    let reply = lab.request("GET", SETTINGS, Some(token), &[], Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply
}

async fn put(lab: &Lab, token: &str, tag: Option<&str>, body: Value) -> Reply {
    let headers: Vec<_> = tag.iter().map(|tag| ("if-match", *tag)).collect();
    lab.request("PUT", SETTINGS, Some(token), &headers, body).await
}

/// Saves over whatever there is.
async fn save(lab: &Lab, token: &str, body: Value) {
    let reply = put(lab, token, Some("*"), body).await;
    assert_eq!(reply.status, 200, "{reply:?}");
}

async fn try_out(lab: &Lab, token: &str, body: Value) -> Reply {
    lab.request("POST", TEST, Some(token), &[], body).await
}

fn tag(reply: &Reply) -> String {
    reply.headers["etag"].to_str().unwrap().to_owned()
}

fn settings() -> Value {
    json!({"level": "fatal", "days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:00", "to": "20:30",
        "channels": ["email"]})
}

fn with(field: &str, value: Value) -> Value {
    let mut all = settings();
    all[field] = value;
    all
}

/// What became of a way: `sent`, or why not.
fn fate(report: &Reply, channel: &str) -> String {
    assert_eq!(report.status, 200, "{report:?}");
    let all = report.json["recipients"].as_array().unwrap();
    let one = all.iter().find(|one| one["channel"] == channel).unwrap();
    let reasons: Vec<_> = one["reasons"]
        .as_array()
        .unwrap()
        .iter()
        .map(|r| r.as_str().unwrap())
        .collect();
    let outcome = one["outcome"].as_str().unwrap();
    if reasons.is_empty() {
        outcome.to_owned()
    } else {
        format!("{outcome}: {}", reasons.join(" "))
    }
}

#[tokio::test]
async fn settings_are_the_services_until_a_person_decides() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let first = read(&lab, &token).await;
    let wanted = json!({"level": "all", "days": ["mon", "tue", "wed", "thu", "fri", "sat", "sun"], "from": "00:00",
        "to": "24:00", "channels": ["email", "devices"], "time_zone": "Asia/Seoul", "ways": [
            {"channel": "email", "to": [EMAIL]}, {"channel": "sms", "to": []}, {"channel": "whatsapp", "to": []},
            {"channel": "devices", "to": []}]});
    assert_eq!(first.json, wanted);

    let old = tag(&first);
    assert_eq!(put(&lab, &token, None, settings()).await.status, 428);
    let mixed = json!({"level": "fatal", "days": ["sun", "mon", "sun"], "from": "22:00", "to": "06:00",
        "channels": ["devices", "email", "devices"]});
    let saved = put(&lab, &token, Some(&old), mixed).await;
    assert_eq!(saved.status, 200, "{saved:?}");
    assert_eq!(
        (&saved.json["days"], &saved.json["channels"]),
        (&json!(["mon", "sun"]), &json!(["email", "devices"]))
    );
    assert_eq!(
        (&saved.json["from"], &saved.json["to"]),
        (&json!("22:00"), &json!("06:00"))
    );
    assert_eq!(read(&lab, &token).await.json, saved.json);
    assert_eq!(tag(&read(&lab, &token).await), tag(&saved));
    let late = put(&lab, &token, Some(&old), settings()).await;
    assert_eq!((late.status, &late.json["code"]), (412, &json!("changed_meanwhile")));
    assert_eq!(read(&lab, &token).await.json["from"], "22:00");
}

#[tokio::test]
async fn each_field_is_judged_and_a_refusal_changes_nothing() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let before = read(&lab, &token).await;
    for (field, value, code) in [
        ("level", json!("some"), "not_a_choice"),
        ("level", json!(1), "not_text"),
        ("level", Value::Null, "required"),
        ("days", json!([]), "required"),
        ("days", Value::Null, "required"),
        ("days", json!("mon"), "not_a_list"),
        ("days", json!(["mon", "payday"]), "not_a_choice"),
        ("days", json!([1]), "not_text"),
        ("from", json!("8:00"), "not_a_time"),
        ("from", json!("24:00"), "not_a_time"),
        ("from", json!(""), "required"),
        ("from", json!(480), "not_text"),
        ("to", json!("24:01"), "not_a_time"),
        ("to", json!("08:00"), "empty_range"),
        ("channels", json!([]), "required"),
        ("channels", json!(["email", "owl"]), "not_a_choice"),
        ("channels", json!({"email": true}), "not_a_list"),
        ("channels", json!(["email", "sms"]), "no_sms_number"),
        ("channels", json!(["whatsapp"]), "no_whatsapp_number"),
    ] {
        let reply = put(&lab, &token, Some("*"), with(field, value.clone())).await;
        assert_eq!((reply.status, reply.codes()), (422, vec![code]), "{field} {value}");
        assert_eq!(reply.json["errors"][0]["pointer"], format!("/{field}"));
    }
    let all_wrong = put(&lab, &token, Some("*"), json!({})).await;
    assert_eq!(all_wrong.codes(), ["required"; 5]);
    assert_eq!(put(&lab, &token, Some("*"), json!([])).await.status, 400);
    let after = read(&lab, &token).await;
    assert_eq!((tag(&after), after.json), (tag(&before), before.json));
}

#[tokio::test]
async fn a_test_alert_goes_by_level_day_and_hour() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    save(&lab, &token, settings()).await;
    // It is Friday, 21:15 in Seoul.
    let now = try_out(&lab, &token, json!({"level": "fatal"})).await;
    assert_eq!(
        (&now.json["at"], &now.json["time_zone"]),
        (&json!("2026-11-20T21:15"), &json!("Asia/Seoul"))
    );
    assert_eq!(fate(&now, "email"), "held: hours");
    assert_eq!(fate(&now, "devices"), "held: hours channel_off no_device");
    assert_eq!(fate(&now, "sms"), "held: hours channel_off no_number");
    assert_eq!(
        lab.subjects().await.len(),
        1,
        "nothing but the code of the sign-up was sent"
    );

    let at = |at: &str, level: &str| json!({"level": level, "at": at});
    let fates = [
        ("2026-11-20T20:29", "fatal", "sent"),
        ("2026-11-20T20:30", "fatal", "held: hours"),
        ("2026-11-20T08:00", "warning", "held: level"),
        ("2026-11-21T12:00", "fatal", "held: day"),
        ("2026-11-22T07:59", "warning", "held: level day hours"),
    ];
    for (time, level, wanted) in fates {
        let report = try_out(&lab, &token, at(time, level)).await;
        assert_eq!(fate(&report, "email"), wanted, "{time} {level}");
        assert_eq!(
            (&report.json["at"], &report.json["level"]),
            (&json!(time), &json!(level))
        );
    }
    let sent = lab.service.outbox_messages().await.unwrap();
    assert_eq!(sent.len(), 2);
    assert_eq!((sent[0].channel, sent[0].to.as_str()), (Channel::Mail, EMAIL));
    assert_eq!(
        (sent[0].subject.as_str(), sent[0].asked_for_by.as_str()),
        ("[WhaTap] Test alert: fatal", "test_alert")
    );
    assert!(
        sent[0].text.contains("2026-11-20 20:29 (Asia/Seoul)"),
        "{}",
        sent[0].text
    );
}

#[tokio::test]
async fn days_and_hours_are_those_of_the_accounts_zone_and_words_of_its_language() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let profile = json!({"time_zone": "Europe/Berlin", "notification_language": "ko"});
    let moved = lab
        .request(
            "PATCH",
            "/account/v1/profile",
            Some(&token),
            &[("if-match", "*")],
            profile,
        )
        .await;
    assert_eq!(moved.status, 200, "{moved:?}");
    assert_eq!(read(&lab, &token).await.json["time_zone"], "Europe/Berlin");
    save(&lab, &token, settings()).await;
    // The same moment is 13:15 in Berlin.
    let now = try_out(&lab, &token, json!({"level": "fatal"})).await;
    assert_eq!(
        (&now.json["at"], fate(&now, "email")),
        (&json!("2026-11-20T13:15"), "sent".to_owned())
    );
    assert_eq!(lab.subjects().await[0], "[WhaTap] 테스트 알림: 위험");
    // The clocks skip the hour after two on that night.
    let skipped = try_out(&lab, &token, json!({"level": "fatal", "at": "2027-03-28T02:30"})).await;
    assert_eq!(skipped.json["at"], "2027-03-28T03:30");
}

#[tokio::test]
async fn a_test_alert_without_a_level_or_at_no_time_is_refused() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    for (body, field, code) in [
        (json!({}), "/level", "required"),
        (json!({"level": "grave"}), "/level", "not_a_choice"),
        (json!({"level": "fatal", "at": "tomorrow"}), "/at", "not_a_time"),
        (json!({"level": "fatal", "at": "2026-02-30T10:00"}), "/at", "not_a_time"),
        (
            json!({"level": "fatal", "at": "2026-11-20T10:00Z"}),
            "/at",
            "not_a_time",
        ),
        (json!({"level": "fatal", "at": 12}), "/at", "not_text"),
    ] {
        let reply = try_out(&lab, &token, body.clone()).await;
        assert_eq!((reply.status, reply.codes()), (422, vec![code]), "{body}");
        assert_eq!(reply.json["errors"][0]["pointer"], field);
    }
    assert_eq!(try_out(&lab, &token, json!({})).await.codes(), ["required"]);
    assert_eq!(lab.subjects().await.len(), 1);
}

#[tokio::test]
async fn test_alerts_are_not_for_flooding_anyone() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    for _ in 0..5 {
        assert_eq!(try_out(&lab, &token, json!({"level": "fatal"})).await.status, 200);
    }
    let sixth = try_out(&lab, &token, json!({"level": "fatal"})).await;
    assert_eq!((sixth.status, &sixth.json["code"]), (429, &json!("rate_limited")));
    assert_eq!(sixth.headers["retry-after"], "60");
    lab.wait(60);
    assert_eq!(try_out(&lab, &token, json!({"level": "fatal"})).await.status, 200);
}

#[tokio::test]
async fn settings_are_their_persons_alone_and_only_where_they_are_offered() {
    let lab = Lab::open(Preset::WhaTap).await;
    for (method, path) in [
        ("GET", SETTINGS),
        ("PUT", SETTINGS),
        ("POST", TEST),
        ("GET", DEVICES),
        ("POST", DEVICES),
    ] {
        let nobody = lab.request(method, path, None, &[], json!({})).await;
        assert_eq!(
            (nobody.status, &nobody.json["code"]),
            (401, &json!("not_signed_in")),
            "{method} {path}"
        );
    }
    let (mina, kim) = (lab.member("mina@lab.invalid").await, lab.member(EMAIL).await);
    save(&lab, &mina, settings()).await;
    assert_eq!(read(&lab, &kim).await.json["level"], "all");

    for preset in [Preset::CareCall, Preset::Plain] {
        let lab = Lab::open(preset).await;
        let token = lab.member(EMAIL).await;
        for (method, path) in [("GET", SETTINGS), ("POST", TEST), ("GET", DEVICES)] {
            let reply = lab.request(method, path, Some(&token), &[], Value::Null).await;
            assert_eq!(
                (reply.status, &reply.json["code"]),
                (404, &json!("not_offered")),
                "{path}"
            );
        }
    }
}
