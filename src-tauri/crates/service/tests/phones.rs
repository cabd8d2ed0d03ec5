//! Phone numbers, one an account and channel: verified before they count, nobody else's, deleted for good.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod support;

use http::header;
use serde_json::{Value, json};
use service::{Channel, Preset};
use support::{EMAIL, Lab, Reply};

const SMS: &str = "/account/v1/phones/sms";
const WHATSAPP: &str = "/account/v1/phones/whatsapp";
const SEOUL: &str = "+821028410037";
const BUSAN: &str = "+821055309184";

async fn get(lab: &Lab, token: &str, path: &str) -> Reply {
    lab.request("GET", path, Some(token), &[], Value::Null).await
}

async fn put(lab: &Lab, token: &str, path: &str, number: &str) -> Reply {
    lab.request("PUT", path, Some(token), &[], json!({ "number": number }))
        .await
}

async fn verify(lab: &Lab, token: &str, path: &str, code: &str) -> Reply {
    let path = format!("{path}/verify");
    lab.request("POST", &path, Some(token), &[], json!({ "code": code }))
        .await
}

async fn resend(lab: &Lab, token: &str, path: &str) -> Reply {
    lab.request("POST", &format!("{path}/resend"), Some(token), &[], Value::Null)
        .await
}

async fn delete(lab: &Lab, token: &str, path: &str) -> Reply {
    lab.request("DELETE", path, Some(token), &[], Value::Null).await
}

/// Someone with a verified number, a moment after proving who they are.
async fn owner(lab: &Lab, email: &str, path: &str, number: &str) -> String {
    let token = lab.member(email).await;
    lab.step_up(&token).await;
    assert_eq!(put(lab, &token, path, number).await.status, 200);
    let code = lab.newest_code().await;
    assert_eq!(verify(lab, &token, path, &code).await.status, 200);
    token
}

/// Another code than this one.
fn other_than(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

fn number(reply: &Reply) -> &Value {
    &reply.json["number"]["number"]
}

#[tokio::test]
async fn a_number_is_the_accounts_once_its_code_is_answered() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    assert_eq!(
        get(&lab, &token, SMS).await.json,
        json!({"number": null, "pending": null})
    );
    let asked = put(&lab, &token, SMS, "010-2841-0037").await;
    assert_eq!((asked.status, &asked.json["code"]), (401, &json!("step_up_required")));
    lab.step_up(&token).await;
    let asked = put(&lab, &token, SMS, "010-2841-0037").await;
    let pending = json!({"number": SEOUL, "expires_in": 600, "resend_in": 0});
    assert_eq!((asked.status, &asked.json["pending"]), (200, &pending));
    assert_eq!(asked.json["number"], Value::Null);
    let message = lab.service.outbox_messages().await.unwrap().remove(0);
    assert_eq!((message.channel, message.to.as_str()), (Channel::Sms, SEOUL));
    let code = message.code.unwrap();
    assert!(code.len() == 6 && message.text.lines().any(|line| line == code));

    let wrong = verify(&lab, &token, SMS, other_than(&code)).await;
    assert_eq!((wrong.status, wrong.codes()), (422, vec!["incorrect_code"]));
    assert_eq!(wrong.json["errors"][0]["pointer"], "/code");
    let done = verify(&lab, &token, SMS, &format!(" {} {} ", &code[..3], &code[3..])).await;
    assert_eq!((done.status, number(&done)), (200, &json!(SEOUL)));
    assert_eq!(done.json["pending"], Value::Null);
    assert!(done.json["number"]["verified_at"].as_str().unwrap().ends_with('Z'));
    assert_eq!(lab.subjects().await[0], "[WhaTap] A phone number was verified");
    let twice = verify(&lab, &token, SMS, &code).await;
    assert_eq!(
        (twice.status, twice.codes()),
        (409, vec!["no_code_awaited"]),
        "a used code"
    );
    assert_eq!(
        get(&lab, &token, WHATSAPP).await.json["number"],
        Value::Null,
        "the other channel"
    );
}

