//! The account's last activity: what is kept, by whom and since when; bounded, its owner's alone, and no way to tell whether an
//! address has an account.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use protocol::extension::activity::{Activity, Entry, Kind};
use serde_json::{Value, json};
use service::Preset;
use support::{EMAIL, Lab, PASSWORD};

const ACTIVITY: &str = "/account/v1/activity";
const DAY: i64 = 24 * 60 * 60;

async fn read(lab: &Lab, token: &str) -> Vec<Entry> {
    let reply = lab.request("GET", ACTIVITY, Some(token), &[], Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    serde_json::from_value::<Activity>(reply.json).unwrap().entries
}

async fn kinds(lab: &Lab, token: &str) -> Vec<Kind> {
    read(lab, token).await.iter().map(|entry| entry.kind).collect()
}

#[tokio::test]
async fn what_guards_the_account_is_kept_with_time_client_and_address() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.wait(60);
    lab.sign_in(EMAIL, "not the password").await;
    lab.step_up(&token).await;
    lab.turn_on_totp(&token).await;
    lab.request("POST", "/account/v1/api-token/reissue", Some(&token), &[], Value::Null)
        .await;
    let body = json!({"current_password": PASSWORD, "new_password": "Other-Lamp-58"});
    let changed = lab.core("POST", "/account/password/change", Some(&token), body).await;
    let token = changed.token().unwrap_or(token);
    let entries = read(&lab, &token).await;
    let told: Vec<Kind> = entries.iter().map(|entry| entry.kind).collect();
    assert_eq!(
        told,
        [
            Kind::PasswordChanged,
            Kind::KeyMade,
            Kind::FactorOn,
            Kind::SignInFailed,
            Kind::SignedIn
        ]
    );
    let first = entries.last().unwrap();
    assert_eq!(
        (first.at.as_str(), first.user_agent.as_str(), first.ip.as_str()),
        ("2026-11-20T12:15:39Z", "lab-client/1", "127.0.0.1")
    );
    assert_eq!(entries[3].at, "2026-11-20T12:16:39Z");
}

#[tokio::test]
async fn a_device_that_was_added_is_kept_once() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    for sample in ["answers", "gone", "answers"] {
        let body = json!({"name": "Pixel 9", "sample": sample});
        let added = lab
            .request("POST", "/account/v1/devices", Some(&token), &[], body)
            .await;
        assert_eq!(added.status, 200, "{added:?}");
    }
    let told = lab.subjects().await;
    let told = told
        .iter()
        .filter(|subject| subject.contains("device was added"))
        .count();
    let kept = kinds(&lab, &token).await;
    let kept = kept.iter().filter(|kind| **kind == Kind::DeviceAdded).count();
    assert_eq!((told, kept), (3, 3), "as many as are told of");
}

#[tokio::test]
async fn a_wrong_code_is_a_failed_sign_in() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.turn_on_totp(&token).await;
    let begun = lab.sign_in(EMAIL, PASSWORD).await;
    assert_eq!(begun.pending(), Some("mfa_authenticate"));
    let wrong = json!({"code": "000000"});
    lab.core("POST", "/auth/2fa/authenticate", begun.token().as_deref(), wrong)
        .await;
    assert_eq!(kinds(&lab, &token).await[0], Kind::SignInFailed);
}

#[tokio::test]
async fn it_is_its_owners_alone() {
    let lab = Lab::open(Preset::WhaTap).await;
    let mine = lab.member(EMAIL).await;
    let theirs = lab.member("lee@lab.invalid").await;
    lab.sign_in(EMAIL, "not the password").await;
    assert_eq!(kinds(&lab, &mine).await, [Kind::SignInFailed, Kind::SignedIn]);
    assert_eq!(kinds(&lab, &theirs).await, [Kind::SignedIn]);
    let nobody = lab.request("GET", ACTIVITY, None, &[], Value::Null).await;
    assert_eq!((nobody.status, &nobody.json["code"]), (401, &json!("not_signed_in")));
}

#[tokio::test]
async fn an_address_without_an_account_is_refused_alike_and_keeps_nothing() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    let known = lab.sign_in(EMAIL, "not the password").await;
    let unknown = lab.sign_in("nobody@lab.invalid", "not the password").await;
    assert_eq!((known.status, &known.json), (unknown.status, &unknown.json));
    assert_eq!(kinds(&lab, &token).await, [Kind::SignInFailed, Kind::SignedIn]);
}

#[tokio::test]
async fn failures_push_nothing_else_out_and_old_entries_go() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    for _ in 0..30 {
        lab.sign_in(EMAIL, "not the password").await;
    }
    let told = kinds(&lab, &token).await;
    assert_eq!((told.len(), told.last()), (21, Some(&Kind::SignedIn)));
    lab.wait(45 * DAY);
    let token = lab.sign_in(EMAIL, PASSWORD).await.token().unwrap();
    for _ in 0..120 {
        lab.step_up(&token).await;
        let made = lab
            .request("POST", "/account/v1/api-token/reissue", Some(&token), &[], Value::Null)
            .await;
        assert_eq!(made.status, 200, "{made:?}");
    }
    let told = kinds(&lab, &token).await;
    assert_eq!(told.iter().filter(|kind| **kind == Kind::KeyMade).count(), 100);
    assert_eq!(told.iter().filter(|kind| **kind == Kind::SignInFailed).count(), 20);
    lab.wait(46 * DAY);
    let told = kinds(&lab, &lab.sign_in(EMAIL, PASSWORD).await.token().unwrap()).await;
    assert!(!told.contains(&Kind::SignInFailed), "91 days are too long: {told:?}");
}

#[tokio::test]
async fn the_core_alone_has_none() {
    let lab = Lab::open(Preset::Plain).await;
    let token = lab.member(EMAIL).await;
    let reply = lab.request("GET", ACTIVITY, Some(&token), &[], Value::Null).await;
    assert_eq!((reply.status, &reply.json["code"]), (404, &json!("not_offered")));
}
