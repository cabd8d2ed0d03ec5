//! The consent to marketing messages: given, withdrawn, dated, and refused when it is not a decision.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use serde_json::{Value, json};
use service::Preset;
use support::{EMAIL, Lab, Reply};

const CONSENT: &str = "/account/v1/consents/marketing";

async fn read(lab: &Lab, token: &str) -> Value {
    let reply = lab.request("GET", CONSENT, Some(token), &[], Value::Null).await;
    assert_eq!(reply.status, 200, "{reply:?}");
    reply.json
}

async fn decide(lab: &Lab, token: &str, body: Value) -> Reply {
    lab.request("PUT", CONSENT, Some(token), &[], body).await
}

#[tokio::test]
async fn a_consent_has_the_date_of_the_decision() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    assert_eq!(read(&lab, &token).await, json!({"agreed": false}), "nobody was asked");

    let agreed = decide(&lab, &token, json!({"agreed": true})).await;
    assert_eq!(
        (agreed.status, &agreed.json),
        (200, &json!({"agreed": true, "decided_at": "2026-11-20T12:15:39Z"}))
    );
    lab.wait(3600);
    let again = decide(&lab, &token, json!({"agreed": true})).await;
    assert_eq!(
        again.json, agreed.json,
        "the date is the consent's, not the last call's"
    );
    let withdrawn = decide(&lab, &token, json!({"agreed": false})).await;
    assert_eq!(
        withdrawn.json,
        json!({"agreed": false, "decided_at": "2026-11-20T13:15:39Z"})
    );
    assert_eq!(read(&lab, &token).await, withdrawn.json);
}

#[tokio::test]
async fn what_is_no_decision_changes_nothing() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    for (body, code) in [
        (json!({}), "required"),
        (json!({"agreed": null}), "required"),
        (json!({"agreed": "yes"}), "not_boolean"),
        (json!({"agreed": 1}), "not_boolean"),
    ] {
        let reply = decide(&lab, &token, body).await;
        assert_eq!((reply.status, reply.codes()), (422, vec![code]));
        assert_eq!(reply.json["errors"][0]["pointer"], "/agreed");
    }
    assert_eq!(decide(&lab, &token, json!([true])).await.status, 400);
    assert_eq!(read(&lab, &token).await, json!({"agreed": false}));
}

#[tokio::test]
async fn a_consent_is_its_persons_alone_and_only_where_it_is_asked_for() {
    let lab = Lab::open(Preset::WhaTap).await;
    let nobody = lab.request("GET", CONSENT, None, &[], Value::Null).await;
    assert_eq!((nobody.status, &nobody.json["code"]), (401, &json!("not_signed_in")));
    let (mina, kim) = (lab.member("mina@lab.invalid").await, lab.member(EMAIL).await);
    decide(&lab, &mina, json!({"agreed": true})).await;
    assert_eq!(read(&lab, &kim).await, json!({"agreed": false}));

    for preset in [Preset::CareCall, Preset::Plain] {
        let lab = Lab::open(preset).await;
        let token = lab.member(EMAIL).await;
        let reply = lab.request("GET", CONSENT, Some(&token), &[], Value::Null).await;
        assert_eq!((reply.status, &reply.json["code"]), (404, &json!("not_offered")));
    }
}
