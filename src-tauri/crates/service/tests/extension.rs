//! Discovery, profile and password policy, and the owner's side of a service: sample account, reset.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use protocol::extension::discovery::{Access, Discovery, KeysKind};
use serde_json::{Value, json};
use service::Preset;
use support::{EMAIL, Lab, PASSWORD, Reply};

const PROFILE: &str = "/account/v1/profile";

async fn patch(lab: &Lab, token: &str, tag: Option<&str>, body: Value) -> Reply {
    let headers: Vec<_> = tag.iter().map(|tag| ("if-match", *tag)).collect();
    lab.request("PATCH", PROFILE, Some(token), &headers, body).await
}

fn tag(reply: &Reply) -> String {
    reply.headers["etag"].to_str().unwrap().to_owned()
}

#[tokio::test]
async fn discovery_needs_no_sign_in_and_names_only_what_is_served() {
    for preset in Preset::ALL {
        let lab = Lab::open(preset).await;
        let reply = lab
            .request("GET", "/.well-known/account-management", None, &[], Value::Null)
            .await;
        assert_eq!(reply.status, 200);
        let document: Discovery = serde_json::from_value(reply.json).unwrap();
        assert_eq!(document.service.preset.as_deref(), Some(preset.name()));
        assert!(document.service.practice);
        let profile = lab.request("GET", PROFILE, None, &[], Value::Null).await;
        let phone = lab.core("GET", "/account/phone", None, Value::Null).await;
        let consent = lab
            .request("GET", "/account/v1/consents/marketing", None, &[], Value::Null)
            .await;
        let kept = |path: &'static str| lab.request("GET", path, None, &[], Value::Null);
        let token = kept("/account/v1/api-token").await;
        let keys = kept("/account/v1/api-keys").await;
        let by_code = lab
            .core("POST", "/auth/code/request", None, json!({"email": EMAIL}))
            .await;
        assert_eq!(profile.status == 401, document.access("profile") == Access::Edit);
        assert_eq!(consent.status == 401, document.access("consents") == Access::Edit);
        let kind = document.keys.as_ref().map(|keys| keys.kind);
        assert_eq!(token.status == 401, kind == Some(KeysKind::Token));
        assert_eq!(keys.status == 401, matches!(kind, Some(KeysKind::Named { .. })));
        assert_eq!(document.access("keys") == Access::Edit, kind.is_some());
        let channel = |name: &str| {
            let named = document.phones.iter().flat_map(|phones| &phones.channels);
            named.filter(|form| form.channel == name).count() == 1
        };
        for name in ["sms", "whatsapp"] {
            let path = format!("/account/v1/phones/{name}");
            let reply = lab.request("GET", &path, None, &[], Value::Null).await;
            assert_eq!(reply.status == 401, channel(name), "{name}");
        }
        // Who names the section serves it: by the extension, or the core's one number.
        assert!(document.access("phones") == Access::Off || phone.status == 401 || channel("sms"));
        assert_eq!(by_code.status == 401, document.sign_in.by_code);
    }
}

#[tokio::test]
async fn a_profile_is_changed_only_from_its_newest_version() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let first = lab.request("GET", PROFILE, Some(&token), &[], Value::Null).await;
    assert_eq!(
        (first.status, &first.json["email"], &first.json["time_zone"]),
        (200, &json!(EMAIL), &json!("Asia/Seoul"))
    );
    let old = tag(&first);
    assert_eq!(patch(&lab, &token, None, json!({"name": "Mina"})).await.status, 428);
    let changed = patch(
        &lab,
        &token,
        Some(&old),
        json!({"name": " 박미나 ", "time_zone": "europe/berlin"}),
    )
    .await;
    assert_eq!(
        (&changed.json["name"], &changed.json["time_zone"]),
        (&json!("박미나"), &json!("Europe/Berlin"))
    );
    let late = patch(&lab, &token, Some(&old), json!({"name": "Kim"})).await;
    assert_eq!((late.status, &late.json["code"]), (412, &json!("changed_meanwhile")));
    assert_eq!(late.headers["content-type"], "application/problem+json");
    let session = lab.core("GET", "/auth/session", Some(&token), Value::Null).await;
    assert_eq!(session.json["data"]["user"]["display"], "박미나");
    assert_ne!(tag(&changed), old);
}