#[tokio::test]
async fn the_old_number_holds_until_the_new_one_is_verified() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = owner(&lab, EMAIL, SMS, SEOUL).await;
    let same = put(&lab, &token, SMS, "+82 10 2841 0037").await;
    assert_eq!(same.codes(), ["same_as_current"]);
    assert_eq!(number(&put(&lab, &token, SMS, BUSAN).await), SEOUL);
    let code = lab.newest_code().await;
    assert_eq!(number(&get(&lab, &token, SMS).await), SEOUL);
    lab.wait(601);
    let late = verify(&lab, &token, SMS, &code).await;
    assert_eq!((late.status, late.codes()), (422, vec!["code_expired"]));
    let state = get(&lab, &token, SMS).await.json;
    assert_eq!(
        (&state["number"]["number"], &state["pending"]["expires_in"]),
        (&json!(SEOUL), &json!(0))
    );
    assert_eq!(resend(&lab, &token, SMS).await.status, 200, "without another proof");
    let new = lab.newest_code().await;
    if new != code {
        assert_eq!(
            verify(&lab, &token, SMS, &code).await.codes(),
            ["incorrect_code"],
            "outdated"
        );
    }
    assert_eq!(number(&verify(&lab, &token, SMS, &new).await), BUSAN);
}

#[tokio::test]
async fn texts_go_to_korean_mobiles_and_whatsapp_anywhere() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    for (written, code) in [
        ("", "required"),
        ("02-1", "invalid_phone"),
        ("mina", "invalid_phone"),
        ("10-5530-9184", "invalid_phone"),
        ("02-312-3456", "phone_not_taken_here"),
        ("+81 90 1234 5678", "phone_not_taken_here"),
    ] {
        let reply = put(&lab, &token, SMS, written).await;
        assert_eq!((reply.status, reply.codes()), (422, vec![code]), "{written}");
        assert_eq!(reply.json["errors"][0]["pointer"], "/number");
    }
    let odd = lab.request("PUT", SMS, Some(&token), &[], json!({"number": 5})).await;
    assert_eq!(odd.codes(), ["not_text"]);
    assert_eq!(put(&lab, &token, WHATSAPP, "+81 90 1234 5678").await.status, 200);
    let message = lab.service.outbox_messages().await.unwrap().remove(0);
    assert_eq!(
        (message.channel, message.to.as_str()),
        (Channel::WhatsApp, "+819012345678")
    );
    let unserved = get(&lab, &token, "/account/v1/phones/pigeon").await;
    assert_eq!((unserved.status, &unserved.json["code"]), (404, &json!("not_offered")));
}

#[tokio::test]
async fn a_code_dies_of_five_mistakes_and_of_a_newer_one() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    put(&lab, &token, SMS, SEOUL).await;
    let code = lab.newest_code().await;
    for _ in 0..4 {
        assert_eq!(
            verify(&lab, &token, SMS, other_than(&code)).await.codes(),
            ["incorrect_code"]
        );
    }
    assert_eq!(
        verify(&lab, &token, SMS, other_than(&code)).await.codes(),
        ["code_spent"]
    );
    assert_eq!(verify(&lab, &token, SMS, &code).await.codes(), ["no_code_awaited"]);
    assert_eq!(resend(&lab, &token, SMS).await.codes(), ["no_code_awaited"]);

    put(&lab, &token, SMS, SEOUL).await;
    let first = lab.newest_code().await;
    put(&lab, &token, SMS, BUSAN).await;
    let second = lab.newest_code().await;
    if first != second {
        assert_eq!(verify(&lab, &token, SMS, &first).await.codes(), ["incorrect_code"]);
    }
    assert_eq!(number(&verify(&lab, &token, SMS, &second).await), BUSAN);
    assert_eq!(verify(&lab, &token, SMS, "").await.codes(), ["required"]);
}

