//! Another e-mail address: the old one holds until the new one's code is typed, and both are told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use service::Preset;
use support::{EMAIL, Lab, PASSWORD};

const NEW: &str = "mina.kim@lab.invalid";
const PROFILE: &str = "/account/v1/profile";
const SEOUL: &str = "+821028410037";

async fn address(lab: &Lab, token: &str) -> Value {
    let profile = lab.request("GET", PROFILE, Some(token), &[], Value::Null).await;
    profile.json["email"].clone()
}

#[tokio::test]
async fn the_old_address_holds_until_the_code_and_both_are_told() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    let begin = || lab.core("POST", "/account/email", Some(&token), json!({"email": NEW}));
    assert_eq!(begin().await.status, 401, "a step-up comes first");
    lab.step_up(&token).await;
    let begun = begin().await;
    assert_eq!((begun.status, &begun.json["data"][1]["email"]), (200, &json!(NEW)));
    let code = lab.newest_code().await;
    assert_eq!(address(&lab, &token).await, EMAIL);
    let wrong = if code == "000000" { "111111" } else { "000000" };
    let verify = |key: String| {
        let body = json!({ "key": key });
        lab.core("POST", "/auth/email/verify", Some(&token), body)
    };
    assert_eq!(verify(wrong.to_owned()).await.codes(), ["incorrect_code"]);
    assert_eq!(
        lab.sign_in(EMAIL, PASSWORD).await.status,
        200,
        "until then the old one signs in"
    );
    assert_eq!(verify(code.clone()).await.status, 200);
    assert_eq!(address(&lab, &token).await, NEW);
    let told: Vec<_> = lab
        .service
        .outbox_messages()
        .await
        .unwrap()
        .into_iter()
        .take(2)
        .collect();
    assert_eq!((told[0].to.as_str(), told[1].to.as_str()), (NEW, EMAIL));
    assert!(told.iter().all(|message| message.code.is_none()));
    assert_eq!(verify(code).await.status, 409, "a code works once");
    assert_eq!(lab.sign_in(EMAIL, PASSWORD).await.status, 400);
    assert_eq!(lab.sign_in(NEW, PASSWORD).await.status, 200);
}

#[tokio::test]
async fn a_code_that_ran_out_changes_nothing() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    lab.core("POST", "/account/email", Some(&token), json!({"email": NEW}))
        .await;
    let code = json!({"key": lab.newest_code().await});
    lab.wait(601);
    assert_eq!(
        lab.core("POST", "/auth/email/verify", Some(&token), code).await.status,
        409
    );
    assert_eq!(address(&lab, &token).await, EMAIL);
}

#[tokio::test]
async fn anothers_address_is_told_taken_only_to_who_reads_its_mail() {
    let lab = Lab::open(Preset::CareCall).await;
    lab.member(NEW).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    let begun = lab
        .core("POST", "/account/email", Some(&token), json!({"email": NEW}))
        .await;
    assert_eq!(begun.status, 200, "as any other address");
    let code = json!({"key": lab.newest_code().await});
    let refused = lab.core("POST", "/auth/email/verify", Some(&token), code).await;
    assert_eq!(refused.codes(), ["email_taken"]);
    assert_eq!(address(&lab, &token).await, EMAIL);
}

/// Address and number are in the profile, and no change of the profile reaches them.
#[tokio::test]
async fn what_needs_a_code_is_not_stored_without_one() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = lab.member(EMAIL).await;
    for name in ["email", "mobile_number"] {
        let body = json!({ name: SEOUL });
        let reply = lab
            .request("PATCH", PROFILE, Some(&token), &[("if-match", "*")], body)
            .await;
        assert_eq!((reply.status, reply.codes()), (422, vec!["read_only"]), "{name}");
    }
    lab.step_up(&token).await;
    let phone = "/account/v1/phones/sms";
    lab.request("PUT", phone, Some(&token), &[], json!({"number": SEOUL}))
        .await;
    let mobile = lab.request("GET", PROFILE, Some(&token), &[], Value::Null).await.json["mobile_number"].clone();
    assert_eq!(mobile, "");
    let code = json!({"code": lab.newest_code().await});
    lab.request("POST", &format!("{phone}/verify"), Some(&token), &[], code)
        .await;
    let profile = lab.request("GET", PROFILE, Some(&token), &[], Value::Null).await;
    assert_eq!(profile.json["mobile_number"], SEOUL);
}