#[tokio::test]
async fn every_faulty_field_is_pointed_at() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let body = json!({
        "name": "", "company": "x".repeat(101), "language": "fr", "time_zone": "Moon/Base", "email": "a@b.invalid",
        "colour": "red", "notification_language": 5
    });
    let reply = patch(&lab, &token, Some("*"), body).await;
    assert_eq!((reply.status, &reply.json["code"]), (422, &json!("invalid_fields")));
    let mut faults: Vec<_> = (reply.json["errors"].as_array().unwrap().iter())
        .map(|fault| {
            format!(
                "{} {}",
                fault["pointer"].as_str().unwrap(),
                fault["code"].as_str().unwrap()
            )
        })
        .collect();
    faults.sort();
    let wanted = [
        "/colour unknown_field",
        "/company too_long",
        "/email read_only",
        "/language not_a_choice",
        "/name required",
        "/notification_language not_text",
        "/time_zone unknown_time_zone",
    ];
    assert_eq!(faults, wanted);
    let unchanged = lab.request("GET", PROFILE, Some(&token), &[], Value::Null).await;
    assert_eq!(unchanged.json["language"], "en");
    assert_eq!(patch(&lab, &token, Some("*"), json!([1])).await.status, 400);
    let gone = patch(&lab, "bogus", Some("*"), json!({})).await;
    assert_eq!((gone.status, &gone.json["code"]), (410, &json!("session_gone")));
}

#[tokio::test]
async fn carecall_takes_twenty_characters() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    assert_eq!(
        patch(&lab, &token, Some("*"), json!({"name": "가".repeat(20), "task": ""}))
            .await
            .status,
        200
    );
    let reply = patch(
        &lab,
        &token,
        Some("*"),
        json!({"name": "가".repeat(21), "task": "x".repeat(21)}),
    )
    .await;
    assert_eq!((reply.status, reply.json["errors"].as_array().unwrap().len()), (422, 2));
}

#[tokio::test]
async fn mails_follow_the_notification_language() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    patch(&lab, &token, Some("*"), json!({"notification_language": "ko"})).await;
    let body = json!({"current_password": PASSWORD, "new_password": "Quiet-Moss-77"});
    lab.core("POST", "/account/password/change", Some(&token), body).await;
    assert_eq!(lab.subjects().await[0], "[WhaTap] 비밀번호가 변경되었습니다");
}

#[tokio::test]
async fn the_policy_is_told_as_it_is_kept() {
    let lab = Lab::open(Preset::WhaTap).await;
    let policy = lab
        .request("GET", "/account/v1/password-policy", None, &[], Value::Null)
        .await;
    assert_eq!(
        (
            policy.json["min_length"].as_i64(),
            policy.json["classes"]["at_least"].as_i64()
        ),
        (Some(9), Some(3))
    );
    let missing = lab.request("GET", "/account/v1/photo", None, &[], Value::Null).await;
    assert_eq!((missing.status, &missing.json["code"]), (404, &json!("not_offered")));
    let wrong = lab.request("PUT", PROFILE, None, &[], Value::Null).await;
    assert_eq!((wrong.status, &wrong.json["code"]), (405, &json!("method_not_allowed")));
}

#[tokio::test]
async fn an_address_that_cannot_change_does_not() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    assert_eq!(
        lab.core(
            "POST",
            "/account/email",
            Some(&token),
            json!({"email": "new@lab.invalid"})
        )
        .await
        .status,
        403
    );
    let list = lab.core("GET", "/account/email", Some(&token), Value::Null).await;
    assert_eq!(
        list.json["data"],
        json!([{"email": EMAIL, "verified": true, "primary": true}])
    );
}

#[tokio::test]
async fn the_sample_account_signs_in_and_reset_starts_over() {
    for preset in Preset::ALL {
        let mut lab = Lab::open(preset).await;
        let sample = lab.service.seed_sample().await.unwrap().unwrap();
        assert_eq!(lab.service.seed_sample().await.unwrap().as_ref(), Some(&sample));
        let reply = lab.sign_in(&sample.email, &sample.password).await;
        assert_eq!(reply.status, 200, "{reply:?}");
        lab.restart().await;
        let body = json!({"email": sample.email, "password": "Quiet-Moss-77"});
        lab.core("POST", "/auth/signup", None, body).await;
        assert_eq!(lab.service.outbox_messages().await.unwrap().len(), 1);
        lab.service.clear_outbox().await.unwrap();
        assert!(lab.service.outbox_messages().await.unwrap().is_empty());
        lab.service.reset().await.unwrap();
        assert_eq!(
            lab.core("GET", "/auth/session", reply.token().as_deref(), Value::Null)
                .await
                .status,
            410
        );
        assert_eq!(lab.sign_in(&sample.email, &sample.password).await.status, 400);
    }
}