#[tokio::test]
async fn another_code_comes_when_it_may() {
    let lab = Lab::limited(Preset::WhaTap).await;
    let token = lab.member(EMAIL).await;
    lab.step_up(&token).await;
    assert_eq!(put(&lab, &token, SMS, SEOUL).await.json["pending"]["resend_in"], 60);
    assert_eq!(
        put(&lab, &token, WHATSAPP, SEOUL).await.json["pending"]["resend_in"],
        600
    );
    lab.wait(20);
    for again in [resend(&lab, &token, SMS).await, put(&lab, &token, SMS, SEOUL).await] {
        assert_eq!((again.status, &again.json["code"]), (429, &json!("rate_limited")));
        assert_eq!(again.headers[header::RETRY_AFTER], "40");
    }
    assert_eq!(
        put(&lab, &token, SMS, BUSAN).await.status,
        429,
        "another number is no way round"
    );
    lab.wait(40);
    assert_eq!(resend(&lab, &token, SMS).await.status, 200);
    // A WhatsApp code may still come for as long as it counts.
    assert_eq!(resend(&lab, &token, WHATSAPP).await.headers[header::RETRY_AFTER], "540");
    lab.wait(540);
    let code = lab.newest_code().await;
    assert_eq!(resend(&lab, &token, WHATSAPP).await.json["pending"]["expires_in"], 600);
    let message = lab.service.outbox_messages().await.unwrap().remove(0);
    assert_eq!(message.channel, Channel::WhatsApp);
    if message.code.as_deref() != Some(&code) {
        assert_eq!(verify(&lab, &token, WHATSAPP, &code).await.codes(), ["incorrect_code"]);
    }
    assert_eq!(
        number(&verify(&lab, &token, WHATSAPP, &message.code.unwrap()).await),
        SEOUL
    );
}

#[tokio::test]
async fn a_number_has_one_owner_and_is_told_taken_only_to_who_holds_it() {
    let lab = Lab::open(Preset::WhaTap).await;
    let mina = owner(&lab, "mina@lab.invalid", SMS, SEOUL).await;
    let kim = lab.member(EMAIL).await;
    lab.step_up(&kim).await;
    let taken = put(&lab, &kim, SMS, SEOUL).await;
    let free = json!({"number": SEOUL, "expires_in": 600, "resend_in": 0});
    assert_eq!(
        (taken.status, &taken.json["pending"]),
        (200, &free),
        "as any other number"
    );
    let code = lab.newest_code().await;
    let refused = verify(&lab, &kim, SMS, &code).await;
    assert_eq!((refused.status, refused.codes()), (422, vec!["phone_taken"]));
    assert!(!refused.json.to_string().contains("mina"));
    assert_eq!(verify(&lab, &kim, SMS, &code).await.codes(), ["no_code_awaited"]);
    assert_eq!(get(&lab, &kim, SMS).await.json["number"], Value::Null);
    assert_eq!(number(&get(&lab, &mina, SMS).await), SEOUL);
    // The other channel is another matter: one person may well have both.
    put(&lab, &kim, WHATSAPP, SEOUL).await;
    let code = lab.newest_code().await;
    assert_eq!(number(&verify(&lab, &kim, WHATSAPP, &code).await), SEOUL);
    // Once it is given up, it is free.
    assert_eq!(delete(&lab, &mina, SMS).await.status, 200);
    put(&lab, &kim, SMS, SEOUL).await;
    let code = lab.newest_code().await;
    assert_eq!(number(&verify(&lab, &kim, SMS, &code).await), SEOUL);
}

#[tokio::test]
async fn two_at_once_never_share_a_number() {
    let lab = Lab::open(Preset::WhaTap).await;
    let (mina, kim) = (lab.member("mina@lab.invalid").await, lab.member(EMAIL).await);
    let mut codes = Vec::new();
    for token in [&mina, &kim] {
        lab.step_up(token).await;
        put(&lab, token, SMS, SEOUL).await;
        codes.push(lab.newest_code().await);
    }
    let (first, second) = tokio::join!(verify(&lab, &mina, SMS, &codes[0]), verify(&lab, &kim, SMS, &codes[1]));
    let mut statuses = [first.status, second.status];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
}

#[tokio::test]
async fn a_code_is_answered_where_it_was_asked_for() {
    let lab = Lab::open(Preset::WhaTap).await;
    let here = lab.member(EMAIL).await;
    lab.step_up(&here).await;
    put(&lab, &here, SMS, SEOUL).await;
    let code = lab.newest_code().await;
    let there = lab.sign_in(EMAIL, support::PASSWORD).await.token().unwrap();
    assert_eq!(get(&lab, &there, SMS).await.json["pending"], Value::Null);
    assert_eq!(verify(&lab, &there, SMS, &code).await.codes(), ["no_code_awaited"]);
    assert_eq!(verify(&lab, &here, WHATSAPP, &code).await.codes(), ["no_code_awaited"]);
    // Deleting, from wherever, leaves nothing behind that could bring the number back.
    lab.step_up(&there).await;
    assert_eq!(delete(&lab, &there, SMS).await.status, 200);
    assert_eq!(verify(&lab, &here, SMS, &code).await.codes(), ["no_code_awaited"]);
    let nobody = lab.request("GET", SMS, None, &[], Value::Null).await;
    assert_eq!((nobody.status, &nobody.json["code"]), (401, &json!("not_signed_in")));
}

#[tokio::test]
async fn a_number_is_deleted_after_a_proof() {
    let lab = Lab::open(Preset::WhaTap).await;
    let token = owner(&lab, EMAIL, SMS, SEOUL).await;
    lab.wait(301);
    assert_eq!(delete(&lab, &token, SMS).await.json["code"], "step_up_required");
    lab.step_up(&token).await;
    let gone = delete(&lab, &token, SMS).await;
    assert_eq!(
        (gone.status, gone.json),
        (200, json!({"number": null, "pending": null}))
    );
    assert_eq!(lab.subjects().await[0], "[WhaTap] A phone number was deleted");
    let twice = delete(&lab, &token, SMS).await;
    assert_eq!((twice.status, &twice.json["code"]), (404, &json!("no_such_phone")));
}

#[tokio::test]
async fn a_number_that_signing_in_depends_on_stays() {
    let mut lab = Lab::open(Preset::WhaTap).await;
    let token = owner(&lab, EMAIL, SMS, SEOUL).await;
    lab.service.close().await;
    let file = lab.folder.path().join("data/service.sqlite3");
    let pool = sqlx::SqlitePool::connect(&format!("sqlite:{}", file.display()))
        .await
        .unwrap();
    sqlx::query("INSERT INTO authenticators (account_id, kind, created_at) SELECT id, 'sms', 0 FROM accounts")
        .execute(&pool)
        .await
        .unwrap();
    pool.close().await;
    lab.restart().await;
    let kept = delete(&lab, &token, SMS).await;
    assert_eq!((kept.status, kept.codes()), (409, vec!["phone_in_use"]));
    assert_eq!(number(&get(&lab, &token, SMS).await), SEOUL);
}

/// The core and the extension tell of one and the same number.
#[tokio::test]
async fn the_core_serves_the_same_number() {
    let lab = Lab::open(Preset::CareCall).await;
    let token = owner(&lab, EMAIL, SMS, SEOUL).await;
    let core = lab.core("GET", "/account/phone", Some(&token), Value::Null).await;
    assert_eq!(core.json["data"], json!([{"phone": SEOUL, "verified": true}]));
    let begun = lab
        .core("POST", "/account/phone", Some(&token), json!({"phone": BUSAN}))
        .await;
    assert_eq!(begun.status, 202);
    assert_eq!(get(&lab, &token, SMS).await.json["pending"]["number"], BUSAN);
    let code = json!({"code": lab.newest_code().await});
    assert_eq!(
        lab.core("POST", "/auth/phone/verify", Some(&token), code).await.status,
        200
    );
    assert_eq!(number(&get(&lab, &token, SMS).await), BUSAN);
    let abroad = lab
        .core(
            "POST",
            "/account/phone",
            Some(&token),
            json!({"phone": "+442079460958"}),
        )
        .await;
    assert_eq!((abroad.status, abroad.codes()), (400, vec!["invalid_phone"]));
}
